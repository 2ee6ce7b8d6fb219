"""The small catalogue with planted faults: of every step and severity, some hostile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_catalogue import make_small, write_csv

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.reports.comparison import State
from klynge.loaders.reports.last_report import LastReport
from klynge.loaders.reports.report import Entry, Report, make_report
from klynge.shapes.report import Finding, Location, Message, Severity, Suggestion

CLUSTERS = [
    ["id", "name", "founded", "website", "place", "source", "evidence"],
    ["salmon", "Laks", "2015-02-30", "", "", "doc", "sourced"],
    ["wood", "", "2010", "", "", "doc", "sourced"],
    ["script", "<script>alert(1)</script>", "2010", "ftp:/x<b>", "", "doc", "sourced"],
    ["bidi", "Bidi", "=1+1\u202e", "", "", "doc", "sourced"],
    ["lost", "Lost", "2010", "", "nowhere", "doc", "sourced"],
    ["fine", "Fine", "1.2.2011", "", "", "doc", ""],
    ["bare", "Bare", "2011", "", "", "", ""],
]
ORGANISATIONS = [
    ["id", "name", "country", "number", "type", "source", "evidence"],
    ["fish-as", "Fish AS", "NO", "991068504", "company", "doc", "sourced"],
    ["tree-as", "Tree AS", "NO", "913268865", "compny", "doc", "sourced"],
    ["uni", "Uni", "NO", "", "university", "", "sourced"],
]

HOSTILE = "\u202e</td><script>x</script>\x00\x1b[31m\udc80'\"&\n\u2028\x85=cmd"
"""A value that would be markup, a formula, an escape sequence and half a character."""


def make_faulty(folder: Path) -> Path:
    """Write the catalogue into a folder."""
    catalogue = make_small(folder)
    write_csv(catalogue, "clusters", CLUSTERS)
    write_csv(catalogue, "organisations", ORGANISATIONS)
    return catalogue


def checked(catalogue: Path) -> Checked:
    """Check a catalogue in this process."""
    return check(read_catalogue(catalogue))


def reported(catalogue: Path, last: LastReport | None = None) -> Report:
    """Check a catalogue and make its report."""
    return make_report(checked(catalogue), last)


def entry(report: Report, rule: str, row: int = 0) -> Entry:
    """Give the first finding of a rule, of a row if one is named."""
    return next(
        each
        for each in report.entries
        if each.finding.rule == rule and row in {0, each.finding.location.row}
    )


def with_findings(report: Report, *findings: Finding) -> Report:
    """Give a report with these findings and no others, all of them new."""
    entries = tuple(Entry(each.id, each, State.NEW) for each in findings)
    return replace(report, entries=entries, compared_with="before")


def hostile_finding(value: str = HOSTILE) -> Finding:
    """Give a finding whose every text comes from somebody who means harm."""
    text = Message(f"en {value}", f"nb {value}")
    return Finding(
        rule="cell.date",
        severity=Severity.WARNING,
        message=text,
        location=Location(f"{value}.csv", value, 3, value, "C"),
        value=value,
        subject=f"cluster:{value}",
        expected=text,
        mend=text,
        suggestions=(Suggestion(value, text), Suggestion("2006", text)),
        also=(Location(value, value, 4, value, "D"), Location("b.csv", "", 0, "", "")),
    )
