"""What an annotated copy says: notes in the right cells, colours, and a list of all findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from office import converted
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import annotated, finding, parts_of, rewritten, rich_workbook, write_parts

from klynge.loaders.annotating import workbook as annotating
from klynge.loaders.workbooks.package import UnfitWorkbook
from klynge.shapes.report import Finding, Location, Message, Severity, Suggestion

THREAD = (
    b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
    b'threadedcomments"><threadedComment ref="D2" id="{1}"><text>?</text></threadedComment>'
    b"</ThreadedComments>"
)
THREAD_LINK = (
    b'<Relationship Id="rId77" Target="/xl/threadedComments/threadedComment1.xml" '
    b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/>'
)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_workbook(tmp_path_factory.mktemp("rich") / "tables.xlsx")


def notes(sheet: Worksheet) -> dict[str, str]:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def listed(copy: Path) -> list[list[str]]:
    """Give the rows of the list of findings, without what stands above it."""
    sheet: Any = load_workbook(copy)["klynge check"]
    rows = [[cell.value or "" for cell in row] for row in sheet]
    header = next(n for n, row in enumerate(rows) if row[1] in {"Sheet", "Ark"})
    return rows[header + 1 :]


def test_each_finding_is_noted_in_its_cell_in_the_language_asked_for(
    rich: Path, tmp_path: Path
) -> None:
    found = [finding("B4"), finding("E3"), finding("B7")]

    english = annotated(rich, found, tmp_path / "en.xlsx")
    norwegian = annotated(rich, found, tmp_path / "nb.xlsx", "nb")

    said = notes(load_workbook(english)["memberships"])
    assert said["B4"] == "Error: wrong at B4"
    assert set(said) == {"B4", "E3", "B7", "D2", "F2"}
    assert notes(load_workbook(norwegian)["memberships"])["E3"] == "Feil: galt i E3"


def test_words_that_a_steward_wrote_in_a_note_stay_and_stand_first(
    rich: Path, tmp_path: Path
) -> None:
    copy = annotated(rich, [finding("D2")], tmp_path / "copy.xlsx")

    said = notes(load_workbook(copy)["memberships"])
    assert said["D2"] == "words of Kari\n\nklynge check:\nError: wrong at D2"
    assert said["F2"] == "words of Ola"
    assert load_workbook(copy)["memberships"]["D2"].comment.author == "Kari"


def test_libreoffice_shows_the_same_notes_and_colours(rich: Path, tmp_path: Path) -> None:
    copy = annotated(rich, [finding("D2"), finding("B4"), finding("H9")], tmp_path / "copy.xlsx")

    saved: Any = load_workbook(converted(copy, "xlsx", tmp_path / "lo"))

    sheet = saved["memberships"]
    assert notes(sheet) == notes(load_workbook(copy)["memberships"])
    assert {sheet[cell].fill.fgColor.rgb for cell in ("D2", "B4", "H9")} == {"FFFFC7CE"}
    assert saved["klynge check"]["C6"].hyperlink.location.endswith("memberships'!B4")


def test_all_findings_of_a_cell_are_in_one_note_the_gravest_first(
    rich: Path, tmp_path: Path
) -> None:
    found = [
        finding("B4", severity=Severity.INFO),
        finding("B4", severity=Severity.VIOLATION, rule="other"),
        finding("B4", severity=Severity.WARNING, rule="third"),
    ]

    copy = annotated(rich, found, tmp_path / "copy.xlsx")

    said = notes(load_workbook(copy)["memberships"])["B4"]
    assert [line.partition(":")[0] for line in said.split("\n\n")] == ["Error", "Warning", "Note"]


@pytest.mark.parametrize(
    ("severity", "rgb"),
    [
        (Severity.VIOLATION, "FFFFC7CE"),
        (Severity.WARNING, "FFFFEB9C"),
        (Severity.INFO, "FFDDEBF7"),
    ],
)
def test_a_severity_has_a_colour_and_a_word(
    rich: Path, tmp_path: Path, severity: Severity, rgb: str
) -> None:
    copy = annotated(rich, [finding("B4", severity=severity)], tmp_path / "copy.xlsx")

    book = load_workbook(copy)
    assert book["memberships"]["B4"].fill.fgColor.rgb == rgb
    assert notes(book["memberships"])["B4"].startswith(listed(copy)[0][0])


def test_a_note_says_what_is_expected_what_to_do_and_what_is_suggested(
    rich: Path, tmp_path: Path
) -> None:
    said = Message("wrong", "galt")
    found = Finding(
        "r", Severity.WARNING, said, Location("tables.xlsx", "memberships", 4, "b", "B"), "x",
        expected=Message("a code", "en kode"), mend=Message("choose one", "velg en"),
        suggestions=(Suggestion("salmon", Message("it looks like it", "det ligner")),),
    )  # fmt: skip

    copy = annotated(rich, [found], tmp_path / "copy.xlsx", "nb")

    assert notes(load_workbook(copy)["memberships"])["B4"].split("\n") == [
        "Advarsel: galt", "Ventet: en kode", "Gjør slik: velg en", "Forslag: salmon (det ligner)",
    ]  # fmt: skip


def test_what_is_expected_is_said_once(rich: Path, tmp_path: Path) -> None:
    found = Finding(
        "r", Severity.INFO, Message("No place. Fill it in.", "Sted mangler. Fyll det ut."),
        Location("tables.xlsx", "memberships", 4, "b", "B"),
        expected=Message("Fill it in.", "Fyll det ut."), mend=Message("ask", "spør"),
    )  # fmt: skip

    copy = annotated(rich, [found], tmp_path / "copy.xlsx")

    said = ["No place. Fill it in.", "To do: ask"]
    assert notes(load_workbook(copy)["memberships"])["B4"] == "\n".join(
        [f"Note: {said[0]}", said[1]]
    )
    assert "\n".join(said) in listed(copy)[0]


def test_a_finding_about_a_row_a_sheet_or_the_file_stands_where_one_looks_for_it(
    rich: Path, tmp_path: Path
) -> None:
    found = [finding(row=3), finding(), finding(sheet="")]

    copy = annotated(rich, found, tmp_path / "copy.xlsx")

    said = notes(load_workbook(copy)["memberships"])
    assert said["A3"] == "Error: wrong at 3"
    assert said["A1"] == "Error: wrong at memberships"
    assert [row[2] for row in listed(copy)] == ["", "A1", "A3"]


def test_a_finding_in_a_covered_cell_stands_in_the_one_that_is_shown(
    rich: Path, tmp_path: Path
) -> None:
    copy = annotated(rich, [finding("B9"), finding("C9")], tmp_path / "copy.xlsx")

    sheet: Any = load_workbook(copy)["memberships"]
    assert notes(sheet)["A9"] == "Error: wrong at B9\n\nError: wrong at C9"
    assert sheet["A9"].fill.fgColor.rgb == "FFFFC7CE"
    assert [row[2] for row in listed(copy)] == ["B9", "C9"]


def test_further_cells_of_a_finding_are_noted_too(rich: Path, tmp_path: Path) -> None:
    also = (Location("tables.xlsx", "memberships", 4, "d", "D"),)
    one = finding("B4")
    found = Finding(one.rule, one.severity, one.message, one.location, also=also)

    copy = annotated(rich, [found], tmp_path / "copy.xlsx")

    said = notes(load_workbook(copy)["memberships"])
    assert said["D4"] == said["B4"] == "Error: wrong at B4"


def test_the_list_has_every_finding_linked_to_its_cell(rich: Path, tmp_path: Path) -> None:
    found = [finding("B4", severity=Severity.INFO), finding("E3")]

    copy = annotated(rich, found, tmp_path / "copy.xlsx")

    sheet: Any = load_workbook(copy)["klynge check"]
    rows = listed(copy)
    assert [row[2] for row in rows] == ["E3", "B4"]
    assert [row[8] for row in rows] == [found[1].id, found[0].id]
    links = [sheet.cell(number, 3).hyperlink.location for number in (5, 6)]
    assert links == ["'memberships'!E3", "'memberships'!B4"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:I6")


def test_the_list_goes_by_severity_then_by_sheet_row_and_column(rich: Path, tmp_path: Path) -> None:
    cells = ["B10", "A8", "C8", "B2"]
    found = [finding("A1", "Lager"), *(finding(cell) for cell in cells), finding(sheet="")]
    found.insert(0, finding("A2", severity=Severity.INFO))

    copy = annotated(rich, found, tmp_path / "copy.xlsx")

    assert [(row[1], row[2]) for row in listed(copy)] == [
        ("tables.xlsx", ""), ("memberships", "B2"), ("memberships", "A8"), ("memberships", "C8"),
        ("memberships", "B10"), ("Lager", "A1"), ("memberships", "A2"),
    ]  # fmt: skip


def test_a_workbook_without_findings_gets_a_list_that_says_so(rich: Path, tmp_path: Path) -> None:
    copy = annotated(rich, [], tmp_path / "copy.xlsx", "nb")

    said = [row[0].value for row in load_workbook(copy)["klynge check"].iter_rows(max_row=3)]
    assert said[1:] == [
        "0 feil, 0 advarsler, 0 merknader",
        "Ingenting: ingen feil, advarsler eller merknader.",
    ]


def test_a_sheet_that_has_the_name_of_the_list_keeps_it(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Klynge Check"
    book.save(tmp_path / "tables.xlsx")

    copy = annotated(tmp_path / "tables.xlsx", [], tmp_path / "copy.xlsx")

    assert load_workbook(copy).sheetnames == ["Klynge Check", "klynge check 2"]


def test_a_copy_is_not_annotated_again_but_its_original_is(rich: Path, tmp_path: Path) -> None:
    copy = annotated(rich, [finding("B4")], tmp_path / "copy.xlsx")

    with pytest.raises(UnfitWorkbook, match="annotated copy already"):
        annotated(copy, [finding("B4")], tmp_path / "again.xlsx")


def test_text_that_looks_like_markup_or_control_signs_stays_text(
    rich: Path, tmp_path: Path
) -> None:
    one = finding("B4")
    bad = Message("<b>&amp; ]]> \x01 _x0041_ \ud800 'quoted' \"twice\"", "x")
    found = Finding(one.rule, one.severity, bad, one.location, "=1+1")

    copy = annotated(rich, [found], tmp_path / "copy.xlsx")

    said = notes(load_workbook(copy)["memberships"])["B4"]
    assert said.startswith("Error: <b>&amp; ]]> ")
    assert "'quoted' \"twice\"" in said
    assert listed(copy)[0][4] == "=1+1"
    assert (
        b't="inlineStr"><is><t xml:space="preserve">=1+1<'
        in parts_of(copy)["xl/worksheets/klynge-check1.xml"]
    )


def test_the_styles_of_equal_cells_are_added_once(rich: Path, tmp_path: Path) -> None:
    few = annotated(rich, [finding("A2")], tmp_path / "few.xlsx")
    many = annotated(rich, [finding(f"A{n}") for n in range(10, 300)], tmp_path / "many.xlsx")

    sizes = [len(parts_of(path)["xl/styles.xml"]) for path in (few, many)]
    assert sizes[0] == sizes[1]


def test_more_notes_than_a_spreadsheet_bears_are_left_to_colour_and_list(
    rich: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotating, "MOST_NOTES", 3)
    found = [finding(f"B{n}") for n in range(10, 20)]

    copy = annotated(rich, found, tmp_path / "copy.xlsx")

    book = load_workbook(copy)
    assert set(notes(book["memberships"])) - {"D2", "F2"} == {"B10", "B11", "B12"}
    assert book["memberships"]["B19"].fill.fgColor.rgb == "FFFFC7CE"
    assert "more than 3 cells" in book["klynge check"]["A4"].value
    assert len(listed(copy)) == 10


def test_a_protected_sheet_is_annotated_and_the_list_says_that_it_is_protected(
    tmp_path: Path,
) -> None:
    book = load_workbook(rich_workbook(tmp_path / "tables.xlsx"))
    book["memberships"].protection.enable()
    book.save(tmp_path / "tables.xlsx")

    copy = annotated(tmp_path / "tables.xlsx", [finding("B4")], tmp_path / "copy.xlsx")

    sheets = load_workbook(copy)
    assert sheets["memberships"].protection.sheet
    assert "memberships is protected" in sheets["klynge check"]["A4"].value


def test_a_cell_with_a_conversation_is_named_in_the_list(rich: Path, tmp_path: Path) -> None:
    parts = parts_of(rich)
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    at = parts[links].rindex(b"</")
    parts[links] = parts[links][:at] + THREAD_LINK + parts[links][at:]
    parts["xl/threadedComments/threadedComment1.xml"] = THREAD
    write_parts(tmp_path / "tables.xlsx", parts)

    copy = annotated(tmp_path / "tables.xlsx", [finding("D2")], tmp_path / "copy.xlsx")

    assert parts_of(copy)["xl/threadedComments/threadedComment1.xml"] == THREAD
    assert "conversation" in load_workbook(copy)["klynge check"]["A4"].value


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml", "macros"),
        ("xl/workbook.xml", b"<workbook ", b'<workbook conformance="strict" ', "Strict"),
        ("xl/styles.xml", b"<cellXfs", b"<cellXxx", "styles.xml"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDat>", "cannot be read"),
        ("xl/comments/comment1.xml", b"<authors>", b"<authorz>", "cannot be read"),
    ],
)
def test_a_workbook_that_cannot_be_copied_is_refused_in_words(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    path = rewritten(rich_workbook(tmp_path / "tables.xlsx"), part, old, new)

    with pytest.raises(UnfitWorkbook, match=said):
        annotated(path, [finding("B4")], tmp_path / "copy.xlsx")

    assert not (tmp_path / "copy.xlsx").exists()
