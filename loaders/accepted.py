"""Accepted findings: what a steward lets stand for a while, why and until when.

A row of the table `accepted` names a finding by its id. What is accepted is told all the same,
marked and counted apart; after its last day it counts again. Violations are never accepted.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..shapes.report import Finding, Message, Severity
from .records import Record
from .tables.guidance import expectation
from .tables.schema import ACCEPTED, reading_schema


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Why a finding may stand, until when and by whose word; `ended` when its day has passed."""

    reason: str
    until: datetime.date
    by: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """Acceptances by the id of their finding, and what is wrong with rows of the table."""

    by_finding: Mapping[str, Acceptance]
    findings: tuple[Finding, ...]


def accept(
    rows: Iterable[Record], identified: Mapping[str, Finding], day: datetime.date
) -> Accepted:
    """Hold the rows of `accepted` against the findings there are, by their ids, on a day."""
    by_finding: dict[str, Acceptance] = {}
    about: list[Finding] = []
    for row in rows:
        id_ = _id(row)
        finding = identified.get(id_)
        acceptance = _acceptance(row, day)
        if finding is None:
            about.append(_unknown(row))
        elif finding.severity is Severity.VIOLATION:
            about.append(_violation(row, finding))
        else:
            by_finding[id_] = acceptance
            if acceptance.ended:
                about.append(_ended(row, acceptance))
    return Accepted(by_finding, tuple(about))


def _id(row: Record) -> str:
    """Give the id of the finding; a work list puts ' before one that looks like a number."""
    return row.one("finding").removeprefix("'").lower()


def _acceptance(row: Record, day: datetime.date) -> Acceptance:
    until = last_day(row.one("until"))
    return Acceptance(row.one("reason"), until, row.one("by"), until < day)


def last_day(text: str) -> datetime.date:
    """Give the last day of a date as precise as it is known.

    >>> last_day("2026-02")
    datetime.date(2026, 2, 28)
    """
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def _unknown(row: Record) -> Finding:
    message = Message(
        "No finding has this id now: it is mended, or the id is mistyped. Remove the row, or copy "
        "the id from the report again.",
        "Ingen funn har denne id-en nå: det er rettet, eller id-en er skrevet feil. Fjern raden, "
        "eller kopier id-en fra rapporten på nytt.",
    )
    return _finding("accepted.unknown", Severity.WARNING, message, row, "finding")


def _violation(row: Record, finding: Finding) -> Finding:
    place = finding.location
    message = Message(
        f"This finding keeps a row out ({place.file}, row {place.row}), and what keeps a row out "
        "cannot be accepted. Mend that row, and remove this one.",
        f"Dette funnet holder en rad utenfor ({place.file}, rad {place.row}), og det som holder en "
        "rad utenfor, kan ikke godtas. Rett den raden, og fjern denne.",
    )
    return _finding("accepted.violation", Severity.VIOLATION, message, row, "finding")


def _ended(row: Record, acceptance: Acceptance) -> Finding:
    message = Message(
        f"The acceptance ended on {acceptance.until}, so the finding counts again. Mend it, or "
        "decide anew and write a later date.",
        f"Godkjenningen utløp {acceptance.until}, så funnet teller igjen. Rett det, eller ta "
        "stilling på nytt og skriv en senere dato.",
    )
    return _finding("accepted.ended", Severity.WARNING, message, row, "until")


def _finding(rule: str, severity: Severity, message: Message, row: Record, column: str) -> Finding:
    schema = reading_schema()
    return Finding(
        rule,
        severity,
        message,
        row.location(column),
        row.text(column),
        subject=schema.reference(ACCEPTED, row.one("id")),
        expected=expectation(schema.tables[ACCEPTED].columns[column], schema),
    )
