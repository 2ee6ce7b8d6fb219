"""A term, a rule and a diagram in the language of the reader, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...ontology.iris import BASE
from ...ontology.terms import PREFIXES, expand
from ..links import href_of, last_part
from ..site import Site
from ..store import in_language
from ..vocabulary.rules import ClassShape, Rule, users
from ..vocabulary.terms import TermFacts
from .labels import labels
from .rows import Term
from .values import Value


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a term: a thing, and for a property the value it has there."""

    thing: Value
    value: Value | None


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule as the page shows it."""

    anchor: str
    name: str
    message: str
    severity: str
    path: tuple[Value, ...]
    count: str
    types: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term as the page shows it; `ties` are its relations to other terms by their text key."""

    anchor: str
    curie: str
    iri: str
    label: str
    definition: str
    kind: str
    is_class: bool
    marks: tuple[str, ...]
    ties: Mapping[str, tuple[Value, ...]]
    rules: tuple[RuleEntry, ...]
    shapes: tuple[Value, ...]
    example: Example | None


class Wording:
    """Finds words and links for terms in one language."""

    def __init__(
        self,
        site: Site,
        terms: Iterable[TermFacts],
        shapes: Iterable[ClassShape],
        language: str,
    ) -> None:
        """Keep the labels of all terms, and the shapes that speak of them, at hand."""
        self._shapes = tuple(shapes)
        self.uses = users(self._shapes)
        self.language = language
        self._site = site
        self._labels = {term.iri: in_language(term.labels, language) for term in terms}

    def name(self, iri: str) -> str:
        """Give what a term is called: its label if it is ours, else its short name."""
        own = iri.startswith(expand("kly:"))
        return self._labels[iri] if own and iri in self._labels else curie(iri)

    def value(self, iri: str) -> Value:
        """Give a term as a link: to its place on the page of the ontology, or out."""
        if iri in self._labels:
            return Value(self.name(iri), f"/ont#{anchor(iri)}")
        return Value(curie(iri), href_of(self._site.release.base, iri))

    def entry(self, term: TermFacts, example: Example | None) -> TermEntry:
        """Give a term with everything the page says of it."""
        ties = {
            "kind_of": term.above,
            "narrower_terms": term.below,
            "domain": term.domains,
            "range": term.ranges,
            "used_by": self.uses.get(term.iri, ()),
            "inverse": term.inverses,
        }
        rules = {r.iri: r for s in self._shapes for r in s.rules if _is_about(r, s, term)}
        return TermEntry(
            anchor=anchor(term.iri),
            curie=curie(term.iri),
            iri=term.iri,
            label=in_language(term.labels, self.language),
            definition=in_language(term.definitions, self.language),
            kind=f"kind_{term.kind}",
            is_class=term.kind == "class",
            marks=tuple(f"mark_{mark}" for mark in term.marks),
            ties={key: tuple(map(self.value, iris)) for key, iris in ties.items() if iris},
            rules=tuple(self.rule(rule) for rule in rules.values() if rule.messages),
            shapes=tuple(
                Value(curie(shape.iri), f"/{shape.iri.removeprefix(BASE)}")
                for shape in self._shapes
                if term.iri in shape.classes
            ),
            example=example,
        )

    def rule(self, rule: Rule) -> RuleEntry:
        """Give a rule in words."""
        return RuleEntry(
            anchor=last_part(rule.iri),
            name=in_language(rule.names, self.language),
            message=in_language(rule.messages, self.language),
            severity=f"severity_{rule.severity}",
            path=tuple(map(self.value, rule.path)),
            count=rule.count,
            types=tuple(map(self.value, rule.types)),
        )

    def examples(self, found: Mapping[str, tuple[str, Term | None]]) -> dict[str, Example]:
        """Give the examples with what their things are called."""
        iris = {thing for thing, _ in found.values()}
        iris |= {value.value for _, value in found.values() if value and value.is_iri}
        names = labels(self._site, iris, self.language)
        return {
            term: Example(self._thing(thing, names), self._object(value, names) if value else None)
            for term, (thing, value) in found.items()
        }

    def _object(self, value: Term, names: Mapping[str, str]) -> Value:
        if value.is_iri:
            return self._thing(value.value, names)
        return Value(value.value, None, value.language)

    def _thing(self, iri: str, names: Mapping[str, str]) -> Value:
        return Value(names.get(iri, iri), href_of(self._site.release.base, iri))


def anchor(iri: str) -> str:
    """Give the anchor of a term: the local name of ours, the short name of others."""
    return iri.removeprefix(expand("kly:")) if iri.startswith(expand("kly:")) else curie(iri)


def curie(iri: str) -> str:
    """Give the short name of an IRI under our prefixes, the IRI itself where none fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _is_about(rule: Rule, shape: ClassShape, term: TermFacts) -> bool:
    """Tell whether a rule belongs to a term: what a class demands, all that a property heeds."""
    if term.kind == "class":
        return term.iri in shape.classes and rule.count[:1] not in {"", "0"}
    return term.iri in rule.path
