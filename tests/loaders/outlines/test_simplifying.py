"""Outlines are made simpler together: they fit a page, and no border gapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from shared import shared

from klynge.loaders.classifications.editions import counties_of
from klynge.loaders.outlines.geojson import Reading
from klynge.loaders.outlines.outline import Outline, corner, position
from klynge.loaders.outlines.simplifying import most_bytes, simplified
from klynge.loaders.outlines.wkt import wkt
from klynge.server.pool.geometry import geometry
from klynge.shapes.report import Finding

Edge = tuple[int, int]


def real(name: str, code: str) -> list[Outline]:
    found = list(Reading(code).read(shared("vocabularies", "no-admin-geometry", name)))
    assert not [each for each in found if isinstance(each, Finding)]
    return [each for each in found if isinstance(each, Outline)]


def edges(outlines: Iterable[Outline]) -> Counter[Edge]:
    """Count each edge, whichever way it goes: on a border it is met twice."""
    rings = (ring for each in outlines for polygon in each.polygons for ring in polygon)
    return Counter(
        (min(pair), max(pair))
        for ring in rings
        for pair in zip(ring, (*ring[1:], ring[0]), strict=True)
    )


def area(outline: Outline) -> float:
    total = 0.0
    for polygon in outline.polygons:
        for place, ring in enumerate(polygon):
            places = [position(each) for each in ring]
            pairs = zip(places, (*places[1:], places[0]), strict=True)
            twice = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs))
            total += twice if place == 0 else -twice
    return total / 2


@pytest.mark.parametrize(
    ("name", "code", "count", "most"),
    [
        ("Fylker-M.geojson", "fylkesnummer", 15, 100_000),
        ("Kommuner-S.geojson", "kommunenummer", 357, 400_000),
    ],
)
def test_the_real_areas_fit_a_page_and_keep_their_borders_and_size(
    name: str, code: str, count: int, most: int
) -> None:
    before = real(name, code)

    after = simplified(before)

    texts = [wkt(each) for each in after]
    assert len(after) == len(before) == count
    assert sum(map(len, texts)) < most
    assert all(geometry(text) for text in texts)
    met, still = edges(before), edges(after)
    assert set(still.values()) <= {1, 2}
    coast = {end for edge, times in met.items() if times == 1 for end in edge}
    gaping = [edge for edge, times in still.items() if times == 1 and not set(edge) <= coast]
    assert gaping == []
    assert sum(map(area, after)) == pytest.approx(sum(map(area, before)), rel=0.02)
    assert simplified(before) == after


def test_the_counties_of_the_file_are_those_of_the_edition() -> None:
    codes = {each.code for each in real("Fylker-S.geojson", "fylkesnummer")}

    assert codes == set(counties_of("no-2024"))


def test_small_islands_go_but_a_hole_and_what_fills_it_stay_and_no_area_is_lost() -> None:
    """Each of a thousand islands is an area or part of one, and all together are too many."""

    def ring(west: int, south: int, size: int) -> tuple[int, ...]:
        steps = range(size)
        around = [(west + n, south) for n in steps] + [(west + size, south + n) for n in steps]
        around += [(west + size - n, south + size) for n in steps]
        around += [(west, south + size - n) for n in steps]
        return tuple(corner(x / 1000, y / 1000) for x, y in around)

    tiny = tuple((ring(4000 + 20 * n, 50_000, 3),) for n in range(2000))
    inner = ring(10_100, 60_100, 3)
    large = Outline("large", ((ring(10_000, 60_000, 900), inner), *tiny))
    inside = Outline("inside", ((inner,),))
    only = Outline("only", ((ring(3000, 49_000, 3),),))

    after = {each.code: each for each in simplified([large, inside, only])}

    assert sum(len(wkt(each)) for each in after.values()) <= most_bytes(3)
    assert len(after["large"].polygons) < 1000
    assert len(after["large"].polygons[0]) == 2
    assert set(after["large"].polygons[0][1]) == set(after["inside"].polygons[0][0])
    assert len(after["only"].polygons) == 1
