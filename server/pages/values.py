"""Values as a page shows them: their text, their link, and the graphs that state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...ontology import iris
from ...ontology.terms import expand
from ..links import href_of
from ..site import Site
from ..store import in_language
from ..texts import page_text
from .labels import LABELS, label_rank, labels
from .rows import Row, Term

SOURCES = ("dct:source", "kly:evidenceMark", "prov:wasDerivedFrom")
"""The properties that say where a thing is known from."""

_NAMES = ("rdfs:label", "skos:prefLabel", "dct:title", "foaf:name")
_NO_COLUMN = ("rdf:type", "kly:startDay", "kly:endDay", "kly:onDay", "prov:wasDerivedFrom")
_HIDDEN_IN_ROWS = (*_NO_COLUMN, *LABELS)
_FIRST = ("rdf:type", *_NAMES, "skos:altLabel", "dct:description", "skos:definition")
_LAST_IN_ROWS = ("kly:startDate", "kly:endDate", "skos:note", *SOURCES)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as shown: its text, where it links to, the language of a text, its graphs."""

    text: str
    href: str | None = None
    language: str = ""
    graphs: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """All values of one property."""

    property: Value
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Referrers:
    """Things of one class that point here by one property: a table with a row each.

    `count` is how many there are in all; the rows are those on this page.
    """

    class_: Value
    property: Value
    count: int
    columns: tuple[Value, ...]
    rows: tuple[tuple[Value, tuple[tuple[Value, ...], ...]], ...]


class Shown:
    """Turns terms into values for one page, with the labels of everything on it at hand."""

    def __init__(
        self, site: Site, language: str, iri: str, results: Iterable[Sequence[Row]]
    ) -> None:
        """Look up what everything in some results, and the thing itself, is called."""
        terms = (term for rows in results for row in rows for term in row.values())
        mentioned = {term.value for term in terms if term.is_iri} | {iri}
        self.names = labels(site, mentioned, language, beside=iri)
        self._language = language
        self._base = site.release.base
        self._graphs = _graph_names(site, language)

    def types(self, rows: Sequence[Row]) -> tuple[Value, ...]:
        """Give the classes that the thing is stated to have."""
        classes = {row["value"] for row in rows if row["property"].value == expand("rdf:type")}
        return tuple(self.value(term) for term in sorted(classes, key=lambda term: term.value))

    def statements(self, rows: Sequence[Row]) -> tuple[Statements, ...]:
        """Give statements by property."""
        ordered = sorted(rows, key=lambda row: self._order(row["property"].value))
        return tuple(
            Statements(self._link(name), self._values(list(group)))
            for name, group in groupby(ordered, key=lambda row: row["property"].value)
        )

    def referrers(
        self, found: Sequence[Row], details: Sequence[Row], counts: Sequence[Row]
    ) -> tuple[Referrers, ...]:
        """Give the tables of things that point here, by class and property."""
        numbers = {_group(row): int(row["count"].value) for row in counts}
        said: dict[str, list[Row]] = {}
        for row in details:
            said.setdefault(row["node"].value, []).append(row)
        return tuple(
            self._table(key, [row["node"].value for row in group], said, numbers.get(key, 0))
            for key, group in groupby(found, key=_group)
        )

    def value(self, term: Term) -> Value:
        """Give a term as text, with a link where one is safe."""
        return self._link(term.value) if term.is_iri else Value(term.value, None, term.language)

    def _link(self, iri: str) -> Value:
        return Value(self.names.get(iri, iri), href_of(self._base, iri))

    def _values(self, rows: list[Row]) -> tuple[Value, ...]:
        graphs: dict[Term, list[str]] = {}
        for row in rows:
            graphs.setdefault(row["value"], []).append(row["graph"].value)
        ordered = sorted(graphs, key=lambda term: (label_rank(term, self._language), term.value))
        return tuple(
            Value(shown.text, shown.href, shown.language, self._sources(graphs[term]))
            for term in ordered
            for shown in [self.value(term)]
        )

    def _sources(self, graphs: Iterable[str]) -> tuple[Value, ...]:
        return tuple(
            Value(self._graphs.get(graph, graph), href_of(self._base, graph))
            for graph in sorted(set(graphs))
        )

    def _order(self, property_: str) -> tuple[int, str, str]:
        first = [expand(name) for name in _FIRST]
        rank = first.index(property_) if property_ in first else len(first)
        return rank, self.names.get(property_, property_).lower(), property_

    def _table(
        self,
        key: tuple[str, str],
        nodes: Sequence[str],
        said: Mapping[str, Sequence[Row]],
        count: int,
    ) -> Referrers:
        class_, property_ = key
        hidden = {property_, *(expand(name) for name in _HIDDEN_IN_ROWS)}
        used = {row["property"].value for node in nodes for row in said.get(node, ())} - hidden
        columns = sorted(used, key=self._column_order)
        rows = tuple(
            (self._link(node), tuple(self._cell(said.get(node, ()), name) for name in columns))
            for node in dict.fromkeys(nodes)
        )
        heading = self._link(class_) if class_ else Value(page_text("no_class", self._language))
        return Referrers(heading, self._link(property_), count, self._heads(columns), rows)

    def _heads(self, columns: Iterable[str]) -> tuple[Value, ...]:
        return tuple(self._link(name) for name in columns)

    def _cell(self, rows: Sequence[Row], property_: str) -> tuple[Value, ...]:
        terms = {row["value"] for row in rows if row["property"].value == property_}
        ordered = sorted(terms, key=lambda term: (label_rank(term, self._language), term.value))
        # Of a text in several languages a table has room for one.
        language = ordered[0].language if ordered else ""
        return tuple(self.value(term) for term in ordered if term.language in {"", language})

    def _column_order(self, property_: str) -> tuple[int, str]:
        last = [expand(name) for name in _LAST_IN_ROWS]
        rank = last.index(property_) + 1 if property_ in last else 0
        return rank, self.names.get(property_, property_).lower()


def _group(row: Row) -> tuple[str, str]:
    return (row["class"].value if "class" in row else "", row["property"].value)


def _graph_names(site: Site, language: str) -> dict[str, str]:
    base = site.release.base
    own = {
        iris.graph(base, name): page_text(f"graph_{name}", language)
        for name in ("inferred", "ontology", "provenance", "catalogue", "report", "assessments")
    }
    return own | {s.graph: in_language(s.title, language) for s in site.release.sources}
