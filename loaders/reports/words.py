"""The words of the faces themselves, in both languages, and texts fit to be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ...shapes.report import Location, Message, Severity
from ..tables.values.reading import spelled_out
from .comparison import State
from .report import Entry, Report

LONGEST_NAME = 120
"""How many characters of the name of a file, sheet or column are shown."""


def words(key: str, **values: object) -> Message:
    """Give the words of a key with values filled in; KeyError where there is no such key."""
    found = _words()[key]
    return Message(found.en.format(**values), found.nb.format(**values))


def shown(text: str, longest: int, language: str) -> str:
    """Give a text for display: what cannot be seen is spelled out, and what is cut is counted."""
    spelled = spelled_out(text[:longest])
    more = len(text) - longest
    return spelled if more <= 0 else spelled + words("more-characters", number=more).text(language)


def place(location: Location, language: str) -> str:
    """Write a place as a person reads it: `clusters.csv, row 3, column place (F)`."""
    parts = [shown(location.file, LONGEST_NAME, language) or "?"]
    if location.sheet:
        sheet = shown(location.sheet, LONGEST_NAME, language)
        parts.append(f"{words('sheet').text(language)} {sheet}")
    if location.row:
        parts.append(
            f"{words('line' if location.in_lines else 'row').text(language)} {location.row}"
        )
    if location.column:
        letter = f" ({location.letter})" if location.letter else ""
        column = shown(location.column, LONGEST_NAME, language)
        parts.append(f"{words('column').text(language)} {column}{letter}")
    return ", ".join(parts)


def acceptance(entry: Entry) -> Message | None:
    """Say until when a finding is or was accepted, and why."""
    accepted = entry.acceptance
    if accepted is None:
        return None
    key = "accepted-by" if accepted.by else "accepted-until"
    return words(
        "accepted-ended" if accepted.ended else key,
        until=accepted.until,
        reason=spelled_out(accepted.reason),
        by=spelled_out(accepted.by),
    )


def counts(report: Report) -> Message:
    """Say how many findings there are: by severity, then those that are accepted."""
    parts = [
        words(severity if report.counts[severity] == 1 else f"{severity}s") for severity in Severity
    ]
    numbers = list(report.counts.values())
    accepted = f"; {report.accepted} "
    return Message(
        ", ".join(f"{n} {part.en}" for n, part in zip(numbers, parts, strict=True))
        + (accepted + words("accepted").en if report.accepted else ""),
        ", ".join(f"{n} {part.nb}" for n, part in zip(numbers, parts, strict=True))
        + (accepted + words("accepted").nb if report.accepted else ""),
    )


def compared(report: Report) -> Message:
    """Say what the findings were compared with, and how many are new, still there and mended."""
    if not report.compared_with:
        return report.comparison
    states = words(
        "counted-state",
        new=report.number(State.NEW),
        still=report.number(State.STILL_THERE),
        mended=len(report.mended),
    )
    said = report.comparison
    return Message(f"{said.en} {states.en}", f"{said.nb} {states.nb}")


@cache
def _words() -> Mapping[str, Message]:
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {key: Message(**texts) for key, texts in tomllib.loads(text).items()}
