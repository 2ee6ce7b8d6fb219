"""Areas by value: the `?wkt` of each row filled by the class of its `?value` (a choropleth).

Classes have about as many different values each; nothing is a class of its own. An area without a
number is hatched. Without any outline the table is drawn as bars. What a source wants said under a
map of its outlines stands in `?credit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..pages.rows import Row, Table
from . import bars
from .amounts import amount, written
from .ground import View, land, on_sheet, view_of
from .groups import Groups, legend
from .lettering import cut
from .names import Names
from .positions import places_of
from .projection import Place, Position
from .sheet import Drawing, Sheet, mark
from .svg import element, path

MOST_AREAS, MOST_CORNERS = 2000, 120_000
_STEPS = 5
_CREDITS, _UNPLACED = 3, 8
"""So many credits, and so many rows that have no place on the map, are named below it."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A row with its rings in degrees, and its number where it has one."""

    row: Row
    name: str
    rings: tuple[tuple[Position, ...], ...]
    value: float | None


@dataclass(frozen=True, slots=True)
class _Class:
    """The values from the lowest to the highest of a class, and the step of its colour."""

    low: float
    high: float
    step: int
    name: str


def draw(table: Table, sheet: Sheet) -> Drawing:
    """Draw a table with `?label` or `?area`, `?wkt` and `?value` as areas, else as bars."""
    named = [_named(row) for row in table.rows]
    areas, unplaced = _areas(named, sheet)
    if not areas:
        drawing = bars.draw(Table(table.variables, tuple(named)), sheet)
        notes = [sheet.say("no_outlines"), *drawing.notes] if drawing.shown else drawing.notes
        return Drawing(
            drawing.marks, drawing.width, drawing.height, drawing.shown, drawing.summary, notes
        )
    classes = _classes([area.value for area in areas if area.value is not None], sheet)
    positions = [position for area in areas for ring in area.rings for position in ring]
    view = view_of(positions, sheet)
    marks = [_hatching(sheet), land(positions, view), *_drawn(areas, classes, view, sheet)]
    keys, more = _legend(areas, classes, view.height + 10, sheet)
    height = view.height + (10 + more if keys else 0)
    notes = [*_unplaced(unplaced, sheet), *_credits(areas, sheet)]
    return Drawing(
        [*marks, *keys], view.width, height, len(areas), _summary(areas, sheet), notes
    )  # fmt: skip


def _named(row: Row) -> Row:
    """Give a row whose name stands in `?label`, wherever it stood."""
    return row if "label" in row or "area" not in row else {**row, "label": row["area"]}


def _areas(rows: Iterable[Row], sheet: Sheet) -> tuple[list[_Area], list[Row]]:
    """Give the rows with an outline, and those without one that can be drawn."""
    found: list[_Area] = []
    unplaced, corners = [], 0
    for row in rows:
        _, rings = places_of(row) if "wkt" in row else ((), ())
        corners += sum(map(len, rings))
        if not rings:
            unplaced.append(row)
        elif len(found) < MOST_AREAS and corners < MOST_CORNERS:
            name = sheet.text(row, "label") or "–"
            found.append(_Area(row, name, rings, amount(row.get("value"))))
    return found, unplaced


def _classes(values: Iterable[float], sheet: Sheet) -> list[_Class]:
    """Give up to five classes, each with as many different values as the next or one more."""
    known = sorted(set(values))
    zero = [known[:1]] if known[:1] == [0.0] and len(known) > 1 else []
    others = known[len(zero) :]
    count = min(_STEPS - len(zero), len(others))
    places = [len(others) * n // count for n in range(count + 1)] if count else [0]
    parts = zero + [others[a:b] for a, b in zip(places, places[1:], strict=False)]
    last = max(len(parts) - 1, 1)
    return [
        _Class(part[0], part[-1], 1 + (_STEPS - 1) * n // last, _between(part, sheet))
        for n, part in enumerate(parts)
    ]


def _between(part: Sequence[float], sheet: Sheet) -> str:
    low, high = (written(value, sheet.language) for value in (part[0], part[-1]))
    return low if low == high else sheet.say("between", low=low, high=high)


def _class_of(area: _Area, classes: Sequence[_Class]) -> _Class | None:
    if area.value is None:
        return None
    return next(one for one in classes if one.low <= area.value <= one.high)


def _drawn(
    areas: Sequence[_Area], classes: Sequence[_Class], view: View, sheet: Sheet
) -> list[Markup]:
    """Give the areas, and above all of them their numbers as far as there is room."""
    names = Names(view.width, view.height)
    marks, numbers = [], []
    for area in areas:
        rings = [on_sheet(ring, view) for ring in area.rings]
        drawn = [ring for ring in rings if len(ring) > 2]
        d = "".join(path(ring, closed=True) for ring in drawn)
        of = _class_of(area, classes)
        number = "" if area.value is None else written(area.value, sheet.language)
        told = f"{cut(area.name, 120)}: {number or sheet.say('no_data')}"
        shape = element(
            "path", d=d, fill_rule="evenodd", class_=f"area step-{of.step}" if of else "bar",
            fill=None if of else _no_data(sheet),
        )  # fmt: skip
        link = area.row.get("link") or area.row.get("label")
        group = of.name if of else sheet.say("no_data")
        marks.append(mark(sheet, link, told, shape, group=group))
        if number and drawn:
            x, y = _middle(max(drawn, key=_size))
            numbers.append(names.put(x, y, -6, number, 110))
    return [*marks, *filter(None, numbers)]


def _size(ring: Sequence[Place]) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs))


def _middle(ring: Sequence[Place]) -> Place:
    """Give the centre of gravity of a ring; of one without an area the mean of its corners."""
    doubled = x = y = 0.0
    for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        doubled += cross
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    if abs(doubled) < 1e-6:
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    return x / (3 * doubled), y / (3 * doubled)


def _no_data(sheet: Sheet) -> str:
    return f"url(#{sheet.name}-no-data)"


def _hatching(sheet: Sheet) -> Markup:
    pattern = element(
        "pattern",
        element("rect", width=8, height=8, class_="plain"),
        element("path", d="M-2 2 2 -2M0 8 8 0M6 10 10 6", class_="lines"),
        id=f"{sheet.name}-no-data", width=8, height=8, patternUnits="userSpaceOnUse",
    )  # fmt: skip
    return element("defs", pattern)


def _legend(
    areas: Sequence[_Area], classes: Sequence[_Class], y: float, sheet: Sheet
) -> tuple[list[Markup], float]:
    steps = {one.name: one.step for one in classes}
    missing = [sheet.say("no_data")] if any(area.value is None for area in areas) else []
    groups = Groups((*steps, *missing))

    def swatch(sheet: Sheet, index: int, x: float, y: float) -> Markup:
        step = steps.get(groups.names[index - 1])
        return element(
            "rect", x=x, y=y + 1, width=14, height=14, rx=2,
            class_=f"step-{step}" if step else None, fill=None if step else _no_data(sheet),
        )  # fmt: skip

    return legend(sheet, groups, y, swatch)


def _unplaced(rows: Sequence[Row], sheet: Sheet) -> list[str]:
    """Say what the map cannot show, with its numbers: a total never hides it."""
    if not rows:
        return []
    told = []
    for row in rows[:_UNPLACED]:
        value = amount(row.get("value"))
        number = sheet.say("no_data") if value is None else written(value, sheet.language)
        told.append(f"{cut(sheet.text(row, 'label') or sheet.say('no_group'), 60)}: {number}")
    rest = "; …" if len(rows) > _UNPLACED else ""
    return [sheet.say("not_on_map", some="; ".join(told) + rest)]


def _credits(areas: Iterable[_Area], sheet: Sheet) -> list[str]:
    texts = dict.fromkeys(cut(sheet.text(area.row, "credit"), 200) for area in areas)
    return [text for text in texts if text][:_CREDITS]


def _summary(areas: Sequence[_Area], sheet: Sheet) -> str:
    known = [area for area in areas if area.value is not None]
    if not known:
        return sheet.say("areas_unknown", count=len(areas))
    most = max(known, key=lambda area: area.value or 0.0)
    least = min(known, key=lambda area: area.value or 0.0)
    return sheet.say(
        "areas_summary",
        count=len(areas),
        most=cut(most.name, 60),
        highest=written(most.value or 0.0, sheet.language),
        least=cut(least.name, 60),
        lowest=written(least.value or 0.0, sheet.language),
    )
