"""Results put into words, with the focus node that was looked at: what a release keeps of them.

Findings of the next release are these, without those of the focus nodes that are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .report import Finding


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding, the constraint component that it is about, and the node that was looked at.

    `of` is a term in N-Triples; a finding may be about another node than that.
    """

    of: str
    component: str
    finding: Finding


def together(worded: Iterable[Worded]) -> tuple[Finding, ...]:
    """Give the findings, sorted; of several about one value of one shape the first by component."""
    findings: dict[tuple[str, str, str, str], Finding] = {}
    for one in sorted(worded, key=lambda one: (one.component, one.finding.path)):
        finding = one.finding
        key = (finding.focus_node, finding.rule, finding.value, finding.shape)
        findings.setdefault(key, finding)
    return tuple(findings[key] for key in sorted(findings))
