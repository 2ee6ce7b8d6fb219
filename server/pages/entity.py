"""What is said of one thing, and what stands around it, ready to be shown.

A page asks at most six times: what is said of the thing, how much points to it, the rows of all
sections at once, what is said of these rows, what everything is called, and, for machines, the
thing in the words of schema.org (`schema_org.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from ...ontology import iris
from ...ontology.terms import expand
from ..composing import compose
from ..links import href_of, is_iri
from ..site import Site
from .labels import labels
from .rows import Row, Term, select
from .sections import Group, Section, following, pointing
from .tables import Found, Table, table_of
from .values import SOURCES, Shown, Statements, Value

MOST_STATEMENTS = 1_000
"""The page shows so many statements of one thing; its data has them all."""

MOST_INFERRED = 200
"""So many inferred statements are looked at; of each property those after a few have a page."""

ROWS_IN_ALL = 72
"""How many rows stand on a page, over all its sections."""

PAGE = 100
"""How many rows stand on a page of one section."""

FEW = 6

_STATEMENTS = f"""SELECT ?property ?value ?graph WHERE {{
  {{ SELECT ?property ?value ?graph WHERE {{
    GRAPH ?graph {{ %this ?property ?value }} FILTER(?graph != %inferred)
  }} LIMIT {MOST_STATEMENTS + 1} }} UNION
  {{ SELECT ?property ?value (%inferred AS ?graph) WHERE {{
    GRAPH %inferred {{ %this ?property ?value }}
  }} LIMIT {MOST_INFERRED} }}
}}"""

_COUNTS = """SELECT ?class ?property ?count ?inferred WHERE {
  { SELECT ?class ?property (COUNT(DISTINCT ?node) AS ?count) WHERE {
    GRAPH ?graph { ?node ?property %this } FILTER(?graph != %inferred && ISIRI(?node))
    OPTIONAL { GRAPH ?other { ?node a ?class } FILTER(?other != %inferred) }
  } GROUP BY ?class ?property } UNION
  { SELECT ?property (COUNT(?value) AS ?inferred) WHERE {
    GRAPH %inferred { %this ?property ?value }
  } GROUP BY ?property }
} ORDER BY ?class ?property"""

_DETAILS = """SELECT ?node ?property ?value ?graph WHERE {
  VALUES ?node { %nodes } GRAPH ?graph { ?node ?property ?value }
  FILTER(?graph NOT IN (%inferred, %provenance))
  FILTER(?property NOT IN (rdf:type, kly:startDay, kly:endDay, kly:onDay))
}"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store says of a thing itself, and how much points to it."""

    iri: str
    stated: tuple[Row, ...]
    inferred: tuple[Row, ...]
    groups: Mapping[Group, int]
    inferences: Mapping[str, int]

    @property
    def is_known(self) -> bool:
        """Tell whether anything is said of the thing at all."""
        return bool(self.stated or self.inferred or self.groups)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows of each section are wanted, from which on; up to `slack` more make it whole."""

    most: int
    slack: int
    offset: int = 0

    def cut(self, rows: Sequence[Row], said: Mapping[str, Sequence[Row]], count: int | None) -> Found:
        """Give the rows to be shown of those found, which are one more than may be wanted."""
        if len(rows) <= self.most + self.slack:
            return Found(rows, said, self.offset + len(rows), False)
        return Found(rows[: self.most], said, count, True)


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing as its page shows it.

    `sources` are the statements about where it is known from, `inferred` those that no source
    makes, `statements` the others; `tables` are the sections written for its kind, `others` what
    else points here.
    """

    iri: str
    label: str
    types: tuple[Value, ...]
    statements: tuple[Statements, ...]
    sources: tuple[Statements, ...]
    inferred: tuple[Statements, ...]
    tables: tuple[Table, ...]
    others: tuple[Table, ...]
    is_cut: bool


def facts_of(site: Site, iri: str) -> Facts:
    """Ask what is said of a thing and how much points to it."""
    inferred = iris.graph(site.release.base, "inferred")
    rows = select(site.pool, compose(_STATEMENTS, this=iri, inferred=inferred))
    counts = select(site.pool, compose(_COUNTS, this=iri, inferred=inferred))
    return Facts(
        iri,
        tuple(row for row in rows if row["graph"].value != inferred),
        tuple(row for row in rows if row["graph"].value == inferred),
        {_group(row): int(row["count"].value) for row in counts if "count" in row},
        {r["property"].value: int(r["inferred"].value) for r in counts if "inferred" in r},
    )


def entity(site: Site, facts: Facts, own: Sequence[Section], language: str) -> Entity:
    """Give all that a page shows of a thing; `own` are the sections for its kind."""
    inferred = iris.graph(site.release.base, "inferred")
    written = [s for s in own if not s.is_counted or not s.covers or set(s.covers) & set(facts.groups)]
    covered = {group for section in own for group in section.covers}
    others = [pointing(group, inferred) for group in facts.groups if group not in covered]
    some = max(4, min(20, ROWS_IN_ALL // (len(written) + len(others) or 1)))
    shown, tables = _around(site, facts, [*written, *others], language, Extent(some, some // 2))
    stated = facts.stated[:MOST_STATEMENTS]
    about_sources = {expand(name) for name in SOURCES}
    by_source = [row for row in stated if row["property"].value in about_sources]
    pairs = {_pair(row) for row in stated}
    both = [row for row in facts.inferred if _pair(row) in pairs]
    said = [row for row in [*stated, *both] if row["property"].value not in about_sources]
    new = [row for row in facts.inferred if _pair(row) not in pairs]
    return Entity(
        iri=facts.iri,
        label=shown.names[facts.iri],
        types=shown.types(stated),
        statements=shown.statements(said),
        sources=shown.statements(by_source),
        inferred=_inferred(site, facts, new, shown),
        tables=tuple(table for table in tables[: len(written)] if table.shown),
        others=tuple(table for table in tables[len(written) :] if table.shown),
        is_cut=len(facts.stated) > MOST_STATEMENTS,
    )


def one_section(
    site: Site, facts: Facts, section: Section, page: int, language: str
) -> tuple[str, Table]:
    """Give one page of one section: what the thing is called, and the table."""
    extent = Extent(PAGE, 0, (page - 1) * PAGE)
    shown, tables = _around(site, facts, [section], language, extent)
    return shown.names[facts.iri], tables[0]


def section_named(
    site: Site, facts: Facts, own: Sequence[Section], name: str
) -> Section | None:
    """Give the section of a thing with a name, None when it has none of that name."""
    inferred = iris.graph(site.release.base, "inferred")
    possible = [
        *own,
        *(pointing(group, inferred) for group in facts.groups),
        *(following(property_, inferred) for property_ in facts.inferences),
    ]
    return next((section for section in possible if section.name == name), None)


def section_address(site: Site, iri: str, section: Section, **more: object) -> str:
    """Give the address of a section of a thing, or of what `more` asks of it."""
    page = href_of(site.release.base, iri) or ""
    return f"{page}?{urlencode({'section': section.name, **more}, quote_via=quote, safe=':')}"


def _around(
    site: Site, facts: Facts, sections: Sequence[Section], language: str, extent: Extent
) -> tuple[Shown, list[Table]]:
    """Give the tables of some sections, each with so many rows from a place on."""
    found = _rows(site, facts.iri, sections, language, extent)
    nodes = {row["node"].value for rows in found for row in rows if is_iri(row["node"].value)}
    details = _details(site, nodes)
    said: dict[str, list[Row]] = {}
    for row in details:
        said.setdefault(row["node"].value, []).append(row)
    mentioned = _mentioned((facts.stated, facts.inferred, details, *found))
    groups = {part for group in facts.groups for part in group if part}
    columns = {name for s in sections for name in s.columns if not name.startswith("?")}
    all_ = mentioned | groups | columns | set(facts.inferences) | {facts.iri}
    shown = Shown(site, language, labels(site, all_, language, facts.iri, said))
    tables = [
        table_of(s, extent.cut(rows, said, _count(s, facts)), shown)
        for s, rows in zip(sections, found, strict=True)
    ]
    return shown, tables


def _rows(
    site: Site, iri: str, sections: Sequence[Section], language: str, extent: Extent
) -> list[list[Row]]:
    """Ask for the rows of several sections in one query, one more than are wanted of each."""
    prefixes: dict[str, None] = {}
    parts = []
    for place, section in enumerate(sections):
        lines = section.about(iri, language).splitlines()
        prefixes |= dict.fromkeys(line for line in lines if line.startswith("PREFIX "))
        body = "\n".join(line for line in lines if not line.startswith("PREFIX "))
        cut = f"LIMIT {extent.most + extent.slack + 1} OFFSET {extent.offset}"
        parts.append(f'{{ {{ {body} {cut} }} BIND({place} AS ?section) }}')
    found: list[list[Row]] = [[] for _ in sections]
    if not parts:
        return found
    query = "\n".join([*prefixes, "SELECT * WHERE {", "\nUNION\n".join(parts), "}"])
    for row in select(site.pool, query):
        found[int(row["section"].value)].append(row)
    return found


def _details(site: Site, nodes: set[str]) -> tuple[Row, ...]:
    if not nodes:
        return ()
    graphs = {name: iris.graph(site.release.base, name) for name in ("inferred", "provenance")}
    return select(site.pool, compose(_DETAILS, nodes=sorted(nodes), **graphs))


def _count(section: Section, facts: Facts) -> int | None:
    if section.covers and section.is_counted:
        return sum(facts.groups.get(group, 0) for group in section.covers)
    if section.name.startswith("inferred."):
        return facts.inferences[section.gaps["property"]]
    return None


def _inferred(
    site: Site, facts: Facts, rows: Sequence[Row], shown: Shown
) -> tuple[Statements, ...]:
    """Give what is inferred, a few of each property and where the others are."""
    inferred = iris.graph(site.release.base, "inferred")
    found = []
    by_property: dict[str, list[Row]] = {name: [] for name in facts.inferences}
    stated = Counter(row["property"].value for row in facts.inferred)
    for row in rows:
        by_property[row["property"].value].append(row)
        stated[row["property"].value] -= 1
    for name in sorted(by_property, key=lambda one: (shown.link(one).text.lower(), one)):
        some = by_property[name][:FEW]
        (said,) = shown.statements(some) or (Statements(shown.link(name), ()),)
        count = facts.inferences[name] - stated[name]
        more = section_address(site, facts.iri, following(name, inferred))
        found.append(replace(said, count=count, more=more if count > len(said.values) else ""))
    return tuple(one for one in found if one.count)


def _mentioned(results: Sequence[Sequence[Row]]) -> set[str]:
    return {
        term.value
        for rows in results
        for row in rows
        for name, term in row.items()
        if term.is_iri and name != "graph"
    }


def _group(row: Row) -> Group:
    return (row["class"].value if "class" in row else "", row["property"].value)


def _pair(row: Row) -> tuple[str, Term]:
    return row["property"].value, row["value"]
