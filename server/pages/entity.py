"""What is said of one thing, and what points to it, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...ontology import iris
from ...ontology.terms import expand
from ..composing import compose
from ..links import href_of, is_iri
from ..site import Site
from ..store import in_language
from ..texts import page_text
from .labels import label_rank, labels
from .rows import Row, Term, select

PAGE = 100
"""How many things that point here stand on one page."""

MOST_STATEMENTS = 1_000
"""The page shows so many statements of one thing; its data has them all."""

_STATEMENTS = """SELECT ?property ?value ?graph WHERE {
  GRAPH ?graph { %this ?property ?value }
} LIMIT """

_REFERRERS = """SELECT DISTINCT ?class ?property ?node WHERE {
  GRAPH ?graph { ?node ?property %this } FILTER(?graph != %inferred && ISIRI(?node))
  OPTIONAL { GRAPH ?other { ?node a ?class } FILTER(?other != %inferred) }
} ORDER BY ?class ?property ?node"""

_COUNTS = """SELECT ?class ?property (COUNT(DISTINCT ?node) AS ?count) WHERE {
  GRAPH ?graph { ?node ?property %this } FILTER(?graph != %inferred && ISIRI(?node))
  OPTIONAL { GRAPH ?other { ?node a ?class } FILTER(?other != %inferred) }
} GROUP BY ?class ?property"""

_DETAILS = """SELECT DISTINCT ?node ?property ?value WHERE {
  VALUES ?node { %nodes } GRAPH ?graph { ?node ?property ?value } FILTER(?graph != %inferred)
}"""

_SOURCES = ("dct:source", "kly:evidenceMark")
_NAMES = ("rdfs:label", "skos:prefLabel", "dct:title", "foaf:name")
_HIDDEN_IN_ROWS = ("rdf:type", "kly:startDay", "kly:endDay", "kly:onDay", *_NAMES)
_FIRST = ("rdf:type", *_NAMES, "skos:altLabel", "dct:description", "skos:definition")
_LAST_IN_ROWS = ("kly:startDate", "kly:endDate", "skos:note", *_SOURCES)


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


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing as its page shows it.

    `sources` are the statements about where it is known from, `inferred` those that no source
    makes, `statements` the others.
    """

    iri: str
    label: str
    types: tuple[Value, ...]
    statements: tuple[Statements, ...]
    sources: tuple[Statements, ...]
    inferred: tuple[Statements, ...]
    referrers: tuple[Referrers, ...]
    total: int
    is_cut: bool


def entity(site: Site, iri: str, page: int, language: str) -> Entity:
    """Give what the release says about an IRI; things that point to it come by pages."""
    query = compose(_STATEMENTS, this=iri) + str(MOST_STATEMENTS + 1)
    statements = select(site.pool, query)
    inferred = iris.graph(site.release.base, "inferred")
    is_cut, statements = len(statements) > MOST_STATEMENTS, statements[:MOST_STATEMENTS]
    by_part = _parted(statements, inferred)
    counts = select(site.pool, compose(_COUNTS, this=iri, inferred=inferred))
    offset = f" LIMIT {PAGE} OFFSET {(page - 1) * PAGE}"
    found = select(site.pool, compose(_REFERRERS, this=iri, inferred=inferred) + offset)
    nodes = sorted({row["node"].value for row in found if is_iri(row["node"].value)})
    query = compose(_DETAILS, nodes=nodes, inferred=inferred)
    details = select(site.pool, query) if nodes else ()
    shown = _Shown(site, language, iri, (statements, counts, found, details))
    return Entity(
        iri=iri,
        label=shown.names[iri],
        types=shown.types(by_part["statements"]),
        **{name: shown.statements(rows) for name, rows in by_part.items()},
        referrers=shown.referrers(found, details, counts),
        total=sum(int(row["count"].value) for row in counts),
        is_cut=is_cut,
    )


class _Shown:
    """Turns terms into values for one page, with the labels of everything on it at hand."""

    def __init__(
        self, site: Site, language: str, iri: str, results: Iterable[Sequence[Row]]
    ) -> None:
        terms = (term for rows in results for row in rows for term in row.values())
        mentioned = {term.value for term in terms if term.is_iri} | {iri}
        self.names = labels(site, mentioned, language)
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
        return tuple(self.value(term) for term in ordered)

    def _column_order(self, property_: str) -> tuple[int, str]:
        last = [expand(name) for name in _LAST_IN_ROWS]
        rank = last.index(property_) + 1 if property_ in last else 0
        return rank, self.names.get(property_, property_).lower()


def _parted(rows: Sequence[Row], inferred: str) -> dict[str, list[Row]]:
    """Give the statements in the parts in which a page shows them."""
    about_sources = {expand(name) for name in _SOURCES}
    stated = {_pair(row) for row in rows if row["graph"].value != inferred}
    parts: dict[str, list[Row]] = {"statements": [], "sources": [], "inferred": []}
    for row in rows:
        is_source = row["property"].value in about_sources
        part = "sources" if is_source else "statements" if _pair(row) in stated else "inferred"
        parts[part].append(row)
    return parts


def _pair(row: Row) -> tuple[str, Term]:
    return row["property"].value, row["value"]


def _group(row: Row) -> tuple[str, str]:
    return (row["class"].value if "class" in row else "", row["property"].value)


def _graph_names(site: Site, language: str) -> dict[str, str]:
    base = site.release.base
    own = {
        iris.graph(base, name): page_text(f"graph_{name}", language)
        for name in ("inferred", "ontology", "catalogue")
    }
    return own | {s.graph: in_language(s.title, language) for s in site.release.sources}
