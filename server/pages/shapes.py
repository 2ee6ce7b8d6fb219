"""The page of the shapes: for each class, the rules that its things must keep."""

from __future__ import annotations

from dataclasses import dataclass

from ..links import last_part
from ..store import in_language
from ..vocabulary.documents import Document
from ..vocabulary.rules import class_shapes
from ..vocabulary.site import Published
from .ontology import downloads
from .page import Page, Reader
from .terms import RuleEntry, Wording
from .values import Value


@dataclass(frozen=True, slots=True)
class ShapeEntry:
    """The shape of a class as the page shows it."""

    anchor: str
    name: str
    classes: tuple[Value, ...]
    rules: tuple[RuleEntry, ...]


def shapes_page(published: Published, document: Document, who: Reader) -> Page:
    """Give the page of a layer's shapes of classes, by name."""
    wording = Wording(published.site, published.terms, published.shapes, who.language)
    entries = [
        ShapeEntry(
            anchor=last_part(shape.iri),
            name=in_language(shape.names, who.language) or last_part(shape.iri),
            classes=tuple(map(wording.value, shape.classes)),
            rules=tuple(wording.rule(rule) for rule in shape.rules),
        )
        for shape in class_shapes(document.graph)
    ]
    entries.sort(key=lambda entry: (entry.name.lower(), entry.anchor))
    return Page("shapes.html", {"shapes": entries, "downloads": downloads(document)})
