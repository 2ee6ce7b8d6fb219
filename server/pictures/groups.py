"""Groups of marks: each has a colour, a pattern and a shape, so that none is told by colour alone.

The eighth group is the last with looks of its own; those after it share the looks of group 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from .lettering import SMALL, cut, shortened, width_of
from .sheet import Sheet
from .svg import element, path

MOST = 8

_LINES: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("M-2 2 2 -2M0 8 8 0M6 10 10 6",),
    ("M2 2h2v2h-2ZM6 6h2v2h-2Z",),
    ("M-2 6 2 10M0 0 8 8M6 -2 10 2",),
    ("M2 0V8M6 0V8",),
    ("M0 2H8M0 6H8",),
    ("M-2 2 2 -2M0 8 8 0M6 10 10 6", "M-2 6 2 10M0 0 8 8M6 -2 10 2"),
    ("M2 2h4v4h-4Z",),
)
"""The lines of each group's pattern in a square of eight pixels; group 1 is plain."""

_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((-0.7, -0.7), (0.7, -0.7), (0.7, 0.7), (-0.7, 0.7)),
    (),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    ((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4),
     (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
    ((-0.6, -1.1), (0.6, -1.1), (1.2, 0), (0.6, 1.1), (-0.6, 1.1), (-1.2, 0)),
    ((0, -1.3), (0.35, -0.4), (1.25, -0.4), (0.5, 0.15), (0.8, 1.1), (0, 0.5),
     (-0.8, 1.1), (-0.5, 0.15), (-1.25, -0.4), (-0.35, -0.4)),
)  # fmt: skip
"""The corners of each group's shape, about a radius of 1; group 1 is a circle."""


Swatch = Callable[[Sheet, int, float, float], Markup]
"""Gives what stands in a legend for the group of a number, its upper left corner at a place."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a picture in the order in which the table names them."""

    names: tuple[str, ...]

    def index(self, name: str) -> int:
        """Give the number that a group's looks go by, 0 for those that share them."""
        place = self.names.index(name) + 1
        return place if place <= MOST else 0

    @property
    def are_told(self) -> bool:
        """Tell whether there is more than one group, so that a legend is needed."""
        return len(self.names) > 1


def groups_of(names: Iterable[str]) -> Groups:
    """Give the groups that some names make, in the order in which they come."""
    return Groups(tuple(dict.fromkeys(names)))


def fill(sheet: Sheet, index: int) -> str:
    """Give the value of `fill` for an area of a group: its pattern."""
    return f"url(#{sheet.name}-fill-{index})"


def patterns(sheet: Sheet, groups: Groups) -> Markup:
    """Give the definitions that `fill` refers to, one for each group there is."""
    used = sorted({groups.index(name) for name in groups.names} or {1})
    return element("defs", *(_pattern(sheet, index) for index in used))


def _pattern(sheet: Sheet, index: int) -> Markup:
    square = element("rect", width=8, height=8, class_=f"fill-{index}")
    lines = (element("path", d=d, class_=_hatch(index)) for d in _LINES[index])
    return element(
        "pattern", square, *lines,
        id=f"{sheet.name}-fill-{index}", width=8, height=8, patternUnits="userSpaceOnUse",
    )  # fmt: skip


def _hatch(index: int) -> str:
    return "dots" if index in {3, 8} else "hatch"


def shape(index: int, x: float, y: float, radius: float) -> Markup:
    """Give the shape of a group around a place."""
    corners = _SHAPES[index]
    class_ = f"shape fill-{index}"
    if not corners:
        return element("circle", cx=x, cy=y, r=radius, class_=class_)
    around = ((x + dx * radius, y + dy * radius) for dx, dy in corners)
    return element("path", d=path(around, closed=True), class_=class_)


def legend(
    sheet: Sheet, groups: Groups, y: float, swatch: Swatch | None = None
) -> tuple[list[Markup], float]:
    """Give the legend from a height down, and how high it is; none for a single group."""
    if not groups.are_told:
        return [], 0
    marks, x, top = [], 0.0, y
    for index, name in _entries(sheet, groups):
        label = shortened(cut(name), sheet.width - 24, SMALL)
        width = 22 + width_of(label, SMALL)
        if x and x + width > sheet.width:
            x, y = 0, y + 22
        looks = (swatch or _swatch)(sheet, index, x, y)
        text = element("text", label, x=x + 20, y=y + 12, class_="small")
        # What stands for several groups, or for none, cannot be chosen.
        known = cut(name) if name in groups.names else None
        marks.append(element("g", looks, text, class_="key", data_group=known))
        x += width + 16
    return marks, y + 30 - top


def _entries(sheet: Sheet, groups: Groups) -> list[tuple[int, str]]:
    entries = [(groups.index(name), name or sheet.say("no_group")) for name in groups.names[:MOST]]
    if len(groups.names) > MOST:
        entries.append((0, sheet.say("further_groups", count=len(groups.names) - MOST)))
    return entries


def shaped(sheet: Sheet, index: int, x: float, y: float) -> Markup:
    """Give the swatch of a group that is told by its shape."""
    return shape(index, x + 7, y + 8, 6)


def _swatch(sheet: Sheet, index: int, x: float, y: float) -> Markup:
    return element("rect", x=x, y=y + 1, width=14, height=14, rx=2, fill=fill(sheet, index))
