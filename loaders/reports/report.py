"""A report: all findings of a check, what has changed since the last release, what is accepted.

Every face is made from one of these, so that all of them tell the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from ...shapes.report import Finding, Message, Severity, identified
from ..accepted import Acceptance
from ..facts import Catalogue
from ..fallout import Fallout
from ..pipeline import Checked
from .comparison import State, compare
from .last_report import LastReport


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding of a report: its id there, whether it is new, and who lets it stand.

    `state` is None where there is nothing to compare with.
    """

    id: str
    finding: Finding
    state: State | None = None
    acceptance: Acceptance | None = None

    @property
    def accepted(self) -> bool:
        """Tell whether a steward lets the finding stand today."""
        return self.acceptance is not None and not self.acceptance.ended


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a catalogue, in the order in which they were made.

    `compared_with` is the id of the release they were compared with, empty where there is none,
    and `comparison` says so in words; `mended` is what that release told and is no longer found.
    `sources` has the files and folders that were read, `folder` is the catalogue's own.
    """

    title: Message
    base: str
    entries: tuple[Entry, ...]
    compared_with: str
    comparison: Message
    mended: tuple[Finding, ...]
    kept_out: int
    fallout: Fallout
    folder: Path
    sources: tuple[Path, ...]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Count the findings by severity, without those that are accepted."""
        counted = Counter(each.finding.severity for each in self.entries if not each.accepted)
        return {severity: counted[severity] for severity in Severity}

    @property
    def accepted(self) -> int:
        """Count the findings that a steward lets stand."""
        return sum(entry.accepted for entry in self.entries)

    def number(self, state: State) -> int:
        """Count the findings of a state."""
        return sum(entry.state is state for entry in self.entries)


def make_report(checked: Checked, last: LastReport | None = None) -> Report:
    """Make the report of a check; `last` is what the last published release told."""
    report = report_on(checked.catalogue, checked.findings, checked.accepted, last)
    return replace(report, kept_out=len(checked.kept_out), fallout=checked.fallout)


def report_on(
    catalogue: Catalogue,
    findings: Sequence[Finding],
    accepted: Mapping[str, Acceptance] = MappingProxyType({}),
    last: LastReport | None = None,
) -> Report:
    """Make the report of findings that keep no row out."""
    now = identified(findings)
    compared = compare(now, last)
    return Report(
        title=catalogue.title,
        base=catalogue.base,
        entries=tuple(_entries(now, compared.states, accepted)),
        compared_with=compared.release,
        comparison=compared.says,
        mended=compared.mended,
        kept_out=0,
        fallout=Fallout(),
        folder=catalogue.folder,
        sources=tuple(source.path for source in catalogue.sources),
    )


def _entries(
    now: Mapping[str, Finding],
    states: Mapping[str, State],
    accepted: Mapping[str, Acceptance],
) -> Iterable[Entry]:
    return (Entry(id_, each, states.get(id_), accepted.get(id_)) for id_, each in now.items())
