"""What a violation costs: rows that fall with a row or a table are counted at the cause."""

from __future__ import annotations

from pathlib import Path

from faulty_catalogue import checked, entry, make_faulty, reported
from small_catalogue import make_small, write_csv

from klynge.loaders.fallout import Fallout
from klynge.shapes.report import Finding, Location, Message, Severity


def violation(subject: str, row: int = 2, rule: str = "cell.date") -> Finding:
    place = Location("clusters.csv", "", row, "founded", "C")
    return Finding(rule, Severity.VIOLATION, Message("No.", "Nei."), place, subject=subject)


def test_rows_that_fall_with_a_row_count_at_the_row_and_no_more_than_once() -> None:
    fallout = Fallout({"m1": "cluster:a", "m2": "cluster:a", "n": "m1"})

    assert fallout.rows_out([violation("cluster:a"), violation("cluster:a")]) == 4
    assert fallout.rows_out([violation("cluster:b")]) == 1
    assert fallout.rows_out([violation("m1", rule="reference.kept-out")]) == 0


def test_rows_without_names_are_told_apart_by_their_places() -> None:
    assert Fallout().rows_out([violation("", row=2), violation("", row=3)]) == 2


def test_a_table_without_a_required_column_costs_all_its_rows(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    write_csv(
        catalogue, "organisations", [["id", "country"], ["a", "NO"], ["b", "NO"], ["c", "NO"]]
    )

    found = checked(catalogue)

    missing = [f for f in found.findings if f.rule == "header.missing-column"]
    assert found.fallout.rows_out(missing) == 3


def test_what_needs_a_row_of_such_a_table_counts_with_the_table(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    write_csv(catalogue, "organisations", [["id", "country"], ["fish-as", "NO"], ["uni", "NO"]])

    found = checked(catalogue)

    missing = [f for f in found.findings if f.rule == "header.missing-column"]
    assert found.fallout.rows_out(missing) == 4  # Two organisations, and m1 and m3 with them.


def test_a_source_that_is_left_out_with_its_row_is_not_told_as_missing_too(
    tmp_path: Path,
) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    header = ["id", "title", "url", "evidence"]
    write_csv(catalogue, "documents", [header, ["doc", "", "", "sourced"]])
    write_csv(
        catalogue,
        "memberships",
        [["id", "cluster", "member", "role", "from", "source", "evidence"],
         ["m1", "salmon", "uni", "member", "2010", "doc", "sourced"],
         ["m2", "wood", "uni", "member", "2010", "", "sourced"]],
    )  # fmt: skip

    rules = {
        row: [f.rule for f in checked(catalogue).findings
              if (f.location.file, f.location.row) == ("memberships.csv", row)]
        for row in (2, 3)
    }  # fmt: skip

    assert rules == {2: ["reference.left-out"], 3: ["shape.source-given"]}


def test_in_a_catalogue_the_memberships_of_a_lost_cluster_count_with_it(tmp_path: Path) -> None:
    report = reported(make_faulty(tmp_path / "catalogue"))

    impossible = entry(report, "cell.date-impossible").finding  # The cluster salmon: m1 and m3.
    address = entry(report, "cell.url").finding  # A cluster without memberships.
    assert report.fallout.rows_out([impossible]) == 3
    assert report.fallout.rows_out([address]) == 1


def test_a_file_of_shapes_that_is_left_out_costs_no_row(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    (catalogue / "shapes").mkdir()
    (catalogue / "shapes" / "mine.ttl").write_text("this is\nno Turtle", encoding="utf-8")

    report = reported(catalogue)

    syntax = entry(report, "shapes.syntax").finding
    assert syntax.location.row
    assert report.fallout.rows_out([syntax]) == 0
    assert report.kept_out == 0
