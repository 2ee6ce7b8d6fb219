"""The ground of a map: what part of the world the sheet shows, and the land on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from .outlines import outlines
from .projection import Place, Position, clipped, extent_of, projection
from .sheet import Sheet
from .svg import element, path


@dataclass(frozen=True, slots=True)
class View:
    """How degrees become places on the sheet, and its height."""

    place: Callable[[Position], Place]
    width: float
    height: float


def view_of(positions: list[Position], sheet: Sheet) -> View:
    """Fit what is to be seen onto the sheet; the height follows, within bounds."""
    extent = extent_of(positions)
    project = projection(extent)
    edges = [
        project((x, y))
        for x in (extent.west, (extent.west + extent.east) / 2, extent.east)
        for y in (extent.south, (extent.south + extent.north) / 2, extent.north)
    ]
    left, right = min(x for x, _ in edges), max(x for x, _ in edges)
    top, bottom = min(y for _, y in edges), max(y for _, y in edges)
    width = float(sheet.width)
    most = width * 1.5 if sheet.is_narrow else width * 0.74
    height = min(max(width * (bottom - top) / (right - left), width * 0.5), most)
    scale = min(width / (right - left), height / (bottom - top))
    dx, dy = width / 2 - scale * (left + right) / 2, height / 2 - scale * (top + bottom) / 2

    def place(position: Position) -> Place:
        x, y = project(position)
        return x * scale + dx, y * scale + dy

    return View(place, width, height)


def land(positions: list[Position], view: View) -> Markup:
    """Give the sea as a ground and all land on it as one path."""
    rings = (on_sheet(ring, view) for ring in outlines(extent_of(positions)))
    d = "".join(path(ring, closed=True) for ring in rings if len(ring) > 2)
    sea = element("rect", width=view.width, height=view.height, rx=6, class_="sea")
    return element("g", sea, element("path", d=d, class_="land"), aria_hidden="true")


def on_sheet(ring: Iterable[Position], view: View) -> list[Place]:
    """Give a ring as far as it is on the sheet, without corners that no eye can tell apart."""
    places = [view.place(position) for position in ring]
    inside = clipped(places, -2, -2, view.width + 2, view.height + 2)
    kept: list[Place] = []
    for place in inside:
        if not kept or abs(place[0] - kept[-1][0]) + abs(place[1] - kept[-1][1]) > 0.8:
            kept.append(place)
    return kept
