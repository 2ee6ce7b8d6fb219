"""A report as JSON, for programs: every fact of every finding, whole.

`report.schema.json` describes it. Keys are stable: new ones may come, none goes or changes its
meaning.
"""

from __future__ import annotations

import json
from importlib.resources import files

from ...ontology.iris import report_schema
from ...shapes.report import Finding, Location, Message, Severity
from .comparison import State
from .report import Entry, Report
from .rules import rule_of


def to_json(report: Report) -> str:
    """Give a report as a JSON document."""
    compared = bool(report.compared_with)
    document = {
        "$schema": report_schema(),
        "title": _texts(report.title),
        "counts": {severity.value: report.counts[severity] for severity in Severity},
        "accepted": report.accepted,
        "keptOut": report.kept_out,
        "comparedWith": report.compared_with or None,
        "new": report.number(State.NEW) if compared else None,
        "stillThere": report.number(State.STILL_THERE) if compared else None,
        "mended": [finding_values(finding) for finding in report.mended],
        "findings": [as_values(entry) for entry in report.entries],
    }
    return written(document)


def written(value: object) -> str:
    """Write JSON that is UTF-8 whatever is in it: half a surrogate pair stands as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def schema_text() -> str:
    """Give the JSON Schema of reports (JSON Schema 2020-12)."""
    return files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")


def as_values(entry: Entry) -> dict[str, object]:
    """Give a finding of a report as plain values."""
    accepted = entry.acceptance
    return {
        "id": entry.id,
        **finding_values(entry.finding),
        "state": entry.state.value if entry.state else None,
        "accepted": None
        if accepted is None
        else {
            "reason": accepted.reason,
            "until": accepted.until.isoformat(),
            "by": accepted.by,
            "ended": accepted.ended,
        },
    }


def finding_values(finding: Finding) -> dict[str, object]:
    """Give a finding alone as plain values."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": _texts(finding.message),
        **_place(finding.location),
        "value": finding.value,
        "focusNode": finding.focus_node,
        "path": finding.path,
        "shape": finding.shape,
        "subject": finding.subject,
        "expected": None if finding.expected is None else _texts(finding.expected),
        "mend": None if finding.mend is None else _texts(finding.mend),
        "suggestions": [
            {"value": each.value, "reason": _texts(each.reason)} for each in finding.suggestions
        ],
        "also": [_place(place) for place in finding.also],
        "documentation": rule_of(finding).page,
    }


def _place(place: Location) -> dict[str, object]:
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "letter": place.letter,
    }


def _texts(message: Message) -> dict[str, str]:
    return {"en": message.en, "nb": message.nb}
