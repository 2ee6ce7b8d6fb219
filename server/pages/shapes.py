"""The page of the shapes: for each class, the rules that its things must keep."""

from __future__ import annotations

from dataclasses import dataclass

from ..links import last_part
from ..store import in_language
from ..vocabulary.documents import Document
from ..vocabulary.published import Published
from .ontology import downloads, facts
from .page import Page, Reader
from .terms import RuleEntry, Wording
from .values import Value


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """The shape of a class as the page shows it; a rule has an anchor where it stands first."""

    anchor: str
    name: str
    classes: tuple[Value, ...]
    rules: tuple[tuple[str, RuleEntry], ...]


def shapes_page(published: Published, document: Document, who: Reader) -> Page:
    """Give the page of the class shapes of a document, by name."""
    wording = Wording(published, who.language)
    shapes = [s for s in published.vocabulary.shapes if s.iri.startswith(f"{document.iri}#")]
    shapes.sort(key=lambda s: (in_language(s.names, who.language).lower(), s.iri))
    placed = {last_part(shape.iri) for shape in shapes}
    entries = []
    for shape in shapes:
        rules = []
        for rule in map(wording.rule, shape.rules):
            rules.append(("" if rule.anchor in placed else rule.anchor, rule))
            placed.add(rule.anchor)
        name = in_language(shape.names, who.language) or last_part(shape.iri)
        classes = tuple(map(wording.value, shape.classes))
        entries.append(ShapeEntry(last_part(shape.iri), name, classes, tuple(rules)))
    values: dict[str, object] = {
        "facts": facts(document, who.language),
        "shapes": entries,
        "downloads": downloads(document),
    }
    return Page("shapes.html", values)
