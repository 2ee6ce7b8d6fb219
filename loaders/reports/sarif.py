"""A report as SARIF 2.1.0 (OASIS, errata 01), which code editors and code hosts open.

Files are named relative to the catalogue's folder. In CSV files places are lines and characters
of the text; in workbooks a logical location names sheet and cell. Rules are explained in English
with a translation into Norwegian (section 3.19.3); suggestions are fixes where they replace a
cell of a CSV file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ... import __version__
from ...ontology.iris import BASE
from ...shapes.report import Finding, Location, Message, Severity
from .artifacts import Artifacts, read_artifacts
from .comparison import State
from .json_report import written
from .report import Entry, Report
from .rules import Rule, rule_of
from .sarif_places import changes, location

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "klyngeFinding/v1"

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_BASELINE = {State.NEW: "new", State.STILL_THERE: "unchanged"}


def to_sarif(report: Report, language: str = "en") -> str:
    """Give a report as a SARIF log; `language` is that of the messages."""
    artifacts = read_artifacts(report)
    found = _rules(report)
    numbers = {name: number for number, name in enumerate(found)}
    run = {
        "tool": {"driver": _driver(found, "en")},
        "translations": [
            {
                **_driver(found, "nb"),
                "contents": ["localizedData"],
                "translationMetadata": {"name": "klynge på norsk (bokmål)"},
            }
        ],
        "language": language,
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "originalUriBaseIds": {
            "CATALOGUE": {"description": {"text": "The folder that holds klynge.toml."}}
        },
        "results": [
            *(_result(entry, numbers, artifacts, language) for entry in report.entries),
            *(_absent(finding, numbers, artifacts, language) for finding in report.mended),
        ],
    }
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(report: Report) -> Mapping[str, Rule]:
    """Give the rules that are named, each once, in the order of their names."""
    findings = [*(entry.finding for entry in report.entries), *report.mended]
    found = {finding.rule: rule_of(finding) for finding in findings}
    return dict(sorted(found.items()))


def _driver(found: Mapping[str, Rule], language: str) -> dict[str, object]:
    return {
        "name": "klynge",
        "version": __version__,
        "informationUri": BASE,
        "language": language,
        "rules": [_descriptor(rule, language) for rule in found.values()],
    }


def _descriptor(rule: Rule, language: str) -> dict[str, object]:
    help_ = " ".join(text.text(language) for text in (rule.why, rule.mend) if text)
    descriptor: dict[str, object] = {
        "id": rule.name,
        "shortDescription": {"text": rule.title.text(language)},
        "fullDescription": {"text": rule.why.text(language)},
        "help": {"text": help_},
    }
    return descriptor | ({"helpUri": rule.page} if rule.page else {})


def _result(
    entry: Entry, numbers: Mapping[str, int], artifacts: Artifacts, language: str
) -> dict[str, object]:
    finding = entry.finding
    result = _told(finding, numbers, artifacts, language)
    result["partialFingerprints"] = {FINGERPRINT: entry.id}
    if entry.state:
        result["baselineState"] = _BASELINE[entry.state]
    if entry.acceptance and entry.accepted:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": entry.acceptance.reason,
                "properties": {"until": entry.acceptance.until.isoformat()},
            }
        ]
    if fixes := list(_fixes(finding, artifacts, language)):
        result["fixes"] = fixes
    return result


def _absent(
    finding: Finding, numbers: Mapping[str, int], artifacts: Artifacts, language: str
) -> dict[str, object]:
    """Give a finding of the last release that is no longer there (section 3.27.24)."""
    result = _told(finding, numbers, artifacts.without_text(), language)
    fingerprints = {FINGERPRINT: finding.id}
    return {**result, "partialFingerprints": fingerprints, "baselineState": "absent"}


def _told(
    finding: Finding, numbers: Mapping[str, int], artifacts: Artifacts, language: str
) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message.text(language)},
        "locations": _locations([finding.location], artifacts),
        "properties": dict(_properties(finding)),
    }
    related = _locations(finding.also, artifacts)
    return result | ({"relatedLocations": related} if related else {})


def _locations(places: list[Location] | tuple[Location, ...], artifacts: Artifacts) -> list[object]:
    return [location(place, artifacts) for place in places]


def _properties(finding: Finding) -> Iterator[tuple[str, object]]:
    """Give what SARIF has no words for, texts in both languages."""
    yield "message", _texts(finding.message)
    for name, value in (
        ("value", finding.value),
        ("row", finding.subject),
        ("focusNode", finding.focus_node),
        ("path", finding.path),
        ("shape", finding.shape),
    ):
        if value:
            yield name, value
    for name, text in (("expected", finding.expected), ("mend", finding.mend)):
        if text is not None:
            yield name, _texts(text)
    if finding.suggestions:
        yield "suggestions", [each.value for each in finding.suggestions]


def _fixes(finding: Finding, artifacts: Artifacts, language: str) -> Iterator[dict[str, object]]:
    for suggestion in finding.suggestions:
        if change := changes(finding, suggestion.value, artifacts):
            reason = suggestion.reason.text(language)
            yield {"description": {"text": reason}, "artifactChanges": [change]}


def _texts(message: Message) -> dict[str, str]:
    return {"en": message.en, "nb": message.nb}
