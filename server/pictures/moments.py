"""Dates of a result as days on a line: whole dates, months and years, each a span of days.

The calendar is the proleptic Gregorian one, as in XML Schema 1.1, part 2, section 3.3; the year 0
is 1 BC. Day 0 is 1 January 1970.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..pages.rows import Term

_DATE = re.compile(
    r"(-?\d{4,6})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+)?)?)?(?:Z|[-+]\d\d:\d\d)?", re.ASCII
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """A date as precise as it is stated: its first day and the day after its last."""

    first: int
    after: int


def span(term: Term | None) -> Span | None:
    """Give the days a literal such as `2006`, `2007-06` or `2009-06-11` stands for."""
    if term is None or term.kind != "literal":
        return None
    found = _DATE.fullmatch(term.value.strip()[:60])
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not month:
        return None if found[2] else Span(day_of(year, 1, 1), day_of(year + 1, 1, 1))
    if month > 12 or (found[3] and not 1 <= day <= length_of(year, month)):
        return None
    first = day_of(year, month, day or 1)
    return Span(first, first + (1 if day else length_of(year, month)))


def length_of(year: int, month: int) -> int:
    """Give how many days a month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _DAYS[month - 1]


def day_of(year: int, month: int, day: int) -> int:
    """Give the number of a day, counted from 1 January 1970, for any year."""
    year -= month <= 2  # A year that begins with March has its leap day at the end.
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def year_of(day: int) -> int:
    """Give the year a day lies in."""
    year = day // 366 + 1970 if day >= 0 else day // 365 + 1970
    while day_of(year + 1, 1, 1) <= day:
        year += 1
    return year
