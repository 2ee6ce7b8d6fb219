"""Makes `outlines.json` from the TopoJSON files of the npm package world-atlas.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m klynge.server.pictures.outlining package

The package holds Natural Earth's countries (public domain). Lines are simplified as the arcs that
neighbours share, so that borders still meet (Douglas and Peucker 1973). The same input gives the
same file; it is edited by nobody.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from .outlines import EUROPE, UNITS, WORLD
from .projection import Position, clipped

_ABOUT = (
    "Outlines of countries, simplified from Natural Earth 1:10m and 1:110m (public domain, "
    "naturalearthdata.com) as in the npm package world-atlas. A ring is a list of hundredths of a "
    "degree: longitude and latitude of its first corner, then the steps to the others."
)


def made(folder: Path) -> str:
    """Give the text of the file from the folder of the package."""
    levels = {
        "world": _rings(folder / "countries-110m.json", 0.05, 0.02, WORLD),
        "europe": _rings(folder / "countries-10m.json", 0.02, 0.002, EUROPE),
    }
    return json.dumps({"about": _ABOUT, **levels}, separators=(",", ":")) + "\n"


def _rings(
    file: Path, tolerance: float, least: float, box: tuple[float, float, float, float]
) -> list[list[int]]:
    """Give the rings of a file in a box, those of an area of at least so many square degrees."""
    topology = json.loads(file.read_text(encoding="utf-8"))
    arcs = [_simpler(arc, tolerance) for arc in _arcs(topology)]
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        for numbers in _numbers(geometry):
            ring = _unrolled(_joined(arcs, numbers))
            for turn in (-360, 0, 360):
                turned = [(x + turn, y) for x, y in ring]
                part = clipped(turned, *box)
                if len(part) > 3 and _area(part) >= least:
                    found.append(_steps(part))
    return found


def _arcs(topology: dict[str, Any]) -> Iterator[list[Position]]:
    """Give the arcs in degrees (TopoJSON 1.0, section 2.1.3)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        xs = accumulate(step[0] for step in arc)
        ys = accumulate(step[1] for step in arc)
        yield [(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)]


def _numbers(geometry: dict[str, Any]) -> list[list[int]]:
    polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}
    return [ring for polygon in polygons.get(geometry["type"]) or () for ring in polygon or ()]


def _joined(arcs: Sequence[list[Position]], numbers: Sequence[int]) -> list[Position]:
    """Give a ring from its arcs; a negative number is an arc backwards."""
    ring: list[Position] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _unrolled(ring: list[Position]) -> list[Position]:
    """Give a ring without its jumps from 180 to -180 degrees; round a pole it is closed there."""
    found = ring[:1]
    for x, y in ring[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    if abs(found[-1][0] - found[0][0]) > 180:
        pole = -90.0 if found[0][1] < 0 else 90.0
        found += [(found[-1][0], pole), (found[0][0], pole)]
    return found


def _simpler(arc: list[Position], tolerance: float) -> list[Position]:
    kept = {0, len(arc) - 1}
    spans = [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        away = [(_distance(arc[n], arc[first], arc[last]), n) for n in range(first + 1, last)]
        farthest, middle = max(away, default=(0.0, 0))
        if farthest > tolerance:
            kept.add(middle)
            spans += [(first, middle), (middle, last)]
    return [arc[n] for n in sorted(kept)]


def _distance(place: Position, start: Position, end: Position) -> float:
    """Give how far a place is from the line between two, in degrees of latitude."""
    narrow = cos(radians((start[1] + end[1]) / 2))
    dx, dy = (end[0] - start[0]) * narrow, end[1] - start[1]
    px, py = (place[0] - start[0]) * narrow, place[1] - start[1]
    length = hypot(dx, dy)
    return abs(dx * py - dy * px) / length if length else hypot(px, py)


def _area(ring: Sequence[Position]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def _steps(ring: Sequence[Position]) -> list[int]:
    places = [(round(x * UNITS), round(y * UNITS)) for x, y in ring]
    steps = [*places[0]]
    for before, place in pairwise(places):
        if place != before:
            steps += [place[0] - before[0], place[1] - before[1]]
    return steps


if __name__ == "__main__":
    target = Path(__file__).with_name("outlines.json")
    target.write_text(made(Path(sys.argv[1])), encoding="utf-8")
