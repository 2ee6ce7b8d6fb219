"""What is said of one thing, and what stands around it, ready to be shown.

A page asks at most six times: what is said of the thing and how much points to it, the rows of all
sections at once (those that would hold the others up apart), what is said of these rows, what
everything is called, and, for machines, the thing in the words of schema.org (`schema_org.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from ...ontology import iris
from ...ontology.terms import expand
from ..links import href_of
from ..site import Site
from .around import Extent, around
from .facts import MOST_STATEMENTS, Facts
from .rows import Row
from .sections import Section, following, pointing
from .tables import Table
from .values import SOURCES, Shown, Statements, Value

ROWS_IN_ALL = 72
"""How many rows stand on a page, over all its sections."""

PAGE = 100
"""How many rows stand on a page of one section."""


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


def entity(site: Site, facts: Facts, own: Sequence[Section], language: str) -> Entity:
    """Give all that a page shows of a thing; `own` are the sections for its kind."""
    inferred = iris.graph(site.release.base, "inferred")
    written = [section for section in own if section.may_be_about(facts.groups)]
    covered = {group for section in own for group in section.covers}
    others = [pointing(group, inferred) for group in facts.groups if group not in covered]
    some = max(1, min(20, ROWS_IN_ALL // (len(written) + len(others) or 1)))
    shown, tables = around(site, facts, [*written, *others], language, Extent(some, some // 3))
    stated = facts.stated[:MOST_STATEMENTS]
    about_sources = {expand(name) for name in SOURCES}
    by_source = [row for row in stated if row["property"].value in about_sources]
    said = [row for row in [*stated, *facts.confirmed()]
            if row["property"].value not in about_sources]  # fmt: skip
    return Entity(
        iri=facts.iri,
        label=shown.names[facts.iri],
        types=shown.types(stated),
        statements=shown.statements(said),
        sources=shown.statements(by_source),
        inferred=_inferred(site, facts, shown),
        tables=tuple(table for table in tables[: len(written)] if table.shown),
        others=tuple(table for table in tables[len(written) :] if table.shown),
        is_cut=len(facts.stated) > MOST_STATEMENTS,
    )


def one_section(
    site: Site, facts: Facts, section: Section, page: int, language: str
) -> tuple[str, Table]:
    """Give one page of one section: what the thing is called, and the table."""
    extent = Extent(PAGE, 0, (page - 1) * PAGE)
    shown, tables = around(site, facts, [section], language, extent)
    return shown.names[facts.iri], tables[0]


def section_named(site: Site, facts: Facts, own: Sequence[Section], name: str) -> Section | None:
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


def _inferred(site: Site, facts: Facts, shown: Shown) -> tuple[Statements, ...]:
    """Give what is inferred, a few of each property and where the others are."""
    inferred = iris.graph(site.release.base, "inferred")
    confirmed = Counter(row["property"].value for row in facts.confirmed())
    by_property: dict[str, list[Row]] = {name: [] for name in facts.inferences}
    for row in facts.few_inferred():
        by_property[row["property"].value].append(row)
    found = []
    for name in sorted(by_property, key=lambda one: (shown.link(one).text.lower(), one)):
        (said,) = shown.statements(by_property[name]) or (Statements(shown.link(name), ()),)
        count = facts.inferences[name] - confirmed[name]
        more = section_address(site, facts.iri, following(name, inferred))
        found.append(replace(said, count=count, more=more if count > len(said.values) else ""))
    return tuple(one for one in found if one.count)
