"""Values as a page shows them: their text, their link, and the graphs that state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...ontology import iris
from ...ontology.terms import expand
from ..links import href_of
from ..site import Site
from ..store import in_language
from ..texts import page_text, value_text
from .labels import label_rank
from .numbers import grouped
from .rows import Row, Term

SOURCES = ("dct:source", "kly:evidenceMark", "prov:wasDerivedFrom")
"""The properties that say where a thing is known from."""

LONGEST_TEXT = 2_000
"""A page shows so many characters of a text, and says how many there are."""

_NAMES = ("rdfs:label", "skos:prefLabel", "dct:title", "foaf:name")
_FIRST = ("rdf:type", *_NAMES, "skos:altLabel", "dct:description", "skos:definition")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as shown: its text, where it links to, the language of a text, its graphs.

    `length` is how many characters a text has that is shown in part, else 0.
    """

    text: str
    href: str | None = None
    language: str = ""
    graphs: tuple[Value, ...] = ()
    length: int = 0


def in_words(column: str, value: Value, language: str) -> Value:
    """Give a value of an answer with what a query of ours wrote itself in a language."""
    if value.href or value.language:
        return value
    return replace(value, text=value_text(column, value.text, language))


@dataclass(frozen=True, slots=True)
class Statements:
    """Values of one property; `count` is how many there are in all, `more` where they are."""

    property: Value
    values: tuple[Value, ...]
    count: int = 0
    more: str = ""

    def stated_in(self) -> tuple[Value, ...]:
        """Give the graphs that state these values when they are the same for all, else none."""
        stated = {value.graphs for value in self.values}
        return stated.pop() if len(stated) == 1 else ()


class Shown:
    """Turns terms into values for one page, with the labels of everything on it at hand."""

    def __init__(self, site: Site, language: str, names: Mapping[str, str]) -> None:
        """Take what the things of the page are called."""
        self.names = names
        self.language = language
        self._ranks = {expand(name): place for place, name in enumerate(_FIRST)}
        self._base = site.release.base
        self._links: dict[str, Value] = {}
        self._graphs = _graph_names(site, language)

    def types(self, rows: Sequence[Row]) -> tuple[Value, ...]:
        """Give the classes that the thing is stated to have."""
        classes = {row["value"] for row in rows if row["property"].value == expand("rdf:type")}
        return tuple(self.value(term) for term in sorted(classes, key=lambda term: term.value))

    def statements(self, rows: Iterable[Row]) -> tuple[Statements, ...]:
        """Give statements by property."""
        ordered = sorted(rows, key=lambda row: self._order(row["property"].value))
        return tuple(
            self._statements(name, list(group))
            for name, group in groupby(ordered, key=lambda row: row["property"].value)
        )

    def value(self, term: Term) -> Value:
        """Give a term as text, with a link where one is safe."""
        return self.link(term.value) if term.is_iri else _literal(term, self.language)

    def link(self, iri: str) -> Value:
        """Give a thing by what it is called, with a link where one is safe."""
        if iri not in self._links:
            self._links[iri] = self._link(iri)
        return self._links[iri]

    def _link(self, iri: str) -> Value:
        text = self.names.get(iri, iri)
        if len(text) > LONGEST_TEXT or len(iri) > LONGEST_TEXT:
            return Value(text[:LONGEST_TEXT] + "…", None, "", (), len(text))
        return Value(text, href_of(self._base, iri))

    def ordered(self, terms: Iterable[Term]) -> list[Term]:
        """Give terms in the order in which readers of the language want them."""
        return sorted(terms, key=lambda term: (label_rank(term, self.language), term.value))

    def _statements(self, property_: str, rows: Sequence[Row]) -> Statements:
        graphs: dict[Term, list[str]] = {}
        for row in rows:
            graphs.setdefault(row["value"], []).append(row["graph"].value)
        values = tuple(
            Value(shown.text, shown.href, shown.language, self.graphs(graphs[term]), shown.length)
            for term in self.ordered(graphs)
            for shown in [self.value(term)]
        )
        return Statements(self.link(property_), values, len(values))

    def graphs(self, graphs: Iterable[str]) -> tuple[Value, ...]:
        """Give the graphs that state something, by their titles."""
        return tuple(
            replace(self.link(graph), text=self._graphs.get(graph, graph))
            for graph in sorted(set(graphs))
        )

    def _order(self, property_: str) -> tuple[int, str, str]:
        rank = self._ranks.get(property_, len(_FIRST))
        return rank, self.names.get(property_, property_).lower(), property_


def _literal(term: Term, language: str) -> Value:
    length = len(term.value)
    if length <= LONGEST_TEXT:
        return Value(grouped(term, language), None, term.language)
    return Value(term.value[:LONGEST_TEXT] + "…", None, term.language, (), length)


def _graph_names(site: Site, language: str) -> dict[str, str]:
    base = site.release.base
    own = {
        iris.graph(base, name): page_text(f"graph_{name}", language)
        for name in ("inferred", "ontology", "provenance", "catalogue", "report", "assessments")
    }
    return own | {s.graph: in_language(s.title, language) for s in site.release.sources}
