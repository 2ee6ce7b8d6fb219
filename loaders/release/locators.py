"""`locators.sqlite`: for every statement of a release, the cells that it comes from.

A statement is known by where its line begins in `klynge.nq`, whose graphs and lines are sorted,
so that it is found there by bisection. What a cell says stands in the CSV dumps, and here only
where the steward wrote it otherwise. Inferred statements have the name of their rule.

Chosen by measurement (360,000 quads): by its line's place a quad costs 14.7 bytes and 2.8
microseconds, by a 64-bit hash of the line 20.5 bytes and 3.5 microseconds, and two lines could
then be taken for one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from ...ontology import iris
from ..classifications.described_at import described_at, traced_lines
from ..origins import Tracer, named_by_register
from ..pipeline import Checked, Graphs
from ..records import Record, Sheet
from ..spooling.lines import Lines
from ..subjects import lifters
from ..tables.schema import load_schema
from .csv_dumps import Starts
from .dumps import Span
from .provenance import Digests
from .sheet_numbers import SheetNumbers
from .sorted_quads import GraphLines, sorted_quads

FILE_NAME = "locators.sqlite"

FORMAT = 1
"""The format of the file, kept as its `user_version`; a reader refuses any other."""

_TABLES = (
    "CREATE TABLE sheet (id INTEGER PRIMARY KEY, source TEXT, file TEXT, sha256 TEXT, name TEXT, "
    '"table" TEXT)',
    "CREATE TABLE sheet_column (sheet INTEGER, name TEXT, header TEXT, letter TEXT, "
    "PRIMARY KEY (sheet, name)) WITHOUT ROWID",
    'CREATE TABLE record (id INTEGER PRIMARY KEY, sheet INTEGER, "row" INTEGER, pointer TEXT, '
    "dumped INTEGER)",
    "CREATE TABLE raw (record INTEGER, name TEXT, text TEXT, PRIMARY KEY (record, name)) "
    "WITHOUT ROWID",
    "CREATE TABLE cells (id INTEGER PRIMARY KEY, names TEXT)",
    "CREATE TABLE place (quad INTEGER, record INTEGER, cells INTEGER, "
    "PRIMARY KEY (quad, record, cells)) WITHOUT ROWID",
    "CREATE TABLE rule (id INTEGER PRIMARY KEY, name TEXT)",
    "CREATE TABLE inference (quad INTEGER PRIMARY KEY, rule INTEGER)",
)

ROWS = 200_000
"""Places that are sorted together before they are written, about 30 MB."""

Place = tuple[int, int, int]
"""The beginning of a line, the number of a record, the number of a set of cells."""


@dataclass(frozen=True, slots=True)
class Written:
    """What else a release has: its graphs in `klynge.nq`, its records in CSV, digests of files."""

    spans: Mapping[str, Span]
    dumped: Mapping[str, Starts]
    digests: Digests


def write_locators(folder: Path, checked: Checked, graphs: Graphs, written: Written) -> None:
    """Write the file into a release folder whose `klynge.nq` was made of `graphs`."""
    cells: dict[tuple[str, ...], int] = {}
    rows = _rows_of_classifications(checked, graphs)
    with _new(folder / FILE_NAME) as database, sorted_quads(folder / "klynge.nq") as quads:
        numbers = _write_records(
            database, {**checked.batch, **rows}, written.dumped, written.digests
        )
        traced = {
            **_traced(checked, numbers, cells),
            **_described(checked, rows, graphs, numbers, cells),
            **_stated(checked, graphs, numbers, cells),
        }
        for graph, span in written.spans.items():
            if graph in traced:
                _write_places(database, traced[graph], quads.lines_of(span))
        inferred = iris.graph(checked.catalogue.base, "inferred")
        _write_inferences(database, checked.inferences, quads.lines_of(written.spans[inferred]))
        named = ((number, " ".join(names)) for names, number in cells.items())
        database.executemany("INSERT INTO cells VALUES (?, ?)", named)


@contextmanager
def _new(path: Path) -> Iterator[sqlite3.Connection]:
    """Make an empty file; the release folder is whole or not at all, so it needs no journal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -65536")
        database.execute(f"PRAGMA user_version = {FORMAT}")
        database.execute("BEGIN")
        for table in _TABLES:
            database.execute(table)
        yield database
        database.execute("COMMIT")


def _rows_of_classifications(checked: Checked, graphs: Graphs) -> dict[str, list[Record]]:
    """Give the rows that carried codes and links were read from, as records without values."""
    sheets: dict[str, Sheet] = {}
    found: dict[str, list[Record]] = {}
    base = checked.catalogue.base
    for source, thing in checked.classified.items():
        lines = graphs[iris.graph(base, source)]
        places = dict.fromkeys(place for _, place in traced_lines(lines, described_at(thing, base)))
        found[source] = [
            Record("", {}, sheets.setdefault(p.file, Sheet(p.file)), p.row, {}, (), p.pointer)
            for p in places
        ]
    for source, statements in checked.statements.items():
        found[source] = list(statements.places().values())
    return found


def _write_records(
    database: sqlite3.Connection,
    batch: Mapping[str, Sequence[Record]],
    dumped: Mapping[str, Starts],
    digests: Digests,
) -> Mapping[str, int]:
    """Write where each record stands and what its cells say; give each source's first number."""
    first: dict[str, int] = {}
    sheets, after = SheetNumbers(digests), 1
    for source, records in batch.items():
        first[source] = after
        rows = (
            (number, sheets.number(source, record), record.row, record.pointer, start)
            for number, (record, start) in enumerate(
                zip_longest(records, dumped.get(source, ())), after
            )
        )
        raw = (
            (number, name, text)
            for number, record in enumerate(records, after)
            for name, text in sorted(record.raw.items())
        )
        database.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?)", rows)
        database.executemany("INSERT INTO raw VALUES (?, ?, ?)", raw)
        after += len(records)
    database.executemany("INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?)", sheets.sheets())
    database.executemany("INSERT INTO sheet_column VALUES (?, ?, ?, ?)", sheets.columns())
    return first


Traced = Iterator[tuple[str, int, int]]
"""Lines, each with the number of a record and of the set of its cells that it comes from."""


def _traced(
    checked: Checked, first: Mapping[str, int], cells: dict[tuple[str, ...], int]
) -> Mapping[str, Traced]:
    """Trace the lines of each graph that is lifted from records."""
    schema, batch = load_schema(), checked.batch
    numbers, named = dict[int, int](), dict[str, Record]()
    for source, records in batch.items():
        for number, record in enumerate(records, first[source]):
            # The last one has the name, as it has for those who look for it by name alone.
            for reference in named_by_register((record,), schema):
                named[reference] = record
                numbers[id(record)] = number

    def trace(records: Iterable[Record], tracer: Tracer, start: int) -> Traced:
        for number, record in enumerate(records, start):
            for line, origins in tracer.trace(record):
                for origin in origins:
                    of = number if origin.record is record else numbers[id(origin.record)]
                    yield line, of, cells.setdefault(origin.columns, len(cells) + 1)

    return {
        iris.graph(checked.catalogue.base, source): trace(
            records, Tracer(lifter, schema, named), first[source]
        )
        for source, records, lifter in lifters(checked.catalogue, batch, schema)
    }


def _described(
    checked: Checked,
    rows: Mapping[str, Sequence[Record]],
    graphs: Graphs,
    first: Mapping[str, int],
    cells: dict[tuple[str, ...], int],
) -> Mapping[str, Traced]:
    """Trace the lines of each classification to the rows of its file."""
    whole_row = cells.setdefault((), len(cells) + 1)
    base = checked.catalogue.base

    def trace(source: str, lines: Lines) -> Traced:
        numbers = {row.location(): n for n, row in enumerate(rows[source], first[source])}
        places = described_at(checked.classified[source], base)
        for line, place in traced_lines(lines, places):
            yield line, numbers[place], whole_row

    named = {source: iris.graph(base, source) for source in rows if source in checked.classified}
    return {graph: trace(source, graphs[graph]) for source, graph in named.items()}


def _stated(
    checked: Checked, graphs: Graphs, first: Mapping[str, int], cells: dict[tuple[str, ...], int]
) -> Mapping[str, Traced]:
    """Trace the lines of each source of RDF to where their subject is first spoken of."""
    whole_row = cells.setdefault((), len(cells) + 1)

    def trace(source: str, lines: Lines) -> Traced:
        subjects = checked.statements[source].places()
        numbers = {f"<{subject}>": n for n, subject in enumerate(subjects, first[source])}
        for line in lines:
            yield line, numbers[line.split(" ", 1)[0]], whole_row

    named = {source: iris.graph(checked.catalogue.base, source) for source in checked.statements}
    return {graph: trace(source, graphs[graph]) for source, graph in named.items()}


def _write_places(database: sqlite3.Connection, traced: Traced, lines: GraphLines) -> None:
    """Write the places of a graph's lines, some at a time, so that memory stays small."""
    places = ((lines.start(line), record, cells) for line, record, cells in traced)
    while some := sorted(set(islice(places, ROWS))):
        database.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", some)


def _write_inferences(
    database: sqlite3.Connection, inferences: Mapping[str, Lines], lines: GraphLines
) -> None:
    rules = dict(enumerate(sorted(inferences), 1))
    database.executemany("INSERT INTO rule VALUES (?, ?)", rules.items())
    found = (
        (lines.start(line), number) for number, rule in rules.items() for line in inferences[rule]
    )
    while some := sorted(islice(found, ROWS)):
        database.executemany("INSERT INTO inference VALUES (?, ?)", some)
