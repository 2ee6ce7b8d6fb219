"""Numbers of a result: which can be drawn, how they are written, and the ticks of an axis."""

from __future__ import annotations

import re
from math import ceil, floor, isfinite, log10

from ..pages.rows import Term

LARGEST = 1e300
"""Beyond it sums would leave what a computer can count."""
SMALLEST = 1e-300

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXT = frozenset({"", f"{_XSD}string"})
_NO_NUMBERS = frozenset(
    f"{_XSD}{name}" for name in ("date", "dateTime", "gYear", "gYearMonth", "time", "duration")
)


def amount(term: Term | None) -> float | None:
    """Give the number a literal holds, None for what is no number or cannot be drawn.

    A text that reads as a number counts; infinity, NaN and what is beyond 1e300 do not.
    """
    if term is None or term.kind != "literal" or term.language or term.datatype in _NO_NUMBERS:
        return None
    text = term.value.strip()
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    if not isfinite(value) or abs(value) > LARGEST:
        return None
    return value if abs(value) >= SMALLEST else 0.0


def written(value: float, language: str) -> str:
    """Give a number as people write it: `1,234.5` in English, `1 234,5` in Norwegian."""
    if value and not 1e-4 <= abs(value) < 1e15:
        text = f"{value:.3g}"
    else:
        text = f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    if language == "nb":
        return text.translate({ord(","): "\N{NO-BREAK SPACE}", ord("."): ","})
    return text


def ticks(low: float, high: float, wanted: int) -> list[float]:
    """Give round numbers between two, about as many as wanted; none when the two are equal."""
    step = _step((high - low) / max(wanted, 1))
    if not step:
        return []
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _step(rough: float) -> float:
    """Give the next number from 1, 2 or 5 times a power of ten upwards."""
    if rough <= SMALLEST * 1e10:
        return 0.0
    power = 10.0 ** floor(log10(rough))
    return power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
