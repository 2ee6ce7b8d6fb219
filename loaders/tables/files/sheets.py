"""Sheets: what a file of steward tables gives, whatever its format, before columns are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ....shapes.report import Finding
from ..cells import Cell
from ..schema import Table
from ..values.reading import Remark


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, its cells, and why it could not be taken apart."""

    number: int
    cells: tuple[Cell, ...]
    refusals: tuple[Remark, ...] = ()

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands in the row and nothing is to be said about it."""
        return not self.refusals and all(cell.blank for cell in self.cells)

    @property
    def without_text(self) -> bool:
        """Tell whether no cell of the row has a text, whatever is to be said about them."""
        return all(not cell.text or cell.text.isspace() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class TableSource:
    """A CSV file or a sheet of a workbook that holds rows of a table, header first.

    `rows` also gives findings where the file itself cannot be read (further).
    """

    table: Table
    file: str
    sheet: str
    rows: Iterable[Row | Finding]
