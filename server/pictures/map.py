"""A map: a mark at `?lat ?long` or at the `?wkt` of each row, as large as its `?value`.

A `?wkt` that is an area is filled, the darker the larger its `?value`. Marks at the same place are
spread round it. `?group` gives marks their looks, `?label` their names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, sin, sqrt
from typing import Any

from markupsafe import Markup

from ..pages.rows import Row, Table
from .amounts import amount, written
from .ground import View, land, on_sheet, view_of
from .groups import Groups, groups_of, legend, shape, shaped
from .lettering import cut
from .names import Names
from .positions import places_of
from .projection import Place, Position
from .sheet import Drawing, Sheet, mark
from .svg import element, path

MOST_PLACES, MOST_CORNERS = 2000, 60_000
_SMALL, _LARGE, _PLAIN = 4.0, 26.0, 6.5
_FARTHEST = 80.0
"""So far from its place a mark may be spread, in pixels."""
_SHADES = 5
_GOLDEN = 2.399963
"""The golden angle in radians: so turned, marks round a place never stand in a line."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A row with its points and its areas (rings) in degrees."""

    row: Row
    points: tuple[Position, ...]
    rings: tuple[tuple[Position, ...], ...]
    value: float | None

    def positions(self) -> Iterable[Position]:
        yield from self.points
        for ring in self.rings:
            yield from ring


def draw(table: Table, sheet: Sheet) -> Drawing:
    """Draw a table with `?wkt`, or `?lat` and `?long`, as a map."""
    sites, without = _sites(table)
    notes = [sheet.say("without_place", count=without) if without else ""]
    if not sites:
        return Drawing((), sheet.width, 24, 0, sheet.say("nothing"), notes)
    positions = [position for site in sites for position in site.positions()]
    view = view_of(positions, sheet)
    groups = groups_of(sheet.text(site.row, "group") for site in sites)
    names = Names(view.width, view.height)
    areas = [site for site in sites if site.rings]
    marks = [land(positions, view), *_areas(areas, view, names, sheet)]
    marks += _points([site for site in sites if site.points], groups, view, names, sheet, notes)
    keys, more = legend(sheet, groups, view.height + 10, shaped)
    if names.left_out:
        notes.append(sheet.say("names_left_out", count=names.left_out))
    summary = _summary(sites, sheet)
    return Drawing(
        [*marks, *keys], view.width, view.height + (10 + more if keys else 0), len(sites), summary,
        notes,
    )  # fmt: skip


def _sites(table: Table) -> tuple[list[_Site], int]:
    """Give the rows that have a place, and how many have none that can be drawn."""
    sites: list[_Site] = []
    without, corners = 0, 0
    for row in table.rows:
        points, rings = places_of(row)
        corners += sum(map(len, rings))
        if not points and not rings:
            without += 1
        elif len(sites) < MOST_PLACES and corners < MOST_CORNERS:
            sites.append(_Site(row, points, rings, amount(row.get("value"))))
    return sites, without


def _areas(areas: list[_Site], view: View, names: Names, sheet: Sheet) -> list[Markup]:
    values = [site.value for site in areas if site.value is not None]
    low, high = min(values, default=0.0), max(values, default=0.0)
    marks, labels = [], []
    for site in areas:
        rings = [on_sheet(ring, view) for ring in site.rings]
        d = "".join(path(ring, closed=True) for ring in rings if len(ring) > 1)
        shade = _shade(site.value, low, high)
        told = _told(site, sheet)
        area = element("path", d=d, class_=f"area shade-{shade}", fill_rule="evenodd")
        group = sheet.text(site.row, "group")
        marks.append(mark(sheet, _link(site.row), told, area, group=group))
        largest = max(rings, key=len, default=[])
        if largest:
            x, y = (sum(p[side] for p in largest) / len(largest) for side in (0, 1))
            # The number is in the middle of its area, so that shades need not be told apart.
            text = "" if site.value is None else written(site.value, sheet.language)
            labels.append(names.put(x, y, -6, text or sheet.text(site.row, "label"), 110))
    return [*marks, *filter(None, labels)]


def _shade(value: float | None, low: float, high: float) -> int:
    if value is None:
        return 0
    share = value / high - low / high if high > low and high > 0 else 1.0
    reach = 1.0 - low / high if high > low and high > 0 else 1.0
    return min(int(share / reach * _SHADES) + 1, _SHADES)


def _points(
    sites: list[_Site],
    groups: Groups,
    view: View,
    names: Names,
    sheet: Sheet,
    notes: list[str],
) -> list[Markup]:
    """Give the marks of places, the large ones below the small, and their names."""
    largest = max((site.value or 0.0 for site in sites), default=0.0)
    found = [(site, view.place(position)) for site in sites for position in site.points]
    at = Counter(_key(place) for _, place in found)
    turns: Counter[tuple[int, int]] = Counter()
    placed = []
    for site, place in found:
        key, radius = _key(place), _radius(site.value, largest)
        x, y = _spread(place, turns[key], at[key], radius)
        turns[key] += 1
        x, y = (
            min(max(c, radius), most - radius) for c, most in ((x, view.width), (y, view.height))
        )
        placed.append((site, radius, x, y))
    if len(at) < len(found):
        notes.append(sheet.say("spread"))
    placed.sort(key=lambda one: -one[1])
    for _, radius, x, y in placed:
        names.block(x, y, radius)
    return [_point(*one, groups, names, sheet) for one in placed]


def _key(place: Place) -> tuple[int, int]:
    return round(place[0] / 2), round(place[1] / 2)


def _spread(place: Place, turn: int, count: int, radius: float) -> Place:
    """Give the place of one of several marks that would cover one another, round where they are."""
    away = sqrt(turn) * min(radius * 2.0, _FARTHEST / sqrt(count))
    return place[0] + away * cos(turn * _GOLDEN), place[1] + away * sin(turn * _GOLDEN)


def _point(
    site: _Site, radius: float, x: float, y: float, groups: Groups, names: Names, sheet: Sheet
) -> Markup:
    name = sheet.text(site.row, "label")
    figure = shape(groups.index(sheet.text(site.row, "group")), x, y, radius)
    inside: list[Markup] = []
    if site.value is not None and radius > 9:
        text = written(site.value, sheet.language)
        inside = [
            element("text", text, x=x, y=y + 4.5, class_="small inside", text_anchor="middle")
        ]
    label = names.put(x, y, radius, name, 120) if name else None
    shapes = (figure, *inside, *([label] if label else []))
    group = sheet.text(site.row, "group")
    return mark(sheet, _link(site.row), _told(site, sheet), *shapes, group=group)


def _radius(value: float | None, largest: float) -> float:
    """Give the radius of a mark, whose area is as large as its value."""
    if value is None or largest <= 0:
        return _PLAIN
    return max(_LARGE * sqrt(max(value, 0.0) / largest), _SMALL)


def _link(row: Row) -> Any:
    return row.get("link") or row.get("label")


def _told(site: _Site, sheet: Sheet) -> str:
    parts = [cut(sheet.text(site.row, name), 120) for name in ("label", "group")]
    told = " · ".join(filter(None, parts))
    return told if site.value is None else f"{told}: {written(site.value, sheet.language)}"


def _summary(sites: list[_Site], sheet: Sheet) -> str:
    names = [cut(sheet.text(site.row, "label"), 40) for site in sites[:5]]
    some = ", ".join(filter(None, names))
    return sheet.say("map_summary", count=len(sites), some=some or "–")
