"""Names beside marks, each where it covers nothing; a name without room is left to the tooltip."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from .lettering import SMALL, cut, lines_of, width_of
from .svg import element

Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge."""

_LINE = 14.0
_CELL = 64


class Names:
    """The names on a sheet of a size; what is put first has the choice of places."""

    def __init__(self, width: float, height: float) -> None:
        """Begin with an empty sheet."""
        self._width = width
        self._height = height
        self._taken: dict[tuple[int, int], list[Box]] = {}
        self._avoided: dict[tuple[int, int], list[Box]] = {}
        self.left_out = 0

    def block(self, x: float, y: float, radius: float) -> None:
        """Keep a place free of names: a mark stands there."""
        _put(self._taken, (x - radius, y - radius, x + radius, y + radius))

    def avoid(self, x: float, y: float) -> None:
        """Keep a place free of names as long as they have room elsewhere: a line goes by."""
        _put(self._avoided, (x - 4, y - 4, x + 4, y + 4))

    def put(
        self,
        x: float,
        y: float,
        radius: float,
        name: str,
        room: float,
        towards: tuple[float, float] = (0.0, 0.0),
    ) -> Markup | None:
        """Give a name beside a mark in up to two lines of a width, None where it has no room.

        It stands as far `towards` a direction as there is room, else first to the right.
        """
        lines = lines_of(cut(name, 80), room, SMALL, 2)
        width = max(width_of(line, SMALL) for line in lines)
        found = _places(x, y, radius + 3, width, _LINE * len(lines))
        found = [box for box in found if self._is_on_sheet(box) and _is_free(self._taken, box)]
        if not found:
            self.left_out += 1
            return None
        found.sort(key=lambda box: -_reach(box, x, y, towards))
        best = next((box for box in found if _is_free(self._avoided, box)), found[0])
        _put(self._taken, best)
        return _written(best, lines, x)

    def _is_on_sheet(self, box: Box) -> bool:
        left, top, right, bottom = box
        return left >= 0 and top >= 0 and right <= self._width and bottom <= self._height


def _is_free(taken: Mapping[tuple[int, int], list[Box]], box: Box) -> bool:
    left, top, right, bottom = box
    return not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for cell in _cells(box)
        for other in taken.get(cell, ())
    )


def _put(taken: dict[tuple[int, int], list[Box]], box: Box) -> None:
    for cell in _cells(box):
        taken.setdefault(cell, []).append(box)


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _places(x: float, y: float, away: float, width: float, height: float) -> list[Box]:
    """Give where a name may stand: right, left, below, above, then the corners."""
    half, tall = width / 2, height / 2
    near = away * 0.75
    corners = [
        (x + away, y - tall), (x - away - width, y - tall),
        (x - half, y + away - 1), (x - half, y - away - height + 1),
        (x + near, y + near - 2), (x + near, y - near - height + 2),
        (x - near - width, y + near - 2), (x - near - width, y - near - height + 2),
    ]  # fmt: skip
    return [(left, top, left + width, top + height) for left, top in corners]


def _reach(box: Box, x: float, y: float, towards: tuple[float, float]) -> float:
    """Give how far a place is from a mark in a direction; sideways counts as much as up or down."""
    left, top, right, bottom = box
    across = (left > x) - (right < x)
    down = (top > y) - (bottom < y)
    return round(across * towards[0] + down * towards[1], 3)


def _written(box: Box, lines: list[str], x: float) -> Markup:
    left, top, right, _ = box
    # Held at the side of the mark, since the width is only estimated.
    anchor, at = (None, left) if left > x else ("end", right) if right < x else ("middle", 0.0)
    at = (left + right) / 2 if anchor == "middle" else at
    rows = (element("tspan", line, x=at, y=top + 11 + _LINE * n) for n, line in enumerate(lines))
    return element("text", *rows, class_="small halo", text_anchor=anchor)
