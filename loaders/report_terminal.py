"""The findings of a build for a person at a terminal: the most useful first, counted, coloured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from ..shapes.report import Finding, Severity

_STYLES = {Severity.VIOLATION: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_ORDER = list(_STYLES)

SHOWN = 40
"""How many findings of a severity are printed before the rest is counted."""


def print_findings(findings: Sequence[Finding], console: Console, language: str = "en") -> None:
    """Print findings by severity; the same kind over and over is counted after SHOWN lines."""
    for severity in _ORDER:
        of_severity = [finding for finding in findings if finding.severity is severity]
        if severity is Severity.INFO:
            _summarise(of_severity, console, language)
            continue
        for finding in of_severity[:SHOWN]:
            console.print(_line(finding, language), soft_wrap=True)
        if len(of_severity) > SHOWN:
            console.print(f"... and {len(of_severity) - SHOWN} more of severity {severity.value}")
    console.print(counted(findings))


def counted(findings: Sequence[Finding]) -> str:
    """Give the counts by severity in words."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[s]} {s.value}{'' if counts[s] == 1 else 's'}" for s in _ORDER)


def _line(finding: Finding, language: str) -> Text:
    line = Text(f"{finding.severity.value:<9} ", style=_STYLES[finding.severity])
    line.append(f"{finding.location}: ", style="bold")
    if finding.value:
        line.append(f"{finding.value!r}: ", style="default")
    line.append(finding.message.text(language), style="default")
    return line


def _summarise(findings: Sequence[Finding], console: Console, language: str) -> None:
    kinds = Counter((finding.rule, finding.message.text(language)) for finding in findings)
    for (rule, message), number in kinds.most_common(5):
        console.print(Text(f"info      {number} x {rule}: {message}", style="cyan"), soft_wrap=True)
