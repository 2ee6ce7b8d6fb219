"""Findings of a sheet in which nearly every cell is wrong: told in full, then counted.

A register may have a hundred thousand faults, and its keeper wants them all. A file that is no
table at all may have a thousand times more than memory holds, and then the counts say enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...shapes.report import Finding, Message, Severity

MOST_FINDINGS = 100_000
"""How many findings of a sheet are told one by one."""


@dataclass(slots=True)
class _Counted:
    """Findings of one kind that are only counted: the first of them, how many, the last row."""

    first: Finding
    count: int = 0
    last: int = 0


class Flood:
    """The findings of one sheet, of which the first are told and all others counted by kind."""

    def __init__(self) -> None:
        """Begin a sheet."""
        self._told = 0
        self._counted: dict[tuple[str, Severity, str], _Counted] = {}

    def pass_on(self, findings: Iterator[Finding] | tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Give those findings that are told one by one."""
        return tuple(finding for finding in findings if self._is_told(finding))

    def rest(self) -> Iterator[Finding]:
        """Give a finding for each kind that was counted."""
        for counted in self._counted.values():
            first, last = counted.first, counted.last
            message = Message(
                f"{counted.count:,} more cells or rows to row {last:,} have a fault of this kind. "
                f"The first: {first.message.en}",
                f"{counted.count:,} celler eller rader til, til og med rad {last:,}, har en feil "
                f"av dette slaget. Den første: {first.message.nb}",
            )
            yield replace(first, message=message)

    def _is_told(self, finding: Finding) -> bool:
        self._told += 1
        if self._told <= MOST_FINDINGS:
            return True
        kind = (finding.rule, finding.severity, finding.location.column)
        counted = self._counted.setdefault(kind, _Counted(finding))
        counted.count += 1
        counted.last = finding.location.row
        return False
