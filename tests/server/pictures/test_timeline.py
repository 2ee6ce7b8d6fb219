"""Timelines: lanes in the order of the table, bars from start to end, what is open is pale."""

from __future__ import annotations

import pytest
from drawn import Drawn, iri, sheet, table

from klynge.server.pages.rows import Term
from klynge.server.pictures.moments import Span, day_of, span, year_of

PHASES = table(
    "label start end group link",
    ("Heidner", "2012", "2018-11-07", "Arena", iri("cluster/heidner")),
    ("Heidner", "2018-11-08", None, "NCE", iri("cluster/heidner")),
    ("Subsea", "2006", "2016", "NCE", None),
    ("Subsea", "2015-06", "2017", "GCE", None),
)


def places(drawn: Drawn) -> list[tuple[float, float, float]]:
    """Give the upper, left and right edge of each bar."""
    found = []
    for bar in drawn.all("rect", "bar"):
        top, left, width = (drawn.number(bar, name) for name in ("y", "x", "width"))
        found.append((top, left, left + width))
    return found


def test_bars_lie_where_their_days_are() -> None:
    drawn = Drawn(PHASES, "timeline")

    arena, nce, subsea, gce = places(drawn)
    assert arena[0] == nce[0] < subsea[0] < gce[0]  # The two of Subsea overlap, so one is below.
    assert arena[2] == pytest.approx(nce[1], abs=0.3)
    assert subsea[1] < arena[1] < gce[1] < subsea[2] < gce[2] < nce[1]
    year = (subsea[2] - subsea[1]) / 11  # 2006 to the end of 2016.
    assert arena[1] - subsea[1] == pytest.approx(6 * year, rel=0.01)


def test_only_what_has_no_stated_end_is_pale_and_goes_on_to_the_edge() -> None:
    drawn = Drawn(PHASES, "timeline")

    pale = [place for b, place in zip(drawn.all("rect", "bar"), places(drawn), strict=True)
            if "open" in b.get("class", "")]  # fmt: skip
    assert len(pale) == 1
    assert pale[0][2] == max(end for _, _, end in places(drawn)) > 950
    assert "A pale bar has no stated end, or no stated start." in drawn.picture.notes


def test_a_bar_tells_its_dates_as_they_are_stated_and_leads_to_its_page() -> None:
    drawn = Drawn(PHASES, "timeline")

    assert drawn.told()[:2] == [
        "Heidner · Arena: 2012 – 2018-11-07",
        "Heidner · NCE: 2018-11-08 –",
    ]
    assert drawn.links() == ["/page/cluster/heidner"] * 2
    assert {"Heidner", "Subsea", "Arena", "NCE", "GCE", "2010"} <= set(drawn.texts())


def test_dates_out_of_order_and_rows_without_dates_are_counted() -> None:
    rows = table("label start end", ("a", "2010", "2009"), ("b", None, None), ("c", "2010", "2010"))

    drawn = Drawn(rows, "timeline", sheet(language="nb"))

    assert len(drawn.marks()) == 1
    assert drawn.picture.notes == (
        "1 av 3 rader er tegnet; tabellen har alle.",
        "Rader uten dato: 1.",
        "Rader der slutten er før starten: 1.",
    )


def test_a_single_day_is_a_picture_with_months() -> None:
    drawn = Drawn(table("label start end", ("a", "2010-05-01", "2010-05-01")), "timeline")

    assert drawn.picture.shown == 1
    assert "2010-05" in drawn.texts()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1970-01-01", Span(0, 1)),
        ("1970", Span(0, 365)),
        ("1972-02", Span(761, 790)),
        ("2009-06-11T12:00:00Z", Span(14_406, 14_407)),
        ("2007-02-29", None),
        ("2007-13", None),
        ("2007-00", None),
        ("yesterday", None),
        ("", None),
        ("99999999999", None),
    ],
)
def test_a_date_is_as_long_as_it_is_precise(text: str, days: Span | None) -> None:
    assert span(Term("literal", text)) == days


def test_years_and_days_agree_over_nine_thousand_years() -> None:
    for year in range(-4000, 5000, 7):
        first, last = day_of(year, 1, 1), day_of(year, 12, 31)
        assert year_of(first) == year_of(last) == year
        assert last - first in {364, 365}
    assert day_of(2026, 11, 22) == 20_779
