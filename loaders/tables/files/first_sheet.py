"""The first sheet of a workbook that is not one of the steward's tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ....shapes.report import Finding, Location
from .archive import unfit_archive
from .sheets import Row
from .workbook import DAMAGE, damaged, open_workbook, quietly, sheet_rows


def read_first_sheet(path: Path) -> Iterator[Row | Finding]:
    """Give the rows of the first sheet, or a finding where the file is no sound workbook."""
    finding = unfit_archive(path)
    if finding:
        yield finding
        return
    with path.open("rb") as stream:
        try:
            reader = quietly(lambda: open_workbook(stream))
        except DAMAGE as error:
            yield damaged(Location(path.name), error)
            return
        for sheet in reader.wb.worksheets[:1]:
            yield from sheet_rows(sheet, reader, Location(path.name, sheet.title))
