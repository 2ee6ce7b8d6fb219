"""Dates: one meaning is understood, two are refused, none is impossible."""

from __future__ import annotations

import pytest

from klynge.loaders.tables.values.dates import read_date
from klynge.shapes.report import Severity


@pytest.mark.parametrize("text", ["2006", "2015-06", "2009-06-11", "2016-02-29"])
def test_a_date_in_the_expected_form_is_taken_without_remark(text: str) -> None:
    reading = read_date(text)

    assert reading.values == (text,)
    assert reading.remarks == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11.06.2009", "2009-06-11"),
        ("1.6.2009", "2009-06-01"),
        ("11. 06. 2009", "2009-06-11"),
        ("1. juni 2015", "2015-06-01"),
        ("1.juni 2015", "2015-06-01"),
        ("17. mai 2014", "2014-05-17"),
        ("31. desember 1999", "1999-12-31"),
        ("juni 2015", "2015-06"),
        ("Mars 2015", "2015-03"),
        ("okt. 2015", "2015-10"),
        ("11 June 2009", "2009-06-11"),
        ("11th June 2009", "2009-06-11"),
        ("June 11, 2009", "2009-06-11"),
        ("June 2015", "2015-06"),
        ("May, 2015", "2015-05"),
        ("2009-06-11 00:00:00", "2009-06-11"),
        ("2009-06-11T00:00:00", "2009-06-11"),
    ],
)
def test_another_way_of_writing_with_one_meaning_is_understood_and_told(
    text: str, value: str
) -> None:
    reading = read_date(text)

    (remark,) = reading.remarks
    assert reading.values == (value,)
    assert remark.severity is Severity.INFO
    assert value in remark.message.en
    assert value in remark.message.nb


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("03/04/2015", ("2015-04-03", "2015-03-04")),
        ("13/04/2015", ("2015-04-13",)),
        ("04/13/2015", ("2015-04-13",)),
        ("11.06.09", ("2009-06-11",)),
        ("11/06/09", ("2009-06-11",)),
    ],
)
def test_a_date_that_can_be_read_two_ways_is_refused_with_the_ways_out(
    text: str, ways: tuple[str, ...]
) -> None:
    reading = read_date(text)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert remark.rule == "cell.date-ambiguous"
    assert all(way in remark.message.en and way in remark.message.nb for way in ways)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2015-02-30", "01 to 28"),
        ("2015-04-31", "01 to 30"),
        ("2015-06-00", "01 to 30"),
        ("1900-02-29", "01 to 28"),
        ("31. juni 2015", "01 to 30"),
        ("2015-13", "month 13"),
        ("2015-00", "month 0"),
        ("2015-13-01", "month 13"),
    ],
)
def test_an_impossible_date_is_refused_and_says_what_is_possible(text: str, hint: str) -> None:
    reading = read_date(text)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert remark.rule == "cell.date-impossible"
    assert hint in remark.message.en


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2015-6-1",
        "20150611",
        "2015/06/11",
        "0206",
        "9999",
        "15",
        "juny 2015",
        "2015-06-11 14:30",
        "٢٠١٥",
        "2015-06-11Z",
        "Q2 2015",
        "1. 2015",
        "june",
        "2015 juni",
    ],
)
def test_what_is_no_date_is_refused_with_the_expected_forms(text: str) -> None:
    reading = read_date(text)

    (remark,) = reading.remarks
    assert reading.values == ()
    assert remark.rule == "cell.date"
    assert "2006, 2015-06 or 2009-06-11" in remark.message.en


def test_a_period_is_refused_with_the_advice_to_use_two_columns() -> None:
    (remark,) = read_date("2015–2018").remarks

    assert "one column for its start and one for its end" in remark.message.en


def test_a_day_number_of_a_spreadsheet_is_refused_with_the_day_it_would_be() -> None:
    (remark,) = read_date("42170").remarks

    assert "2015-06-15" in remark.message.en
