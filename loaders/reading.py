"""One source read: its records apart from what else its reader says, and kept for another run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import msgspec

from ..shapes.report import Finding
from .facts import SourceFacts
from .records import Item, Record, Rejected
from .release.provenance import digests_of_files
from .sources import KINDS
from .spooling.record_file import RecordFile
from .spooling.spool import Spool
from .tables.schema import ACCEPTED


class _Said(msgspec.Struct):
    """One thing that a register's reader gives besides records, as it is kept."""

    rejected: Rejected | None = None
    finding: Finding | None = None

    @classmethod
    def of(cls, item: Item) -> _Said:
        """Take a rejected row or a finding; registers give nothing else."""
        if isinstance(item, Rejected):
            return cls(rejected=item)
        assert isinstance(item, Finding), item
        return cls(finding=item)

    def item(self) -> Item:
        """Give it back."""
        item = self.rejected or self.finding
        assert item is not None
        return item


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
    """Read a register, unless an earlier run has and kept it.

    Only what klynge's own kinds read is kept: what code decides it is known for no others.
    """
    if spool.kept is None or source.type not in KINDS or not KINDS[source.type].register:
        return read_items(items, spool)
    by = _decided_by(source)
    records = spool.kept.records((f"{source.id}, read", *by), spool.aside)
    said = spool.kept.values((f"{source.id}, said", *by), list[_Said])
    if records is not None and said is not None:
        return Read(records, [each.item() for each in said])
    read = read_items(items, spool)
    if not isinstance(read.records, RecordFile):
        return read
    said = [_Said.of(item) for item in read.others]
    spool.kept.keep_values(said, (f"{source.id}, said", *by))
    kept = spool.kept.keep_records(read.records, (f"{source.id}, read", *by))
    return Read(kept, read.others)


def _decided_by(source: SourceFacts) -> list[str]:
    """Give what decides what a reader gives: the facts of the source, the bytes of its files."""
    facts = [f"{f.name} {getattr(source, f.name)}" for f in fields(source) if f.name != "watch"]
    files = (f"{name} {digest}" for name, digest in digests_of_files(source.path))
    return [*facts, *files]
