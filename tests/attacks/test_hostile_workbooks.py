"""Hostile workbooks end in a clear finding: in bounded memory, never in a crash.

Each goes through the real command, whose peak memory is held against that of the sound catalogue.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attacks import hostile_archives as archives
from attacks import hostile_workbooks as books
from attacks.checking import MARGIN, MEGA, Make, Sized, in_workbook
from attacks.sound_workbook import STRINGS, sound_parts, write
from checks import Check, Checked
from small_catalogue import TOML


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, checked: Check) -> Checked:
    """The sound workbook, checked: nothing is told, and what it takes is the measure."""
    folder = tmp_path_factory.mktemp("sound") / "catalogue"
    done = checked(in_workbook(folder, lambda path: write(path, sound_parts())))
    assert (done.status, done.findings) == (0, [])
    return done


BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


STRAY = ["row.stray-cell", "cell.missing", "row.no-key"]
"""What is told of a row of the table that has cells beside it only."""


def sized(make: Sized, large: int, small: int, *more: Any, slow: bool = False) -> Any:
    """Give a test's parameters for a file that is hostile when large and harmless when small."""
    marks = [pytest.mark.slow] if slow else []
    return pytest.param(make, large, small, *more, id=make.__name__, marks=marks)


@pytest.mark.parametrize(
    ("make", "large", "small", "sheet", "harmless"),
    [
        sized(books.sheets, MEGA, 3, "", ["table.unknown"]),
        sized(books.defined_names, MEGA, 3, "", []),
        sized(books.styles, MEGA, 3, "", []),
        sized(books.merged_areas, MEGA, 3, "memberships", []),
        sized(books.tall_merged_areas, 1000, 3, "memberships", []),
        sized(books.hyperlinks, MEGA, 3, "memberships", []),
        sized(books.columns, MEGA, 3, "", ["reference.unknown"]),
        sized(books.shared_strings, 3 * MEGA, 3, "", [], slow=True),
        sized(books.shared_formulas, 100_000, 3, "memberships", STRAY),
        sized(books.nested_in_sheet, 100_000, 3, "memberships", []),
        sized(books.nested_in_book, 100_000, 3, "", []),
        sized(books.long_text, 20 * MEGA, 300, "memberships", STRAY),
        sized(books.long_attribute, 20 * MEGA, 300, "memberships", []),
        sized(archives.zip_bomb, 100 * MEGA, 300, "", []),
        sized(archives.many_large_parts, 6, 1, "", [], slow=True),
        sized(archives.many_parts, 300_000, 0, "", []),
    ],
)
def test_a_workbook_with_far_too_much_of_something_is_told_in_bounded_memory(
    tmp_path: Path,
    checked: Check,
    sound: Checked,
    make: Sized,
    large: int,
    small: int,
    sheet: str,
    harmless: list[str],
) -> None:
    hostile = checked(in_workbook(tmp_path / "large", partial(make, number=large)))
    twin = checked(in_workbook(tmp_path / "small", partial(make, number=small)))

    assert hostile.rules == ["workbook.too-large"]
    assert hostile.findings[0]["sheet"] == sheet
    assert hostile.peak < sound.peak + MARGIN
    assert set(twin.rules) == set(harmless)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        *((kind, STRINGS) for kind in books.DECLARATIONS),
        *(("billion laughs", part) for part in books.PLACES if part != STRINGS),
    ],
)
def test_a_document_type_declaration_is_refused_wherever_it_stands(
    tmp_path: Path, checked: Check, sound: Checked, part: str, kind: str
) -> None:
    hostile = checked(in_workbook(tmp_path / "c", lambda path: books.declared(path, part, kind)))

    assert hostile.rules == ["workbook.document-type"]
    assert part in hostile.findings[0]["message"]["en"]
    assert "root:" not in json.dumps(hostile.findings)
    assert hostile.peak < sound.peak + MARGIN


def test_a_declaration_in_another_encoding_is_refused_too(tmp_path: Path, checked: Check) -> None:
    def make(path: Path) -> None:
        books.declared(path, STRINGS, "billion laughs", "utf-16")

    assert checked(in_workbook(tmp_path / "c", make)).rules == ["workbook.document-type"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (archives.overlapping, "overlap"),
        (archives.doubled_part, "two parts"),
        (archives.locked_part, "under a password"),
        (partial(archives.leading_out, name="../../evil.xml"), "outside of the archive"),
        (partial(archives.leading_out, name="/etc/evil"), "outside of the archive"),
        (partial(archives.leading_out, name="C:\\evil"), "outside of the archive"),
    ],
    ids=["overlapping", "doubled", "locked", "up", "root", "drive"],
)
def test_an_archive_that_programs_read_in_two_ways_is_refused(
    tmp_path: Path, checked: Check, sound: Checked, make: Make, told: str
) -> None:
    hostile = checked(in_workbook(tmp_path / "catalogue", make))

    assert hostile.rules == ["workbook.archive"]
    assert told in hostile.findings[0]["message"]["en"]
    assert hostile.peak < sound.peak + MARGIN


@pytest.mark.parametrize(
    ("make", "rule", "sheet"),
    [
        (partial(archives.lying_size, stated=100), "workbook.damaged", "memberships"),
        (partial(archives.lying_size, stated=400 * MEGA), "workbook.too-large", ""),
        (archives.broken_stream, "workbook.damaged", "memberships"),
    ],
    ids=["smaller", "larger", "broken"],
)
def test_an_archive_that_lies_about_a_part_is_told(
    tmp_path: Path, checked: Check, sound: Checked, make: Make, rule: str, sheet: str
) -> None:
    hostile = checked(in_workbook(tmp_path / "catalogue", make))

    assert [(f["rule"], f["sheet"]) for f in hostile.findings] == [(rule, sheet)]
    assert hostile.peak < sound.peak + MARGIN


@pytest.mark.parametrize(
    ("make", "rule", "row"),
    [
        (partial(books.row_after, number="1048577"), "sheet.order", 5),
        (partial(books.row_after, number="2"), "sheet.order", 5),
        (partial(books.row_after, number="4"), "sheet.order", 5),
        (partial(books.row_after, number="many"), "workbook.damaged", 5),
        (lambda path: books.cell_named(path, "B9", "A9"), "sheet.order", 9),
        (lambda path: books.cell_named(path, "B9", "B9"), "sheet.order", 9),
        (lambda path: books.cell_named(path, "B10"), "sheet.order", 9),
        (lambda path: books.cell_named(path, "XFE9"), "workbook.too-large", 9),
        (lambda path: books.cell_named(path, "ZZZZ9"), "sheet.order", 9),
    ],
    ids=["beyond", "before", "again", "word", "back", "twice", "elsewhere", "column", "letters"],
)
def test_rows_and_cells_that_lie_about_their_place_are_told_and_none_is_lost_in_silence(
    tmp_path: Path, checked: Check, make: Make, rule: str, row: int
) -> None:
    (finding,) = checked(in_workbook(tmp_path / "catalogue", make)).findings

    assert (finding["rule"], finding["sheet"], finding["row"]) == (rule, "memberships", row)


@pytest.mark.parametrize(
    ("make", "rules", "margin"),
    [
        (books.macros, ["workbook.macros"], MARGIN),
        (books.links, ["workbook.links"], MARGIN),
        (partial(books.comments, number=MEGA), [], MARGIN),
        (partial(archives.nested_archive, number=100 * MEGA), [], MARGIN),
        pytest.param(partial(books.empty_rows, number=MEGA), [], 250, marks=pytest.mark.slow),
        pytest.param(partial(books.shared_strings, number=MEGA), [], 300, marks=pytest.mark.slow),
    ],
    ids=["macros", "links", "comments", "nested archive", "empty rows", "shared strings"],
)
def test_what_is_never_read_and_what_is_only_large_does_no_harm(
    tmp_path: Path, checked: Check, sound: Checked, make: Make, rules: list[str], margin: int
) -> None:
    done = checked(in_workbook(tmp_path / "catalogue", make))

    assert (done.status, done.rules, done.kept_out) == (0, rules, [])
    assert all(finding["severity"] == "info" for finding in done.findings)
    assert done.peak < sound.peak + margin


def test_a_workbook_of_macros_by_its_name_is_read_and_the_macros_are_told(
    tmp_path: Path, checked: Check
) -> None:
    folder = in_workbook(tmp_path / "catalogue", books.macros)
    (folder / "tables.xlsx").rename(folder / "tables.xlsm")
    (folder / "klynge.toml").write_text(TOML.format(path="tables.xlsm"), encoding="utf-8")

    (finding,) = checked(folder).findings

    assert (finding["rule"], finding["file"]) == ("workbook.macros", "tables.xlsm")
    assert "neither read nor run" in finding["message"]["en"]


LIBRARY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (300_000_000, 300_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
sys.path.insert(0, sys.argv[2])
from peak import peak_megabytes
import openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, keep_links=False)
for sheet in book.worksheets:
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        pass
print(peak_megabytes())
"""


def with_the_library_alone(path: Path) -> tuple[int, float]:
    """Read a workbook with openpyxl as it comes; give its exit status and peak memory in MB."""
    command = [sys.executable, "-W", "ignore", "-c", LIBRARY, str(path), str(BENCHMARKS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, float(done.stdout or "inf")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "number"),
    [
        (books.defined_names, MEGA // 3),
        (books.styles, MEGA // 3),
        (books.hyperlinks, MEGA // 3),
        (books.columns, MEGA // 3),
        (books.shared_strings, MEGA),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_library_alone_takes_far_more_for_the_same_file(
    tmp_path: Path, make: Sized, number: int
) -> None:
    write(tmp_path / "sound.xlsx", sound_parts())
    make(tmp_path / "hostile.xlsx", number)

    status, peak = with_the_library_alone(tmp_path / "hostile.xlsx")
    sound, little = with_the_library_alone(tmp_path / "sound.xlsx")

    assert sound == 0
    assert status != 0 or peak > little + MARGIN


def test_the_library_alone_takes_an_entity_for_what_it_stands_for(tmp_path: Path) -> None:
    books.declared(tmp_path / "tables.xlsx", STRINGS, "small entity")

    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")

    assert book["memberships"]["A1"].value == "haid"


def test_the_library_alone_loses_a_row_that_comes_late_without_a_word(tmp_path: Path) -> None:
    books.row_after(tmp_path / "tables.xlsx", "2")

    with closing(openpyxl.load_workbook(tmp_path / "tables.xlsx", read_only=True)) as book:
        book["memberships"].reset_dimensions()
        rows = list(book["memberships"].iter_rows())

    assert len(rows) == 4
