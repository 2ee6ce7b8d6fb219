"""The table of a section: a row per node, its columns, and the rest that is said of it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from ...ontology.terms import expand
from ..store import in_language
from ..texts import page_text
from .labels import LABELS
from .rows import Row, Term
from .sections import Section
from .values import SOURCES, Shown, Statements, Value

_DRAWN_BY = {"map": "lat", "areas": "value", "timeline": "start", "network": "target",
             "sankey": "target", "bars": "value"}  # fmt: skip
"""The column without which a picture would show nothing."""

_MOST_COLUMNS = 6

_NO_COLUMN = ("rdf:type", "kly:startDay", "kly:endDay", "kly:onDay", "prov:wasDerivedFrom")
_LAST = ("kly:startDate", "kly:endDate", "skos:note", *SOURCES)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its node, its cells, and what else is said of the node, with where it is from."""

    node: Value
    cells: tuple[tuple[Value, ...], ...]
    rest: tuple[Statements, ...]
    graphs: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading, which is empty where a table has no parts."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A section as a page shows it.

    There are `count` rows in all, None where that is not known, and `shown` of them stand here.
    `is_drawn` tells whether a picture shows more than the rows do: it takes two.
    """

    section: Section
    title: str
    heads: tuple[str, ...]
    parts: tuple[Part, ...]
    count: int | None
    shown: int
    has_more: bool
    is_drawn: bool

    @property
    def graphs(self) -> tuple[Value, ...]:
        """Give the graphs that state the rows when they are the same for all, else none."""
        stated = {line.graphs for part in self.parts for line in part.lines}
        return stated.pop() if len(stated) == 1 else ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the store says for a section: its rows, and by node what is said of each."""

    rows: Sequence[Row]
    said: Mapping[str, Sequence[Row]]
    count: int | None
    has_more: bool = False


def table_of(section: Section, found: Found, shown: Shown) -> Table:
    """Give the table of a section."""
    hidden = {property_ for _, property_ in section.covers} | set(map(expand, _NO_COLUMN))
    columns = _columns(section, found, hidden, shown)
    by_node: dict[str, list[Row]] = {}
    for row in found.rows:
        by_node.setdefault(row["node"].value, []).append(row)
    line = partial(_line, columns=columns, hidden=hidden | set(columns), shown=shown)
    parts = tuple(
        Part(heading, tuple(line(node, by_node[node], found.said.get(node, ())) for node in nodes))
        for heading, nodes in groupby(by_node, key=lambda node: _part(by_node[node]))
    )
    # A column that no row fills says nothing.
    lines = [line for part in parts for line in part.lines]
    used = [any(line.cells[place] for line in lines) for place in range(len(columns))]
    kept = tuple(
        Part(part.heading, tuple(_without(line, used) for line in part.lines)) for part in parts
    )
    heads = tuple(_head(section, name, shown) for name, keep in zip(columns, used, strict=True)
                  if keep)  # fmt: skip
    drawn = sum(_DRAWN_BY.get(section.view, "") in row for row in found.rows) > 1
    return Table(
        section,
        _title(section, shown),
        heads,
        kept,
        found.count,
        len(by_node),
        found.has_more,
        drawn,
    )


def _columns(section: Section, found: Found, hidden: set[str], shown: Shown) -> tuple[str, ...]:
    """Give the columns that a section names, or else all that its nodes have."""
    if section.columns:
        return section.columns
    labels = set(map(expand, LABELS))
    sources = set(map(expand, SOURCES))
    used = {
        row["property"].value
        for node in {row["node"].value for row in found.rows}
        for row in found.said.get(node, ())
    }
    last = [expand(name) for name in _LAST]
    # A row begins with its node, whose label would only say the same again. What no column has room
    # for stands beside, with the sources.
    ordered = sorted(
        used - hidden - labels - sources,
        key=lambda name: (
            last.index(name) + 1 if name in last else 0,
            shown.names.get(name, name).lower(),
        ),
    )
    return ("?node", *ordered[:_MOST_COLUMNS])


def _line(
    node: str,
    rows: Sequence[Row],
    said: Sequence[Row],
    columns: Sequence[str],
    hidden: Container[str],
    shown: Shown,
) -> Line:
    cells = tuple(_cell(name, rows, said, shown) for name in columns)
    rest = shown.statements(row for row in said if row["property"].value not in hidden)
    return Line(shown.link(node), cells, rest, shown.graphs(row["graph"].value for row in said))


def _cell(name: str, rows: Sequence[Row], said: Sequence[Row], shown: Shown) -> tuple[Value, ...]:
    terms: set[Term]
    if name.startswith("?"):
        terms = {row[name[1:]] for row in rows if name[1:] in row}
    else:
        terms = {row["value"] for row in said if row["property"].value == name}
    ordered = shown.ordered(terms)
    # Of a text in several languages a table has room for one; the node's own page has them all.
    language = ordered[0].language if ordered else ""
    return tuple(shown.value(term) for term in ordered if term.language in {"", language})


def _without(line: Line, used: Sequence[bool]) -> Line:
    cells = tuple(cell for cell, keep in zip(line.cells, used, strict=True) if keep)
    return Line(line.node, cells, line.rest, line.graphs)


def _part(rows: Sequence[Row]) -> str:
    return rows[0]["part"].value if "part" in rows[0] else ""


def _head(section: Section, name: str, shown: Shown) -> str:
    if name == "?node":
        return page_text("what", shown.language)
    if name.startswith("?"):
        return in_language(section.headings.get(name, {}), shown.language) or name[1:]
    return shown.link(name).text


def _title(section: Section, shown: Shown) -> str:
    if section.title:
        return in_language(section.title, shown.language)
    class_, property_ = section.covers[0] if section.covers else ("", section.gaps["property"])
    words = shown.link(property_).text
    if not section.covers:
        return words
    what = shown.link(class_).text if class_ else page_text("no_class", shown.language)
    return f"{what} {page_text('through', shown.language)} {words}"
