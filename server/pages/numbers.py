"""Numbers as pages write them: `1,234,567.5` in English, `1 234 567,5` in Norwegian.

Only what is read is written so; data keep their numbers as they are.
"""

from __future__ import annotations

import re

from .rows import Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_GROUPED = frozenset(
    f"{_XSD}{name}"
    for name in ("integer", "decimal", "int", "long", "nonNegativeInteger", "positiveInteger")
)
_DECIMAL = re.compile(r"([-+]?)(\d{5,400})(?:\.(\d+))?", re.ASCII)
"""A number from 10,000 on: one of four digits may be a year, wherever a query has it from."""

_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)", re.ASCII)
_MARKS = {"en": (",", "."), "nb": ("\N{NO-BREAK SPACE}", ",")}


def counted(number: int, language: str) -> str:
    """Give how many there are of something.

    >>> counted(1234, "en")
    '1,234'
    """
    between, _ = _MARKS[language]
    return _THOUSANDS.sub(between, str(number))


def grouped(term: Term, language: str) -> str:
    """Give the text of a literal, with its thousands apart where it is a number that has them.

    Codes are texts and years have types of their own, so neither is touched.
    """
    found = _DECIMAL.fullmatch(term.value) if term.datatype in _GROUPED else None
    if found is None:
        return term.value
    between, point = _MARKS[language]
    sign, whole, parts = found.groups()
    return f"{sign}{_THOUSANDS.sub(between, whole)}{point + parts if parts else ''}"
