"""Typed cells of a workbook: dates, numbers and truth values as the cell shows them."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from steward_tables import make_workbook, read, read_book

from klynge.loaders.tables.files.natives import Native, native_cell

CLUSTERS = [
    ["id", "name", "founded"],
    ["raufoss", "NCE Raufoss", "2006"],
    ["blue", "Blue Maritime", "2015-06"],
    ["subsea", "NCE Subsea", "2006"],
]


def clusters() -> Workbook:
    """Make a workbook with three sound rows."""
    return make_workbook({"clusters": CLUSTERS})


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
