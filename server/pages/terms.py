"""A term, a rule and a diagram in the language of the reader, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...ontology.terms import PREFIXES, expand
from ..links import href_of, last_part
from ..store import in_language
from ..vocabulary.documents import path_of
from ..vocabulary.published import Published
from ..vocabulary.rules import ClassShape, Rule, users
from ..vocabulary.terms import TermFacts
from ..vocabulary.uses import Column
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
    """A rule as the page shows it; `anchor` is its place on the page of its shapes, at `href`."""

    anchor: str
    href: str
    name: str
    message: str
    severity: str
    path: tuple[Value, ...]
    count: str
    types: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A steward table as the page shows it, and its column, empty where the rows are meant."""

    title: str
    table: str
    column: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term as the page shows it; `ties` are its relations to other terms by their text key.

    `elsewhere` are relation and term of another vocabulary, `columns` the places in the steward
    tables that it comes from, `inferences` what the rules say that conclude it.
    """

    anchor: str
    curie: str
    iri: str
    label: str
    definition: str
    kind: str
    is_class: bool
    marks: tuple[str, ...]
    ties: Mapping[str, tuple[Value, ...]]
    elsewhere: tuple[tuple[str, Value], ...] = ()
    columns: tuple[ColumnEntry, ...] = ()
    inferences: tuple[str, ...] = ()
    queries: tuple[Value, ...] = ()
    rules: tuple[RuleEntry, ...] = ()
    shapes: tuple[Value, ...] = ()
    example: Example | None = None


class Wording:
    """Finds words and links for terms in one language."""

    def __init__(
        self,
        published: Published,
        language: str,
        terms: Sequence[TermFacts] | None = None,
        home: str = "/ont",
    ) -> None:
        """Keep the labels of the terms at hand: those of an old version, or the present ones.

        `home` is the address of the page on which they stand.
        """
        self.language = language
        self.terms = published.vocabulary.terms if terms is None else terms
        self.uses = users(published.vocabulary.shapes)
        self._published = published
        self._site = published.site
        self._home = home
        self._labels = {term.iri: in_language(term.labels, language) for term in self.terms}
        self._questions = {e.name: in_language(e.question, language) for e in self._site.examples}

    def name(self, iri: str) -> str:
        """Give what a term is called: its label if it is ours, else its short name."""
        own = iri.startswith(expand("kly:"))
        return self._labels[iri] if own and iri in self._labels else curie(iri)

    def value(self, iri: str) -> Value:
        """Give a term as a link: to its place on the page of the ontology, or out."""
        if iri in self._labels:
            return Value(self.name(iri), f"{self._home}#{anchor(iri)}")
        return Value(curie(iri), href_of(self._site.release.base, iri))

    def bare_entry(self, term: TermFacts) -> TermEntry:
        """Give a term with what the ontology itself says of it."""
        ties = {
            "replaced_by": term.replaced_by,
            "kind_of": term.above,
            "narrower_terms": term.below,
            "domain": term.domains,
            "range": term.ranges,
            "inverse": term.inverses,
        }
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
        )

    def entry(self, term: TermFacts, example: Example | None) -> TermEntry:
        """Give a term with everything the page says of it."""
        entry, iri = self.bare_entry(term), term.iri
        vocabulary = self._published.vocabulary
        rules = {r.iri: r for s in vocabulary.shapes for r in s.rules if _is_about(r, s, term)}
        used_by = tuple(map(self.value, self.uses.get(iri, ())))
        inferences = vocabulary.inferences.get(iri, ())
        names = self._published.queries.get(iri, ())
        return replace(
            entry,
            ties={**entry.ties, "used_by": used_by} if used_by else entry.ties,
            elsewhere=tuple(
                (relation_key(link.predicate), self.value(expand(link.object)))
                for link in vocabulary.alignment
                if link.subject == entry.curie
            ),
            columns=tuple(map(self._column, vocabulary.columns.get(iri, ()))),
            inferences=tuple(in_language(rule.says, self.language) for rule in inferences),
            queries=tuple(Value(self._questions[name], f"/query#{name}") for name in names),
            rules=tuple(self.rule(rule) for rule in rules.values() if rule.messages),
            shapes=tuple(
                Value(curie(shape.iri), f"/{path_of(shape.iri)}")
                for shape in vocabulary.shapes
                if iri in shape.classes
            ),
            example=example,
        )

    def rule(self, rule: Rule) -> RuleEntry:
        """Give a rule in words."""
        return RuleEntry(
            anchor=last_part(rule.iri),
            href=f"/{path_of(rule.iri)}",
            name=in_language(rule.names, self.language),
            message=in_language(rule.messages, self.language),
            severity=f"severity_{rule.severity}",
            path=tuple(map(self.value, rule.path)),
            count=rule.count,
            types=tuple(map(self.value, rule.types)),
        )

    def examples(self) -> dict[str, Example]:
        """Give an example of each term that has one, with what its things are called."""
        found = self._published.examples
        iris = {thing for thing, _ in found.values()}
        iris |= {value.value for _, value in found.values() if value and value.is_iri}
        names = labels(self._site, iris, self.language)
        return {
            term: Example(self._thing(thing, names), self._object(value, names) if value else None)
            for term, (thing, value) in found.items()
        }

    def _column(self, column: Column) -> ColumnEntry:
        title = in_language(column.title, self.language)
        return ColumnEntry(title, column.table, column.name, column.is_required)

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


def relation_key(predicate: str) -> str:
    """Give the text key of a kind of link: `link_closeMatch`."""
    return f"link_{predicate.partition(':')[2]}"


def _is_about(rule: Rule, shape: ClassShape, term: TermFacts) -> bool:
    """Tell whether a rule belongs to a term: what a class demands, all that a property heeds."""
    if term.kind == "class":
        return term.iri in shape.classes and rule.count[:1] not in {"", "0"}
    return term.iri in rule.path
