"""Numbers, dates and truth values of a workbook, as the text that its cell shows.

A date is taken at the precision its format shows: a spreadsheet turns a typed `jun 2015` into
the first of June and shows month and year, and it is the month and year that were meant.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from ..cells import Cell
from ..values.reading import violation

Native = bool | int | float | datetime | date
"""What openpyxl gives for a cell that holds no text and that a column can hold."""

MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS = re.compile(r"0{2,}")
_TOO_LONG = violation(
    "cell.digits-lost",
    "The number is longer than the 15 digits that Excel keeps, so its last digits are lost. "
    "Format the cell as text and write it again.",
    "Tallet er lengre enn de 15 sifrene Excel tar vare på, så de siste er tapt. "
    "Formater cellen som tekst og skriv det på nytt.",
)


def native_cell(value: Native, number_format: str) -> Cell:
    """Give a native value of a workbook as a cell."""
    if isinstance(value, bool):
        return Cell("true" if value else "false", native=True)
    if isinstance(value, date):
        return Cell(_date_text(value, number_format), native=True)
    if abs(value) >= 10**MOST_DIGITS:
        return Cell(str(value), native=True, refusals=(_TOO_LONG,))
    return Cell(_number_text(value, number_format), native=True)


def _date_text(value: date, number_format: str) -> str:
    shows = _LITERAL.sub("", number_format).lower().partition(";")[0]
    if isinstance(value, datetime) and value.time() != datetime.min.time():
        return value.isoformat(sep=" ")
    if "d" in shows or "y" not in shows:
        return value.strftime("%Y-%m-%d") if value.year > 999 else value.isoformat()[:10]
    return f"{value:%Y-%m}" if "m" in shows else f"{value:%Y}"


def _number_text(value: int | float, number_format: str) -> str:
    """Give a number with its percent sign or its leading zeros, if its format shows them."""
    number = Decimal(format(value, f".{MOST_DIGITS}g"))
    if "%" in _LITERAL.sub("", number_format):
        return f"{_plain(number * 100)}%"
    text = _plain(number)
    return text.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else text


def _plain(number: Decimal) -> str:
    """Give a number without exponent and without zeros after its last decimal."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
