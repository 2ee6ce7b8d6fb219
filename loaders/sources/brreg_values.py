"""Values of the Norwegian business register: numbers, web sites, and the editions of its codes."""

from __future__ import annotations

import datetime
import re

from ...ontology.errors import KlyngeError
from ..tables.values.registers import organisation_check_digit
from ..tables.values.web import read_url

PLACE_EDITIONS = (("2024-01-01", "no-2024"), ("2020-01-01", "no-2020"), ("2018-01-01", "no-2018"))
ACTIVITY_EDITIONS = (("2025-09-01", "sn2025"), ("2009-01-01", "sn2007"))
"""The editions of numbers of municipalities and of activity codes, each from its first day."""


_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9_./-]*)?")


class NoDate(KlyngeError):
    """A register's file says of no day which it is of, so its codes could be of any edition."""


def is_number(text: str) -> bool:
    """Tell whether a text is an organisation number, check digit (modulus 11) and all."""
    return (
        len(text) == 9
        and text.isascii()
        and text.isdigit()
        and organisation_check_digit(text[:8]) == text[8]
    )


def web_site(text: str) -> str:
    """Give the address of a site that the register writes without a scheme; empty where none."""
    text = text.strip()
    if _HOST.fullmatch(text):
        return f"https://{text}"
    whole = text if text.lower().startswith(("http://", "https://")) else f"https://{text}"
    return "".join(read_url(whole).values) if "." in text else ""


def edition_of(day: datetime.date, editions: tuple[tuple[str, str], ...], source: str) -> str:
    """Give the edition that held on a day; raises NoDate where none is known."""
    for first, edition in editions:
        if day.isoformat() >= first:
            return edition
    raise NoDate(
        f"source {source!r} is as of {day}; expected a day from {editions[-1][0]} on, for which "
        "the editions of codes are known: correct as_of in klynge.toml"
    )
