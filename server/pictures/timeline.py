"""A timeline: a lane for each `?label`, in it bars from `?start` to `?end`, with looks by `?group`.

Lanes keep the order of the table; bars of a lane that overlap stand below one another. A date may
be a year, a month or a day. Where no end (or no start) is stated, the bar is pale and goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..pages.rows import Row, Table, Term
from .groups import Groups, fill, groups_of, legend, patterns
from .lettering import SMALL, cut, shortened, width_of
from .moments import day_of, span, year_of
from .sheet import Drawing, Sheet, mark
from .svg import element

MOST_LANES, MOST_BARS = 300, 800
_THICK, _STEP, _GAP = 20, 23, 7


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar: its lane and group, the days it covers (None where not stated), and its words."""

    label: str
    group: str
    start: int | None
    end: int | None
    told: str
    link: Term | None


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a day to a place across."""

    labels: float
    left: float
    right: float
    first: int
    last: int

    def place(self, day: int) -> float:
        share = (day - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * share


def draw(table: Table, sheet: Sheet) -> Drawing:
    """Draw a table with `?label`, `?start` and perhaps `?end`, `?group`, `?link` over time."""
    bars, undated, backwards = _bars(table, sheet)
    lanes: dict[str, list[_Bar]] = {}
    for bar in bars:
        lanes.setdefault(bar.label, []).append(bar)
    lanes = dict(list(lanes.items())[:MOST_LANES])
    drawn = [bar for lane in lanes.values() for bar in lane]
    notes = [
        sheet.say("without_dates", count=undated) if undated else "",
        sheet.say("backwards", count=backwards) if backwards else "",
        sheet.say("open_ends") if any(None in (bar.start, bar.end) for bar in drawn) else "",
    ]
    if not drawn:
        return Drawing((), sheet.width, 24, 0, sheet.say("nothing"), notes)
    groups = groups_of(bar.group for bar in drawn)
    marks, height = _lay(lanes, groups, _scale(drawn, lanes, sheet), sheet)
    return Drawing(marks, sheet.width, height, len(drawn), _summary(drawn, lanes, sheet), notes)


def _bars(table: Table, sheet: Sheet) -> tuple[list[_Bar], int, int]:
    """Give the bars that can be drawn, and how many rows have no date, or dates the wrong way."""
    found: list[_Bar] = []
    undated = backwards = 0
    for row in table.rows:
        start, end = span(row.get("start")), span(row.get("end"))
        if start is None and end is None:
            undated += 1
        elif start and end and end.after <= start.first:
            backwards += 1
        elif len(found) < MOST_BARS:
            first, after = start.first if start else None, end.after if end else None
            link = row.get("link") or row.get("label")
            label, group = sheet.text(row, "label"), sheet.text(row, "group")
            found.append(_Bar(label, group, first, after, _told(row, sheet), link))
    return found, undated, backwards


def _told(row: Row, sheet: Sheet) -> str:
    who = " · ".join(filter(None, (cut(sheet.text(row, n), 120) for n in ("label", "group"))))
    start, end = (cut(row[n].value, 30) if n in row else "" for n in ("start", "end"))
    return f"{who}: {start} – {end}"


def _days(bars: Iterable[_Bar]) -> tuple[int, int]:
    days = [day for bar in bars for day in (bar.start, bar.end) if day is not None]
    return min(days), max(days)


def _summary(bars: list[_Bar], lanes: dict[str, list[_Bar]], sheet: Sheet) -> str:
    first, last = _days(bars)
    years = {"first": year_of(first), "last": year_of(last - 1 if last > first else last)}
    return sheet.say("timeline_summary", count=len(bars), lanes=len(lanes), **years)


def _scale(bars: list[_Bar], lanes: Iterable[str], sheet: Sheet) -> _Scale:
    first, last = _days(bars)
    reach = max(last - first, 120)
    left = 4.0
    if not sheet.is_narrow:
        left = min(max(width_of(cut(label, 60)) for label in lanes), sheet.width * 0.32) + 12
    # What is open goes on beyond the last date that is stated.
    return _Scale(
        left - 10, left, sheet.width - 4, first - reach // 50, last + reach // 16 + 1
    )  # fmt: skip


def _lay(
    lanes: dict[str, list[_Bar]], groups: Groups, scale: _Scale, sheet: Sheet
) -> tuple[list[Markup], float]:
    marks, height = legend(sheet, groups, 0)
    top = height + 24
    lines: list[Markup] = []
    y = top
    for label, lane in lanes.items():
        name = cut(label or "–")
        if sheet.is_narrow:
            marks.append(element("text", shortened(name, sheet.width - 4), x=4, y=y + 14))
            y += 20
        else:
            short = shortened(name, scale.labels)
            marks.append(
                element("text", short, x=scale.labels, y=y + 15, text_anchor="end")
            )  # fmt: skip
        for row in _rows(lane):
            marks += [_drawn(bar, y, scale, groups, sheet) for bar in row]
            y += _STEP
        y += _GAP
        lines.append(_line(y - _GAP / 2 - 1, sheet.width))
    return [patterns(sheet, groups), *lines, *_axis(scale, top, y, sheet), *marks], y


def _line(y: float, width: float) -> Markup:
    return element("path", d=f"M0 {y:.1f}H{width}", class_="grid faint")


def _rows(lane: Sequence[_Bar]) -> list[list[_Bar]]:
    """Give the bars of a lane in rows in which none covers another, the earliest first."""
    rows: list[list[_Bar]] = []
    ends: list[float] = []
    for bar in sorted(lane, key=lambda bar: (_or(bar.start, -1e12), _or(bar.end, 1e12))):
        place = next((n for n, end in enumerate(ends) if end <= _or(bar.start, -1e12)), len(rows))
        if place == len(rows):
            rows.append([])
            ends.append(0)
        rows[place].append(bar)
        ends[place] = _or(bar.end, 1e12)
    return rows


def _or(day: int | None, otherwise: float) -> float:
    return otherwise if day is None else day


def _axis(scale: _Scale, top: float, bottom: float, sheet: Sheet) -> list[Markup]:
    marks = []
    room = sheet.width - scale.left
    for day, text in _ticks(scale.first, scale.last, int(room // 64)):
        x = scale.place(day)
        marks.append(element("path", d=f"M{x:.1f} {top - 4:.1f}V{bottom:.1f}", class_="grid"))
        if x < sheet.width - 16:
            marks.append(
                element("text", text, x=max(x, 16), y=top - 10, class_="small quiet",
                        text_anchor="middle")
            )  # fmt: skip
    return marks


def _ticks(first: int, last: int, most: int) -> list[tuple[int, str]]:
    """Give the beginnings of years, or of months in a short time, with how they are written."""
    years = range(year_of(first), year_of(last) + 1)
    if len(years) <= 3:
        months = [(year, month) for year in years for month in range(1, 13)]
        days = [(day_of(year, month, 1), f"{year}-{month:02}") for year, month in months]
        days = [pair for pair in days if first <= pair[0] <= last]
        return days[:: -(-len(days) // max(most, 1)) or 1]
    sizes = (factor * 10**power for power in range(7) for factor in (1, 2, 5))
    step = next(size for size in sizes if len(years) / size <= max(most, 1))
    starts = [(day_of(year, 1, 1), str(year)) for year in years if year % step == 0]
    return [pair for pair in starts if first <= pair[0] <= last]


def _drawn(bar: _Bar, y: float, scale: _Scale, groups: Groups, sheet: Sheet) -> Markup:
    """Give a bar: whole where both ends are stated, else pale, with a firm end where one is."""
    left = scale.left if bar.start is None else scale.place(bar.start)
    right = scale.right if bar.end is None else scale.place(bar.end)
    width = max(right - left, 3.0)
    index = groups.index(bar.group)
    is_open = None in (bar.start, bar.end)
    shapes = [
        element("rect", x=left, y=y, width=width, height=_THICK, rx=None if is_open else 3,
                fill=fill(sheet, index), class_="bar open" if is_open else "bar")
    ]  # fmt: skip
    if is_open:
        firm = right - 4 if bar.start is None else left
        shapes.append(
            element("rect", x=firm, y=y, width=4, height=_THICK, class_=f"fill-{index}")
        )  # fmt: skip
    name = cut(bar.group, 60)
    if name and groups.are_told and width_of(name, SMALL) + 18 < width:
        wide = width_of(name, SMALL) + 8
        x = left + 7
        shapes += [
            element("rect", x=x, y=y + 2.5, width=wide, height=15, rx=3, class_="plate"),
            element("text", name, x=x + 4, y=y + 14, class_="small"),
        ]
    return mark(sheet, bar.link, bar.told, *shapes, group=bar.group)
