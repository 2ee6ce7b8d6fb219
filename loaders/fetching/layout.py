"""Whether a new file has the members, or columns, that the one before had.

A register may rename a member that records need not have. Nothing is wrong with any record then,
and what was read from it is silently gone; so it is told when the new file comes, and by builds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from ...shapes.report import Finding, Message
from ..streams.csv_rows import Header, read_rows
from ..streams.json_values import read_values
from ..streams.packed import Broken, open_packed
from .receipt import Receipt

RECORDS = 500
"""Records at the head of a file that are looked at."""

FEWEST = 50
"""Records below which a member may be absent by chance."""

USUAL = 0.9
"""The share of records that have a member which is missed when none has it."""

_ENDINGS = (".csv", ".csv.gz", ".txt", ".txt.gz")


@dataclass(frozen=True, slots=True)
class Change:
    """Members that nearly all records had and none has now, and the other way round."""

    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


def change(old: Path, new: Path) -> Change:
    """Compare the heads of two files; files that are neither JSON nor CSV are not compared."""
    before, after = _members(old), _members(new)
    if not before or not after:
        return Change()
    return Change(_missed(before, after), _missed(after, before))


def told(changed: Change) -> Message:
    """Say what has changed."""
    lost, gained = (", ".join(names) or "-" for names in (changed.lost, changed.gained))
    return Message(
        f"the new file has not what the one before had: {lost}; it has instead: {gained}. What was "
        "read from there is gone: tell us if the register has changed its layout",
        f"den nye filen har ikke det som den forrige hadde: {lost}; den har i stedet: {gained}. "
        "Det som ble lest derfra, er borte: si fra hvis registeret har endret oppsettet",
    )


def changes(receipt: Receipt) -> tuple[tuple[str, Message], ...]:
    """Say of each file of a source that lacks what the one before had, by its name."""
    changed = ((each.name, Change(each.lost, each.gained)) for each in receipt.fetched)
    return tuple((name, told(each)) for name, each in changed if each.lost)


def _missed(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(name for name, share in before.items() if share >= USUAL
                        and name not in after))  # fmt: skip


def _members(path: Path) -> Mapping[str, float]:
    """Give the share of records that have each member; none for what cannot be told."""
    try:
        with open_packed(path) as packed:
            start = packed.read(1024).lstrip()
    except Broken:
        return {}
    if start.startswith((b"{", b"[")):
        return _members_of_json(path)
    return _columns(path, start) if path.name.lower().endswith(_ENDINGS) else {}


def _members_of_json(path: Path) -> Mapping[str, float]:
    counts, records = Counter[str](), 0
    for value in islice(read_values(path), RECORDS):
        if isinstance(value, Finding):
            break
        try:
            counts.update(msgspec.json.decode(value[1], type=dict[str, msgspec.Raw]).keys())
        except (msgspec.DecodeError, RecursionError):
            continue
        records += 1
    if records < FEWEST:
        return {}
    return {name: count / records for name, count in counts.items()}


def _columns(path: Path, start: bytes) -> Mapping[str, float]:
    line = start.partition(b"\n")[0].decode("utf-8", "replace")
    delimiter = max(",;\t", key=line.count)
    header = next(iter(read_rows(path, frozenset(), delimiter)), None)
    return dict.fromkeys(header.names, 1.0) if isinstance(header, Header) else {}
