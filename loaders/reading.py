"""One source read: its records apart from what else its reader says, and kept for another run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from ..shapes.report import Finding
from .facts import SourceFacts
from .records import Item, Record, Rejected
from .release.provenance import digests_of_files
from .sources import KINDS
from .spooling.record_file import RecordFile
from .spooling.spool import Spool
from .tables.schema import ACCEPTED

Said = Rejected | Finding
"""What a register's reader gives besides records."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a source gives: records, and everything else in the order of the file."""

    records: Sequence[Record]
    others: Sequence[Item]


def read_items(items: Iterable[Item], spool: Spool) -> Read:
    """Read a source to its end; rows that a steward accepts are among the others."""
    others = list[Item]()

    def records() -> Iterator[Record]:
        for item in items:
            if isinstance(item, Record) and item.table != ACCEPTED:
                yield item
            else:
                others.append(item)

    return Read(spool.records(records()), others)


def read_register(source: SourceFacts, items: Iterable[Item], spool: Spool) -> Read:
    """Read a register, unless an earlier run has and kept it; only klynge's own kinds are kept."""
    if spool.kept is None or source.type not in KINDS:
        return read_items(items, spool)
    by = _decided_by(source)
    records = spool.kept.records((f"{source.id}, read", *by), spool.aside)
    others = spool.kept.values((f"{source.id}, said", *by), list[Said])
    if records is not None and others is not None:
        return Read(records, others)
    read = read_items(items, spool)
    if not isinstance(read.records, RecordFile):
        return read
    spool.kept.keep_values(read.others, (f"{source.id}, said", *by))
    kept = spool.kept.keep_records(read.records, (f"{source.id}, read", *by))
    return Read(kept, read.others)


def _decided_by(source: SourceFacts) -> list[str]:
    """Give what decides what a reader gives: the facts of the source, the bytes of its files."""
    facts = [f"{f.name} {getattr(source, f.name)}" for f in fields(source) if f.name != "watch"]
    files = (f"{name} {digest}" for name, digest in digests_of_files(source.path))
    return [*facts, *files]
