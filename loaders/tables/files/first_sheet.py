"""The first sheet of a workbook that is not one of the steward's tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ....shapes.report import Finding, Location
from .sheets import Row
from .workbook import opened, sheet_rows


def read_first_sheet(path: Path) -> Iterator[Row | Finding]:
    """Give the rows of the first sheet, or a finding where the file is no sound workbook."""
    with opened(path) as reader:
        if isinstance(reader, Finding):
            yield reader
            return
        for sheet in reader.wb.worksheets[:1]:
            yield from sheet_rows(sheet, reader, Location(path.name, sheet.title))
