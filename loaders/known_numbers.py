"""Organisation numbers that other sources of the catalogue know, for one that is mistyped.

A mistyped number is one slip away from several right ones, so its check digit alone never tells
which was meant. Where another source gives exactly one of them, that one is suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..shapes.report import Finding, Message, Suggestion
from .records import Record
from .tables.values.registers import CHECK_DIGIT, organisation_numbers_near


def with_known_numbers(findings: Iterable[Finding], records: Iterable[Record]) -> list[Finding]:
    """Give the findings, with a suggestion for each mistyped number that another file knows."""
    findings = list(findings)
    mistyped = (finding.value for finding in findings if finding.rule == CHECK_DIGIT)
    wanted = {number for value in mistyped for number in organisation_numbers_near(value)}
    if not wanted:
        return findings
    known: dict[str, dict[str, Record]] = {}
    for record in records:
        if record.table == "organisations" and record.one("country") == "NO":
            number = record.one("number")
            if number in wanted:
                known.setdefault(number, {}).setdefault(record.sheet.file, record)
    return [
        replace(finding, suggestions=_meant(finding, known) or finding.suggestions)
        if finding.rule == CHECK_DIGIT
        else finding
        for finding in findings
    ]


def _meant(finding: Finding, known: Mapping[str, Mapping[str, Record]]) -> tuple[Suggestion, ...]:
    """Suggest a number of another file; one of the same file is another row's own number."""
    near = [number for number in organisation_numbers_near(finding.value) if number in known]
    if len(near) != 1 or finding.location.file in known[near[0]]:
        return ()
    file, record = next(iter(known[near[0]].items()))
    name = record.one("name")
    message = Message(
        f"the only number one slip away that the catalogue knows otherwise: {name} in {file}",
        f"det eneste nummeret én tastefeil unna som katalogen ellers kjenner: {name} i {file}",
    )
    return (Suggestion(near[0], message),)
