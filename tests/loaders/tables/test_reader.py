"""Reading tables: what is understood goes on, what is not is told at its cell and kept out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from steward_tables import make_workbook, read, read_book, read_bytes, read_text

from klynge.loaders.tables.files.csv_lines import UnreadableFile
from klynge.loaders.tables.reader import UnknownTable
from klynge.shapes.report import Severity

SOUND = "id,name,number,country,founded\nsintef,SINTEF AS,919303808,NO,1950\n"


def test_a_sound_row_becomes_a_record_with_canonical_values(tmp_path: Path) -> None:
    text = "id,name,place,founded\nraufoss, NCE Raufoss ,raufoss;gjovik,1. juni 2015\n"

    outcome = read_text(tmp_path, text)

    (record,) = outcome.records
    assert record.table == "clusters"
    assert record.values == {
        "id": ("raufoss",),
        "name": ("NCE Raufoss",),
        "place": ("place:raufoss", "place:gjovik"),
        "founded": ("2015-06-01",),
    }
    assert record.raw == {
        "name": " NCE Raufoss ",
        "place": "raufoss;gjovik",
        "founded": "1. juni 2015",
    }
    assert str(record.location("founded")) == "clusters.csv, row 2, column founded (D)"


def test_what_was_interpreted_is_told_before_its_record(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,name,founded\nraufoss,Raufoss,1. juni 2015\n")

    (finding,) = outcome.findings
    assert (finding.rule, finding.severity) == ("cell.interpreted", Severity.INFO)
    assert finding.value == "1. juni 2015"
    assert outcome.ids == ["raufoss"]


@pytest.mark.parametrize(
    ("column", "value", "rule", "letter"),
    [
        ("number", "919303807", "cell.check-digit", "C"),
        ("founded", "2015-02-30", "cell.date-impossible", "E"),
        ("country", "Norway", "cell.country", "D"),
        ("founded", "=2000+6", "cell.formula", "E"),
        ("id", "Sintef", "cell.key", "A"),
        ("name", "", "cell.missing", "B"),
    ],
)
def test_a_bad_cell_is_told_at_its_place_and_the_other_rows_go_on(
    tmp_path: Path, column: str, value: str, rule: str, letter: str
) -> None:
    header, good = SOUND.splitlines()
    bad = dict(zip(header.split(","), "ntnu,NTNU,974767880,NO,1996".split(","), strict=True))
    bad[column] = value
    text = "\n".join((header, ",".join(bad.values()), good, ""))

    outcome = read_text(tmp_path, text, "organisations.csv")

    finding = outcome.violation()
    assert finding.rule == rule
    assert finding.location.file == "organisations.csv"
    assert (finding.location.row, finding.location.column, finding.location.letter) == (
        2,
        column,
        letter,
    )
    assert finding.value == value
    assert outcome.ids == ["sintef"]
    assert [row.id for row in outcome.rejected] == ["" if column == "id" else "ntnu"]


def test_an_unknown_code_is_told_with_what_was_meant(tmp_path: Path) -> None:
    text = "cluster,member,role\na,b,membr\na,c,member\n"

    outcome = read_text(tmp_path, text, "memberships.csv")

    finding = outcome.violation()
    assert str(finding.location) == "memberships.csv, row 2, column role (C)"
    assert "Did you mean 'member'" in finding.message.en
    assert [record.one("member") for record in outcome.records] == ["organization:c"]


def test_all_bad_cells_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,name,founded,website\na,,soon,sintef.no\n")

    (row,) = outcome.rejected
    assert {finding.location.column for finding in row.findings} == {"name", "founded", "website"}


def test_a_number_is_checked_by_the_country_of_its_row_wherever_that_stands(tmp_path: Path) -> None:
    text = "id,number,name,country\na,556016-0680,A,SE\nb,556016-0680,B,NO\nc,919303808,C,NO\n"

    outcome = read_text(tmp_path, text, "organisations.csv")

    assert outcome.ids == ["a", "c"]
    assert outcome.violation().location.row == 3


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "\n\nid,name\n,\na,A\n\n , \nb,B\n\n")

    assert [record.row for record in outcome.records] == [5, 8]
    assert outcome.findings == ()


def test_files_are_known_by_the_name_or_title_of_their_table(tmp_path: Path) -> None:
    for name in ("Clusters.CSV", "organisasjoner.csv", "stages.seafood.csv"):
        (tmp_path / name).write_text("id\n", encoding="utf-8")

    outcome = read(tmp_path)

    assert "table.unknown" not in outcome.rules()


def test_a_file_of_no_table_is_told_louder_where_its_name_is_misspelled(tmp_path: Path) -> None:
    for name in ("clustrs.csv", "zzz.csv", "clusters.csv"):
        (tmp_path / name).write_text("id,name\na,A\n", encoding="utf-8")

    outcome = read(tmp_path)

    by_file = {finding.location.file: finding for finding in outcome.findings}
    assert by_file["clustrs.csv"].severity is Severity.WARNING
    assert "Did you mean clusters" in by_file["clustrs.csv"].message.en
    assert by_file["zzz.csv"].severity is Severity.INFO
    assert outcome.ids == ["a"]


def test_an_expected_table_that_is_not_there_is_told_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "clusters.csv").write_text("id,name\na,A\n", encoding="utf-8")

    outcome = read(tmp_path, expected=["clusters", "memberships"])

    finding = outcome.violation()
    assert (finding.rule, finding.location.file) == ("table.missing", "memberships.csv")
    assert outcome.ids == ["a"]


def test_an_expected_table_that_is_not_there_is_told_by_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    make_workbook({"clusters": [["id", "name"], ["a", "A"]]}).save(path)

    finding = read(path, expected=["memberships"]).violation()

    assert (finding.location.file, finding.location.sheet) == ("tables.xlsx", "memberships")


def test_expecting_a_table_that_the_schema_does_not_have_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UnknownTable, match="colours"):
        read(tmp_path, expected=["colours"])


def test_a_folder_without_any_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("Hello", encoding="utf-8")
    (tmp_path / ".clusters.csv").write_text("id,name\na,A\n", encoding="utf-8")

    assert read(tmp_path).violation().rule == "source.no-table"


def test_a_workbook_without_any_table_is_told(tmp_path: Path) -> None:
    outcome = read_book(tmp_path, make_workbook({"Sheet1": [["a"]]}))

    assert outcome.violation().rule == "source.no-table"


def test_a_source_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="expected a folder of CSV files or a workbook"):
        read(tmp_path / "nowhere")


def test_a_workbook_among_csv_files_is_told_not_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "clusters.csv").write_text("id,name\na,A\n", encoding="utf-8")
    make_workbook({"clusters": [["id", "name"], ["b", "B"]]}).save(tmp_path / "tables.xlsx")

    outcome = read(tmp_path)

    (finding,) = outcome.findings
    assert (finding.rule, finding.severity) == ("source.workbook-beside-csv", Severity.INFO)
    assert outcome.ids == ["a"]


def test_a_workbook_of_another_kind_is_told_how_to_save_it(tmp_path: Path) -> None:
    outcome = read_bytes(tmp_path, b"", "clusters.ods")

    assert (
        "Save it as .xlsx"
        in next(f for f in outcome.violations if f.rule == "source.format").message.en
    )


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(st.binary(max_size=200))
def test_no_bytes_in_a_csv_file_raise(tmp_path: Path, data: bytes) -> None:
    outcome = read_bytes(tmp_path, b"id,name,founded\n" + data)

    for finding in outcome.findings:
        assert finding.value.encode("utf-8") is not None
        assert finding.message.en.encode("utf-8")


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=5))
def test_every_row_with_something_in_it_is_used_or_told(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    cells = [[text.replace('"', '""') for text in row] for row in rows]
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in cells)

    outcome = read_bytes(tmp_path, b"id,name,founded\n" + text.encode())

    filled = sum(any(cell.strip() for cell in row) for row in rows)
    assert len(outcome.records) + len(outcome.rejected) == filled


def test_a_folder_gives_the_same_items_twice(tmp_path: Path) -> None:
    for name in ("stages.csv", "clusters.csv", "documents.csv"):
        (tmp_path / name).write_text("id,name,title\na,A,T\n", encoding="utf-8")

    assert read(tmp_path) == read(tmp_path)
