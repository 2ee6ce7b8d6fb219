"""Merged areas of a sheet, read from its XML (ECMA-376 part 1, 18.3.1.55).

openpyxl tells them only when it holds the whole workbook in memory, and they stand after the
rows in the file. Taking them in a pass of their own keeps memory small and the rows streaming.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A merged area: rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in the area and is not its first."""
        inside = self.top <= row <= self.bottom and self.left <= column <= self.right
        return inside and (row, column) != (self.top, self.left)


@dataclass(slots=True)
class MergedAreas:
    """The merged areas of a sheet, asked for row after row downwards."""

    below: list[Area]
    near: list[Area] = field(default_factory=list)

    def covered(self, row: int, width: int) -> Iterator[tuple[int, Area]]:
        """Give the covered columns of a row, from 1 to a width, each with its area."""
        while self.below and self.below[-1].top <= row:
            self.near.append(self.below.pop())
        self.near = [area for area in self.near if area.bottom >= row]
        for area in self.near:
            for column in range(area.left, min(area.right, width) + 1):
                if area.covers(row, column):
                    yield column, area


def merged_areas(sheet_xml: IO[bytes]) -> MergedAreas:
    """Read the merged areas of a sheet; raises expat's error where the XML is damaged."""
    areas: list[Area] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "mergeCell":
            left, top, right, bottom = range_boundaries(attributes["ref"])
            areas.append(Area(top or 1, left or 1, bottom or top or 1, right or left or 1))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.ParseFile(sheet_xml)
    return MergedAreas(sorted(areas, reverse=True))
