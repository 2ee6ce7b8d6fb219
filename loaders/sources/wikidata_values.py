"""Values in answers of Wikidata, each held to what it must be; `None` where it is not that."""

from __future__ import annotations

import re

import msgspec

from ..tables.values.registers import read_lei, read_ror
from ..tables.values.web import read_url

_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9][0-9]{0,11})")
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9:.]{8,12}Z?")
_POINT = re.compile(r"Point\((-?[0-9]{1,3}(?:\.[0-9]+)?) (-?[0-9]{1,2}(?:\.[0-9]+)?)\)", re.I)
_COUNT = re.compile(r"\+?([0-9]{1,9})(?:\.0+)?")
_COUNTRY = re.compile(r"[A-Z]{2}")

YEAR, MONTH, DAY = "9", "10", "11"
"""How precise a time is (Wikibase's data model of time)."""


class Term(msgspec.Struct):
    """A term of an answer (SPARQL 1.1 Query Results JSON Format, section 3.2.2)."""

    type: str
    value: str
    language: str = msgspec.field(default="", name="xml:lang")
    datatype: str = ""


def item(term: Term | None) -> str | None:
    """Give the Q and number of an item."""
    found = _ITEM.fullmatch(term.value) if term and term.type == "uri" else None
    return found[1] if found else None


def time(term: Term | None, precision: Term | None = None) -> str | None:
    """Give a date as precise as it is: a day, or a month or a year; none before the year 1."""
    found = _TIME.fullmatch(term.value) if term and term.type != "uri" else None
    if not found:
        return None
    year, month, day = found.groups()
    exact = precision.value if precision else DAY
    return {YEAR: year, MONTH: f"{year}-{month}", DAY: f"{year}-{month}-{day}"}.get(exact)


def count(term: Term | None) -> str | None:
    """Give a whole number of persons."""
    found = _COUNT.fullmatch(term.value) if term and term.type != "uri" else None
    return found[1] if found else None


def point(term: Term | None) -> tuple[str, str] | None:
    """Give latitude and longitude of a point in WKT, which has them the other way round."""
    found = _POINT.fullmatch(term.value) if term else None
    if not found or abs(float(found[2])) > 90 or abs(float(found[1])) > 180:
        return None
    return found[2], found[1]


def text(term: Term | None) -> str | None:
    """Give a text."""
    return term.value.strip() or None if term and term.type != "uri" else None


def label(term: Term | None) -> tuple[str, str] | None:
    """Give a text and its language; a text without one is no label."""
    found = text(term)
    return (found, term.language) if term and found and term.language else None


def website(term: Term | None) -> str | None:
    """Give a web address."""
    return term.value if term and term.type == "uri" and read_url(term.value).values else None


def country(term: Term | None) -> str | None:
    """Give a country by its two letters."""
    found = text(term)
    return found if found and _COUNTRY.fullmatch(found) else None


def lei(term: Term | None) -> str | None:
    """Give a LEI whose check digits are right."""
    found = text(term)
    return found if found and read_lei(found).values == (found,) else None


def ror(term: Term | None) -> str | None:
    """Give the address of a ROR id whose check digits are right; Wikidata has its last part."""
    found = text(term)
    values = read_ror(f"https://ror.org/{found}").values if found else ()
    return values[0] if values else None
