"""Whether everything that was fetched is still there, asked of the disk alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...ontology.errors import KlyngeError
from ...shapes.report import Message
from ..facts import Catalogue, SourceFacts
from ..sources import kind_of
from .fault import Fault
from .fetch import chosen
from .layout import changes
from .outcome import Outcome, State
from .plan import needs_wanted, plan
from .receipt import Receipt
from .request import Wanted
from .settling import strays
from .shelf import Shelf, shelf_of
from .wanted import wanted_by

NEVER = Message(
    "it was never fetched; run `klynge fetch` where there is a network",
    "den er aldri hentet; kjør `klynge fetch` der det er nett",
)


def verify(catalogue: Catalogue, ids: Sequence[str], today: datetime.date) -> Iterator[Outcome]:
    """Tell of each source whether all that is wanted is there, as its receipt says.

    Raises NothingToFetch and UnknownWay.
    """
    sources = chosen(catalogue, ids)
    wanted = wanted_by(catalogue.folder, today) if any(map(needs_wanted, sources)) else None
    for source in sources:
        shelf = shelf_of(catalogue.folder, source.id)
        receipt = shelf.read_receipt()
        if receipt is None or not receipt.fetched:
            yield Outcome(source.id, State.FAILED, reasons=(("", NEVER),))
        else:
            reasons = (*_broken(shelf, receipt), *_lacking(source, wanted, shelf, receipt))
            yield _outcome(shelf, receipt, reasons)


def _outcome(shelf: Shelf, receipt: Receipt, reasons: tuple[tuple[str, Message], ...]) -> Outcome:
    return Outcome(
        source=receipt.source,
        state=State.KEPT if reasons else State.UNCHANGED,
        day=receipt.day,
        files=len(receipt.files),
        bytes=sum(file.bytes for file in receipt.files),
        absent=sum(not each.files for each in receipt.fetched),
        strays=strays(shelf, receipt),
        layout=changes(receipt),
        reasons=reasons,
    )


def _broken(shelf: Shelf, receipt: Receipt) -> Iterator[tuple[str, Message]]:
    for file in receipt.files:
        if not (shelf.kept / file.name).is_file():
            yield file.name, _missing(file.name)
        elif not shelf.has(file):
            yield file.name, _changed(file.name)


def _lacking(
    source: SourceFacts, wanted: Wanted | None, shelf: Shelf, receipt: Receipt
) -> Iterator[tuple[str, Message]]:
    """Give what the source wants today and nobody has asked for."""
    known = {each.name: (each.url, each.sparql) for each in receipt.fetched}
    try:
        for request in plan(replace(source, path=shelf.kept), kind_of(source), wanted):
            if known.get(request.name) != (request.url, request.sparql):
                yield request.name, _not_fetched(request.name)
    except Fault as fault:
        yield "", fault.message
    except KlyngeError as error:
        yield "", Message(str(error), str(error))


def _missing(name: str) -> Message:
    return Message(
        f"{name} is gone; fetch it again where there is a network",
        f"{name} er borte; hent den på nytt der det er nett",
    )


def _changed(name: str) -> Message:
    return Message(
        f"{name} is not the file that was fetched: its digest differs from its receipt; fetch it "
        "again where there is a network",
        f"{name} er ikke filen som ble hentet: kontrollsummen avviker fra kvitteringen; hent den "
        "på nytt der det er nett",
    )


def _not_fetched(name: str) -> Message:
    return Message(
        f"{name} is wanted and was not fetched from where it is now wanted; fetch it where there "
        "is a network",
        f"{name} er ønsket, men er ikke hentet derfra den nå ønskes; hent den der det er nett",
    )
