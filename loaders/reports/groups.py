"""Findings by rule and cause, the most useful first: what keeps most rows out, then how many.

Faces for people tell a fault once, with all its places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...shapes.report import Message, Severity
from .comparison import State
from .report import Entry, Report
from .rules import OF_SHAPES, Rule, rule_of

_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule and severity; `rows_out` is how many rows stay out because of it.

    Findings that a steward accepts make groups of their own.
    """

    rule: Rule
    severity: Severity
    accepted: bool
    rows_out: int
    entries: tuple[Entry, ...]

    @property
    def new(self) -> int:
        """Count the findings that the last release did not have."""
        return sum(entry.state is State.NEW for entry in self.entries)

    @property
    def by_message(self) -> Mapping[Message, list[Entry]]:
        """Give the findings by what they say, what is said most often first."""
        found: dict[Message, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.finding.message, []).append(entry)
        return dict(sorted(found.items(), key=lambda each: -len(each[1])))


def grouped(report: Report) -> tuple[Group, ...]:
    """Give the findings of a report in groups, the most useful first, the accepted ones last."""
    found: dict[tuple[bool, Severity, str, str], list[Entry]] = {}
    for entry in report.entries:
        finding = entry.finding
        shape = finding.shape if finding.rule.startswith(OF_SHAPES) else ""
        key = (entry.accepted, finding.severity, finding.rule, shape)
        found.setdefault(key, []).append(entry)
    return tuple(sorted((_group(report, each) for each in found.values()), key=_usefulness))


def _group(report: Report, entries: list[Entry]) -> Group:
    first = entries[0].finding
    return Group(
        rule=rule_of(first),
        severity=first.severity,
        accepted=entries[0].accepted,
        rows_out=report.fallout.rows_out(entry.finding for entry in entries),
        entries=tuple(sorted(entries, key=_place)),
    )


def _place(entry: Entry) -> tuple[str, str, int]:
    place = entry.finding.location
    return place.file, place.sheet, place.row


def _usefulness(group: Group) -> tuple[bool, int, int, int, int, str]:
    """Give what groups are sorted by: weight, rows kept out, what is new, how many, name."""
    return (
        group.accepted,
        _ORDER.index(group.severity),
        -group.rows_out,
        -group.new,
        -len(group.entries),
        group.rule.name,
    )
