"""What has changed since the last release: which findings are new, which have been mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ...shapes.report import Finding, Message, identified
from .last_report import LastReport


class State(StrEnum):
    """Whether a finding was told before."""

    NEW = "new"
    STILL_THERE = "still-there"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The release that findings were compared with, and the outcome.

    `release` is empty where there is none; `says` tells either in words; `states` has the state
    of each finding by its id.
    """

    release: str
    says: Message
    states: Mapping[str, State] = field(default_factory=dict)
    mended: tuple[Finding, ...] = ()


_FIRST = Message(
    "There is no published release to compare with.",
    "Det er ingen publisert utgivelse å sammenligne med.",
)


def compare(now: Mapping[str, Finding], last: LastReport | None) -> Comparison:
    """Compare findings, by their ids, with those of the last release."""
    if last is None:
        return Comparison("", _FIRST)
    if last.findings is None:
        return Comparison("", _unreadable(last.release))
    before = identified(last.findings)
    fresh = [id_ for id_ in now if id_ not in before]
    gone = [id_ for id_ in before if id_ not in now]
    moved = _moved({id_: now[id_] for id_ in fresh}, {id_: before[id_] for id_ in gone})
    states = dict.fromkeys(now, State.STILL_THERE) | dict.fromkeys(fresh, State.NEW)
    states |= dict.fromkeys(moved, State.STILL_THERE)
    mended = tuple(before[id_] for id_ in gone if id_ not in moved.values())
    return Comparison(last.release, _compared(last.release), states, mended)


def _moved(fresh: Mapping[str, Finding], gone: Mapping[str, Finding]) -> dict[str, str]:
    """Pair findings known by row number alone whose row has moved: the new id to the old one."""
    waiting: dict[tuple[str, ...], list[str]] = {}
    for id_, finding in gone.items():
        if not finding.subject and not finding.focus_node:
            waiting.setdefault(_without_row(finding), []).append(id_)
    return {
        id_: same.pop(0)
        for id_, finding in fresh.items()
        if not finding.subject and not finding.focus_node
        if (same := waiting.get(_without_row(finding)))
    }


def _without_row(finding: Finding) -> tuple[str, ...]:
    place = finding.location
    return (finding.rule, place.file, place.sheet, place.column, finding.path, finding.value)


def _compared(release: str) -> Message:
    return Message(
        f"Compared with the release {release}.", f"Sammenlignet med utgivelsen {release}."
    )


def _unreadable(release: str) -> Message:
    return Message(
        f"The report of the release {release} cannot be read, so there is nothing to compare with.",
        f"Rapporten i utgivelsen {release} kan ikke leses, så det er ingenting å sammenligne med.",
    )
