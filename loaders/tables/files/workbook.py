"""Excel workbooks of steward tables (ECMA-376), a sheet per table.

Rows stream: openpyxl reads one at a time, so a large workbook does not stand in memory. What a
workbook may unpack to is bounded before it is opened (`archive.py`), and each of its parts is
surveyed before openpyxl reads it (`part_survey.py`, `sheet_survey.py`). Macros are never run and
links never followed: neither is even read.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeVar
from xml.parsers.expat import ExpatError

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser

from ....shapes.report import Finding, Location, Message, Severity
from ..cells import Cell, formula
from ..names import letter
from ..values.reading import Remark, shown, violation
from .archive import unfit_archive
from .csv_lines import UnreadableFile
from .merged import Area, MergedAreas
from .natives import native_cell
from .part_survey import UnfitPart
from .sheet_survey import SheetSurvey
from .sheets import Row
from .surveyed_archive import SurveyedArchive
from .unread_contents import unread_contents

CODES_SHEET = "codes"
"""The hidden sheet of the template that holds the drop-downs; it is no table."""

SUMMARY_SHEET = "klynge check"
"""The sheet with all findings in a workbook that klynge has annotated; it is no table."""

_EMPTY = Cell("")

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


@dataclass(frozen=True, slots=True)
class OpenWorkbook:
    """A workbook held open: what openpyxl read of it, and its archive."""

    reader: ExcelReader
    archive: SurveyedArchive

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Give the title of each sheet with rows, and the name of its part."""
        for sheet, part in quietly(lambda: list(self.reader.parser.find_sheets())):
            if "chartsheet" not in part.Type and part.target in self.reader.valid_files:
                yield sheet.name, part.target


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a cell of openpyxl asks its sheet for: the workbook that has the formats."""

    parent: Any


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A sheet: its title and its rows, to be read while the workbook is open."""

    title: str
    rows: Iterator[Row | Finding]


def read_workbook(path: Path) -> Iterator[SheetSource | Finding]:
    """Give the sheets, each to be read before the next, or a finding about the workbook.

    A sheet holds the table that it is named after: `memberships`, or in parts `memberships.2`.
    Formulas come as such; the results that the file stores for them are never read. Raises
    `UnreadableFile` where the operating system does not let klynge read the file.
    """
    try:
        with opened(path) as workbook:
            if isinstance(workbook, Finding):
                yield workbook
            else:
                yield from unread_contents(workbook.archive.namelist(), path.name)
                yield from _sheets(workbook, path.name)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}") from error


@contextmanager
def opened(path: Path) -> Iterator[OpenWorkbook | Finding]:
    """Hold a workbook open, or give a finding where the file is no sound one; raises OSError."""
    finding = unfit_archive(path)
    if finding:
        yield finding
        return
    with path.open("rb") as stream:
        try:
            workbook: OpenWorkbook | Finding = quietly(lambda: _open(stream))
        except UnfitPart as error:
            workbook = _unfit(Location(path.name), error)
        except DAMAGE as error:
            workbook = damaged(Location(path.name), error)
        yield workbook


def _open(stream: IO[bytes]) -> OpenWorkbook:
    """Read what rows need, with the class behind `load_workbook`, part by part."""
    reader = ExcelReader(stream, read_only=True, data_only=False, keep_links=False)
    archive = reader.archive = SurveyedArchive(stream)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(archive, reader.wb)
    return OpenWorkbook(reader, archive)


def _sheets(workbook: OpenWorkbook, file: str) -> Iterator[SheetSource | Finding]:
    try:
        sheets = list(workbook.sheets())
    except UnfitPart as error:
        yield _unfit(Location(file), error)
        return
    except DAMAGE as error:
        yield damaged(Location(file), error)
        return
    for title, part in sheets:
        yield SheetSource(title, sheet_rows(part, workbook, Location(file, title)))


def part_of(title: str) -> str:
    """Give the name of the table that a sheet holds, or holds a part of."""
    return _PART.sub("", title)


def is_summary(title: str) -> bool:
    """Tell whether a sheet has the name of the one that klynge adds to a workbook it annotates."""
    return _SUMMARY.fullmatch(title) is not None


def quietly(call: Callable[[], _Result]) -> _Result:
    """Call without openpyxl's warnings about styles and dates, which findings tell better."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()


def sheet_rows(part: str, workbook: OpenWorkbook, location: Location) -> Iterator[Row | Finding]:
    """Give the rows of a sheet one by one, and a finding where it cannot be read further."""
    survey, number = SheetSurvey(part), 0
    book = _Sheet(workbook.reader.wb)
    try:
        with workbook.archive.open_sheet(part, survey) as xml:
            areas, rows, width = MergedAreas(survey.areas), _parser(xml, workbook), 0
            parsed = rows.parse()
            while (found := quietly(lambda: next(parsed, None))) is not None:
                number, cells = found
                rows.row_dimensions.clear()  # they would grow with the sheet
                width = max(width, cells[-1]["column"] if cells else 0)
                yield Row(number, _cells(number, cells, book, areas, width))
    except UnfitPart as error:
        yield _unfit(Location(location.file, location.sheet, error.row), error)
    except DAMAGE as error:
        row = max(number, survey.row) + 1
        yield damaged(Location(location.file, location.sheet, row), error)


def _parser(xml: IO[bytes], workbook: OpenWorkbook) -> WorkSheetParser:
    book: Any = workbook.reader.wb
    return WorkSheetParser(
        xml,
        workbook.reader.shared_strings,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _cells(
    row: int, parsed: list[dict[str, Any]], book: Any, areas: MergedAreas, width: int
) -> tuple[Cell, ...]:
    """Give the cells of a row up to its last; one that the file does not have is empty."""
    cells = [_EMPTY] * (parsed[-1]["column"] if parsed else 0)
    for cell in parsed:
        cells[cell["column"] - 1] = _cell(ReadOnlyCell(book, **cell))
    for column, area in areas.covered(row, width):
        cells.extend(_EMPTY for _ in range(column - len(cells)))
        cells[column - 1] = Cell(cells[column - 1].text, refusals=(_covered(area),))
    return tuple(cells)


def _cell(cell: ReadOnlyCell) -> Cell:
    value = cell.value
    if value is None:
        return _EMPTY
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


def _unfit(location: Location, error: UnfitPart) -> Finding:
    return Finding(error.rule, Severity.VIOLATION, error.message, location)


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
