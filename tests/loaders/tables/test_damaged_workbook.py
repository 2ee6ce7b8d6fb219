"""Damaged, oversized and foreign workbooks: told, never fatal, never unpacked blindly."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from steward_tables import make_workbook, read, read_book

from klynge.loaders.tables.files import archive, sheet_survey, workbook
from klynge.loaders.tables.files.csv_lines import UnreadableFile

CLUSTERS = [
    ["id", "name", "founded"],
    ["raufoss", "NCE Raufoss", "2006"],
    ["blue", "Blue Maritime", "2015-06"],
    ["subsea", "NCE Subsea", "2006"],
]


def clusters() -> Workbook:
    """Make a workbook with three sound rows."""
    return make_workbook({"clusters": CLUSTERS})


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    before, parts[part] = parts[part], change(parts[part])
    assert parts[part] != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def test_a_sheet_that_says_a_wrong_size_is_read_whole(tmp_path: Path) -> None:
    clusters().save(tmp_path / "tables.xlsx")
    wrong = b'<dimension ref="A1:A2"'
    changed(
        tmp_path / "tables.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<dimension ref="A1:C4"', wrong),
    )

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
        (b"", "it is empty"),
        (b"id,name\n", "text, perhaps CSV"),
        ("\ufeffnavn\nÅs\n".encode(), "text, perhaps CSV"),
        ("navn\nÅs\n".encode("cp1252"), "text, perhaps CSV"),
        (b"<html><table>", "a web page or XML"),
        (b"PK\x03\x04 and no more", "cut off"),
        (b"\x89PNG\r\n\x1a\n", "another format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "an old workbook (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "under a password"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_for_what_it_is(
    tmp_path: Path, data: bytes, hint: str
) -> None:
    path = tmp_path / "tables.xlsx"
    path.write_bytes(data)

    finding = read(path).violation()

    assert finding.rule == "workbook.damaged"
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
    monkeypatch.setattr(sheet_survey, "LAST_ROW", 3)

    outcome = read_book(tmp_path, clusters())

    finding = outcome.violation()
    assert (finding.rule, finding.location.row) == ("sheet.order", 4)
    assert "a row 4" in finding.message.en


def test_a_workbook_that_may_not_be_opened_is_misuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    clusters().save(tmp_path / "tables.xlsx")
    monkeypatch.setattr(workbook, "unfit_archive", forbidden)

    with pytest.raises(UnreadableFile, match="tables.xlsx cannot be read: Permission denied"):
        read(tmp_path / "tables.xlsx")
