"""Bars: a line for each `?label`, as long as its `?value`; with `?group`, stacked in parts.

The order is that of the table. Negative values go the other way from the line of zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from markupsafe import Markup

from ..pages.rows import Table, Term
from .amounts import amount, ticks, written
from .groups import Groups, fill, groups_of, legend, patterns
from .lettering import SMALL, cut, shortened, width_of
from .sheet import Drawing, Sheet, mark
from .svg import element

MOST_BARS, MOST_PARTS = 300, 2000
_THICK = 22


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    group: str
    value: float
    link: Term | None


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a value to a place across: `left` is that of the lowest, `labels` where names end."""

    labels: float
    left: float
    width: float
    low: float
    high: float

    def place(self, value: float) -> float:
        reach = self.high - self.low
        return self.left + self.width * ((value - self.low) / reach if reach else 0.0)


def draw(table: Table, sheet: Sheet) -> Drawing:
    """Draw a table with `?label`, `?value` and perhaps `?group` and `?link` as bars."""
    parts, without = _parts(table, sheet)
    bars: dict[str, list[_Part]] = {}
    for part in parts:
        bars.setdefault(part.label, []).append(part)
    bars = dict(list(bars.items())[:MOST_BARS])
    shown = sum(map(len, bars.values()))
    groups = groups_of(part.group for bar in bars.values() for part in bar)
    notes = [sheet.say("without_number", count=without)] if without else []
    if not bars:
        return Drawing((), sheet.width, 24, 0, sheet.say("nothing"), notes)
    marks, height = _lay(bars, groups, sheet)
    return Drawing(marks, sheet.width, height, shown, _summary(bars, sheet), notes)


def _parts(table: Table, sheet: Sheet) -> tuple[list[_Part], int]:
    """Give the parts that can be drawn, and how many rows have no number."""
    found: list[_Part] = []
    without = 0
    for row in table.rows:
        value = amount(row.get("value"))
        if value is None:
            without += 1
        elif len(found) < MOST_PARTS:
            label, group = sheet.text(row, "label"), sheet.text(row, "group")
            found.append(_Part(label, group, value, row.get("link") or row.get("label")))
    return found, without


def _total(bar: Iterable[_Part]) -> float:
    return fsum(part.value for part in bar)


def _summary(bars: dict[str, list[_Part]], sheet: Sheet) -> str:
    totals = {label: _total(bar) for label, bar in bars.items()}
    most, least = max(totals, key=totals.__getitem__), min(totals, key=totals.__getitem__)
    facts = {
        "count": len(bars),
        "most": cut(most or "–", 60),
        "highest": written(totals[most], sheet.language),
        "least": cut(least or "–", 60),
        "lowest": written(totals[least], sheet.language),
    }
    return sheet.say("bars_summary" if len(bars) > 1 else "bar_summary", **facts)


def _lay(bars: dict[str, list[_Part]], groups: Groups, sheet: Sheet) -> tuple[list[Markup], float]:
    """Give the marks from top to bottom, and how high they are together."""
    scale = _scale(bars, sheet)
    top = 24.0
    marks, height = legend(sheet, groups, 0)
    top += height
    step = _THICK + (26 if sheet.is_narrow else 8)
    bottom = top + step * len(bars)
    marks += _axis(scale, top, bottom, sheet)
    for number, (label, bar) in enumerate(bars.items()):
        # In the order of the legend, so that bars can be compared.
        bar.sort(key=lambda part: groups.names.index(part.group))
        marks += _bar(label, bar, top + number * step, scale, groups, sheet)
    return [patterns(sheet, groups), *marks], bottom + 4


def _scale(bars: dict[str, list[_Part]], sheet: Sheet) -> _Scale:
    low = min(fsum(part.value for part in bar if part.value < 0) for bar in bars.values())
    high = max(fsum(part.value for part in bar if part.value > 0) for bar in bars.values())
    room = max(width_of(written(_total(bar), sheet.language), SMALL) for bar in bars.values()) + 10
    before = room if low < 0 else 0.0
    left = 2.0
    if not sheet.is_narrow:
        left = min(max(width_of(cut(label, 60)) for label in bars), sheet.width * 0.36) + 12
    return _Scale(left - 10, left + before, sheet.width - left - room - before, low, high)


def _axis(scale: _Scale, top: float, bottom: float, sheet: Sheet) -> list[Markup]:
    marks = []
    for value in ticks(scale.low, scale.high, 4 if sheet.is_narrow else 6):
        x = scale.place(value)
        if sheet.is_narrow and not value and not scale.low:
            continue  # The line would go through the names, and the bars show where it is.
        marks += [
            element("path", d=f"M{x:.1f} {top - 4:.1f}V{bottom:.1f}", class_=_line(value)),
            element("text", written(value, sheet.language), x=x, y=top - 10,
                    class_="small quiet", text_anchor="middle" if x > 20 else "start"),
        ]  # fmt: skip
    return marks


def _line(value: float) -> str:
    return "grid" if value else "axis"


def _bar(
    label: str, bar: list[_Part], y: float, scale: _Scale, groups: Groups, sheet: Sheet
) -> list[Markup]:
    """Give one bar: its label, its parts side by side, and its total at the end."""
    negative = positive = 0.0
    marks, top = [], y + (20 if sheet.is_narrow else 0)
    for part in bar:
        start = negative if part.value < 0 else positive
        marks.append(_drawn(part, start, top, scale, groups, sheet, len(bar) > 1))
        if part.value < 0:
            negative += part.value
        else:
            positive += part.value
    total = _total(bar)
    is_below = not positive and negative < 0
    x = scale.place(negative) - 6 if is_below else scale.place(positive) + 6
    marks.append(
        element("text", written(total, sheet.language), x=x, y=top + 15.5,
                class_="small strong", text_anchor="end" if is_below else None)
    )  # fmt: skip
    return [_label(label, y, scale, sheet), *marks]


def _label(label: str, y: float, scale: _Scale, sheet: Sheet) -> Markup:
    name = cut(label or "–")
    if sheet.is_narrow:
        return element("text", shortened(name, sheet.width - 4), x=2, y=y + 14)
    short = shortened(name, scale.labels)
    return element("text", short, x=scale.labels, y=y + 16, text_anchor="end")


def _drawn(
    part: _Part, start: float, top: float, scale: _Scale, groups: Groups, sheet: Sheet, inner: bool
) -> Markup:
    one, other = sorted((scale.place(start), scale.place(start + part.value)))
    rect = element(
        "rect", x=one, y=top, width=max(other - one, 0.5), height=_THICK,
        fill=fill(sheet, groups.index(part.group)), class_="bar",
    )  # fmt: skip
    text = written(part.value, sheet.language)
    told = " · ".join(filter(None, (cut(part.label, 120), cut(part.group, 120)))) + f": {text}"
    # In a part of several its own number, where it has room.
    if inner and other - one > width_of(text, SMALL) + 14:
        middle = (one + other) / 2
        plate = width_of(text, SMALL) + 6
        number = (
            element("rect", x=middle - plate / 2, y=top + 3, width=plate, height=16, rx=3,
                    class_="plate"),
            element("text", text, x=middle, y=top + 15.5, class_="small", text_anchor="middle"),
        )  # fmt: skip
        return mark(sheet, part.link, told, rect, *number, group=part.group)
    return mark(sheet, part.link, told, rect, group=part.group)
