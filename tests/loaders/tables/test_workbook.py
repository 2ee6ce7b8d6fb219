"""Workbooks: a sheet per table, typed cells, and the damage that only spreadsheets do."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from steward_tables import make_workbook, read_book, read_text

from klynge.shapes.report import Severity

HEADER = ["id", "name", "founded", "place", "website"]
CLUSTERS = [
    HEADER,
    ["raufoss", "NCE Raufoss", "2006", "raufoss", ""],
    ["blue", "Blue Maritime", "2015-06", "alesund", ""],
    ["subsea", "NCE Subsea", "2006", "bergen", ""],
]


def clusters() -> Workbook:
    return make_workbook({"clusters": CLUSTERS})


def test_a_workbook_gives_the_same_records_as_csv(tmp_path: Path) -> None:
    text = "\n".join(",".join(row) for row in CLUSTERS)

    from_book = read_book(tmp_path, clusters())
    from_csv = read_text(tmp_path, text)

    assert [(r.row, r.values) for r in from_book.records] == [
        (r.row, r.values) for r in from_csv.records
    ]
    assert from_book.findings == ()
    assert str(from_book.records[0].location("founded")) == (
        "tables.xlsx, sheet clusters, row 2, column founded (C)"
    )


@pytest.mark.parametrize("title", ["Clusters", "CLUSTERS", "Klynger", "clusters"])
def test_a_sheet_is_known_by_the_name_or_title_of_its_table(tmp_path: Path, title: str) -> None:
    outcome = read_book(tmp_path, make_workbook({title: CLUSTERS}))

    assert outcome.ids == ["raufoss", "blue", "subsea"]


def test_a_title_cut_to_what_excel_allows_is_known(tmp_path: Path) -> None:
    rows = [["subject", "kind", "name"], ["cluster:a", "training", "T"]]

    outcome = read_book(tmp_path, make_workbook({"Innovation and acceleration act": rows}))

    assert [record.table for record in outcome.records] == ["activities"]


def test_a_sheet_of_no_table_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    outcome = read_book(
        tmp_path, make_workbook({"Scratch": [["x"]], "clusters": CLUSTERS, "membership": [["id"]]})
    )

    by_sheet = {finding.location.sheet: finding for finding in outcome.findings}
    assert by_sheet["Scratch"].severity is Severity.INFO
    assert by_sheet["membership"].severity is Severity.WARNING
    assert "Did you mean memberships" in by_sheet["membership"].message.en
    assert len(outcome.records) == 3


def test_a_formula_is_told_at_its_cell_with_the_formula(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"]["B3"] = '=CONCATENATE("Blue"," ","Maritime")'

    outcome = read_book(tmp_path, book)

    finding = outcome.violation()
    assert finding.rule == "cell.formula"
    assert str(finding.location) == "tables.xlsx, sheet clusters, row 3, column name (B)"
    assert finding.value == '=CONCATENATE("Blue"," ","Maritime")'
    assert "paste it as value" in finding.message.en
    assert outcome.ids == ["raufoss", "subsea"]


def test_an_array_formula_is_told_with_the_formula(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"]["B3"] = ArrayFormula("B3:B3", "=A2:A3")

    assert read_book(tmp_path, book).violation().value == "=A2:A3"


def test_a_text_that_only_begins_with_an_equals_sign_is_a_text(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"]["B3"].value = "=Blue"
    book["clusters"]["B3"].data_type = "s"

    outcome = read_book(tmp_path, book)

    assert outcome.records[1].one("name") == "=Blue"


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_is_told_at_its_cell(tmp_path: Path, error: str) -> None:
    book = clusters()
    book["clusters"]["C3"] = error

    outcome = read_book(tmp_path, book)

    finding = outcome.violation()
    assert (finding.rule, finding.value) == ("cell.error", error)
    assert outcome.ids == ["raufoss", "subsea"]


def test_merged_cells_are_told_at_each_covered_cell_and_the_first_row_is_read(
    tmp_path: Path,
) -> None:
    book = clusters()
    book["clusters"].merge_cells("C2:D3")

    outcome = read_book(tmp_path, book)

    places = [(f.location.row, f.location.column, f.location.letter) for f in outcome.violations]
    assert places == [(2, "place", "D"), (3, "founded", "C"), (3, "place", "D")]
    assert {f.rule for f in outcome.violations} == {"cell.merged"}
    assert "merged cells C2:D3" in outcome.violations[0].message.en
    assert outcome.ids == ["subsea"]


def test_the_row_of_the_first_merged_cell_is_read(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"].merge_cells("C2:C4")

    outcome = read_book(tmp_path, book)

    assert [finding.location.row for finding in outcome.violations] == [3, 4]
    assert outcome.records[0].one("founded") == "2006"


def test_merged_cells_beside_the_table_do_no_harm(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"].merge_cells("G2:H8")

    outcome = read_book(tmp_path, book)

    assert len(outcome.records) == 3
    assert outcome.findings == ()


def test_a_title_above_the_header_is_told(tmp_path: Path) -> None:
    book = make_workbook({"clusters": [["Our clusters"], *CLUSTERS]})
    book["clusters"].merge_cells("A1:E1")

    outcome = read_book(tmp_path, book)

    assert outcome.violation().rule == "header.none"


def test_hidden_rows_and_sheets_are_read(tmp_path: Path) -> None:
    book = make_workbook({"Notes": [], "clusters": CLUSTERS})
    book["clusters"].row_dimensions[3].hidden = True
    book["clusters"].sheet_state = "hidden"

    assert read_book(tmp_path, book).ids == ["raufoss", "blue", "subsea"]


def test_an_empty_sheet_of_a_table_is_a_violation(tmp_path: Path) -> None:
    outcome = read_book(tmp_path, make_workbook({"clusters": CLUSTERS, "memberships": []}))

    finding = outcome.violation()
    assert (finding.rule, finding.location.sheet) == ("table.empty", "memberships")
    assert len(outcome.records) == 3
