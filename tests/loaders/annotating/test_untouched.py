"""What an annotated copy leaves alone: every part, every node, every byte that needs no change."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from office import converted
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.table import Table
from small_catalogue import klynge
from workbooks import (
    ALWAYS,
    MAIN,
    annotated,
    around_cells,
    cells_of,
    differing,
    finding,
    parts_of,
    rewritten,
    rich_workbook,
    write_parts,
)

from klynge.loaders.tables.names import letter
from klynge.shapes.report import Severity

SHEET = "xl/worksheets/sheet1.xml"
FOUND = [
    finding("D2"),
    finding("B4"),
    finding("E3", severity=Severity.WARNING),
    finding("H7", severity=Severity.INFO),
    finding("F4"),
]
"""Cells with a comment, without one, absent in a row that is there, and in one that is not."""


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_workbook(tmp_path_factory.mktemp("rich") / "tables.xlsx")


@pytest.fixture(scope="module")
def copy(rich: Path) -> Path:
    return annotated(rich, FOUND, rich.parent / "copy.xlsx")


def opened(path: Path) -> Any:
    """Open a workbook with openpyxl, whose types do not tell worksheets from charts."""
    return load_workbook(path)


def test_every_part_that_need_not_change_is_copied_byte_for_byte_in_its_place(
    rich: Path, copy: Path
) -> None:
    changed, added = differing(rich, copy)

    legacy = {name for name in parts_of(rich) if name.endswith(".vml")}
    assert changed == ALWAYS | {SHEET, "xl/comments/comment1.xml"} | legacy
    assert added == {"xl/worksheets/klynge-check1.xml"}
    assert {"xl/media/image1.png", "customXml/item1.xml", "xl/unknown/thing.bin"} <= set(
        parts_of(copy)
    )


def test_the_archive_says_of_each_part_what_it_said_before(rich: Path, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    with zipfile.ZipFile(rich) as source, zipfile.ZipFile(path, "w") as target:
        target.comment = b"made by hand"
        for number, part in enumerate(source.infolist()):
            info = zipfile.ZipInfo(part.filename, (1999, 12, 31, 23, number, 58))
            info.compress_type = number % 2 * zipfile.ZIP_DEFLATED
            info.external_attr, info.comment = 0o600 << 16, b"x"
            target.writestr(info, source.read(part))

    copy = annotated(path, FOUND, tmp_path / "copy.xlsx")

    with zipfile.ZipFile(path) as before, zipfile.ZipFile(copy) as after:
        assert after.comment == before.comment
        for old, new in zip(before.infolist(), after.infolist(), strict=False):
            assert (new.filename, new.date_time, new.compress_type) == (
                old.filename, old.date_time, old.compress_type,
            )  # fmt: skip
            assert (new.external_attr, new.comment) == (old.external_attr, old.comment)


def test_the_drawing_of_notes_stands_where_a_spreadsheet_insists_on(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "memberships"
    for row in ("id", "name"), ("a", "b"):
        sheet.append(row)
    sheet.add_table(Table(displayName="T", ref="A1:B2"))
    sheet.add_chart(BarChart(), "D4")
    book.save(tmp_path / "tables.xlsx")

    copy = annotated(tmp_path / "tables.xlsx", [finding("B2")], tmp_path / "copy.xlsx")

    names = [
        child.tag.removeprefix(MAIN) for child in ElementTree.fromstring(parts_of(copy)[SHEET])
    ]
    assert names[-3:] == ["drawing", "legacyDrawing", "tableParts"]
    assert opened(copy)["memberships"]["B2"].comment.text == "Error: wrong at B2"


def test_in_a_changed_sheet_only_the_cells_with_findings_differ(rich: Path, copy: Path) -> None:
    before, after = parts_of(rich)[SHEET], parts_of(copy)[SHEET]

    old, new = cells_of(before), cells_of(after)
    assert {at: xml for at, xml in new.items() if at in old} == old
    assert set(new) - set(old) == {"H7", "F4"} - set(old)
    assert around_cells(after) == around_cells(before)


def test_the_bytes_of_a_changed_sheet_are_those_of_the_original_but_for_what_was_put_in(
    rich: Path, copy: Path
) -> None:
    before, after = parts_of(rich)[SHEET], parts_of(copy)[SHEET]

    untouched = before[before.index(b"</sheetData>") :]
    assert untouched in after
    assert after.startswith(before[: before.index(b"<sheetData>")])


def test_formulas_charts_names_and_all_else_are_there_in_openpyxl(rich: Path, copy: Path) -> None:
    before, after = map(opened, (rich, copy))

    assert after.sheetnames == ["memberships", "Lager", "klynge check"]
    old, new = before["memberships"], after["memberships"]
    assert new["F3"].value == "=1+1"
    assert after["Lager"].sheet_state == "hidden"
    assert len(after["Lager"]._charts) == 1
    assert after.defined_names["Squares"].attr_text == "Lager!$B$1:$B$5"
    assert new.merged_cells == old.merged_cells
    assert new.data_validations.dataValidation == old.data_validations.dataValidation
    assert [r.sqref for r in new.conditional_formatting] == [
        r.sqref for r in old.conditional_formatting
    ]
    assert new.column_dimensions["E"].width == 31.5
    assert repr(new["D2"].font) == repr(old["D2"].font)
    assert repr(new["D2"].border) == repr(old["D2"].border)
    assert new.print_title_rows == old.print_title_rows
    assert new.oddHeader.center.text == "Confidential"


def test_an_absent_cell_has_the_number_format_of_its_column(rich: Path, tmp_path: Path) -> None:
    copy = annotated(rich, [finding("E7")], tmp_path / "copy.xlsx")

    assert opened(copy)["memberships"]["E7"].number_format == "@"


def test_the_values_that_libreoffice_shows_are_those_of_the_original(
    rich: Path, copy: Path, tmp_path: Path
) -> None:
    shown = [
        [line.rstrip(",") for line in converted(path, "csv", tmp_path).read_text().splitlines()]
        for path in (rich, copy)
    ]

    assert [line for line in shown[0] if line] == [line for line in shown[1] if line]
    assert "m1,salmon,fish-as,membr,2010,plain" in shown[0]


def test_a_workbook_that_libreoffice_saved_keeps_its_parts(rich: Path, tmp_path: Path) -> None:
    saved = converted(rich, "xlsx", tmp_path)

    copy = annotated(saved, FOUND, tmp_path / "copy.xlsx")

    changed, added = differing(saved, copy)
    sheet = {name for name in changed if name.startswith("xl/worksheets/sheet")}
    notes = {name for name in changed if "omment" in name or name.endswith(".vml")}
    assert changed - ALWAYS - sheet - notes == set()
    assert (len(sheet), len(added)) == (1, 1)
    assert cells_of(parts_of(copy)[SHEET]).items() >= cells_of(parts_of(saved)[SHEET]).items()


def test_the_workbook_of_init_keeps_its_parts(tmp_path: Path) -> None:
    klynge("init", tmp_path / "mine")
    made = tmp_path / "mine" / "tables.xlsx"
    sheets = opened(made).sheetnames

    copy = annotated(made, [finding("B2", sheet="clusters")], tmp_path / "copy.xlsx")

    changed, added = differing(made, copy)
    number = sheets.index("clusters") + 1
    assert f"xl/worksheets/sheet{number}.xml" in changed
    assert {name for name in changed if "worksheets/sheet" in name} == {
        f"xl/worksheets/sheet{number}.xml"
    }
    assert added == {"xl/worksheets/klynge-check1.xml"}
    header = opened(copy)["clusters"]["A1"].comment
    assert header is not None and header.text == opened(made)["clusters"]["A1"].comment.text


def test_sheets_are_found_by_name_whatever_the_order_of_their_parts(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("one", "two", "three"):
        book.create_sheet(name)["A1"] = name
    book.move_sheet("three", -2)
    del book["Sheet"]
    book.save(tmp_path / "tables.xlsx")
    parts = parts_of(tmp_path / "tables.xlsx")
    write_parts(tmp_path / "tables.xlsx", dict(sorted(parts.items(), reverse=True)))

    copy = annotated(tmp_path / "tables.xlsx", [finding("A1", sheet="two")], tmp_path / "copy.xlsx")

    noted = [sheet.title for sheet in opened(copy) if sheet["A1"].comment]
    assert noted == ["two"]


@pytest.mark.parametrize("column", [1, 26, 27, 702, 703, 16_384])
def test_the_last_column_of_a_sheet_is_coloured_as_the_first(tmp_path: Path, column: int) -> None:
    book = Workbook()
    book.worksheets[0].title = "memberships"
    book.worksheets[0].cell(3, 5, "here")
    book.save(tmp_path / "tables.xlsx")
    cell = f"{letter(column - 1)}3"

    copy = annotated(tmp_path / "tables.xlsx", [finding(cell)], tmp_path / "copy.xlsx")

    sheet = opened(copy)["memberships"]
    assert sheet[cell].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet[cell].comment is not None
    assert sheet["E3"].value == "here"


def test_a_sheet_with_prefixes_and_without_cell_names_is_edited_in_its_own_way(
    tmp_path: Path,
) -> None:
    book = Workbook()
    book.worksheets[0].title = "memberships"
    book.save(tmp_path / "tables.xlsx")
    parts = parts_of(tmp_path / "tables.xlsx")
    parts[SHEET] = (
        b'<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheet'
        b'ml/2006/main"><!-- kept --><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a &gt; b'
        b"</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row><x:row r='4' spans=\"1:2\"/>"
        b"</x:sheetData></x:worksheet>"
    )
    write_parts(tmp_path / "tables.xlsx", parts)
    found = [finding("B1"), finding("C1"), finding("C4"), finding("A2")]

    copy = annotated(tmp_path / "tables.xlsx", found, tmp_path / "copy.xlsx")

    sheet = opened(copy)["memberships"]
    assert (sheet["A1"].value, sheet["B1"].value) == ("a > b", 7)
    assert all(sheet[cell].comment for cell in ("B1", "C1", "C4", "A2"))
    assert b"<!-- kept -->" in parts_of(copy)[SHEET]


def test_a_sheet_in_utf_16_stays_in_utf_16(tmp_path: Path) -> None:
    rich_workbook(tmp_path / "tables.xlsx")
    parts = parts_of(tmp_path / "tables.xlsx")
    wide = parts[SHEET].decode().encode("utf-16")
    write_parts(tmp_path / "tables.xlsx", parts | {SHEET: wide})

    copy = annotated(tmp_path / "tables.xlsx", [finding("B4")], tmp_path / "copy.xlsx")

    assert parts_of(copy)[SHEET][:2] == wide[:2]
    assert opened(copy)["memberships"]["B4"].fill.fgColor.rgb == "FFFFC7CE"


def test_an_empty_sheet_gets_rows_for_what_is_missing_in_it(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "memberships"
    book.save(tmp_path / "tables.xlsx")
    found = [finding("B2"), finding("A1"), finding("A2"), finding("C9")]

    copy = annotated(tmp_path / "tables.xlsx", found, tmp_path / "copy.xlsx")

    xml = parts_of(copy)[SHEET]
    assert list(cells_of(xml)) == ["A1", "A2", "B2", "C9"]
    assert opened(copy)["memberships"]["C9"].comment.text == "Error: wrong at C9"


def test_shared_texts_stay_where_they_are(tmp_path: Path) -> None:
    rich_workbook(tmp_path / "rich.xlsx")
    shared = converted(tmp_path / "rich.xlsx", "xlsx:Calc MS Excel 2007 XML", tmp_path / "..")
    assert "xl/sharedStrings.xml" in parts_of(shared)

    copy = annotated(shared, [finding("B4")], tmp_path / "copy.xlsx")

    assert "xl/sharedStrings.xml" not in differing(shared, copy)[0]
    assert opened(copy)["memberships"]["B4"].value == "salmo"


def test_the_same_workbook_and_findings_give_the_same_bytes(rich: Path, tmp_path: Path) -> None:
    one, two = (annotated(rich, FOUND, tmp_path / name) for name in ("1.xlsx", "2.xlsx"))

    assert one.read_bytes() == two.read_bytes()


def test_a_part_with_a_document_type_is_refused_and_no_copy_is_left(tmp_path: Path) -> None:
    rich_workbook(tmp_path / "tables.xlsx")
    bomb = b'<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet '
    rewritten(tmp_path / "tables.xlsx", SHEET, b"<worksheet ", bomb)

    with pytest.raises(Exception, match="document type declaration"):
        annotated(tmp_path / "tables.xlsx", [finding("B4")], tmp_path / "copy.xlsx")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["tables.xlsx"]
