"""Dates at the precision they are known: `2006`, `2015-06`, `2009-06-11`.

Norwegian and English ways of writing are understood where they can only mean one thing. What
could mean two (`03/04/2015`) is refused with the ways out of it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from ....shapes.report import Suggestion
from .reading import Reading, interpreted, refused, shown, suggestion

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january januar jan",
            "february februar feb",
            "march mars mar",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sept sep",
            "october oktober oct okt",
            "november nov",
            "december desember dec des",
        ),
        start=1,
    )
    for word in words.split()
}
_YEAR = r"(?P<year>[12][0-9]{3})"
_DAY = r"(?P<day>[0-9]{1,2})"
_NAME = r"(?P<month>[^\W\d_]{3,9})\.?"
_ORDINAL = r"(?:\.|st|nd|rd|th)?"
_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?:-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?)?",
        rf"{_DAY}\.\s?(?P<month>[0-9]{{1,2}})\.\s?{_YEAR}",
        rf"{_DAY}{_ORDINAL}\s*{_NAME},?\s+{_YEAR}",
        rf"{_NAME}\s+{_DAY}{_ORDINAL},\s*{_YEAR}",
        rf"{_NAME}(?:\s+|\s*,\s*){_YEAR}",
        rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})[T ]00:00(?::00(?:\.0+)?)?",
    )
)
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([12][0-9]{3})")
_YEAR_FIRST = re.compile(r"([12][0-9]{3})([./]?)([0-9]{2})\2([0-9]{2})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
_RANGE = re.compile(r"[12][0-9]{3}\s*[-–—/]\s*[12][0-9]{3}")
_DAY_NUMBER = re.compile(r"[2-6][0-9]{4}")
_EXCEL_EPOCH = date(1899, 12, 30)


def read_date(text: str) -> Reading:
    """Give a date as `2006`, `2015-06` or `2009-06-11` (XML Schema part 2, 3.3.9 to 3.3.11)."""
    for way in _WAYS:
        if match := way.fullmatch(text):
            parts = match.groupdict()
            year, month, day = parts["year"], parts.get("month"), parts.get("day")
            number = _month(month) if month else None
            if month is None or number is not None:
                return _checked(text, int(year), number, int(day) if day else None)
    return _refused(text)


def _month(word: str) -> int | None:
    """Give the number of a month, None where the word is no month."""
    return int(word) if word.isdecimal() else _MONTHS.get(word.casefold())


def _checked(text: str, year: int, month: int | None, day: int | None) -> Reading:
    if month is None:
        return interpreted(text, f"{year}")
    if not 1 <= month <= 12:
        return refused(
            "cell.date-impossible",
            f"'{shown(text)}' names month {month}; expected a month from 01 to 12. Correct it.",
            f"«{shown(text)}» nevner måned {month}; ventet en måned fra 01 til 12. Rett den.",
            suggestion(
                _written(year, day or 0, month),
                "day and month are swapped: read otherwise it is no date",
                "dag og måned er byttet om: lest på annen måte er det ingen dato",
            ),
        )
    if day is None:
        return interpreted(text, f"{year}-{month:02}")
    last = calendar.monthrange(year, month)[1]
    if 1 <= day <= last:
        return interpreted(text, f"{year}-{month:02}-{day:02}")
    return refused(
        "cell.date-impossible",
        f"'{shown(text)}' is no day of the calendar; {year}-{month:02} has days 01 to {last}. "
        f"Correct it, or write {year}-{month:02} if the day is not known.",
        f"«{shown(text)}» er ingen dag i kalenderen; {year}-{month:02} har dag 01 til {last}. "
        f"Rett datoen, eller skriv {year}-{month:02} hvis dagen ikke er kjent.",
    )


def _refused(text: str) -> Reading:
    en, nb = "Write 2006, 2015-06 or 2009-06-11.", "Skriv 2006, 2015-06 eller 2009-06-11."
    if match := _SLASHES.fullmatch(text):
        orders = _orders(*(int(part) for part in match.groups()))
        ways = " / ".join(orders)
        return refused(
            "cell.date-ambiguous",
            f"'{shown(text)}' can be read day first or month first: {ways or 'neither is a date'}. "
            f"{en}",
            f"«{shown(text)}» kan leses med dag eller måned først: {ways or 'ingen er en dato'}. "
            f"{nb}",
            suggestion(
                orders[0] if len(orders) == 1 else "",
                "the one date it can be: read otherwise it has no such day or month",
                "den ene datoen det kan være: lest på annen måte finnes ikke dagen eller måneden",
            ),
        )
    if _SHORT_YEAR.fullmatch(text):
        return refused(
            "cell.date-ambiguous",
            f"'{shown(text)}' has a year of two digits; expected four. {en}",
            f"«{shown(text)}» har årstall med to siffer; ventet fire. {nb}",
        )
    hint_en, hint_nb = _hint(text)
    return refused(
        "cell.date",
        f"'{shown(text)}' is not understood as a date.{hint_en} {en}",
        f"«{shown(text)}» er ikke forstått som en dato.{hint_nb} {nb}",
        _year_first(text) or _day_number(text),
    )


def _year_first(text: str) -> tuple[Suggestion, ...]:
    """Suggest the day of `2015/06/01`, `2015.06.01` and `20150601`."""
    match = _YEAR_FIRST.fullmatch(text)
    return suggestion(
        _written(int(match[1]), int(match[3]), int(match[4])) if match else "",
        "after the year comes the month and then the day",
        "etter året kommer måneden og så dagen",
    )


def _day_number(text: str) -> tuple[Suggestion, ...]:
    """Suggest the day that a spreadsheet shows for a number (ECMA-376 part 1, 18.17.4.1)."""
    return suggestion(
        _day_of(text) if _DAY_NUMBER.fullmatch(text) else "",
        "the day that a spreadsheet shows for this number when it counts from 1900",
        "dagen et regneark viser for dette tallet når det teller fra 1900",
    )


def _day_of(number: str) -> str:
    return (_EXCEL_EPOCH + timedelta(days=int(number))).isoformat()


def _written(year: int, month: int, day: int) -> str:
    """Give a day of the calendar as it is written, or the empty text where there is none."""
    sound = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return f"{year}-{month:02}-{day:02}" if sound else ""


def _orders(first: int, second: int, year: int) -> list[str]:
    """Give the dates that two numbers and a year can stand for."""
    pairs = dict.fromkeys(((second, first), (first, second)))
    return [text for month, day in pairs if (text := _written(year, month, day))]


def _hint(text: str) -> tuple[str, str]:
    if _RANGE.fullmatch(text):
        return (
            " It looks like a period: use one column for its start and one for its end.",
            " Det ser ut som en periode: bruk én kolonne til start og én til slutt.",
        )
    if _DAY_NUMBER.fullmatch(text):
        day = _day_of(text)
        return (
            f" As a day number of a spreadsheet it would be {day}.",
            f" Som dagnummer i et regneark ville det være {day}.",
        )
    return "", ""
