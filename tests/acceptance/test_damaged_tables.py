"""Ten kinds of damaged steward table: each is told at the right cell, and all else is built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from small_catalogue import TABLES, built, make_small, make_small_workbook, write_csv


class Cell(NamedTuple):
    """Where a finding must stand."""

    file: str
    row: int
    column: str
    value: str = ""
    sheet: str = ""


def changed(table: str, row: int, column: str, value: str) -> list[list[str]]:
    """Give a table's rows with one cell changed; rows count as in a spreadsheet."""
    rows = [list(cells) for cells in TABLES[table]]
    rows[row - 1][rows[0].index(column)] = value
    return rows


def wrong_check_digit(folder: Path) -> Cell:
    write_csv(
        make_small(folder), "organisations", changed("organisations", 3, "number", "913268866")
    )
    return Cell("organisations.csv", 3, "number", "913268866")


def impossible_date(folder: Path) -> Cell:
    write_csv(make_small(folder), "memberships", changed("memberships", 2, "from", "2015-02-30"))
    return Cell("memberships.csv", 2, "from", "2015-02-30")


def unknown_cluster(folder: Path) -> Cell:
    write_csv(make_small(folder), "memberships", changed("memberships", 4, "cluster", "salmo"))
    return Cell("memberships.csv", 4, "cluster", "salmo")


def duplicate_id(folder: Path) -> Cell:
    write_csv(make_small(folder), "memberships", changed("memberships", 3, "id", "m1"))
    return Cell("memberships.csv", 3, "id", "m1")


def wrong_code(folder: Path) -> Cell:
    write_csv(make_small(folder), "memberships", changed("memberships", 2, "role", "membr"))
    return Cell("memberships.csv", 2, "role", "membr")


def formula(folder: Path) -> Cell:
    book = make_small_workbook(folder)
    book["memberships"]["E3"] = "=DATE(2015,6,1)"
    book.save(folder / "tables.xlsx")
    return Cell("tables.xlsx", 3, "from", "=DATE(2015,6,1)", "memberships")


def wrong_encoding(folder: Path) -> Cell:
    rows = changed("organisations", 4, "name", "Høgskulen")
    write_csv(make_small(folder), "organisations", rows, encoding="latin-1")
    return Cell("organisations.csv", 4, "name")


def merged_cells(folder: Path) -> Cell:
    book = make_small_workbook(folder)
    book["memberships"].merge_cells("D2:D3")
    book.save(folder / "tables.xlsx")
    return Cell("tables.xlsx", 3, "role", sheet="memberships")


def missing_sheet(folder: Path) -> Cell:
    book = make_small_workbook(folder)
    del book["memberships"]
    book.save(folder / "tables.xlsx")
    return Cell("tables.xlsx", 0, "", sheet="memberships")


def empty_file(folder: Path) -> Cell:
    make_small(folder)
    (folder / "tables" / "memberships.csv").write_text("", encoding="utf-8")
    return Cell("memberships.csv", 0, "")


DAMAGES: list[Callable[[Path], Cell]] = [
    wrong_check_digit, impossible_date, unknown_cluster, duplicate_id, wrong_code,
    formula, wrong_encoding, merged_cells, missing_sheet, empty_file,
]  # fmt: skip

KEPT_MEMBERSHIPS = {"missing_sheet": 0, "empty_file": 0}


def violations(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["severity"] == "violation"]


def memberships(release: Path) -> int:
    text = (release / "klynge.nq").read_text(encoding="utf-8")
    return text.count("rdf-syntax-ns#type> <https://w3id.org/klynge/ont#ClusterMembership>")


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_table_is_told_at_its_cell_and_all_else_is_built(
    damage: Callable[[Path], Cell], tmp_path: Path
) -> None:
    cell = damage(tmp_path / "catalogue")

    status, report = built(tmp_path / "catalogue")

    places = {(f["file"], f["sheet"], f["row"], f["column"]) for f in violations(report)}
    assert status == 1
    assert (cell.file, cell.sheet, cell.row, cell.column) in places
    if cell.value:
        assert cell.value in {f["value"] for f in violations(report)}
    assert memberships(Path(report["release"])) == KEPT_MEMBERSHIPS.get(damage.__name__, 2)


def test_the_undamaged_table_gives_no_violation_and_exit_status_zero(tmp_path: Path) -> None:
    status, report = built(make_small(tmp_path / "catalogue"))

    assert status == 0
    assert violations(report) == []
    assert memberships(Path(report["release"])) == 3


def test_the_same_workbook_undamaged_gives_the_same_memberships(tmp_path: Path) -> None:
    make_small_workbook(tmp_path / "catalogue").save(tmp_path / "catalogue" / "tables.xlsx")

    status, report = built(tmp_path / "catalogue")

    assert (status, violations(report)) == (0, [])
    assert memberships(Path(report["release"])) == 3
