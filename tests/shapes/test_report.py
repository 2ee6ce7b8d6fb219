"""Findings have names that stay the same while the fault does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klynge.shapes.report import Finding, Location, Message, Severity

FINDING = Finding(
    rule="cell.date",
    severity=Severity.VIOLATION,
    message=Message("No date.", "Ingen dato."),
    location=Location("clusters.csv", "", 3, "founded", "F"),
    value="31.02.2006",
    subject="cluster:raufoss",
)


def test_a_finding_keeps_its_id_when_its_row_or_column_moves() -> None:
    moved = replace(FINDING, location=Location("clusters.csv", "", 9, "founded", "H"))

    assert moved.id == FINDING.id


def test_a_finding_keeps_its_id_when_its_words_or_weight_change() -> None:
    told_otherwise = replace(
        FINDING, message=Message("Not a date.", "Ikke en dato."), severity=Severity.WARNING
    )

    assert told_otherwise.id == FINDING.id


def test_rows_without_a_name_are_told_apart_by_their_numbers() -> None:
    nameless = replace(FINDING, subject="")
    next_row = replace(nameless, location=Location("clusters.csv", "", 4, "founded", "F"))

    assert nameless.id != next_row.id


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "cell.missing"},
        {"value": "32.01.2006"},
        {"subject": "cluster:nce"},
        {"path": "https://example.org/p"},
        {"location": Location("clusters.csv", "", 3, "ended", "F")},
        {"location": Location("other.csv", "", 3, "founded", "F")},
        {"location": Location("clusters.csv", "Sheet 2", 3, "founded", "F")},
    ],
    ids=str,
)
def test_another_fault_has_another_id(change: dict[str, object]) -> None:
    assert replace(FINDING, **change).id != FINDING.id  # type: ignore[arg-type]  # by name
