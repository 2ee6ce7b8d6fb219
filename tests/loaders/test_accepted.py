"""A steward lets a warning stand for a while: marked and counted apart, never a violation."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from faulty_catalogue import CLUSTERS, entry, make_faulty, reported
from small_catalogue import make_small_workbook, write_csv

from klynge.loaders.accepted import last_day
from klynge.loaders.reports.report import Report
from klynge.shapes.report import Severity

HEADER = ["finding", "reason", "until", "by"]
WARNING = "shape.source-given"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_faulty(tmp_path_factory.mktemp("accepted") / "catalogue")


@pytest.fixture(scope="module")
def before(catalogue: Path) -> Report:
    """What is found while nothing is accepted."""
    return reported(catalogue)


def accepting(catalogue: Path, *rows: list[str]) -> Report:
    write_csv(catalogue, "accepted", [HEADER, *rows])
    return reported(catalogue)


def about(report: Report) -> set[tuple[str, str, int]]:
    """Give rule, column and row of what is found about the table `accepted` itself."""
    found = [each.finding for each in report.entries]
    return {
        (f.rule, f.location.column, f.location.row)
        for f in found
        if f.location.file == "accepted.csv"
    }


def test_an_accepted_warning_is_told_with_its_reason_and_counted_apart(
    catalogue: Path, before: Report
) -> None:
    id_ = entry(before, WARNING).id

    report = accepting(catalogue, [id_, "Corrected in March", "2026-03", "Cluster team"])

    accepted = next(each for each in report.entries if each.id == id_)
    assert accepted.accepted and accepted.acceptance is not None
    assert accepted.acceptance.reason == "Corrected in March"
    assert accepted.acceptance.until == datetime.date(2026, 3, 31)
    assert report.accepted == 1
    assert report.counts[Severity.WARNING] == before.counts[Severity.WARNING] - 1
    assert len(report.entries) == len(before.entries)
    assert about(report) == set()


def test_on_the_last_day_it_is_accepted_still(catalogue: Path, before: Report) -> None:
    report = accepting(catalogue, [entry(before, WARNING).id, "Soon", "2026-01-31", ""])

    assert report.accepted == 1  # klynge.toml says that it is issued on that day.


def test_after_its_last_day_it_counts_again_and_says_so(catalogue: Path, before: Report) -> None:
    id_ = entry(before, WARNING).id

    report = accepting(catalogue, [id_, "Soon", "2026-01-30", ""])

    returned = next(each for each in report.entries if each.id == id_)
    assert not returned.accepted and returned.acceptance is not None and returned.acceptance.ended
    assert report.accepted == 0
    assert about(report) == {("accepted.ended", "until", 2)}
    assert report.counts[Severity.WARNING] == before.counts[Severity.WARNING] + 1


def test_a_violation_is_never_accepted(catalogue: Path, before: Report) -> None:
    id_ = entry(before, "cell.date-impossible").id

    report = accepting(catalogue, [id_, "Please", "2027", ""])

    assert about(report) == {("accepted.violation", "finding", 2)}
    assert report.accepted == 0
    assert next(each for each in report.entries if each.id == id_).acceptance is None
    assert report.counts[Severity.VIOLATION] == before.counts[Severity.VIOLATION] + 1


def test_an_id_that_no_finding_has_is_told_at_its_cell(catalogue: Path) -> None:
    report = accepting(catalogue, ["0123456789ab", "Mended since", "2027", ""])

    assert about(report) == {("accepted.unknown", "finding", 2)}
    assert entry(report, "accepted.unknown").finding.value == "0123456789ab"


def test_a_row_without_reason_or_with_a_bad_date_accepts_nothing(
    catalogue: Path, before: Report
) -> None:
    id_ = entry(before, WARNING).id

    report = accepting(catalogue, [id_, "", "31.02.2026", ""])

    assert about(report) == {
        ("cell.missing", "reason", 2),
        ("cell.date-impossible", "until", 2),
    }
    assert report.accepted == 0


def test_a_finding_accepted_twice_is_told(catalogue: Path, before: Report) -> None:
    id_ = entry(before, WARNING).id

    report = accepting(catalogue, [id_, "Soon", "2027", ""], [id_, "Later", "2028", ""])

    assert about(report) == {("row.duplicate-id", "finding", 3)}
    accepted = next(each for each in report.entries if each.id == id_).acceptance
    assert accepted is not None and accepted.reason == "Soon"


def test_an_id_is_known_as_a_work_list_writes_it(catalogue: Path, before: Report) -> None:
    id_ = entry(before, WARNING).id

    report = accepting(catalogue, [f"'{id_.upper()}", "Soon", "2027", ""])

    assert report.accepted == 1


def test_what_a_finding_is_accepted_by_survives_a_move_of_its_row(
    catalogue: Path, before: Report
) -> None:
    id_ = entry(before, WARNING).id
    write_csv(catalogue, "clusters", [CLUSTERS[0], *reversed(CLUSTERS[1:])])

    report = accepting(catalogue, [id_, "Soon", "2027", ""])

    write_csv(catalogue, "clusters", CLUSTERS)
    assert report.accepted == 1


def test_in_a_workbook_the_table_is_a_sheet(tmp_path: Path) -> None:
    book = make_small_workbook(tmp_path)
    book["organisations"]["F4"] = None
    book.save(tmp_path / "tables.xlsx")
    id_ = entry(reported(tmp_path), WARNING).id
    sheet = book.create_sheet("Godtatte funn")
    for row in (HEADER, [id_, "Rettes i mars", datetime.date(2026, 3, 1), ""]):
        sheet.append(row)
    book.save(tmp_path / "tables.xlsx")

    report = reported(tmp_path)

    assert report.accepted == 1
    assert [e for e in report.entries if e.finding.location.sheet == "Godtatte funn"] == []


def test_nothing_of_the_table_becomes_a_fact_of_the_catalogue(
    catalogue: Path, before: Report
) -> None:
    from faulty_catalogue import checked

    write_csv(catalogue, "accepted", [HEADER, [entry(before, WARNING).id, "Soon", "2027", ""]])

    found = checked(catalogue)

    assert "accepted" not in {r.table for records in found.batch.values() for r in records}
    assert not [line for lines in found.graphs.values() for line in lines if "acceptance/" in line]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2027", (2027, 12, 31)), ("2028-02", (2028, 2, 29)), ("2027-03-04", (2027, 3, 4))],
)
def test_a_date_that_is_not_precise_lasts_to_its_end(text: str, day: tuple[int, int, int]) -> None:
    assert last_day(text) == datetime.date(*day)
