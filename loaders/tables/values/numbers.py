"""Decimals and integers, with the comma and the spaces that Norwegian numbers are written with.

A number whose separator could be a decimal mark as well as a thousands mark (`1.234`) is
refused, since a wrong guess is wrong by a thousand.
"""

from __future__ import annotations

import re

from .reading import Reading, interpreted, refused, shown, suggestion

_SPACES = " \u00a0\u2007\u2009\u202f"
_NUMBER = re.compile(
    rf"(?P<sign>[-+\u2212]?)"
    rf"(?P<whole>[0-9]+|[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+)"
    rf"(?:(?P<mark>[.,])(?P<part>[0-9]+))?"
)
_GROUPED = re.compile(r"[-+\u2212]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]+)?")
_PERCENT = re.compile(r"[-+\u2212]?[0-9]+(?:[.,][0-9]+)?\s?%")


def read_decimal(text: str, *, exact: bool = False) -> Reading:
    """Give a decimal with a point and no spaces (XML Schema part 2, 3.3.3).

    `exact` says that a point can only be a decimal mark: the cell of a workbook holds a number,
    or the column's values never reach a thousand.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _refused(text)
    if not exact and _ambiguous(match):
        return _ambiguity(text, match)
    sign = "-" if match["sign"] in {"-", "\u2212"} else ""
    whole = "".join(character for character in match["whole"] if character not in _SPACES)
    value = sign + (whole.lstrip("0") or "0")
    return interpreted(text, f"{value}.{match['part']}" if match["part"] else value)


def read_integer(text: str, *, exact: bool = False) -> Reading:
    """Give a whole number without spaces (XML Schema part 2, 3.4.13)."""
    reading = read_decimal(text, exact=exact)
    if not reading.values:
        return reading
    whole, _, part = reading.values[0].partition(".")
    if part.strip("0"):
        return refused(
            "cell.integer",
            f"'{shown(text)}' is not a whole number. Write a number without decimals.",
            f"«{shown(text)}» er ikke et helt tall. Skriv et tall uten desimaler.",
        )
    return interpreted(text, whole)


def _ambiguous(match: re.Match[str]) -> bool:
    whole = match["whole"]
    return len(match["part"] or "") == 3 and len(whole) <= 3 and whole.strip("0") != ""


def _ambiguity(text: str, match: re.Match[str]) -> Reading:
    whole, part = match["whole"], match["part"]
    return refused(
        "cell.number-ambiguous",
        f"'{shown(text)}' can be read as {whole + part} or as {whole}.{part}. "
        f"Write {whole + part} without a separator, or {whole}.{part}0 if it is a decimal.",
        f"«{shown(text)}» kan leses som {whole + part} eller som {whole},{part}. "
        f"Skriv {whole + part} uten skilletegn, eller {whole},{part}0 hvis det er et desimaltall.",
    )


def _without_groups(text: str) -> str:
    """Give a number in which one mark can only part thousands, as in `1.234.567` and `1,234.5`."""
    marks = [character for character in text if character in ".,"]
    kinds = list(dict.fromkeys(marks))
    if len(marks) < 2 or (len(kinds) == 2 and marks.count(kinds[1]) > 1):
        return ""
    plain = text.replace(kinds[0], "").replace("\u2212", "-").removeprefix("+")
    return plain.replace(",", ".")


def _refused(text: str) -> Reading:
    if _GROUPED.fullmatch(text):
        return refused(
            "cell.number-ambiguous",
            f"'{shown(text)}' has a point or a comma as thousands mark. "
            "Write thousands without a mark or with a space, as in 1234.5 or 1 234,5.",
            f"«{shown(text)}» har punktum eller komma som tusenskille. "
            "Skriv tusener uten skilletegn eller med mellomrom, som 1234,5 eller 1 234,5.",
            suggestion(
                _without_groups(text),
                "the same number without its thousands marks; it can be no other",
                "samme tall uten tusenskille; det kan ikke være noe annet",
            ),
        )
    percent = _PERCENT.fullmatch(text)
    return refused(
        "cell.number",
        f"'{shown(text)}' is not a number. Write only the number, as in 12.5, "
        f"without {'the percent sign' if percent else 'words or units'}.",
        f"«{shown(text)}» er ikke et tall. Skriv bare tallet, som 12,5, "
        f"uten {'prosenttegn' if percent else 'ord eller enheter'}.",
    )
