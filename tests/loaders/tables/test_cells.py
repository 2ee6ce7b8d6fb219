"""Cells: what is the same for every kind of column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steward_tables import all_codes

from klynge.loaders.tables.cells import Cell, UnknownColumnKind, column_readers
from klynge.loaders.tables.schema import Column, load_schema, parse_schema
from klynge.loaders.tables.values.reading import Reading, shown
from klynge.shapes.report import Severity

SCHEMA = load_schema()
READERS = column_readers(SCHEMA, all_codes())
COLUMNS = [
    pytest.param(table.name, column, id=f"{table.name}.{column.name}")
    for table in SCHEMA.tables.values()
    for column in table.columns.values()
]
ONE_OF_EACH_KIND = {
    (column.kind, column.of, column.many): (table.name, column.name)
    for table in SCHEMA.tables.values()
    for column in table.columns.values()
}


def read(table: str, column: str, text: str) -> Reading:
    return READERS[table][column](Cell(text), "NO")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_the_example_of_a_column_is_read_without_remark(table: str, column: Column) -> None:
    reading = read(table, column.name, column.example)

    assert reading.remarks == ()
    assert bool(reading.values) == bool(column.example)


@settings(deadline=None)
@given(st.sampled_from(sorted(ONE_OF_EACH_KIND.values())), st.text())
def test_no_text_raises_and_each_gives_values_or_a_violation(
    column: tuple[str, str], text: str
) -> None:
    reading = read(*column, text)

    severities = {remark.severity for remark in reading.remarks}
    assert Severity.VIOLATION in severities or reading.values or not text.replace(";", "").strip()
    assert all(shown(remark.message.nb) and remark.message.en for remark in reading.remarks)


@settings(deadline=None)
@given(st.binary(max_size=30))
def test_no_bytes_raise_and_those_that_are_not_utf8_are_refused(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")

    reading = read("clusters", "name", text)

    for value in reading.values:
        assert value.encode("utf-8")


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t", " \u2009 "])
def test_a_cell_of_spaces_is_empty(text: str) -> None:
    assert read("clusters", "place", text) == Reading()


def test_spaces_around_a_text_are_left_out_and_all_else_is_kept() -> None:
    reading = read("clusters", "name", "\u00a0 NCE  Raufoss\u00a0AS \n")

    assert (reading.values, reading.remarks) == (("NCE  Raufoss\u00a0AS",), ())


def test_line_breaks_and_tabs_within_a_text_are_kept() -> None:
    assert read("clusters", "description", "a\r\n\tb").values == ("a\r\n\tb",)


@pytest.mark.parametrize(
    ("table", "column"), [("clusters", "id"), ("memberships", "cluster"), ("clusters", "source")]
)
def test_spaces_around_what_points_are_left_out_and_told(table: str, column: str) -> None:
    reading = read(table, column, "raufoss\u00a0")

    (remark,) = reading.remarks
    assert reading.values
    assert (remark.rule, remark.severity) == ("cell.spaces", Severity.INFO)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x85", "\x9f", "\ufffe", "\ud800"])
@pytest.mark.parametrize(("table", "column"), [("clusters", "name"), ("clusters", "founded")])
def test_a_control_character_is_refused_by_its_number(
    table: str, column: str, character: str
) -> None:
    (remark,) = read(table, column, f"a{character}b").remarks

    assert remark.rule == "cell.control-character"
    assert f"U+{ord(character):04X}" in remark.message.en


def test_a_byte_that_is_not_utf8_is_named_with_what_it_would_be_in_windows_1252() -> None:
    (remark,) = read("clusters", "name", b"H\xf8gskulen".decode("utf-8", "surrogateescape")).remarks

    assert remark.rule == "cell.encoding"
    assert "byte F8" in remark.message.en
    assert "Windows-1252 it would be ø" in remark.message.en


def test_a_letter_lost_in_an_earlier_conversion_is_refused() -> None:
    (remark,) = read("clusters", "name", "M\ufffdltidets Hus").remarks

    assert remark.rule == "cell.lost-letter"


def test_a_formula_is_refused_but_a_text_may_begin_with_an_equals_sign() -> None:
    (remark,) = read("clusters", "founded", "=A1+1").remarks

    assert remark.rule == "cell.formula"
    assert "=A1+1" in remark.message.en
    assert read("clusters", "name", "=A1+1").values == ("=A1+1",)


def test_a_column_of_several_values_takes_them_between_semicolons_once_each() -> None:
    reading = read("clusters", "place", "raufoss; gjovik;;\u00a0raufoss ;")

    assert reading.values == ("place:raufoss", "place:gjovik")


def test_one_bad_value_among_several_is_a_violation() -> None:
    reading = read("clusters", "place", "raufoss; Gjøvik")

    assert [remark.severity for remark in reading.remarks] == [Severity.VIOLATION]


def test_several_values_where_one_is_taken_are_refused_and_told_as_such() -> None:
    reading = read("memberships", "role", "member; partner")

    assert reading.values == ()
    assert [remark.rule for remark in reading.remarks] == ["cell.one-value"]


def test_a_coordinate_with_three_decimals_is_not_ambiguous() -> None:
    assert read("places", "latitude", "60.795").values == ("60.795",)
    assert read("observations", "value", "60.795").values == ()


def test_a_number_of_a_workbook_with_three_decimals_is_not_ambiguous() -> None:
    reading = READERS["observations"]["value"](Cell("60.795", native=True), "")

    assert reading.values == ("60.795",)


def test_a_very_long_text_is_taken_and_a_very_long_date_is_refused_briefly() -> None:
    long = "a" * 1_000_000

    assert read("clusters", "name", long).values == (long,)
    (remark,) = read("clusters", "founded", long).remarks
    assert len(remark.message.en) < 500


def test_a_schema_that_asks_for_an_unknown_kind_is_misuse() -> None:
    schema = parse_schema("""
        common = {}
        [[table]]
        name = "t"
        kind = "t"
        class = "kly:T"
        key = ["a"]
        title = { en = "T", nb = "T" }
        help = { en = "T", nb = "T" }
        [table.columns]
        a = { kind = "colour", property = "kly:a" }
    """)

    with pytest.raises(UnknownColumnKind, match="'a' is of kind 'colour'"):
        column_readers(schema, {})


def test_a_schema_whose_code_list_is_not_there_is_misuse() -> None:
    with pytest.raises(UnknownColumnKind, match="document-kind"):
        column_readers(SCHEMA, {})
