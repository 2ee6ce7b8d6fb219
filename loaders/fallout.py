"""What a violation costs: the rows that stay out because of it, those that fall with them too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..shapes.report import Finding, Severity

FALLS_WITH_ANOTHER = "reference.kept-out"
"""The rule of findings about rows that nothing is wrong with but the row they need."""

_NO_FACT = "acceptance:"
"""How rows are named that say nothing about clusters, so that a release lacks nothing by them."""


@dataclass(frozen=True, slots=True)
class Fallout:
    """Why rows stay out that have no fault of their own.

    `because` leads from `kind:id` of a row to the row it fell with; `lost` counts, by the id of a
    finding about a whole table, the rows that fell with the table.
    """

    because: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)

    def rows_out(self, findings: Iterable[Finding]) -> int:
        """Count the rows that some findings keep out, each once, and each at its first cause."""
        fallen = self._fallen_with()
        rows, lost = set[str](), 0
        for finding in findings:
            if finding.severity is Severity.VIOLATION:
                lost += self.lost.get(finding.id, 0)
                if _has_a_row(finding):
                    rows.add(_row(finding))
        waiting = list(rows)
        while waiting:
            further = fallen.get(waiting.pop(), set()) - rows
            rows |= further
            waiting += further
        return len(rows) + lost

    def _fallen_with(self) -> Mapping[str, set[str]]:
        fallen = defaultdict[str, set[str]](set)
        for row, cause in self.because.items():
            fallen[cause].add(row)
        return fallen


def _has_a_row(finding: Finding) -> bool:
    named = finding.rule == FALLS_WITH_ANOTHER or finding.subject.startswith(_NO_FACT)
    return bool(finding.location.row) and not named


def _row(finding: Finding) -> str:
    place = finding.location
    return finding.subject or f"{place.file}\x1f{place.sheet}\x1f{place.row}"
