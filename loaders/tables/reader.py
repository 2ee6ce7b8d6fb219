"""Reading steward tables: a folder of CSV files or a workbook, to records and findings.

A row that is not understood is kept out with findings that name its cells; every other row
goes on. Nothing here looks across tables: whether a reference leads somewhere is asked later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Location, Message, Severity
from ..records import Item, Rejected
from .absent_tables import UnknownName, absent_tables
from .cells import ReadCell, column_readers
from .files.csv_file import read_csv
from .files.csv_lines import UnreadableFile
from .files.sheets import TableSource
from .files.workbook import CODES_SHEET, is_summary, part_of, read_workbook
from .first_rows import FirstRows, first_rows
from .flood import Flood
from .header import Header, read_header
from .names import find_table
from .rows import RowReader, expectations
from .schema import Schema
from .values.codes import Codes

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
"""Endings of the workbooks that are read (ECMA-376)."""

_OTHER_WORKBOOKS = frozenset({".xls", ".xlsb", ".ods", ".numbers"})


class UnknownTable(KlyngeError):
    """A table is expected that the schema does not have."""


_Source = TableSource | UnknownName | Finding


def read_tables(
    path: Path,
    schema: Schema,
    codes: Codes,
    expected: frozenset[str] = frozenset(),
    left_out: frozenset[str] = frozenset(),
) -> Iterator[Item]:
    """Give every row of a folder of CSV files, of one CSV file or of a workbook.

    A CSV file holds the table it is named after: `clusters.csv`, or in parts `clusters.2.csv`.
    `expected` names tables that must be there, `left_out` those that are passed over. Each sound
    row comes after the findings about it; a file or a sheet that cannot be read is a finding.
    Raises `UnreadableFile` where there is nothing at the path, `UnknownTable` for an expected table
    that the schema does not have.
    """
    if unknown := expected - schema.tables.keys():
        raise UnknownTable(
            f"the tables {', '.join(sorted(unknown))} are expected but not described; "
            "expect tables of schema.toml"
        )
    readers = column_readers(schema, codes)
    found: set[str] = set()
    others, unfit = list[UnknownName](), False
    with first_rows() as rows:
        for source in _sources(path, schema):
            if isinstance(source, UnknownName):
                others.append(source)
            elif isinstance(source, Finding):
                unfit = unfit or source.severity is Severity.VIOLATION
                yield source
            elif source.table.name not in left_out:
                found.add(source.table.name)
                yield from _read_source(source, readers[source.table.name], rows, schema)
    if found or not unfit:  # what could not be opened has its finding
        yield from absent_tables(path, found, others, expected, schema)


def _sources(path: Path, schema: Schema) -> Iterator[_Source]:
    if path.is_dir():
        yield from _folder(path, schema)
    elif not path.exists():
        raise UnreadableFile(
            f"there is no {path}; expected a folder of CSV files or a workbook. Check the name"
        )
    elif path.suffix.lower() in WORKBOOKS:
        yield from _workbook(path, schema)
    elif path.suffix.lower() in _OTHER_WORKBOOKS:
        yield _other_format(path.name)
    else:
        yield _csv_file(path, schema)


def _folder(folder: Path, schema: Schema) -> Iterator[_Source]:
    """Give the CSV files of a folder in the order of their names."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.is_file():
            continue
        ending = path.suffix.lower()
        if ending == ".csv":
            yield _csv_file(path, schema)
        elif ending in WORKBOOKS | _OTHER_WORKBOOKS:
            yield _beside_csv(path.name)


def _workbook(path: Path, schema: Schema) -> Iterator[_Source]:
    for sheet in read_workbook(path):
        if isinstance(sheet, Finding):
            yield sheet
            continue
        table = find_table(part_of(sheet.title), schema)
        if table is not None:
            yield TableSource(table, path.name, sheet.title, sheet.rows)
        elif sheet.title != CODES_SHEET and not is_summary(sheet.title):
            yield UnknownName(sheet.title, Location(path.name, sheet.title))


def _csv_file(path: Path, schema: Schema) -> _Source:
    name = path.name.split(".")[0]
    table = find_table(name, schema)
    if table is None:
        return UnknownName(name, Location(path.name))
    return TableSource(table, path.name, "", read_csv(path, table))


def _read_source(
    source: TableSource, readers: Mapping[str, ReadCell], rows: FirstRows, schema: Schema
) -> Iterator[Item]:
    """Read the header, then each row; say where there is none of either."""
    reader: RowReader | None = None
    filled, flood = False, Flood()
    for row in source.rows:
        if isinstance(row, Finding):
            yield _unread(source, row)
            filled = True
        elif reader is not None:
            for item in reader.read(row):
                filled = True
                yield from _told(item, flood)
        elif not row.blank:
            header = read_header(row, source.table, source.file, source.sheet)
            if not header.columns:
                yield _unread(source, *header.findings)
                return
            yield from header.findings
            expected = expectations(source.table, schema)
            reader = RowReader(source.table, header, readers, rows, expected)
    yield from flood.rest()
    if not filled:
        yield _empty(source, reader.header if reader else None)


def _told(item: Item, flood: Flood) -> Iterator[Item]:
    """Give what a row gives, without the findings that are only counted."""
    if isinstance(item, Finding):
        yield from flood.pass_on((item,))
    elif isinstance(item, Rejected):
        yield replace(item, findings=flood.pass_on(item.findings))
    else:
        yield item


def _unread(source: TableSource, *findings: Finding) -> Rejected:
    """Give rows that nobody knows the ids of as kept out."""
    return Rejected(source.table.name, "", findings)


def _empty(source: TableSource, header: Header | None) -> Item:
    location = Location(source.file, source.sheet, header.row if header else 0)
    if header:
        message = Message(
            "The table has a header and no rows.", "Tabellen har overskrift og ingen rader."
        )
        return Finding("table.no-rows", Severity.INFO, message, location)
    names = ", ".join(source.table.columns)
    message = Message(
        f"The table is empty; expected a header with the columns {names}. "
        "Fill it, or remove it if there is nothing to say.",
        f"Tabellen er tom; ventet en overskrift med kolonnene {names}. "
        "Fyll den ut, eller fjern den hvis det ikke er noe å si.",
    )
    return _unread(source, Finding("table.empty", Severity.VIOLATION, message, location))


def _beside_csv(file: str) -> Finding:
    message = Message(
        "The workbook in this folder of CSV files was not read. "
        "To read it, name the workbook itself as the source.",
        "Arbeidsboken i denne mappen med CSV-filer ble ikke lest. "
        "For å lese den, oppgi selve arbeidsboken som kilde.",
    )
    return Finding("source.workbook-beside-csv", Severity.INFO, message, Location(file))


def _other_format(file: str) -> Finding:
    message = Message(
        "This kind of workbook is not read; expected .xlsx. Save it as .xlsx or as CSV UTF-8.",
        "Denne typen arbeidsbok leses ikke; ventet .xlsx. Lagre den som .xlsx eller CSV UTF-8.",
    )
    return Finding("source.format", Severity.VIOLATION, message, Location(file))
