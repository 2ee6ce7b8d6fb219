"""Excel workbooks of steward tables (ECMA-376), a sheet per table.

Rows stream: openpyxl reads one at a time, and merged areas are read in a pass of their own
(`merged.py`), so a large workbook does not stand in memory. What a workbook may unpack to is
bounded before it is opened (`archive.py`).
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeVar
from xml.parsers.expat import ExpatError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException

from ....shapes.report import Finding, Location, Message, Severity
from ..cells import Cell, formula
from ..names import find_table, letter, unknown_table
from ..schema import Schema
from ..values.reading import Remark, shown, violation
from .archive import unfit_archive
from .csv_file import UnreadableFile
from .merged import Area, MergedAreas, merged_areas
from .natives import native_cell
from .sheets import Row, TableSource

CODES_SHEET = "codes"
"""The hidden sheet of the template that holds the drop-downs; it is no table."""

SUMMARY_SHEET = "klynge check"
"""The sheet with all findings in a workbook that klynge has annotated; it is no table."""

MOST_ROWS = 1_000_000

_SUMMARY = re.compile(rf"{SUMMARY_SHEET}( [0-9]+)?")
_PART = re.compile(r"\.[0-9]+$")
"""Ends the name of a sheet that holds a further part of a table, as `memberships.2`."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,  # XML that is not well-formed, as xml.etree raises it
    EOFError,
    OSError,  # openpyxl also raises it for a zip file that holds no workbook
    RuntimeError,  # a zip file under a password, or packed in a way zipfile does not know
)
"""What openpyxl lets through when the parts of a workbook are not what they should be."""

_Result = TypeVar("_Result")


def read_workbook(path: Path, schema: Schema) -> Iterator[TableSource | Finding]:
    """Give the sheets that hold a table, each to be read before the next, and findings.

    A sheet holds the table that it is named after: `memberships`, or in parts `memberships.2`.
    Formulas come as such; the results that the file stores for them are never read. Raises
    `UnreadableFile` where the operating system does not let klynge read the file.
    """
    try:
        with opened(path) as reader:
            if isinstance(reader, Finding):
                yield reader
            else:
                yield from _sheets(reader, path.name, schema)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}") from error


@contextmanager
def opened(path: Path) -> Iterator[ExcelReader | Finding]:
    """Hold a workbook open, or give a finding where the file is no sound one; raises OSError."""
    finding = unfit_archive(path)
    if finding:
        yield finding
        return
    with path.open("rb") as stream:
        try:
            reader: ExcelReader | Finding = quietly(lambda: open_workbook(stream))
        except DAMAGE as error:
            reader = damaged(Location(path.name), error)
        yield reader


def open_workbook(stream: IO[bytes]) -> ExcelReader:
    """Open a workbook with the class behind `load_workbook`, which also knows the parts."""
    reader = ExcelReader(stream, read_only=True, data_only=False, keep_links=False)
    reader.read()
    return reader


def _sheets(reader: ExcelReader, file: str, schema: Schema) -> Iterator[TableSource | Finding]:
    for sheet in reader.wb.worksheets:
        location = Location(file, sheet.title)
        table = find_table(_PART.sub("", sheet.title), schema)
        if table is not None:
            yield TableSource(table, file, sheet.title, sheet_rows(sheet, reader, location))
        elif sheet.title != CODES_SHEET and not is_summary(sheet.title):
            yield unknown_table(sheet.title, location, schema)


def is_summary(title: str) -> bool:
    """Tell whether a sheet has the name of the one that klynge adds to a workbook it annotates."""
    return _SUMMARY.fullmatch(title) is not None


def quietly(call: Callable[[], _Result]) -> _Result:
    """Call without openpyxl's warnings about styles and dates, which findings tell better."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()


def sheet_rows(sheet: Any, reader: ExcelReader, location: Location) -> Iterator[Row | Finding]:
    """Give the rows of a sheet one by one, and a finding where it cannot be read further."""
    number = 0
    try:
        with reader.archive.open(quietly(lambda: _part(sheet, reader))) as xml:
            areas = merged_areas(xml)
        sheet.reset_dimensions()  # what a sheet says about its size may be wrong
        rows = sheet.iter_rows()
        width = 0
        while (row := quietly(lambda: next(rows, None))) is not None:
            number += 1
            if number > MOST_ROWS:
                yield _too_long(location)
                return
            width = max(width, len(row))
            yield Row(number, _cells(row, areas, number, width))
    except DAMAGE as error:
        yield damaged(Location(location.file, location.sheet, number + 1), error)


def _part(sheet: Any, reader: ExcelReader) -> str:
    """Give the name of a sheet's XML within the archive."""
    found = (rel.target for entry, rel in reader.parser.find_sheets() if entry.name == sheet.title)
    return str(next(found, ""))


def _cells(row: Any, areas: MergedAreas, number: int, width: int) -> tuple[Cell, ...]:
    cells = [_cell(cell) for cell in row]
    for column, area in areas.covered(number, width):
        cells.extend(Cell("") for _ in range(column - len(cells)))
        cells[column - 1] = Cell(cells[column - 1].text, refusals=(_covered(area),))
    return tuple(cells)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        text = str(getattr(value, "text", None) or value)
        return Cell(text, refusals=(formula(text),))
    if cell.data_type == "e":
        return Cell(str(value), refusals=(_error(str(value)),))
    if isinstance(value, bool | int | float | date):
        return native_cell(value, cell.number_format)
    return Cell(str(value), native=not isinstance(value, str))


def _covered(area: Area) -> Remark:
    first = f"{letter(area.left - 1)}{area.top}"
    name = f"{first}:{letter(area.right - 1)}{area.bottom}"
    return violation(
        "cell.merged",
        f"The cell is covered by the merged cells {name}; expected a cell of its own. "
        f"Unmerge them and write the value of {first} in each row it holds for.",
        f"Cellen er dekket av de sammenslåtte cellene {name}; ventet en egen celle. "
        f"Del dem opp og skriv verdien i {first} i hver rad den gjelder for.",
    )


def _error(text: str) -> Remark:
    return violation(
        "cell.error",
        f"The cell shows the error {shown(text)}; expected a value. Write the value.",
        f"Cellen viser feilen {shown(text)}; ventet en verdi. Skriv verdien.",
    )


def _too_long(location: Location) -> Finding:
    message = Message(
        f"The sheet has more than {MOST_ROWS:,} rows; the others are not read. "
        "Split the table into several CSV files, as in memberships.1.csv.",
        f"Arket har mer enn {MOST_ROWS:,} rader; resten leses ikke. "
        "Del tabellen i flere CSV-filer, som memberships.1.csv.",
    )
    return Finding("sheet.too-long", Severity.VIOLATION, message, location)


def damaged(location: Location, error: Exception) -> Finding:
    """Give the finding about a workbook that openpyxl cannot read."""
    message = Message(
        "The workbook is damaged and cannot be read here or further. "
        "Open it in a spreadsheet and save it again.",
        "Arbeidsboken er skadet og kan ikke leses her eller videre. "
        "Åpne den i et regneark og lagre den på nytt.",
    )
    found = shown(f"{type(error).__name__}: {error}")
    return Finding("workbook.damaged", Severity.VIOLATION, message, location, found)
