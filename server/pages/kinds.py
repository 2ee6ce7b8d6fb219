"""Kinds of things, by the part of their IRI after `id/`: how many there are, and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...ontology import iris
from ...ontology.terms import expand
from ..composing import compose
from ..links import thing_of
from ..site import Site
from .labels import labels
from .rows import select

PAGE = 100
"""How many things stand on one page of a list."""

_NO_THINGS = ("inferred", "provenance", "catalogue", "report", "assessments")
"""The graphs that say something of things but bring none of their own."""

_SORTED_UP_TO = 20_000
"""Longer lists keep the order of the store: sorting them costs seconds for every page."""

_KINDS = """SELECT ?kind ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  GRAPH ?graph { ?thing a ?class }
  FILTER(?graph NOT IN (%inferred, %provenance, %catalogue, %report, %assessments))
  FILTER(STRSTARTS(STR(?thing), STR(%things)))
  BIND(STRBEFORE(STRAFTER(STR(?thing), STR(%things)), "/") AS ?kind)
} GROUP BY ?kind ?class ORDER BY ?kind DESC(?count) ?class"""

_LIST = """SELECT ?thing (MIN(?text) AS ?name) WHERE {
  ?thing a %type FILTER(STRSTARTS(STR(?thing), STR(%things)))
  OPTIONAL { ?thing rdfs:label|skos:prefLabel|dct:title ?label BIND(LCASE(STR(?label)) AS ?text) }
} GROUP BY ?thing"""

_UNSORTED = """SELECT DISTINCT ?thing WHERE {
  ?thing a %type FILTER(STRSTARTS(STR(?thing), STR(%things)))
}"""


@dataclass(frozen=True, slots=True)
class KindOfThing:
    """A kind: its part of the IRI, the class most of its things have, and their number."""

    name: str
    class_: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what it is called and where its page is."""

    label: str
    href: str


def kinds(site: Site) -> tuple[KindOfThing, ...]:
    """Give the kinds of things that the release has, in the order of their names."""
    base = site.release.base
    graphs = {name: iris.graph(base, name) for name in _NO_THINGS}
    query = compose(_KINDS, things=f"{base}id/", **graphs)
    found: dict[str, KindOfThing] = {}
    for row in select(site.pool, query):
        name = row["kind"].value
        if name and name not in found:
            found[name] = KindOfThing(name, row["class"].value, int(row["count"].value))
    return tuple(found.values())


def schemes(site: Site, language: str) -> tuple[Entry, ...]:
    """Give the concept schemes of the release, by label."""
    scheme = expand("skos:ConceptScheme")
    rows = select(site.pool, compose("SELECT DISTINCT ?thing { ?thing a %type }", type=scheme))
    entries = _entries(site, [row["thing"].value for row in rows], language)
    return tuple(sorted(entries, key=lambda entry: entry.label.lower()))


def things(site: Site, kind: KindOfThing, page: int, language: str) -> tuple[Entry, ...]:
    """Give one page of the things of a kind; pages count from 1."""
    prefix = f"{site.release.base}id/{kind.name}/"
    sorted_ = kind.count <= _SORTED_UP_TO
    query = compose(_LIST if sorted_ else _UNSORTED, type=kind.class_, things=prefix)
    query += " ORDER BY ?name ?thing" if sorted_ else ""
    rows = select(site.pool, f"{query} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}")
    return tuple(_entries(site, [row["thing"].value for row in rows], language))


def _entries(site: Site, things: Sequence[str], language: str) -> list[Entry]:
    names = labels(site, things, language)
    base = site.release.base
    return [
        Entry(names[iri], f"/page/{thing}")
        for iri in things
        if iri in names and (thing := thing_of(base, iri)) is not None
    ]
