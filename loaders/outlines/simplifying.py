"""Fewer corners: the outlines of an edition made small enough for a page, borders kept together.

Of each arc those corners go that matter least, by the triangle they make with their neighbours
(Visvalingam and Whyatt 1993), until all outlines together fit. The cost is n log n whatever the
arcs are like.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import accumulate
from math import cos, inf, radians

from .outline import UNITS, Outline, Polygon, Ring, position
from .topology import Arc, Topology, joined, topology

_PER_CORNER = 17
"""Bytes that a corner has in WKT, about: `10.1234 59.1234,`."""


def most_bytes(areas: int) -> int:
    """Give the bytes of WKT that outlines may have: 88 kB for 15 areas, 378 kB for 357."""
    return min(75_000 + 850 * areas, 600_000)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the corners of an arc matter, in their order and sorted; infinite for those that stay.

    An island goes as a whole below its `dot`, which is zero for what is none.
    """

    weights: tuple[float, ...]
    ordered: tuple[float, ...]
    dot: float

    def count(self, least: float) -> int:
        """Give how many corners matter so much."""
        return 0 if self.dot < least else len(self.ordered) - bisect_left(self.ordered, least)


def simplified(outlines: Sequence[Outline]) -> tuple[Outline, ...]:
    """Give outlines with as many corners as fit; the same outlines give the same.

    Islands that come to less than a dot go, but never an area's largest ring.
    """
    shared = topology([ring for each in outlines for polygon in each.polygons for ring in polygon])
    weighed = [
        _weighed(arc, uses) for arc, uses in zip(shared.arcs, shared.uses, strict=True)
    ]  # fmt: skip
    least = _least(shared, weighed, most_bytes(len(outlines)) // _PER_CORNER)
    arcs = [
        tuple(c for c, weight in zip(arc, of.weights, strict=True) if weight >= least)
        for arc, of in zip(shared.arcs, weighed, strict=True)
    ]
    return tuple(_redrawn(outlines, shared, arcs, {n for n, of in enumerate(weighed)
                                                  if of.dot < least}))  # fmt: skip


def _least(shared: Topology, weighed: Sequence[_Weighed], most: int) -> float:
    """Give the lowest weight that leaves no more than so many corners in all rings together."""

    def fits(least: float) -> bool:
        pairs = zip(weighed, shared.uses, strict=True)
        return sum(of.count(least) * uses for of, uses in pairs) <= most

    found = sorted({0.0, *(weight for of in weighed for weight in of.ordered if weight < inf)})
    place = bisect_left(found, True, key=fits)
    return found[place] if place < len(found) else inf


def _weighed(arc: Arc, uses: int) -> _Weighed:
    weights = _weights(arc)
    is_closed = arc[0] == arc[-1]
    within = sorted(range(1, len(arc) - 1), key=lambda n: (-weights[n], n))
    dot = weights[within[0]] if is_closed and uses == 1 and within else inf
    # One or two corners always stay, so that no ring becomes a line: it has two arcs or more, or is
    # closed by one.
    for n in within[: 2 if is_closed else 1]:
        weights[n] = inf
    return _Weighed(tuple(weights), tuple(sorted(weights)), dot)


def _weights(arc: Arc) -> list[float]:
    """Give what each corner of an arc matters: square steps, infinite for its ends."""
    places = [position(corner) for corner in arc]
    narrow = cos(radians(places[0][1] / UNITS))
    last = len(arc) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))

    def area(n: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = places[before[n]], places[n], places[after[n]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * narrow

    weights = [inf] * len(arc)
    now = [inf, *(area(n) for n in range(1, last)), inf]
    heap = [(now[n], n) for n in range(1, last)]
    heapify(heap)
    highest = 0.0
    while heap:
        weight, n = heappop(heap)
        if weight != now[n] or weights[n] != inf:
            continue
        # A corner never matters less than one that went before it.
        highest = weights[n] = max(highest, weight)
        left, right = before[n], after[n]
        after[left], before[right] = right, left
        for beside in (left, right):
            if 0 < beside < last and weights[beside] == inf:
                now[beside] = area(beside)
                heappush(heap, (now[beside], beside))
    return weights


def _redrawn(
    outlines: Sequence[Outline], shared: Topology, arcs: Sequence[Arc], dots: set[int]
) -> list[Outline]:
    sizes = [len(polygon) for each in outlines for polygon in each.polygons]
    starts = iter(accumulate(sizes, initial=0))
    found = []
    for each in outlines:
        polygons: list[Polygon] = []
        large = max(each.polygons, key=lambda polygon: _area(polygon[0]), default=())
        for polygon in each.polygons:
            first = next(starts)
            outer, *holes = shared.rings[first : first + len(polygon)]
            if polygon is large or not _are_dots(outer, dots):
                rings = [outer, *(hole for hole in holes if not _are_dots(hole, dots))]
                polygons.append(tuple(joined(arcs, ring) for ring in rings))
        found.append(replace(each, polygons=tuple(polygons)))
    return found


def _are_dots(numbers: Sequence[int], dots: set[int]) -> bool:
    return len(numbers) == 1 and (numbers[0] if numbers[0] >= 0 else ~numbers[0]) in dots


def _area(ring: Ring) -> float:
    """Give the area of a ring in square steps (the shoelace formula)."""
    places = [position(corner) for corner in ring]
    pairs = zip(places, (*places[1:], places[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
