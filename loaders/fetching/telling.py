"""How a fetch ended, in words for people and in values for machines."""

from __future__ import annotations

import datetime

from ...shapes.report import Message
from ..tables.values.reading import spelled_out
from .outcome import Outcome, State

SHOWN = 5
"""Reasons of a source that are told one by one; JSON has all."""


def as_text(outcome: Outcome, today: datetime.date, lang: str) -> str:
    """Give a line for a source, and lines below it for what went wrong."""
    lines = [f"{outcome.source}: {_state(outcome, today).text(lang)}"]
    lines += [f"  {each.text(lang)}" for each in _reasons(outcome)]
    return "\n".join(map(spelled_out, lines))


def as_values(outcome: Outcome, today: datetime.date, lang: str) -> dict[str, object]:
    """Give the same for machines, with the age in days."""
    return {
        "source": outcome.source,
        "state": str(outcome.state),
        "day": outcome.day.isoformat() if outcome.day else None,
        "age": _age(outcome, today),
        "files": outcome.files,
        "bytes": outcome.bytes,
        "new": outcome.new,
        "gone": list(outcome.gone),
        "absent": outcome.absent,
        "strays": list(outcome.strays),
        "reasons": [{"file": name, "why": why.text(lang)} for name, why in outcome.reasons],
        "layout": [{"file": name, "what": what.text(lang)} for name, what in outcome.layout],
    }


def _age(outcome: Outcome, today: datetime.date) -> int | None:
    return (today - outcome.day).days if outcome.day else None


def _state(outcome: Outcome, today: datetime.date) -> Message:
    size, age = _size(outcome.bytes), _days(_age(outcome, today) or 0)
    files = Message(
        f"{outcome.files:,} {'file' if outcome.files == 1 else 'files'}, {size}",
        f"{outcome.files:,} {'fil' if outcome.files == 1 else 'filer'}, {size}",
    )
    if outcome.state is State.FETCHED:
        new = outcome.new
        return Message(
            f"fetched: {files.en}, {new:,} of them new", f"hentet: {files.nb}, {new:,} av dem nye"
        )
    if outcome.state is State.UNCHANGED:
        return Message(
            f"unchanged: {files.en}, of {outcome.day}, {age.en}",
            f"uendret: {files.nb}, fra {outcome.day}, {age.nb}",
        )
    if outcome.state is State.FAILED:
        return Message("failed, and nothing is kept, because", "mislyktes, og har ingenting, fordi")
    came = outcome.new
    return Message(
        f"kept the copy of {outcome.day}, {age.en} ({files.en}, {came:,} of them new), because",
        f"beholdt kopien fra {outcome.day}, {age.nb} ({files.nb}, {came:,} av dem nye), fordi",
    )


def _days(age: int) -> Message:
    if age == 1:
        return Message("1 day old", "1 dag gammel")
    return Message(f"{age:,} days old", f"{age:,} dager gammel")


def _size(bytes_: int) -> str:
    return f"{bytes_ / 1e6:,.1f} MB" if bytes_ >= 1e6 else f"{bytes_ / 1e3:,.1f} kB"


def _reasons(outcome: Outcome) -> list[Message]:
    told = [_reason(name, why) for name, why in outcome.reasons[:SHOWN]]
    if (more := len(outcome.reasons) - SHOWN) > 0:
        told.append(Message(f"and {more:,} more reasons", f"og {more:,} grunner til"))
    told += [_reason(name, what) for name, what in outcome.layout[:SHOWN]]
    if outcome.absent:
        told.append(_absent(outcome.absent))
    if outcome.gone:
        told.append(_gone(outcome.gone))
    if outcome.strays:
        told.append(_strays(outcome.strays))
    return told


def _reason(name: str, why: Message) -> Message:
    return Message(f"{name}: {why.en}", f"{name}: {why.nb}") if name else why


def _absent(number: int) -> Message:
    return Message(
        f"{number:,} that were asked for do not exist; that is remembered",
        f"{number:,} som det ble spurt etter, finnes ikke; det huskes",
    )


def _gone(names: tuple[str, ...]) -> Message:
    some = ", ".join(names[:SHOWN])
    return Message(
        f"{len(names):,} not wanted any more are taken away: {some}",
        f"{len(names):,} som ikke ønskes lenger, er tatt bort: {some}",
    )


def _strays(names: tuple[str, ...]) -> Message:
    some = ", ".join(names[:SHOWN])
    return Message(
        f"{len(names):,} files beside them were not fetched, and are read too: {some}",
        f"{len(names):,} filer ved siden av er ikke hentet, og leses også: {some}",
    )
