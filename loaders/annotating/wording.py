"""What the annotated workbook says, in English and Norwegian."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...shapes.report import Finding, Message, Severity

SEVERITIES = {
    Severity.VIOLATION: Message("Error", "Feil"),
    Severity.WARNING: Message("Warning", "Advarsel"),
    Severity.INFO: Message("Note", "Merknad"),
}
"""A word for each severity, the gravest first."""

COLOURS = {Severity.VIOLATION: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.INFO: "DDEBF7"}
"""The fill of a cell by the gravest that is found in it; black text is readable on each."""

EXPECTED = Message("Expected", "Ventet")
MEND = Message("To do", "Gjør slik")
SUGGESTION = Message("Suggestion", "Forslag")

LONGEST_NOTE = 8_000
_MORE = Message(
    "... and more: see the sheet with all findings.",
    "... og mer: se arket med alle funn.",
)


def gravest(findings: Iterable[Finding]) -> Severity:
    """Give the gravest severity of some findings."""
    found = {finding.severity for finding in findings}
    return next(severity for severity in SEVERITIES if severity in found)


def note(findings: Sequence[Finding], language: str) -> str:
    """Give the text of the note in a cell: all its findings, the gravest first.

    One that is longer than anyone reads in a note says where the rest is.
    """
    order = list(SEVERITIES)
    ranked = sorted(findings, key=lambda finding: order.index(finding.severity))
    texts = list(dict.fromkeys(_about(finding, language) for finding in ranked))
    whole = "\n\n".join(texts)
    if len(whole) <= LONGEST_NOTE:
        return whole
    return whole[:LONGEST_NOTE].rstrip() + "\n" + _MORE.text(language)


def explained(finding: Finding, language: str) -> list[str]:
    """Give what is wrong, then what is expected and what to do where that says more."""
    said = finding.message.text(language)
    lines = [said]
    for heading, message in ((EXPECTED, finding.expected), (MEND, finding.mend)):
        if message is not None and message.text(language) not in said:
            lines.append(f"{heading.text(language)}: {message.text(language)}")
    return lines


def suggested(finding: Finding, language: str) -> Iterable[str]:
    """Give each suggestion of a finding with its reason."""
    for suggestion in finding.suggestions:
        yield f"{suggestion.value} ({suggestion.reason.text(language)})"


def _about(finding: Finding, language: str) -> str:
    first, *more = explained(finding, language)
    word = SUGGESTION.text(language)
    more += (f"{word}: {text}" for text in suggested(finding, language))
    return "\n".join([f"{SEVERITIES[finding.severity].text(language)}: {first}", *more])
