"""Where a row of a table is: its points and its areas, in degrees."""

from __future__ import annotations

from typing import Any

from ..pages.rows import Row
from ..pool.geometry import geometry
from .amounts import amount
from .projection import Position


def places_of(row: Row) -> tuple[tuple[Position, ...], tuple[tuple[Position, ...], ...]]:
    """Give the points, and the rings of areas, at `?lat ?long` or in the `?wkt` of a row."""
    lat, long = amount(row.get("lat")), amount(row.get("long"))
    if "wkt" in row:
        found = geometry(row["wkt"].value)
        points, rings = _parts(found) if found else ([], [])
    else:
        points, rings = [] if lat is None or long is None else [(long, lat)], []
    fine = [p for p in points if abs(p[0]) <= 180 and abs(p[1]) <= 90]
    sound = [r for r in rings if all(abs(x) <= 180 and abs(y) <= 90 for x, y in r)]
    return tuple(fine), tuple(map(tuple, sound))


def _parts(found: dict[str, Any]) -> tuple[list[Position], list[list[Position]]]:
    """Give the points and the rings of a geometry of GeoJSON; a line is a ring without width."""
    kind, inside = found["type"], found.get("coordinates", ())
    if kind == "GeometryCollection":
        pairs = [_parts(part) for part in found["geometries"]]
        return [p for ps, _ in pairs for p in ps], [r for _, rs in pairs for r in rs]
    if kind == "Point":
        return ([(inside[0], inside[1])] if inside else []), []
    if kind == "MultiPoint":
        return [(p[0], p[1]) for p in inside], []
    rings = {"LineString": [inside], "MultiLineString": inside, "Polygon": inside}.get(kind)
    if rings is None:
        rings = [ring for polygon in inside for ring in polygon]
    return [], [[(p[0], p[1]) for p in ring] for ring in rings if ring]
