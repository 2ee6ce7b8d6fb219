"""The lint rules and their faults as a table for people and as values for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from .linting import Fault, LintRule, LintSeverity

SHOWN = 5
"""How many faults of a rule are printed before the rest is counted."""

_STYLES = {LintSeverity.ERROR: "red", LintSeverity.WARN: "yellow", LintSeverity.INFO: "cyan"}


def print_table(rules: Sequence[LintRule], faults: Sequence[Fault], console: Console) -> None:
    """Print a line for each rule, id, severity, faults, words; under it the first faults."""
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        of_rule = [fault for fault in faults if fault.rule == rule.id]
        line = Text(f"{rule.id:<{width}}  {rule.severity.value:<5}  {len(of_rule):>3}  ")
        line.append(rule.words)
        line.stylize(_STYLES[rule.severity] if of_rule else "default")
        console.print(line, soft_wrap=True)
        for fault in of_rule[:SHOWN]:
            console.print(Text(f"    {fault.term}  {fault.detail}".rstrip()), soft_wrap=True)
        if len(of_rule) > SHOWN:
            console.print(f"    ... and {len(of_rule) - SHOWN} more")
    console.print(f"{len(rules)} rules, {len(faults)} faults")


def as_values(rules: Sequence[LintRule], faults: Sequence[Fault]) -> dict[str, Any]:
    """Give what `print_table` prints as values for JSON, with every fault."""
    return {"rules": [_row(rule, faults) for rule in rules], "faults": len(faults)}


def _row(rule: LintRule, faults: Sequence[Fault]) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "words": rule.words,
        "faults": [
            {"term": fault.term, "detail": fault.detail}
            for fault in faults
            if fault.rule == rule.id
        ],
    }
