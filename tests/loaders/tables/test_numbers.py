"""Decimals, integers, truth values: the comma is understood, a thousandfold guess not made."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.loaders.tables.values.booleans import read_boolean
from klynge.loaders.tables.values.numbers import read_decimal, read_integer
from klynge.shapes.report import Severity


@pytest.mark.parametrize("text", ["12.5", "0", "12", "-3.25", "0.125", "1234.567", "12.50"])
def test_a_plain_decimal_is_taken_without_remark(text: str) -> None:
    reading = read_decimal(text)

    assert (reading.values, reading.remarks) == ((text,), ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1\u2009234,567", "1234.567"),
        ("8 000 000", "8000000"),
        ("\u22123,5", "-3.5"),
        ("+4", "4"),
        ("007", "7"),
    ],
)
def test_a_number_written_otherwise_is_understood_and_told(text: str, value: str) -> None:
    reading = read_decimal(text)

    (remark,) = reading.remarks
    assert reading.values == (value,)
    assert remark.severity is Severity.INFO


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("12.000", "12.0000"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234.5"),
    ],
)
def test_a_mark_that_can_be_thousands_or_decimals_is_refused_with_the_way_to_write_it(
    text: str, advice: str
) -> None:
    reading = read_decimal(text)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert remark.rule == "cell.number-ambiguous"
    assert advice in remark.message.en


@pytest.mark.parametrize(
    "text", ["twelve", "12 %", "8 mill", "kr 500", "1e6", ".5", "5.", "1 23", "--1", "١٢", "1 2345"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    reading = read_decimal(text)

    assert reading.values == ()
    assert [remark.rule for remark in reading.remarks] == ["cell.number"]


def test_the_percent_sign_is_named_where_it_is_the_trouble() -> None:
    (remark,) = read_decimal("94 %").remarks

    assert "without the percent sign" in remark.message.en
    assert "uten prosenttegn" in remark.message.nb


def test_a_point_that_can_only_be_a_decimal_mark_is_not_ambiguous() -> None:
    assert read_decimal("10.612", exact=True).values == ("10.612",)


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_decimal_read_from_norwegian_writing_keeps_its_worth(number: Decimal) -> None:
    text = format(number, "f").replace(".", ",")

    reading = read_decimal(text)

    assert Decimal(reading.values[0]) == number


@pytest.mark.parametrize(
    ("text", "value"), [("12", "12"), ("1 234", "1234"), ("12,0", "12"), ("-3", "-3")]
)
def test_a_whole_number_is_understood(text: str, value: str) -> None:
    assert read_integer(text).values == (value,)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("12.5", "cell.integer"), ("1.234", "cell.number-ambiguous"), ("x", "cell.number")],
)
def test_what_is_not_a_whole_number_is_refused(text: str, rule: str) -> None:
    reading = read_integer(text)

    assert reading.values == ()
    assert reading.remarks[0].rule == rule


def test_a_number_of_ten_thousand_digits_is_read_as_it_stands() -> None:
    assert read_integer("9" * 10_000).values == ("9" * 10_000,)


@pytest.mark.parametrize(("text", "value"), [
    ("ja", "true"), ("Yes", "true"), ("TRUE", "true"), ("x", "true"), ("SANN", "true"),
    ("nei", "false"), ("no", "false"), ("False", "false"), ("USANN", "false"),
])  # fmt: skip
def test_yes_and_no_are_understood_in_both_languages(text: str, value: str) -> None:
    assert read_boolean(text).values == (value,)


@pytest.mark.parametrize("text", ["maybe", "1", "0", "ja?"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    reading = read_boolean(text)

    assert reading.values == ()
    assert reading.remarks[0].rule == "cell.boolean"
