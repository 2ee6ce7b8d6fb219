"""The first sheet of a workbook that is not one of the steward's tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ....shapes.report import Finding, Location
from .sheets import Row
from .workbook import opened, sheet_rows


def read_first_sheet(path: Path) -> Iterator[Row | Finding]:
    """Give the rows of the first sheet, or a finding where the file is no sound workbook."""
    with opened(path) as workbook:
        if isinstance(workbook, Finding):
            yield workbook
            return
        for title, part in islice(workbook.sheets(), 1):
            yield from sheet_rows(part, workbook, Location(path.name, title))
