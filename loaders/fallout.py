"""What a violation costs: the rows that stay out because of it, those that fall with them too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..shapes.report import Finding, Severity

FALLS_WITH_ANOTHER = "reference.kept-out"
"""The rule of findings about rows that nothing is wrong with but the row they need."""

ABOUT_HEADER = "header."
"""How the rules begin that are about the header of a table, and so about all its rows."""

_ABOUT_SHAPES = "shapes."
"""How the rules begin that are about a file of shapes, whose lines are no rows."""

_NO_FACT = "acceptance:"
"""How rows are named that say nothing about clusters, so that a release lacks nothing by them."""


@dataclass(frozen=True, slots=True)
class Fallout:
    """Why rows stay out that have no fault of their own.

    `because` leads from `kind:id` of a row to the row it fell with, or to the id of the finding
    about the header of its table.
    """

    because: Mapping[str, str] = field(default_factory=dict)

    def rows_out(self, findings: Iterable[Finding]) -> int:
        """Count the rows that some findings keep out, each once, and each at its first cause."""
        violations = [f for f in findings if f.severity is Severity.VIOLATION]
        rows = {_row(finding) for finding in violations if _has_a_row(finding)}
        fallen, waiting = self._fallen_with(), [*rows, *(finding.id for finding in violations)]
        while waiting:
            further = fallen.get(waiting.pop(), set()) - rows
            rows |= further
            waiting += further
        return len(rows)

    def _fallen_with(self) -> Mapping[str, set[str]]:
        fallen = defaultdict[str, set[str]](set)
        for row, cause in self.because.items():
            fallen[cause].add(row)
        return fallen


def _has_a_row(finding: Finding) -> bool:
    at_fault = finding.rule != FALLS_WITH_ANOTHER and not finding.rule.startswith(
        (ABOUT_HEADER, _ABOUT_SHAPES)
    )
    return bool(finding.location.row) and at_fault and not finding.subject.startswith(_NO_FACT)


def _row(finding: Finding) -> str:
    place = finding.location
    return finding.subject or f"{place.file}\x1f{place.sheet}\x1f{place.row}"
