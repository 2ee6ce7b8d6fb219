"""Workbooks: a sheet per table, typed cells, and the damage that only spreadsheets do."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from steward_tables import make_workbook, read, read_book, read_text

from klynge.loaders.tables import archive, workbook
from klynge.loaders.tables.natives import Native, native_cell
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


@pytest.mark.parametrize(
    ("value", "number_format", "date"),
    [
        (datetime.datetime(2015, 6, 1), "yyyy-mm-dd", "2015-06-01"),
        (datetime.datetime(2015, 6, 1), "dd.mm.yyyy", "2015-06-01"),
        (datetime.datetime(2015, 6, 1), "mmm\\ yy", "2015-06"),
        (datetime.datetime(2015, 6, 1), "[$-414]mmmm yyyy;@", "2015-06"),
        (datetime.datetime(2015, 6, 1), '[$-414]d. mmmm yyyy"dag"', "2015-06-01"),
        (datetime.datetime(2015, 1, 1), "yyyy", "2015"),
        (datetime.datetime(2015, 6, 1), "d. mmm", "2015-06-01"),
        (2006, "General", "2006"),
        (2006.0, "0", "2006"),
    ],
)
def test_a_date_cell_gives_the_date_at_the_precision_it_shows(
    tmp_path: Path, value: Native, number_format: str, date: str
) -> None:
    book = clusters()
    book["clusters"]["C2"] = value
    book["clusters"]["C2"].number_format = number_format

    outcome = read_book(tmp_path, book)

    assert outcome.records[0].one("founded") == date
    assert outcome.findings == ()


@pytest.mark.parametrize(
    "value",
    [datetime.datetime(2015, 6, 1, 14, 30), datetime.time(12), 2006.5, 42170, True, "2015-02-30"],
)
def test_a_cell_that_holds_no_date_is_refused_in_a_date_column(
    tmp_path: Path, value: Native | datetime.time | str
) -> None:
    book = clusters()
    book["clusters"]["C2"] = value

    outcome = read_book(tmp_path, book)

    assert (outcome.violation().location.row, outcome.violation().location.column) == (2, "founded")
    assert outcome.ids == ["blue", "subsea"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (919303808, "General", "919303808"),
        (919303808.0, "0", "919303808"),
        (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1.234, "0.000", "1.234"),
        (301, "0000", "0301"),
        (0.94, "0%", "94%"),
        (1e-7, "General", "0.0000001"),
        (-3, "General", "-3"),
        (123456789012345, "0", "123456789012345"),
        (True, "General", "true"),
        (False, "General", "false"),
    ],
)
def test_a_native_cell_says_what_it_shows(value: Native, number_format: str, text: str) -> None:
    cell = native_cell(value, number_format)

    assert (cell.text, cell.refusals) == (text, ())


def test_a_number_longer_than_excel_keeps_is_refused(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"]["B2"] = 1234567890123456

    finding = read_book(tmp_path, book).violation()

    assert finding.rule == "cell.digits-lost"


def test_an_organisation_number_stored_as_number_is_checked_like_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "name", "number", "country"],
        ["a", "A", 919303808, "NO"],
        ["b", "B", 919303807, "NO"],
    ]

    outcome = read_book(tmp_path, make_workbook({"organisations": rows}))

    assert outcome.records[0].one("number") == "919303808"
    assert outcome.violation().rule == "cell.check-digit"
    assert outcome.violation().value == "919303807"


def test_a_decimal_stored_as_number_is_never_ambiguous_and_a_percentage_is_told(
    tmp_path: Path,
) -> None:
    rows: list[list[object]] = [["cluster", "label", "score_percent"]]
    rows += [["a", "ecei-gold", 1.234], ["b", "ecei-gold", 0.94]]
    book = make_workbook({"labels": rows})
    book["labels"]["C3"].number_format = "0%"

    outcome = read_book(tmp_path, book)

    assert outcome.records[0].one("score_percent") == "1.234"
    assert outcome.violation().value == "94%"


def test_an_empty_sheet_of_a_table_is_a_violation(tmp_path: Path) -> None:
    outcome = read_book(tmp_path, make_workbook({"clusters": CLUSTERS, "memberships": []}))

    finding = outcome.violation()
    assert (finding.rule, finding.location.sheet) == ("table.empty", "memberships")
    assert len(outcome.records) == 3


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def test_a_sheet_that_says_a_wrong_size_is_read_whole(tmp_path: Path) -> None:
    clusters().save(tmp_path / "tables.xlsx")
    wrong = b'<dimension ref="A1:A2"'
    changed(
        tmp_path / "tables.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<dimension ref="A1:E4"', wrong),
    )
    assert wrong in zipfile.ZipFile(tmp_path / "tables.xlsx").read("xl/worksheets/sheet1.xml")

    assert read(tmp_path / "tables.xlsx").ids == ["raufoss", "blue", "subsea"]


def test_a_sheet_cut_off_in_the_middle_is_told(tmp_path: Path) -> None:
    clusters().save(tmp_path / "tables.xlsx")
    changed(tmp_path / "tables.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])

    outcome = read(tmp_path / "tables.xlsx")

    finding = outcome.violation()
    assert (finding.rule, finding.location.sheet) == ("workbook.damaged", "clusters")


@pytest.mark.parametrize("damage", [b"", b"<a", b"<a/>", b"\x00\xff"])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_with_a_damaged_part_is_told_and_never_raises(
    tmp_path: Path, part: str, damage: bytes
) -> None:
    clusters().save(tmp_path / "tables.xlsx")
    changed(tmp_path / "tables.xlsx", part, lambda _: damage)

    outcome = read(tmp_path / "tables.xlsx")

    assert outcome.violations
    assert outcome.records == ()


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "damaged"),
        (b"id,name\n", "another format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_for_what_it_is(
    tmp_path: Path, data: bytes, hint: str
) -> None:
    path = tmp_path / "tables.xlsx"
    path.write_bytes(data)

    finding = next(f for f in read(path).violations if f.rule == "workbook.damaged")

    assert hint in finding.message.en


def test_a_zip_of_something_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("readme.txt", "Hello")

    assert "workbook.damaged" in read(path).rules()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    clusters().save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/sharedStrings2.xml", b" " * 20_000_000)

    finding = next(f for f in read(path).violations if f.rule == "workbook.too-large")

    assert "20,000,000" in finding.message.en


def test_a_workbook_over_the_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clusters().save(tmp_path / "tables.xlsx")
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)

    assert "workbook.too-large" in read(tmp_path / "tables.xlsx").rules()


def test_rows_over_the_limit_are_told_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    outcome = read_book(tmp_path, clusters())

    assert outcome.ids == ["raufoss", "blue"]
    assert outcome.violation().rule == "sheet.too-long"


def test_openpyxl_says_nothing_of_its_own_about_a_date_out_of_range(tmp_path: Path) -> None:
    book = clusters()
    book["clusters"]["C2"] = 99_999_999
    book["clusters"]["C2"].number_format = "yyyy-mm-dd"
    stream = io.BytesIO()
    book.save(stream)
    (tmp_path / "tables.xlsx").write_bytes(stream.getvalue())

    outcome = read(tmp_path / "tables.xlsx")

    assert outcome.violation().rule == "cell.error"
    assert outcome.ids == ["blue", "subsea"]
