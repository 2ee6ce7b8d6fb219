"""A workbook made of CSV files, so that a steward with CSV gets notes and colour too.

A sheet per file, a row per row, every value as text just as it is written: nothing is understood,
so nothing is changed on the way (a spreadsheet that opens the CSV file itself makes dates of some
values and drops the zeros before others).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ...shapes.report import Finding, Message
from ..tables.files.csv_file import read_csv
from ..tables.files.sheets import Row
from ..tables.names import find_table
from ..tables.schema import Schema, Table
from ..workbooks.markup import attribute_of, text_of
from ..workbooks.package import CONTENT_TYPES, OFFICE, RELATIONSHIPS, RELATIONSHIPS_TYPE
from ..workbooks.sheet import MOST_COLUMNS, MOST_ROWS, reference

LARGEST_TEXT = 32_767
"""Excel takes no longer text in a cell."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WHEN = (1980, 1, 1, 0, 0, 0)
_HEADER_STYLE, _TEXT_STYLE = 2, 1
_STYLES = (
    f'{_DECLARATION}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor '
    'rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" '
    'xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" '
    'applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs><cellStyles count="1"><cellStyle '
    'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Number format 49 is text (`@`): what a steward types here stays as it is typed."""

_CUT = Message(
    "{0} has cells that no sheet can hold (row {1}, column {2}); see the CSV file itself.",
    "{0} har celler som ikke får plass i et ark (rad {1}, kolonne {2}); se selve CSV-filen.",
)


@dataclass(slots=True)
class CsvSheet:
    """One CSV file as a sheet: `cut` is the first cell that a sheet does not hold, if any."""

    path: Path
    table: Table
    name: str
    cut: tuple[int, int] | None = None


def csv_sheets(path: Path, schema: Schema) -> list[CsvSheet]:
    """Give the files that hold tables, of a folder or the one file, with names for their sheets."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    found: list[CsvSheet] = []
    for file in files:
        table = find_table(file.name.split(".")[0], schema)
        if file.name.startswith(".") or not file.is_file() or table is None:
            continue
        if path.is_dir() and file.suffix.lower() != ".csv":
            continue
        found.append(CsvSheet(file, table, _name(table, [sheet.name for sheet in found])))
    return found


def write_csv_workbook(sheets: Iterable[CsvSheet], stream: IO[bytes]) -> None:
    """Write the workbook of some CSV files; the same files give the same bytes."""
    sheets = list(sheets)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _frame(sheets).items():
            archive.writestr(_entry(name), text)
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for text in _sheet(sheet):
                    part.write(text.encode())


def remarks(sheets: Iterable[CsvSheet], language: str) -> tuple[str, ...]:
    """Say what could not be shown of the files."""
    return tuple(
        _CUT.text(language).format(sheet.path.name, *sheet.cut) for sheet in sheets if sheet.cut
    )


def _name(table: Table, taken: list[str]) -> str:
    """Give a sheet's name: that of its table, with a number for further files of it."""
    numbered = (f"{table.name}.{n}" if n > 1 else table.name for n in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def _entry(part: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part, _WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _frame(sheets: list[CsvSheet]) -> Mapping[str, str]:
    """Give the parts around the sheets, in the order that readers expect them."""
    numbers = range(1, len(sheets) + 1)
    paths = {f"xl/worksheets/sheet{n}.xml": _TYPES + "worksheet+xml" for n in numbers}
    paths |= {"xl/workbook.xml": _TYPES + "sheet.main+xml", "xl/styles.xml": _TYPES + "styles+xml"}
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{type_}"/>' for part, type_ in paths.items()
    )
    links = "".join(_link(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    listed = "".join(
        f'<sheet name={attribute_of(sheet.name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, start=1)
    )
    return {
        CONTENT_TYPES: f"{_DECLARATION}<Types "
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        f'Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>{types}</Types>',
        "_rels/.rels": _links(_link("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(
            links + _link(f"rId{len(sheets) + 1}", "styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
    }


def _link(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    return f'{_DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>'


def _sheet(sheet: CsvSheet) -> Iterator[str]:
    yield f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    yield '</sheetViews><cols><col min="1" max="16384" width="20" style="1" customWidth="1"/>'
    yield "</cols><sheetData>"
    header = True
    for row in read_csv(sheet.path, sheet.table):
        if isinstance(row, Finding):  # the file is no text; the finding is in the summary
            break
        if row.number > MOST_ROWS:
            sheet.cut = sheet.cut or (row.number, 1)
            break
        if not row.blank:
            yield _row(sheet, row, _HEADER_STYLE if header else _TEXT_STYLE)
            header = False
    yield "</sheetData></worksheet>"


def _row(sheet: CsvSheet, row: Row, style: int) -> str:
    cells = []
    for column, cell in enumerate(row.cells, start=1):
        if column > MOST_COLUMNS or len(cell.text) > LARGEST_TEXT:
            sheet.cut = sheet.cut or (row.number, column)
            if column > MOST_COLUMNS:
                break
        if cell.text:
            at, text = reference((row.number, column)), text_of(cell.text[:LARGEST_TEXT])
            inner = f'<is><t xml:space="preserve">{text}</t></is>'
            cells.append(f'<c r="{at}" s="{style}" t="inlineStr">{inner}</c>')
    return f'<row r="{row.number}">{"".join(cells)}</row>'
