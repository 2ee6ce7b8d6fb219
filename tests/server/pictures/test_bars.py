"""Bars: in the order of the table, as long as their values, stacked by group."""

from __future__ import annotations

import pytest
from drawn import Drawn, iri, sheet, table

COUNTIES = table(
    "label value link",
    ("Vestland", 12, iri("place/vestland")),
    ("Oslo", 9, iri("place/oslo")),
    ("Rogaland", 3, None),
)
KINDS = table(
    "label value group",
    ("A", 60, "company"),
    ("A", 20, "university"),
    ("B", 40, "company"),
)


def test_bars_stand_in_the_order_of_the_table_and_are_as_long_as_their_values() -> None:
    drawn = Drawn(COUNTIES, "bars")

    bars = drawn.all("rect", "bar")
    tops = [drawn.number(bar, "y") for bar in bars]
    widths = [drawn.number(bar, "width") for bar in bars]
    assert tops == sorted(tops) and len(set(tops)) == 3
    assert widths[0] / widths[1] == pytest.approx(12 / 9, rel=0.01)
    assert widths[0] / widths[2] == pytest.approx(12 / 3, rel=0.01)
    assert {drawn.number(bar, "x") for bar in bars} == {drawn.number(bars[0], "x")}


def test_every_bar_has_its_name_its_number_and_its_link() -> None:
    drawn = Drawn(COUNTIES, "bars")

    assert {"Vestland", "Oslo", "Rogaland", "12", "9", "3"} <= set(drawn.texts())
    assert drawn.told() == ["Vestland: 12", "Oslo: 9", "Rogaland: 3"]
    assert drawn.links() == ["/page/place/vestland", "/page/place/oslo"]
    assert drawn.picture.notes == ()


def test_parts_of_a_bar_stand_side_by_side_with_a_legend_and_a_total() -> None:
    drawn = Drawn(KINDS, "bars")

    first, second, third = drawn.all("rect", "bar")
    end = drawn.number(first, "x") + drawn.number(first, "width")
    assert end == pytest.approx(drawn.number(second, "x"), abs=0.2)
    assert drawn.number(first, "y") == drawn.number(second, "y") < drawn.number(third, "y")
    assert {"company", "university", "80", "40"} <= set(drawn.texts())


def test_parts_of_every_bar_have_the_order_of_the_legend() -> None:
    rows = table("label value group", ("a", 1, "x"), ("a", 1, "y"), ("b", 1, "y"), ("b", 1, "x"))

    bars = Drawn(rows, "bars").all("rect", "bar")

    assert bars[0].get("fill") == bars[2].get("fill") != bars[1].get("fill") == bars[3].get("fill")


def test_groups_are_told_by_patterns_and_not_by_colour_alone() -> None:
    drawn = Drawn(KINDS, "bars")

    fills = {bar.get("fill") for bar in drawn.all("rect", "bar")}
    patterns = {f"url(#{found.get('id')})": found for found in drawn.all("pattern")}
    assert fills == set(patterns)
    lines = [sorted(p.get("d", "") for p in found if p.get("d")) for found in patterns.values()]
    assert len(lines) == 2 and lines[0] != lines[1]


def test_negative_values_go_the_other_way_from_zero() -> None:
    drawn = Drawn(table("label value", ("up", 10), ("down", -5)), "bars")

    up, down = drawn.all("rect", "bar")
    assert drawn.number(down, "x") + drawn.number(down, "width") == pytest.approx(
        drawn.number(up, "x"), abs=0.2
    )
    assert drawn.number(up, "width") == pytest.approx(2 * drawn.number(down, "width"), abs=0.3)


def test_numbers_are_written_as_in_the_language_of_the_reader() -> None:
    rows = table("label value", ("a", 1234.5))

    assert "1,234.5" in Drawn(rows, "bars").texts()
    assert "1 234,5" in Drawn(rows, "bars", sheet(language="nb")).texts()


def test_on_a_narrow_sheet_names_stand_above_their_bars() -> None:
    wide, narrow = Drawn(COUNTIES, "bars"), Drawn(COUNTIES, "bars", sheet(356))

    assert narrow.picture.width == 356
    assert narrow.number(narrow.all("rect", "bar")[0], "x") < 10
    assert wide.number(wide.all("rect", "bar")[0], "x") > 60
    assert "Vestland" in narrow.texts()


def test_what_has_no_number_is_counted_and_not_drawn() -> None:
    rows = table("label value", ("a", 1), ("b", "NaN"), ("c", "INF"), ("d", "many"), ("e", None))

    drawn = Drawn(rows, "bars")

    assert len(drawn.marks()) == drawn.picture.shown == 1
    assert drawn.picture.notes == (
        "1 of 5 rows are drawn; the table has them all.",
        "Rows without a number that can be drawn in ?value: 4.",
    )


def test_more_bars_than_are_drawn_are_told_in_words() -> None:
    rows = table("label value", *((f"bar {n}", n) for n in range(5000)))

    drawn = Drawn(rows, "bars", sheet(language="nb"))

    assert len(drawn.marks()) == 300
    assert drawn.picture.notes == ("300 av 5000 rader er tegnet; tabellen har alle.",)
    assert "300 av 5000" in (drawn.all("desc")[0].text or "")


def test_the_summary_says_which_is_highest_and_lowest() -> None:
    drawn = Drawn(COUNTIES, "bars")

    assert drawn.picture.summary == (
        "3 bars; the highest is Vestland with 12, the lowest Rogaland with 3."
    )
