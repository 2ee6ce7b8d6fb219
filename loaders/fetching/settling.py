"""The end of a source's fetch: new files take the place of old ones, or the old ones stay.

The receipt is written first: whoever ends the process in between leaves files that are not as it
says, which the next fetch sees and fetches anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...shapes.report import Message
from . import layout
from .harvest import Harvest
from .outcome import Outcome, State
from .receipt import Failure, Fetched, KeptFile, Receipt, write_receipt
from .shelf import Shelf

Look = Callable[[Path], Message | None]
"""Looks at new files, at the one or at the folder, and says why nothing of them can be read."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What a source has now, which files of it are new, and the names of those that are gone."""

    after: Mapping[str, Fetched]
    new: tuple[KeptFile, ...]
    gone: tuple[str, ...]

    @property
    def files(self) -> tuple[KeptFile, ...]:
        return _files(self.after)


def settle(harvest: Harvest, receipt: Receipt, look: Look) -> Outcome:
    """Put what was found in place, or leave what was there when nothing of it can be read.

    `receipt` has the facts of the source, to which what is there is added.
    """
    change = _change(harvest, harvest.after())
    why = look(_path(harvest.shelf.new, change.files)) if change.new else _vanished(harvest, change)
    if why:
        harvest.reasons.append(("", why))
        change = _change(harvest, harvest.had)
    change = replace(change, after=_compared(harvest, change))
    failed = _failure(harvest)
    receipt = replace(receipt, fetched=tuple(change.after.values()), failed=failed)
    write_receipt(harvest.shelf.receipt, receipt)
    _place(harvest.shelf, change)
    return Outcome(
        source=harvest.shelf.source,
        state=_state(harvest, change),
        day=receipt.day,
        files=len(change.files),
        bytes=sum(file.bytes for file in change.files),
        new=len(change.new),
        gone=change.gone,
        absent=sum(not each.files for each in change.after.values()),
        strays=strays(harvest.shelf, receipt),
        layout=layout.changes(receipt),
        reasons=tuple(harvest.reasons),
    )


def _vanished(harvest: Harvest, change: _Change) -> Message | None:
    """Say that a server knows nothing any more of what it had; one thing alone may well be gone."""
    lost = [name for name, each in change.after.items()
            if not each.files and name in harvest.had and harvest.had[name].files]  # fmt: skip
    if change.files or len(lost) < 2:
        return None
    return Message(
        f"none of the {len(lost):,} things that were there exists at its address any more, as if "
        "the service had moved; fetch again later, or tell us if it has moved",
        f"ingenting av de {len(lost):,} som var der, finnes lenger på adressen sin, som om "
        "tjenesten er flyttet; hent på nytt senere, eller si fra hvis den er flyttet",
    )


def strays(shelf: Shelf, receipt: Receipt | None) -> tuple[str, ...]:
    """Give the names of what lies in the folder of a source and was not fetched."""
    known = {file.name for file in receipt.files} if receipt else set()
    there = shelf.kept.iterdir() if shelf.kept.is_dir() else ()
    return tuple(sorted(path.name for path in there if path.name not in known))


def _change(harvest: Harvest, after: Mapping[str, Fetched]) -> _Change:
    new = {name: each for name, each in after.items() if _is_new(harvest, name, each)}
    files, names = _files(new), {file.name for file in _files(after)}
    gone = (file.name for file in _files(harvest.had) if file.name not in names)
    return _Change(after, files, tuple(gone))


def _compared(harvest: Harvest, change: _Change) -> dict[str, Fetched]:
    """Give what a source has now, with how the layout of new files differs from that before."""
    after = dict(change.after)
    for name, each in change.after.items():
        old = harvest.had.get(name)
        if old and each.files and old.files and _is_new(harvest, name, each):
            shelf, before, now = harvest.shelf, old.files[0].name, each.files[0].name
            changed = layout.change(shelf.kept / before, shelf.new / now)
            after[name] = replace(each, lost=changed.lost, gained=changed.gained)
    return after


def _is_new(harvest: Harvest, name: str, each: Fetched) -> bool:
    """Tell whether the files were fetched now, and differ from those that are there."""
    old = harvest.had.get(name)
    if old is None or each is old:
        return old is None
    return name not in harvest.sound or each.files != old.files


def _files(fetched: Mapping[str, Fetched]) -> tuple[KeptFile, ...]:
    return tuple(file for each in fetched.values() for file in each.files)


def _path(folder: Path, files: tuple[KeptFile, ...]) -> Path:
    return folder / files[0].name if len(files) == 1 else folder


def _place(shelf: Shelf, change: _Change) -> None:
    for file in change.new:
        with (shelf.new / file.name).open("rb") as whole:
            os.fsync(whole.fileno())
        (shelf.new / file.name).replace(shelf.kept / file.name)
    for name in change.gone:
        (shelf.kept / name).unlink(missing_ok=True)


def _failure(harvest: Harvest) -> Failure | None:
    if not harvest.reasons:
        return None
    _, why = harvest.reasons[0]
    return Failure(harvest.line.clock.moment(), why.en, why.nb)


def _state(harvest: Harvest, change: _Change) -> State:
    if harvest.reasons:
        return State.KEPT if change.files else State.FAILED
    return State.FETCHED if change.new or change.gone else State.UNCHANGED
