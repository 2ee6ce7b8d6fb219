"""New, still there, mended: findings compared with those of the last published release."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_catalogue import CLUSTERS, ORGANISATIONS, checked, entry, make_faulty, reported
from small_catalogue import make_small, write_csv

from klynge.loaders.release.folder import current, publish, published_report, write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.reports.comparison import State, compare
from klynge.loaders.reports.last_report import LastReport, finding_of
from klynge.loaders.reports.report import Report, make_report
from klynge.shapes.report import Finding, Location, Message, Severity, identified


def finding(row: int, value: str = "x", **changes: object) -> Finding:
    """Give a finding about a row that has no name of its own."""
    place = Location("clusters.csv", "", row, "founded", "C")
    made = Finding("cell.date", Severity.VIOLATION, Message("No.", "Nei."), place, value)
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def publish_release(catalogue: Path) -> Path:
    """Build a catalogue and publish it, as the command does."""
    run = Run(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), "test")
    release = write_release(checked(catalogue), catalogue / "releases", run)
    publish(catalogue / "releases", release.name)
    return release


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    catalogue = make_faulty(tmp_path_factory.mktemp("published") / "catalogue")
    publish_release(catalogue)
    return catalogue


@pytest.fixture
def again(published: Path) -> Path:
    """The published catalogue with its tables as they were."""
    write_csv(published, "clusters", CLUSTERS)
    write_csv(published, "organisations", ORGANISATIONS)
    return published


def compared(catalogue: Path) -> Report:
    return reported(catalogue, published_report(catalogue / "releases"))


def test_the_first_check_says_that_there_is_nothing_to_compare_with(report: Report) -> None:
    assert report.compared_with == ""
    assert "no published release" in report.comparison.en
    assert "ingen publisert utgivelse" in report.comparison.nb
    assert {each.state for each in report.entries} == {None}


def test_what_is_as_it_was_is_still_there(again: Path) -> None:
    report = compared(again)

    assert report.compared_with == current(again / "releases").name
    assert {each.state for each in report.entries} == {State.STILL_THERE}
    assert report.mended == ()


def test_a_row_inserted_above_makes_no_finding_new(again: Path) -> None:
    sound = ["above", "Above", "2010", "", "", "doc", "sourced"]
    write_csv(again, "clusters", [CLUSTERS[0], sound, *CLUSTERS[1:]])

    report = compared(again)

    (remark,) = [each for each in report.entries if each.state is State.NEW]
    assert remark.finding.subject == "cluster:above"  # It has no place, as others have none.
    assert entry(report, "cell.date-impossible").finding.location.row == 3
    assert report.mended == ()


def test_columns_in_another_order_make_no_finding_new(again: Path) -> None:
    write_csv(again, "clusters", [list(reversed(row)) for row in CLUSTERS])

    report = compared(again)

    assert {each.state for each in report.entries} == {State.STILL_THERE}
    assert entry(report, "cell.date-impossible").finding.location.letter == "E"
    assert report.mended == ()


def test_a_fault_that_is_mended_is_told_as_mended_and_another_as_new(again: Path) -> None:
    rows = [list(row) for row in CLUSTERS]
    rows[1][2], rows[5][2] = "2015-02-28", "x"
    write_csv(again, "clusters", rows)

    report = compared(again)

    new = [each.finding for each in report.entries if each.state is State.NEW]
    assert {(f.rule, f.value) for f in report.mended if f.rule.startswith("cell.")} == {
        ("cell.date-impossible", "2015-02-30")
    }
    assert ("cell.date", "cluster:lost") in {(f.rule, f.subject) for f in new}


def test_building_the_same_twice_gives_the_same_release(again: Path) -> None:
    first = current(again / "releases")

    assert publish_release(again) == first


def test_a_row_without_a_name_may_move_and_its_finding_is_not_new() -> None:
    before = (finding(3), finding(4, value="y"))
    now = identified([finding(8), finding(9, value="z")])

    outcome = compare(now, LastReport("r", before))

    assert [outcome.states[id_] for id_ in now] == [State.STILL_THERE, State.NEW]
    assert outcome.mended == (before[1],)


def test_of_three_alike_without_names_one_is_mended_when_two_are_left() -> None:
    before = (finding(3), finding(4), finding(5))

    outcome = compare(identified([finding(6), finding(7)]), LastReport("r", before))

    assert set(outcome.states.values()) == {State.STILL_THERE}
    assert len(outcome.mended) == 1


def test_a_row_with_a_name_that_another_takes_over_is_not_taken_for_a_moved_one() -> None:
    before = (finding(3, subject="cluster:a"),)

    outcome = compare(identified([finding(3, subject="cluster:b")]), LastReport("r", before))

    assert list(outcome.states.values()) == [State.NEW]
    assert outcome.mended == before


def test_findings_alike_in_all_have_ids_of_their_own() -> None:
    alike = [finding(3), finding(3, message=Message("Other.", "Annen."))]

    assert list(identified(alike).values()) == alike


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"findings": [1]}', '{"findings": [{"rule": 1}]}', "[" * 100_000, "\x00"],
    ids=["empty", "list", "no findings", "no finding", "rule", "deep", "nul"],
)
def test_a_report_that_cannot_be_read_is_said_and_stops_nothing(
    tmp_path: Path, faulty: Path, text: str
) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    release = publish_release(catalogue)
    (release / "report.json").write_text(text, encoding="utf-8")

    report = make_report(checked(catalogue), published_report(catalogue / "releases"))

    assert report.compared_with == ""
    assert f"the release {release.name} cannot be read" in report.comparison.en


def test_a_report_of_an_older_version_is_read(report: Report) -> None:
    finding = report.entries[0].finding
    old = {
        "rule": finding.rule, "severity": "violation",
        "message": {"en": finding.message.en, "nb": finding.message.nb},
        "file": "clusters.csv", "sheet": "", "row": 2, "column": "founded", "letter": "C",
        "value": "x", "focusNode": "", "path": "", "shape": "",
    }  # fmt: skip

    assert finding_of(json.loads(json.dumps(old))).subject == ""
