"""The work list: one row per finding, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from faulty_catalogue import entry, hostile_finding, with_findings
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.loaders.reports.report import Report
from klynge.loaders.reports.work_list import (
    COLUMNS,
    guarded,
    read_work_list,
    to_csv,
    unguarded,
)

DANGEROUS = "=+-@\t\r\n"


def rows(text: str, delimiter: str) -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    )


@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("nb", ";")])
def test_there_is_one_row_per_finding_in_the_language_and_its_delimiter(
    report: Report, language: str, delimiter: str
) -> None:
    header, *found = rows(to_csv(report, language), delimiter)

    assert len(header) == len(COLUMNS) == len(set(header))
    assert len(found) == len(report.entries)
    assert {len(row) for row in found} == {len(COLUMNS)}
    message = header.index({"en": "message", "nb": "melding"}[language])
    assert [row[message] for row in found] == [
        each.finding.message.text(language) for each in report.entries
    ]


def test_excel_sees_by_a_mark_that_it_is_utf_8(report: Report) -> None:
    assert to_csv(report).encode("utf-8").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_cell_begins_as_a_formula(report: Report, language: str) -> None:
    values = [f"{sign}cmd" for sign in DANGEROUS] + ["＝1", "＋1", "－1", "＠x"]
    text = to_csv(with_findings(report, *map(hostile_finding, values)), language)

    cells = [cell for row in rows(text, "," if language == "en" else ";") for cell in row]
    assert [cell for cell in cells if cell.startswith(tuple(DANGEROUS + "＝＋－＠"))] == []
    assert sum(cell.startswith("'") for cell in cells) >= len(values)


def test_a_list_is_read_back_without_its_guards(tmp_path: Path, report: Report) -> None:
    values = ["=1+1", "'quoted'", 'two\nlines; "and" more,', "", "plain"]
    list_ = with_findings(report, *map(hostile_finding, values))
    for language in ("en", "nb"):
        path = tmp_path / f"{language}.csv"
        path.write_text(to_csv(list_, language), encoding="utf-8", newline="")

        found = read_work_list(path)

        assert [row["value"] for row in found] == values
        assert [row["id"] for row in found] == [each.id for each in list_.entries]


@settings(deadline=None)
@given(st.text())
def test_a_guard_can_always_be_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(DANGEROUS))


def test_an_id_that_excel_would_take_for_a_number_is_kept_a_text(report: Report) -> None:
    finding = next(
        each
        for each in (hostile_finding(f"{n}") for n in range(20_000))
        if each.id.replace("e", "", 1).isdigit() and each.id[0] != "e"
    )
    list_ = with_findings(report, finding)

    (_, row) = rows(to_csv(list_), ",")

    assert row[0] == f"'{finding.id}"


def test_state_and_acceptance_are_columns(later: Report) -> None:
    header, *found = rows(to_csv(later), ",")

    accepted = next(row for row in found if row[header.index("accepted")])
    assert accepted[header.index("accepted")] == "accepted until 2027-12-31: Corrected in March"
    assert {row[header.index("state")] for row in found} == {"new", "still there"}


def test_half_a_surrogate_pair_does_not_stop_the_list(report: Report) -> None:
    text = to_csv(with_findings(report, hostile_finding("a\udc80b")))

    assert "a\\udc80b" in text.encode("utf-8").decode("utf-8")


def test_what_belongs_in_the_cell_and_where_the_rule_is_explained_stand_beside(
    report: Report,
) -> None:
    header, *found = rows(to_csv(report), ",")
    id_ = entry(report, "cell.date-impossible").id

    row = next(row for row in found if row[0].removeprefix("'") == id_)
    assert row[header.index("expected")].startswith("a date, as precise as it is known")
    assert row[header.index("documentation")].endswith("/rules#cell.date-impossible")
    assert row[header.index("row's own name")] == "cluster:salmon"
