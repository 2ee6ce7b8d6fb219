"""The findings of a release that is there already, read back from its `report.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...shapes.report import Finding, Location, Message, Severity, Suggestion

NAME = "report.json"

MOST_BYTES = 500_000_000
"""A report that is larger is not read: a million findings come to less."""


@dataclass(frozen=True, slots=True)
class LastReport:
    """A release and what it told; `findings` is None where its report cannot be read."""

    release: str
    findings: tuple[Finding, ...] | None


def last_report(release: Path) -> LastReport:
    """Read the report in the folder of a release; older ones, with fewer facts, are read too."""
    path = release / NAME
    try:
        if path.stat().st_size > MOST_BYTES:
            return LastReport(release.name, None)
        document = json.loads(path.read_text(encoding="utf-8"))
        findings = tuple(finding_of(values) for values in document["findings"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return LastReport(release.name, None)
    return LastReport(release.name, findings)


def finding_of(values: Mapping[str, object]) -> Finding:
    """Give the finding that JSON values tell; raises KeyError, TypeError or ValueError."""
    return Finding(
        rule=_text(values["rule"]),
        severity=Severity(_text(values["severity"])),
        message=_message(values["message"]),
        location=_location(values),
        value=_text(values["value"]),
        focus_node=_text(values["focusNode"]),
        path=_text(values["path"]),
        shape=_text(values["shape"]),
        subject=_text(values.get("subject", "")),
        expected=_some_message(values.get("expected")),
        mend=_some_message(values.get("mend")),
        suggestions=tuple(
            Suggestion(_text(each["value"]), _message(each["reason"]))
            for each in _list(values.get("suggestions", []))
        ),
        also=tuple(map(_location, _list(values.get("also", [])))),
    )


def _location(values: Mapping[str, object]) -> Location:
    row = values["row"]
    if not isinstance(row, int):
        raise TypeError(row)
    texts = {name: _text(values[name]) for name in ("file", "sheet", "column", "letter")}
    return Location(row=row, **texts)


def _some_message(value: object) -> Message | None:
    return None if value is None else _message(value)


def _message(value: object) -> Message:
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return Message(_text(value["en"]), _text(value["nb"]))


def _list(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
