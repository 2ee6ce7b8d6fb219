"""`klynge check --annotate`: copies of workbooks and of CSV files, never over anything."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from office import converted
from openpyxl import load_workbook
from small_catalogue import TABLES, TOML, klynge, make_small, make_small_workbook, write_csv


def faulty_workbook(folder: Path) -> Path:
    """Make a catalogue whose workbook has four faults."""
    book = make_small_workbook(folder)
    book["memberships"]["D2"] = "membr"
    book["memberships"]["B4"] = "salmo"
    book["memberships"]["E3"] = "=DATE(2015,6,1)"
    book["organisations"]["D3"] = "913268866"
    book.create_sheet("Notes")["A1"] = "my own"
    book.save(folder / "tables.xlsx")
    return folder


def checked(folder: Path, *more: str | Path) -> tuple[int, dict[str, Any], str]:
    done = klynge("check", folder, "--json", *more)
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def test_the_copy_has_a_note_in_each_cell_that_is_found_and_the_original_stays(
    tmp_path: Path,
) -> None:
    catalogue = faulty_workbook(tmp_path / "mine")
    before = (catalogue / "tables.xlsx").read_bytes()

    status, report, told = checked(catalogue, "--annotate", tmp_path / "out", "--lang", "nb")

    book = load_workbook(tmp_path / "out" / "tables.xlsx")
    places = {(f["sheet"], f"{f['letter'] or 'A'}{f['row'] or 1}") for f in report["findings"]}
    assert status == 1
    assert f"annotated {tmp_path / 'out' / 'tables.xlsx'}" in told
    assert len(places) > 4
    assert all(book[sheet][cell].comment for sheet, cell in places)
    assert "salmon" in book["memberships"]["B4"].comment.text
    assert book["memberships"]["B4"].comment.text.startswith("Feil: Ingen rad")
    assert (catalogue / "tables.xlsx").read_bytes() == before


def test_a_check_of_the_copy_finds_what_a_check_of_the_original_finds(tmp_path: Path) -> None:
    catalogue = faulty_workbook(tmp_path / "mine")
    status, report, _ = checked(catalogue, "--annotate", tmp_path / "out")

    (tmp_path / "out" / "klynge.toml").write_text(TOML.format(path="tables.xlsx"))
    again, repeated, _ = checked(tmp_path / "out")

    assert report["findings"]
    assert (again, repeated) == (status, report)


def test_csv_files_become_one_workbook_with_every_value_as_it_is_written(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")
    rows = [
        ["id", "cluster", "member", "role", "from", "note"],
        ["m1", "salmon", "fish-as", "membr", "2010", "0301"],
        ["m2", "wood", "tree-as", "member", "3/4/2015", "=1+1"],
        ["m3", "salmon", "uni", "partner", "2012", " 1.10 "],
    ]
    write_csv(catalogue, "memberships", rows)

    status, _, _ = checked(catalogue, "--annotate", tmp_path / "out")

    book = load_workbook(tmp_path / "out" / "tables.xlsx")
    sheet = book["memberships"]
    assert status == 1
    assert [[cell.value for cell in row] for row in sheet] == rows
    assert {cell.data_type for row in sheet for cell in row} == {"s"}
    assert {cell.number_format for row in sheet for cell in row} == {"@"}
    assert "membr" in sheet["D2"].comment.text
    assert "3/4/2015" in sheet["E3"].comment.text
    assert sheet["D4"].comment is None
    assert set(book.sheetnames) == {*TABLES, "klynge check"}
    shown = converted(tmp_path / "out" / "tables.xlsx", "pdf", tmp_path / "lo")
    assert shown.read_bytes().startswith(b"%PDF")


def test_a_workbook_made_of_csv_files_is_read_as_the_files_are(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")
    tables = catalogue / "tables"
    write_csv(catalogue, "memberships", [*TABLES["memberships"][:3]])
    more = ["\ufeff\n", "id;cluster;member;role;from;source;evidence\r\n",
            'm3;salmo;uni;"part""ner";2012;doc;sourced\r\n']  # fmt: skip
    (tables / "memberships.2.csv").write_text("".join(more), encoding="utf-8", newline="")

    status, report, _ = checked(catalogue, "--annotate", tmp_path / "out")
    (tmp_path / "out" / "klynge.toml").write_text(TOML.format(path="tables.xlsx"))
    again, repeated, _ = checked(tmp_path / "out")

    def told(findings: list[dict[str, Any]]) -> set[tuple[object, ...]]:
        return {(f["rule"], f["row"], f["column"], f["letter"], f["value"]) for f in findings}

    assert (again, told(repeated["findings"])) == (status, told(report["findings"]))
    assert "memberships.2" in load_workbook(tmp_path / "out" / "tables.xlsx").sheetnames


def test_a_fault_free_catalogue_gets_a_copy_that_says_so(tmp_path: Path) -> None:
    make_small_workbook(tmp_path / "mine").save(tmp_path / "mine" / "tables.xlsx")

    status, _, _ = checked(tmp_path / "mine", "--annotate", tmp_path / "out")

    sheet = load_workbook(tmp_path / "out" / "tables.xlsx")["klynge check"]
    assert status == 0
    assert sheet["A2"].value.startswith("0 errors, 0 warnings")


def test_a_copy_is_never_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    catalogue = faulty_workbook(tmp_path / "mine")
    original = (catalogue / "tables.xlsx").read_bytes()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "tables.xlsx").write_bytes(b"mended by hand")

    for folder in (catalogue, tmp_path / "out"):
        done = klynge("check", catalogue, "--annotate", folder)
        assert done.returncode == 2
        assert "Name another folder" in done.stderr

    assert (catalogue / "tables.xlsx").read_bytes() == original
    assert (tmp_path / "out" / "tables.xlsx").read_bytes() == b"mended by hand"


def test_a_copy_is_never_written_among_the_csv_files_of_a_source(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "mine")

    done = klynge("check", catalogue, "--annotate", catalogue / "tables")

    assert done.returncode == 2
    assert not list((catalogue / "tables").glob("*.xlsx"))


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "(.xls)"), (b"hello", "it is text")]
)
def test_a_workbook_that_cannot_be_opened_has_no_copy_and_that_is_told(
    tmp_path: Path, data: bytes, said: str
) -> None:
    make_small_workbook(tmp_path / "mine")
    (tmp_path / "mine" / "tables.xlsx").write_bytes(data)

    status, report, told = checked(tmp_path / "mine", "--annotate", tmp_path / "out")

    assert status == 1
    assert report["findings"]
    assert "no annotated copy of tables.xlsx" in told and said in told
    assert not (tmp_path / "out").exists()


def test_a_workbook_with_macros_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    book = make_small_workbook(tmp_path / "mine")
    book.save(tmp_path / "mine" / "tables.xlsm")
    (tmp_path / "mine" / "klynge.toml").write_text(TOML.format(path="tables.xlsm"))

    done = klynge("check", tmp_path / "mine", "--annotate", tmp_path / "out")

    assert done.returncode == 2
    assert "has macros" in done.stderr
    assert done.stdout == ""


def test_macros_under_the_name_of_a_workbook_without_are_seen_too(tmp_path: Path) -> None:
    make_small_workbook(tmp_path / "mine").save(tmp_path / "mine" / "tables.xlsx")
    path = tmp_path / "mine" / "tables.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    kind = (
        b'<Override PartName="/xl/vbaProject.bin" '
        b'ContentType="application/vnd.ms-office.vbaProject"/>'
    )
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"</Types>", kind + b"</Types>")
    parts["xl/vbaProject.bin"] = b"code"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)

    status, report, told = checked(tmp_path / "mine", "--annotate", tmp_path / "out")

    assert status == 2
    assert report["counts"]["violation"] == 0
    assert "has macros" in told
    assert not (tmp_path / "out").exists()
