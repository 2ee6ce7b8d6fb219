"""Empty steward tables: a CSV file for each, and one workbook with a sheet for each.

The header comments and drop-downs of the workbook come from the schema, the shapes and the code
lists. The same of these give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ...shapes.report import Message
from ...shapes.requirements import Requirements
from .files.workbook import CODES_SHEET
from .guidance import Definitions, expectation, meaning, need, rule_of
from .names import letter
from .schema import Column, Schema, Table
from .values.codes import Codes

LAST_ROW = 1_048_576
"""The last row of a sheet (Excel's limit), so that drop-downs reach every row."""

_WHEN = datetime(2000, 1, 1)
_ZIP_WHEN = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_NUMBERS = frozenset({"integer", "decimal"})
_AS_TEXT = "@"
_WIDTHS = {"text": 32, "url": 32, "reference": 24, "key": 24, "sources": 24}
_OTHER_WIDTH = 16


def write_templates(
    folder: Path, schema: Schema, codes: Codes, definitions: Definitions, rules: Requirements
) -> list[Path]:
    """Write the empty tables of a catalogue: CSV files in `tables/`, and `tables.xlsx`."""
    return [
        *write_csv_templates(folder / "tables", schema),
        write_workbook_template(folder / "tables.xlsx", schema, codes, definitions, rules),
    ]


def write_csv_templates(folder: Path, schema: Schema) -> list[Path]:
    """Write a CSV file with only a header for every table, and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in schema.tables.values():
        path = folder / f"{table.name}.csv"
        path.write_text(",".join(table.columns) + "\n", encoding="utf-8", newline="")
        paths.append(path)
    return paths


def write_workbook_template(
    path: Path, schema: Schema, codes: Codes, definitions: Definitions, rules: Requirements
) -> Path:
    """Write a workbook with a sheet for every table, and give its path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "klynge"
    book.properties.created = _WHEN
    for table in schema.tables.values():
        sheet = book.create_sheet(table.name)
        _add_header(sheet, table)
        for cell, column in zip(sheet[1], table.columns.values(), strict=True):
            cell.comment = _comment(column, table, schema, definitions, rules)
    lists = _add_codes(book, schema, codes)
    for table in schema.tables.values():
        _add_drop_downs(book[table.name], table, lists)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_timeless(book))
    return path


def _add_header(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for position, column in enumerate(table.columns.values()):
        at = letter(position)
        cell: Any = sheet[f"{at}1"]
        cell.value = column.name
        cell.font = Font(bold=column.required)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF4")
        cell.alignment = Alignment(vertical="top")
        dimension = sheet.column_dimensions[at]
        dimension.width = max(_WIDTHS.get(column.kind, _OTHER_WIDTH), len(column.name) + 3)
        if column.kind not in _NUMBERS:
            # Else a spreadsheet takes 2015-06 for a day and 0301 for 301.
            dimension.number_format = _AS_TEXT


def _comment(
    column: Column, table: Table, schema: Schema, definitions: Definitions, rules: Requirements
) -> Comment:
    means, expects = meaning(column, table, definitions), expectation(column, schema)
    needed, rule = need(column, table, rules), rule_of(column, table, rules)
    asked = rule.asked if rule is not None and rule.asked is not None else Message("", "")
    paragraphs = [
        f"{needed.en.capitalize()}. {means.en}\nWrite {expects.en}.\n{asked.en}",
        f"{needed.nb.capitalize()}. {means.nb}\nSkriv {expects.nb}.\n{asked.nb}",
    ]
    if column.example:
        paragraphs.append(f"Example / Eksempel: {column.example}")
    text = "\n\n".join(paragraph.strip() for paragraph in paragraphs)
    lines = sum(1 + len(line) // 48 for line in text.split("\n"))
    return Comment(text, "klynge", width=340, height=20 + 17 * lines)


def _add_codes(book: Workbook, schema: Schema, codes: Codes) -> Mapping[str, str]:
    """Write the code lists side by side on the hidden sheet, and give the cells of each."""
    sheet: Worksheet = book.create_sheet(CODES_SHEET)
    sheet.sheet_state = "hidden"
    used = dict.fromkeys(
        column.of[0]
        for table in schema.tables.values()
        for column in table.columns.values()
        if column.kind == "code"
    )
    lists = {}
    for position, scheme in enumerate(used):
        at = letter(position)
        listed = [concept.code for concept in codes[scheme]]
        for row, text in enumerate((scheme, *listed), start=1):
            sheet[f"{at}{row}"] = text
        lists[scheme] = f"{CODES_SHEET}!${at}$2:${at}${len(listed) + 1}"
    return lists


def _add_drop_downs(sheet: Worksheet, table: Table, lists: Mapping[str, str]) -> None:
    for position, column in enumerate(table.columns.values()):
        if column.kind == "boolean":
            source = '"yes,no"'
        elif column.kind == "code" and not column.many:
            source = lists[column.of[0]]
        else:
            continue
        choice = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        choice.error = "Choose from the list. / Velg fra listen."
        choice.add(f"{letter(position)}2:{letter(position)}{LAST_ROW}")
        sheet.add_data_validation(choice)


def _timeless(book: Workbook) -> bytes:
    """Give a workbook's bytes without the time of writing, which openpyxl puts in twice."""
    written, timeless = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(timeless, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + f"{_WHEN:%Y-%m-%dT%H:%M:%SZ}".encode(), data)
            info = zipfile.ZipInfo(part.filename, _ZIP_WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return timeless.getvalue()
