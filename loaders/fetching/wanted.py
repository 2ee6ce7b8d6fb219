"""What a catalogue's tables name: the numbers and names by which ways ask registers for bodies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from ..extracts import ORGANISATIONS, numbers_of
from ..facts import SourceFacts, read_catalogue
from ..fixing.offers import TABLES
from ..records import Record
from ..sources import kind_of
from .request import Named, Wanted
from .shelf import shelf_of


def wanted_by(folder: Path, day: datetime.date) -> Wanted:
    """Read the sources that say which bodies a catalogue speaks of; raises KlyngeError.

    A build takes of registers with `only = "used"` what the other sources name, so those are read;
    one that is itself fetched counts with the files it has.
    """
    numbers, names = set[str](), set[Named]()
    for source in read_catalogue(folder).sources:
        if _names_bodies(source):
            for body in _bodies(source):
                numbers |= numbers_of(body)
                if source.type == TABLES and body.one("name") and not body.one("number"):
                    names.add(Named(body.one("name"), body.one("country")))
    return Wanted(frozenset(numbers), day, frozenset(names))


def _names_bodies(source: SourceFacts) -> bool:
    if source.only and kind_of(source).register:
        return False
    receipt = shelf_of(source.folder, source.id).read_receipt() if source.fetch else None
    return not source.fetch or bool(receipt and receipt.files)


def _bodies(source: SourceFacts) -> Iterator[Record]:
    for item in kind_of(source).read(source):
        if isinstance(item, Record) and item.table == ORGANISATIONS:
            yield item
