"""A finding of the shapes names every cell it is about, or the one that would hold a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import TABLES, make_small, write_csv

from klynge.loaders.facts import read_catalogue
from klynge.loaders.locating import located
from klynge.loaders.origins import Tracer, named_by_register
from klynge.loaders.pipeline import check
from klynge.loaders.subjects import lifters
from klynge.loaders.tables.schema import load_schema
from klynge.ontology.terms import expand
from klynge.shapes.report import Finding, Location, Message, Severity


def found(catalogue: Path, rule: str) -> Finding:
    """Check a catalogue and give the one finding of a rule."""
    (only,) = (f for f in check(read_catalogue(catalogue)).findings if f.rule == rule)
    return only


def with_columns(catalogue: Path, table: str, **columns: list[str]) -> Path:
    """Write a table of the small catalogue with further columns."""
    rows = [list(row) for row in TABLES[table]]
    for name, values in columns.items():
        for row, value in zip(rows, [name.rstrip("_"), *values], strict=True):
            row.append(value)
    write_csv(catalogue, table, rows)
    return catalogue


def test_an_end_before_its_start_is_told_at_both_cells(tmp_path: Path) -> None:
    catalogue = with_columns(make_small(tmp_path), "memberships", until=["", "2014", ""])

    finding = found(catalogue, "shape.startDay")

    assert str(finding.location) == "memberships.csv, row 3, column from (E)"
    assert [str(place) for place in finding.also] == ["memberships.csv, row 3, column until (H)"]
    assert finding.value == "2015-06"


def test_a_value_named_by_another_row_is_told_with_the_cells_that_name_it(
    tmp_path: Path,
) -> None:
    catalogue = read_catalogue(make_small(tmp_path))
    schema, batch = load_schema(), check(catalogue).batch
    ((_, records, lifter),) = lifters(catalogue, batch, schema)
    (membership,) = (record for record in records if record.one("id") == "m1")
    about = Finding(
        rule="shape.member",
        severity=Severity.VIOLATION,
        message=Message("", ""),
        path=expand("kly:memberActor"),
        value="https://w3id.org/klynge/id/organization/NO-991068503",
    )

    finding = located(
        about, membership, Tracer(lifter, schema, named_by_register(records, schema)), schema
    )

    assert str(finding.location) == "memberships.csv, row 2, column member (C)"
    assert finding.value == "fish-as"
    assert [str(place) for place in finding.also] == [
        "organisations.csv, row 2, column country (C)",
        "organisations.csv, row 2, column number (D)",
    ]


def test_an_absent_value_is_told_in_its_row_under_the_column_that_would_hold_it(
    tmp_path: Path,
) -> None:
    catalogue = with_columns(make_small(tmp_path), "clusters", place=["", "raufoss"])
    write_csv(catalogue, "places", [["id", "name", "kind", "evidence"],
                                    ["raufoss", "Raufoss", "town", "sourced"]])  # fmt: skip

    finding = found(catalogue, "shape.Cluster-located")

    assert finding.location == Location("clusters.csv", "", 2, "place", "F")
    assert (finding.value, finding.also) == ("", ())


def test_an_absent_choice_is_told_under_every_column_that_would_do(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path)
    rows = [["id", "subject", "wording", "source", "evidence"],
            ["k", "cluster:salmon", "", "doc", "sourced"]]  # fmt: skip
    write_csv(catalogue, "member_kinds", rows)

    finding = found(catalogue, "shape.MemberKindStatement-content")

    assert finding.location == Location("member_kinds.csv", "", 2, "wording", "C")
    assert [place.column for place in finding.also] == ["type", "function"]


def test_the_language_decides_which_of_two_columns_a_value_stands_in(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path)
    rows = [["id", "subject", "text", "text_nb", "source", "evidence"],
            ["g", "cluster:salmon", "Grow", " ", "doc", "sourced"]]  # fmt: skip
    write_csv(catalogue, "goals", rows)

    checked = check(read_catalogue(catalogue))

    assert not [f for f in checked.findings if f.location.file == "goals.csv"]


def test_a_number_that_two_rows_give_is_told_with_the_other_row(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path)
    rows = [list(row) for row in TABLES["organisations"]]
    rows[3][3] = "991068503"
    write_csv(catalogue, "organisations", rows)

    finding = found(catalogue, "reference.same-number")

    assert str(finding.location) == "organisations.csv, row 4, column number (D)"
    assert [str(place) for place in finding.also] == [
        "organisations.csv, row 4, column country (C)",
        "organisations.csv, row 2, column number (D)",
    ]


@pytest.mark.parametrize(
    ("columns", "location", "also"),
    [
        ([0, 1, 2, 3, 4, 5, 6], "id (A)", ["memberships.csv, row 2"]),
        ([1, 2, 3, 4, 5, 6], "cluster (A)",
         ["memberships.csv, row 3, column member (B)", "memberships.csv, row 3, column role (C)",
          "memberships.csv, row 3, column from (D)", "memberships.csv, row 2"]),
    ],
    ids=["written", "made of the key"],
)  # fmt: skip
def test_an_id_that_stands_twice_is_told_at_every_cell_it_is_made_of(
    tmp_path: Path, columns: list[int], location: str, also: list[str]
) -> None:
    catalogue = make_small(tmp_path)
    rows = [list(row) for row in TABLES["memberships"]]
    rows[2] = rows[1]
    write_csv(catalogue, "memberships", [[row[column] for column in columns] for row in rows])

    finding = found(catalogue, "row.duplicate-id")

    assert str(finding.location) == f"memberships.csv, row 3, column {location}"
    assert [str(place) for place in finding.also] == also
