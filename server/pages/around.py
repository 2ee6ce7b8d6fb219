"""The tables of sections around a thing: their rows, what is said of these, and all names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...ontology import iris
from ..composing import compose
from ..links import is_iri
from ..site import Site
from .facts import Facts
from .labels import labels
from .rows import Row, select
from .sections import Section
from .tables import Found, Table, table_of
from .values import Shown

_DETAILS = """SELECT ?node ?property ?value ?graph WHERE {
  VALUES ?node { %nodes } GRAPH ?graph { ?node ?property ?value }
  FILTER(?graph NOT IN (%inferred, %provenance))
  FILTER(?property NOT IN (rdf:type, kly:startDay, kly:endDay, kly:onDay))
}"""

_NOT_ON_PAGES = {"wkt"}
"""Columns that only pictures read: outlines are larger than all else on a page."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows of each section are wanted, from which on; up to `slack` more make it whole."""

    most: int
    slack: int
    offset: int = 0

    def cut(
        self, rows: Sequence[Row], said: Mapping[str, Sequence[Row]], count: int | None
    ) -> Found:
        """Give the rows to be shown of those found, which are one more than may be wanted."""
        if len(rows) <= self.most + self.slack:
            return Found(rows, said, self.offset + len(rows), False)
        return Found(rows[: self.most], said, count, True)


def around(
    site: Site, facts: Facts, sections: Sequence[Section], language: str, extent: Extent
) -> tuple[Shown, list[Table]]:
    """Give the tables of some sections, each with so many rows from a place on."""
    found = _rows(site, facts.iri, sections, language, extent)
    nodes = {row["node"].value for rows in found for row in rows if is_iri(row["node"].value)}
    details = _details(site, nodes)
    said: dict[str, list[Row]] = {}
    for row in details:
        said.setdefault(row["node"].value, []).append(row)
    mentioned = _mentioned((facts.stated, facts.few_inferred(), facts.confirmed(), details, *found))
    groups = {part for group in facts.groups for part in group if part}
    columns = {name for s in sections for name in s.columns if not name.startswith("?")}
    all_ = mentioned | groups | columns | set(facts.inferences) | {facts.iri}
    shown = Shown(site, language, labels(site, all_, language, facts.iri, said))
    tables = [
        table_of(s, _by_name(s, extent.cut(rows, said, _count(s, facts)), shown), shown)
        for s, rows in zip(sections, found, strict=True)
    ]
    return shown, tables


def _rows(
    site: Site, iri: str, sections: Sequence[Section], language: str, extent: Extent
) -> list[list[Row]]:
    """Ask for the rows of several sections, one more than are wanted of each.

    They are asked in one query, and those that are to be asked apart in another.
    """
    found: list[list[Row]] = [[] for _ in sections]
    for apart in (False, True):
        of = {n: section for n, section in enumerate(sections) if section.is_apart is apart}
        for row in _asked(site, iri, of, language, extent):
            found[int(row["section"].value)].append(row)
    return found


def _asked(
    site: Site, iri: str, sections: Mapping[int, Section], language: str, extent: Extent
) -> tuple[Row, ...]:
    prefixes: dict[str, None] = {}
    parts = []
    for place, section in sections.items():
        lines = section.about(iri, language).splitlines()
        prefixes |= dict.fromkeys(line for line in lines if line.startswith("PREFIX "))
        body = "\n".join(line for line in lines if not line.startswith("PREFIX "))
        cut = f"LIMIT {extent.most + extent.slack + 1} OFFSET {extent.offset}"
        parts.append(f"{{ {{ {body} {cut} }} BIND({place} AS ?section) }}")
    if not parts:
        return ()
    names = {name for section in sections.values() for name in section.variables} - _NOT_ON_PAGES
    columns = " ".join(f"?{name}" for name in sorted({"section", *names}))
    query = "\n".join([*prefixes, f"SELECT {columns} WHERE {{", "\nUNION\n".join(parts), "}"])
    return select(site.pool, query)


def _details(site: Site, nodes: set[str]) -> tuple[Row, ...]:
    if not nodes:
        return ()
    graphs = {name: iris.graph(site.release.base, name) for name in ("inferred", "provenance")}
    return select(site.pool, compose(_DETAILS, nodes=sorted(nodes), **graphs))


def _by_name(section: Section, found: Found, shown: Shown) -> Found:
    """Give rows in the order of their query; by name, as far as they are shown, if it has none."""
    if not section.gaps:
        return found
    ordered = sorted(found.rows, key=lambda row: shown.names.get(row["node"].value, "").lower())
    return replace(found, rows=ordered)


def _count(section: Section, facts: Facts) -> int | None:
    if section.covers and section.is_counted:
        return sum(facts.groups.get(group, 0) for group in section.covers)
    if not section.covers and "property" in section.gaps:
        return facts.inferences[section.gaps["property"]]
    return None


def _mentioned(results: Sequence[Sequence[Row]]) -> set[str]:
    return {
        term.value
        for rows in results
        for row in rows
        for name, term in row.items()
        if term.is_iri and name != "graph"
    }
