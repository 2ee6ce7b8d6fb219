"""A sheet's XML gone through once: its rows and cells in their order, and its merged areas.

openpyxl passes over rows and cells that are out of order without a word, and keeps what stands
outside the rows in memory. Limits are those of a sheet (ECMA-376 part 1, 18.3.1.73 and Excel's
own). Merged areas stand after the rows in the file (18.3.1.55), so they are taken here.
"""

from __future__ import annotations

import re

from openpyxl.utils.cell import range_boundaries

from ....shapes.report import Message
from ..names import letter, position
from .merged import Area
from .part_survey import Limits, Survey, UnfitPart

LAST_ROW = 1_048_576
MOST_COLUMNS = 16_384
MOST_AREAS = 20_000
MOST_MERGED_ROWS = 5_000_000
"""The rows of all merged areas together: each is looked at in each of its rows."""

_MOST_IN_ROW = 8 * MOST_COLUMNS
_MOST_FORMULAS = 20_000_000
"""Characters of formulas, a shared one counted wherever it is used."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _FORMULA, _MERGED = (_MAIN + name for name in ("row", "c", "f", "mergeCell"))
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class SheetSurvey(Survey):
    """Goes through a sheet; `areas` are then its merged areas."""

    def __init__(self, name: str) -> None:
        """Take the part's name, for messages."""
        super().__init__(name)
        self.areas: list[Area] = []
        self._column = self._in_row = self._merged_rows = self._formulas = self._longest = 0
        self._is_row = self._is_shared = False

    def limits(self, root: str) -> Limits:
        """Give the limits of what stands outside the rows."""
        return Limits(100_000, 1_000_000)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""
        if name == _ROW:
            self._begin_row(attributes.get("r"))
        elif not self._is_row:
            self.count()
            if name == _MERGED:
                self._merge(attributes["ref"])
        else:
            self._in_row += 1
            if self._in_row > _MOST_IN_ROW:
                raise self.too_much(f"{_MOST_IN_ROW:,} elements in a row", "elementer i en rad")
            if name == _CELL:
                self._begin_cell(attributes.get("r"))
            elif name == _FORMULA:
                self._is_shared = attributes.get("t") == "shared"

    def leave(self, name: str) -> None:
        """See an element end."""
        if name == _ROW:
            self._is_row = False
        elif name == _FORMULA:
            self._end_formula()

    def _begin_row(self, stated: str | None) -> None:
        number = int(float(stated)) if stated else self.row + 1
        if number <= self.row:
            raise _out_of_order(
                self.row + 1,
                f"row {number} after row {self.row}",
                f"rad {number} etter rad {self.row}",
            )
        if number > LAST_ROW:
            raise _out_of_order(self.row + 1, f"a row {number}", f"en rad {number}")
        self.row, self._column, self._in_row, self._is_row = number, 0, 0, True

    def _begin_cell(self, stated: str | None) -> None:
        column = self._column + 1
        if stated:
            match = _REFERENCE.fullmatch(stated.upper())
            if match is None or int(match[2]) != self.row:
                raise _out_of_order(self.row, f"a cell {stated[:20]}", f"en celle {stated[:20]}")
            column = position(match[1]) + 1
        if column <= self._column:
            place, last = letter(column - 1), letter(self._column - 1)
            raise _out_of_order(
                self.row, f"a cell {place} after {last}", f"en celle {place} etter {last}"
            )
        if column > MOST_COLUMNS:
            raise self.too_much(f"{MOST_COLUMNS:,} columns", "kolonner")
        self._column = column

    def _end_formula(self) -> None:
        if self._is_shared:
            self._longest = max(self._longest, self.distance)
        self._formulas += self._longest if self._is_shared else self.distance
        if self._formulas > _MOST_FORMULAS:
            raise self.too_much(f"{_MOST_FORMULAS:,} characters of formulas", "tegn i formler")

    def _merge(self, reference: str) -> None:
        left, top, right, bottom = range_boundaries(reference)
        area = Area(top or 1, left or 1, bottom or top or 1, right or left or 1)
        self._merged_rows += area.bottom - area.top + 1
        self.areas.append(area)
        if len(self.areas) > MOST_AREAS:
            raise self.too_much(f"{MOST_AREAS:,} merged areas", "sammenslåtte områder")
        if self._merged_rows > MOST_MERGED_ROWS:
            raise self.too_much(f"{MOST_MERGED_ROWS:,} merged rows", "sammenslåtte rader")


def _out_of_order(row: int, en: str, nb: str) -> UnfitPart:
    return UnfitPart(
        "sheet.order",
        Message(
            f"The sheet has {en} here; expected rows and cells in order, each once, up to row "
            f"{LAST_ROW:,}. Open the workbook in a spreadsheet and save it again.",
            f"Arket har {nb} her; ventet rader og celler i rekkefølge, hver én gang, til rad "
            f"{LAST_ROW:,}. Åpne arbeidsboken i et regneark og lagre den på nytt.",
        ),
        row,
    )
