"""Cells that merged ones cover: what is put into them is not shown, so it goes to the first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from .markup import outline
from .sheet import Place, place_of


def shown_at(data: bytes, places: Iterable[Place]) -> dict[Place, Place]:
    """Give for each place that a merged area of a sheet covers the first cell of the area.

    Raises UnusableMarkup where the sheet is none.
    """
    if b"mergeCell" not in data:
        return {}
    by_row: dict[int, list[int]] = {}
    for row, column in places:
        by_row.setdefault(row, []).append(column)
    rows = sorted(by_row)
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in _areas(data)
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        for column in by_row[row]
        if left <= column <= right
    }


def _areas(data: bytes) -> Iterator[tuple[Place, Place]]:
    """Give the first and the last cell of each merged area (ECMA-376 part 1, 18.3.1.55)."""
    root = outline(data, lambda element: element.name in {"worksheet", "mergeCells"})
    for areas in root.all("mergeCells"):
        for area in areas.all("mergeCell"):
            first, _, last = area.attributes.get("ref", "").partition(":")
            yield place_of(first), place_of(last or first)
