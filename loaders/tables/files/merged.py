"""Merged areas of a sheet, asked for row after row downwards (ECMA-376 part 1, 18.3.1.55)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


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


class MergedAreas:
    """The merged areas of a sheet."""

    def __init__(self, areas: Iterable[Area]) -> None:
        """Take the areas, in any order."""
        self._below = sorted(areas, reverse=True)
        self._near: list[Area] = []

    def covered(self, row: int, width: int) -> Iterator[tuple[int, Area]]:
        """Give the covered columns of a row, from 1 to a width, each with its area."""
        while self._below and self._below[-1].top <= row:
            self._near.append(self._below.pop())
        self._near = [area for area in self._near if area.bottom >= row]
        for area in self._near:
            for column in range(area.left, min(area.right, width) + 1):
                if area.covers(row, column):
                    yield column, area
