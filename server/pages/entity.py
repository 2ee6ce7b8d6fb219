"""What is said of one thing, and what points to it, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...ontology import iris
from ...ontology.terms import expand
from ..composing import compose
from ..links import is_iri
from ..site import Site
from .rows import Row, Term, select
from .values import SOURCES, Referrers, Shown, Statements, Value

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
    shown = Shown(site, language, iri, (statements, counts, found, details))
    return Entity(
        iri=iri,
        label=shown.names[iri],
        types=shown.types(by_part["statements"]),
        **{name: shown.statements(rows) for name, rows in by_part.items()},
        referrers=shown.referrers(found, details, counts),
        total=sum(int(row["count"].value) for row in counts),
        is_cut=is_cut,
    )


def _parted(rows: Sequence[Row], inferred: str) -> dict[str, list[Row]]:
    """Give the statements in the parts in which a page shows them."""
    about_sources = {expand(name) for name in SOURCES}
    stated = {_pair(row) for row in rows if row["graph"].value != inferred}
    parts: dict[str, list[Row]] = {"statements": [], "sources": [], "inferred": []}
    for row in rows:
        is_source = row["property"].value in about_sources
        part = "sources" if is_source else "statements" if _pair(row) in stated else "inferred"
        parts[part].append(row)
    return parts


def _pair(row: Row) -> tuple[str, Term]:
    return row["property"].value, row["value"]
