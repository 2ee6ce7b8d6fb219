"""Maps: north is up, marks as large as their values, areas filled, nothing hidden under another."""

from __future__ import annotations

import json
from math import hypot
from typing import Any

import pytest
from drawn import Drawn, iri, sheet, table
from shared import shared

from klynge.server.pictures.outlines import outlines
from klynge.server.pictures.projection import Extent, clipped, extent_of, projection

TOWNS = table(
    "label lat long value link",
    ("Bergen", 60.39, 5.32, 9, iri("place/bergen")),
    ("Oslo", 59.91, 10.75, 4, iri("place/oslo")),
    ("Tromsø", 69.65, 18.96, 1, None),
)


def circles(drawn: Drawn) -> dict[str, tuple[float, float, float]]:
    """Give where each mark is and its radius, by its tooltip."""
    found = {}
    for mark, told in zip(drawn.marks(), drawn.told(), strict=True):
        circle = mark.find("{http://www.w3.org/2000/svg}circle")
        if circle is not None:
            found[told] = (
                drawn.number(circle, "cx"), drawn.number(circle, "cy"), drawn.number(circle, "r")
            )  # fmt: skip
    return found


def test_north_is_up_and_east_is_right_and_areas_are_as_large_as_values() -> None:
    marks = circles(Drawn(TOWNS, "map"))

    bergen, oslo, tromso = marks["Bergen: 9"], marks["Oslo: 4"], marks["Tromsø: 1"]
    assert tromso[1] < bergen[1] < oslo[1]
    assert bergen[0] < oslo[0] < tromso[0]
    assert (bergen[2] / oslo[2]) ** 2 == pytest.approx(9 / 4, rel=0.02)
    assert (bergen[2] / tromso[2]) ** 2 == pytest.approx(9, rel=0.03)


def test_marks_have_names_and_links() -> None:
    drawn = Drawn(TOWNS, "map")

    assert {"Bergen", "Oslo", "Tromsø"} <= set(drawn.texts())
    assert drawn.links() == ["/page/place/bergen", "/page/place/oslo"]
    assert drawn.picture.notes == ()


def test_distances_on_the_map_are_as_on_the_ground() -> None:
    marks = circles(Drawn(table("label lat long", ("O", 59.91, 10.75), ("B", 60.39, 5.32),
                                ("T", 63.43, 10.40)), "map"))  # fmt: skip

    oslo, bergen, trondheim = marks["O"], marks["B"], marks["T"]
    to_bergen = hypot(oslo[0] - bergen[0], oslo[1] - bergen[1])
    to_trondheim = hypot(oslo[0] - trondheim[0], oslo[1] - trondheim[1])
    assert to_bergen / to_trondheim == pytest.approx(305 / 392, rel=0.03)  # Great circles, km.


def test_marks_at_the_same_place_are_spread_and_all_on_the_sheet() -> None:
    many = table("label lat long", *((f"m{n}", 60, 10) for n in range(400)))

    drawn = Drawn(many, "map")

    marks = circles(drawn)
    assert len(set(marks.values())) == 400
    width, height = drawn.picture.width, drawn.picture.height
    assert all(r <= x <= width - r and r <= y <= height - r for x, y, r in marks.values())
    assert "Marks at the same place are spread round it." in drawn.picture.notes


@pytest.mark.parametrize(
    ("lat", "long"), [("91", "0"), ("0", "181"), ("NaN", "1"), (None, "1"), ("60,39", "5")]
)
def test_a_place_that_there_is_not_is_counted(lat: str | None, long: str) -> None:
    drawn = Drawn(table("label lat long", ("x", lat, long), ("Oslo", 59.91, 10.75)), "map")

    assert len(drawn.marks()) == 1
    assert "Rows without a place that can be drawn: 1." in drawn.picture.notes


def test_wkt_is_read_as_points_and_as_areas() -> None:
    rows = table(
        "label wkt value",
        ("town", "POINT(10 60)", None),
        ("square", "POLYGON((9 61, 11 61, 11 62, 9 62, 9 61))", 7),
        ("swapped", "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(60.5 10)", None),
        ("broken", "POLYGON((9 61, 11 61", 7),
    )

    drawn = Drawn(rows, "map")

    assert len(drawn.marks()) == drawn.picture.shown == 3
    assert len(drawn.all("path", "area")) == 1
    assert "7" in drawn.texts()
    marks = circles(drawn)
    assert marks["town"][1] > marks["swapped"][1]


def test_the_counties_of_an_operators_file_are_drawn_the_darker_the_more() -> None:
    path = shared("vocabularies", "no-admin-geometry", "Fylker-S.geojson")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rows = [(f["properties"]["fylkesnavn"], as_wkt(f["geometry"]), n)
            for n, f in enumerate(features)]  # fmt: skip

    drawn = Drawn(table("label wkt value", *rows), "map")

    areas = drawn.all("path", "area")
    shades = [int(area.get("class", "")[-1]) for area in areas]
    assert len(areas) == len(features) == 15
    assert shades == sorted(shades) and set(shades) == {1, 2, 3, 4, 5}


def as_wkt(geometry: dict[str, Any]) -> str:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    rings = (
        "(" + ",".join("(" + ",".join(f"{x} {y}" for x, y, *_ in ring) + ")" for ring in p) + ")"
        for p in polygons
    )
    return f"MULTIPOLYGON({','.join(rings)})"


@pytest.mark.parametrize(
    "places",
    [
        [(10.0, 60.0)],
        [(-122.0, 37.0), (151.0, -34.0)],
        [(-60.0, -30.0), (-50.0, -40.0)],
        [(180.0, 90.0), (-180.0, -90.0)],
        [(0.0, 90.0)],
        [(0.0, 0.0)],
    ],
    ids=str,
)
def test_any_part_of_the_world_is_drawn_with_north_up(places: list[tuple[float, float]]) -> None:
    project = projection(extent_of(places))
    for x, y in places:
        south, north = project((x, max(y - 1, -90))), project((x, min(y + 1, 90)))
        west, east = project((max(x - 1, -180), y)), project((min(x + 1, 180), y))
        assert north[1] <= south[1] + 1e-9
        assert west[0] <= east[0] + 1e-9

    drawn = Drawn(table("label lat long", *(("p", y, x) for x, y in places)), "map")

    assert len(drawn.marks()) == len(places)


def test_norway_is_land_and_the_sea_is_not() -> None:
    nordic = outlines(Extent(4, 57, 32, 72))
    world = outlines(Extent(-180, -90, 180, 90))

    for level in (nordic, world):
        assert inside(level, 9.5, 61.0)  # Valdres
        assert not inside(level, 2.0, 62.0)  # The Norwegian Sea
        assert not inside(level, 0.0, 79.5) or level is world
    assert inside(world, 134.0, -25.0) and inside(world, 0.0, -85.0) and inside(world, 175.0, 67.0)
    assert len(nordic) > 300 and sum(map(len, nordic)) > 10_000


def inside(rings: tuple[list[tuple[float, float]], ...], x: float, y: float) -> bool:
    """Tell whether a place is in an odd number of rings (Jordan)."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


def test_clipping_keeps_what_is_inside() -> None:
    square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]

    assert sorted(clipped(square, 0, 0, 10, 10)) == [(0, 0), (0, 5), (5, 0), (5, 5)]
    assert clipped(square, 6, 6, 10, 10) == []


def test_a_map_tells_nothing_by_colour_alone() -> None:
    rows = table(
        "label lat long group", ("a", 60, 10, "NCE"), ("b", 61, 9, "GCE"), ("c", 62, 8, "Arena")
    )

    drawn = Drawn(rows, "map", sheet(356))

    forms = [(m[1].tag, m[1].get("d", "").count("L")) for m in drawn.marks()]
    assert len(set(forms)) == 3
    assert {"NCE", "GCE", "Arena"} <= set(drawn.texts())
