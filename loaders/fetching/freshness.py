"""How old the fetched copies are that a build reads, as findings.

Judged by the receipts and by the day that the catalogue is issued, never by the clock: the same
input gives the same bytes whenever it is built.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import FILE_NAME, Catalogue, SourceFacts
from ..sources import kind_of
from .layout import changes
from .receipt import Failure, Receipt
from .shelf import shelf_of

DAYS = {
    "CONT": 1, "DAILY": 1, "WEEKLY": 7, "BIWEEKLY": 14, "MONTHLY": 31, "BIMONTHLY": 62,
    "QUARTERLY": 92, "ANNUAL_2": 183, "ANNUAL": 366,
}  # fmt: skip
"""Days between two issues of a register, by the codes of the EU authority table of frequencies."""

LEAST = 7
"""Days after which no copy is called old yet, however often its register is renewed."""


def freshness(catalogue: Catalogue) -> Iterator[Finding]:
    """Give, of each source that is fetched, what its receipt says of the copy."""
    for source in catalogue.sources:
        shelf = shelf_of(catalogue.folder, source.id) if source.fetch else None
        receipt = shelf.read_receipt() if shelf else None
        if shelf is None or receipt is None or not receipt.fetched:
            continue
        yield _told("fetch.copy", Severity.INFO, _copy(receipt), source)
        if receipt.failed:
            yield _told("fetch.failed", Severity.WARNING, _failed(receipt.failed), source)
        if old := _old(receipt, source, catalogue.issued):
            yield _told("fetch.old", Severity.WARNING, old, source)
        for name, what in changes(receipt):
            message = Message(f"{name}: {what.en}", f"{name}: {what.nb}")
            yield _told("fetch.layout", Severity.WARNING, message, source)
        for file in receipt.files:
            if not shelf.has(file):
                yield _told("fetch.changed", Severity.WARNING, _changed(file.name), source)


def _told(rule: str, severity: Severity, message: Message, source: SourceFacts) -> Finding:
    place = Location(FILE_NAME, column=f"source {source.id}")
    return Finding(rule, severity, message, place, value=", ".join(source.fetch))


def _copy(receipt: Receipt) -> Message:
    count, day, checked = len(receipt.files), receipt.day, receipt.checked
    return Message(
        f"what was fetched for it, {count:,} in number, is of {day}; on {checked} it was last "
        "found to be what is published",
        f"det som er hentet for den, {count:,} i tallet, er fra {day}; {checked} ble det sist "
        "funnet å være det som er publisert",
    )


def _failed(failed: Failure) -> Message:
    return Message(
        f"the last fetch, on {failed.when[:10]}, did not get everything: {failed.en}. What was "
        "kept before is read; fetch it again",
        f"den siste hentingen, {failed.when[:10]}, fikk ikke alt: {failed.nb}. Det som var der fra "
        "før, leses; hent det på nytt",
    )


def _old(receipt: Receipt, source: SourceFacts, issued: datetime.date) -> Message | None:
    cadence, checked = kind_of(source).cadence, receipt.checked
    days = (issued - checked).days if checked else 0
    if cadence not in DAYS or days <= max(LEAST, 2 * DAYS[cadence]):
        return None
    name = cadence.lower()
    return Message(
        f"the copy is {days:,} days older than the catalogue, and its register is renewed {name}; "
        "fetch it again",
        f"kopien er {days:,} dager eldre enn katalogen, og registeret fornyes ({name}); hent den "
        "på nytt",
    )


def _changed(name: str) -> Message:
    return Message(
        f"{name} is not the file that was fetched, or is gone: its digest differs from its "
        "receipt. It is read as it is; fetch it again",
        f"{name} er ikke filen som ble hentet, eller er borte: kontrollsummen avviker fra "
        "kvitteringen. Den leses som den er; hent den på nytt",
    )
