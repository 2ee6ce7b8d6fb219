"""Polygons of areas from GeoJSON (RFC 7946), and what is wrong with them.

A collection of features, features one by one, and the answers of services that give an area as
an object with its geometry in a member of its own: each is read one feature at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ...shapes.report import Finding, Location
from ..streams.json_values import read_members
from ..streams.packed import Watch, unwatched
from . import outline_findings as told
from .outline import Outline, Polygon, Ring, corner

MOST_CORNERS = 1_000_000
"""Corners of all outlines of a source together; what comes after so many is left out, and told."""

GEOMETRIES = ("geometry", "omrade")
"""The member that holds a feature's geometry: of GeoJSON, and of Kartverket's service."""

_FEATURE = msgspec.json.Decoder(dict[str, msgspec.Raw])
_CODE = msgspec.json.Decoder(str | int)


class _Geometry(msgspec.Struct):
    type: str
    coordinates: msgspec.Raw = msgspec.Raw(b"[]")


_GEOMETRY = msgspec.json.Decoder(_Geometry | None)
_POLYGON = msgspec.json.Decoder(list[list[list[float]]])
_POLYGONS = msgspec.json.Decoder(list[list[list[list[float]]]])


@dataclass(slots=True)
class Reading:
    """Reads the files of a source; `code` names the property that holds an area's code."""

    code: str
    _corners: int = 0
    _seen: dict[str, Location] = field(default_factory=dict)

    def read(self, path: Path, watch: Watch = unwatched) -> Iterator[Outline | Finding]:
        """Give the outlines of a file; each area that cannot be drawn as a finding."""
        for value in read_members(path, "features", watch):
            if isinstance(value, Finding):
                yield value
                continue
            number, raw, pointer = value
            place = Location(path.name, row=number + 1, pointer=pointer)
            try:
                yield from self._feature(_FEATURE.decode(raw), place)
            except (msgspec.DecodeError, RecursionError) as error:
                yield told.undecoded(error, place)

    def _feature(
        self, feature: dict[str, msgspec.Raw], place: Location
    ) -> Iterator[Outline | Finding]:
        code = self._code_of(feature)
        if not code:
            yield told.without_code(self.code, place)
        elif code in self._seen:
            yield told.twice(code, self._seen[code], place)
        else:
            self._seen[code] = place
            yield from self._outline(code, feature, place)

    def _code_of(self, feature: dict[str, msgspec.Raw]) -> str:
        """Give the code as it is written; a number stays as it is, without zeros before it."""
        inside = feature.get("properties")
        among = _FEATURE.decode(inside) if inside and inside != b"null" else feature
        found = among.get(self.code)
        try:
            return str(_CODE.decode(found)).strip() if found else ""
        except msgspec.ValidationError:
            return ""

    def _outline(
        self, code: str, feature: dict[str, msgspec.Raw], place: Location
    ) -> Iterator[Outline | Finding]:
        raw = next((feature[name] for name in GEOMETRIES if name in feature), msgspec.Raw(b"null"))
        geometry = _GEOMETRY.decode(raw)
        if geometry is None or geometry.type not in {"Polygon", "MultiPolygon"}:
            yield told.no_area(code, geometry.type if geometry else "null", place)
            return
        rings = _rings(geometry)
        self._corners += sum(len(ring) for polygon in rings for ring in polygon)
        if self._corners > MOST_CORNERS:
            yield told.too_many(code, MOST_CORNERS, place)
            return
        fault = _fault(rings)
        if fault is not None:
            yield fault(code, place)
            return
        polygons, broken = _polygons(rings)
        if broken:
            yield told.broken_rings(code, broken, bool(polygons), place)
        if polygons:
            yield Outline(code, polygons, place)
        elif not broken:
            yield told.no_area(code, "empty", place)


Positions = list[list[list[list[float]]]]


def _rings(geometry: _Geometry) -> Positions:
    """Give the coordinates of a geometry as those of a MultiPolygon."""
    if geometry.type == "Polygon":
        return [_POLYGON.decode(geometry.coordinates)]
    return _POLYGONS.decode(geometry.coordinates)


def _fault(rings: Positions) -> told.Fault | None:
    """Give what keeps an area from being drawn at all, None where nothing does."""
    for polygon in rings:
        for ring in polygon:
            before = ring[0][0] if ring and ring[0] else 0.0
            for place in ring:
                if len(place) < 2 or abs(place[0]) > 180 or abs(place[1]) > 90:
                    return told.other_system
                if abs(place[0] - before) > 180:
                    return told.over_antimeridian
                before = place[0]
    return None


def _polygons(rings: Positions) -> tuple[tuple[Polygon, ...], int]:
    """Give the polygons, and how many rings are none: with fewer than three corners."""
    found, broken = [], 0
    for polygon in rings:
        corners = [_ring(ring) for ring in polygon]
        sound = [ring for ring in corners if len(ring) > 2]
        broken += len(corners) - len(sound)
        if corners and len(corners[0]) > 2:
            found.append(tuple(sound))
    return tuple(found), broken


def _ring(positions: Sequence[Sequence[float]]) -> Ring:
    """Give the corners of a ring, each once in a row; whether it is closed or not."""
    found: list[int] = []
    for place in positions:
        here = corner(place[0], place[1])
        if not found or here != found[-1]:
            found.append(here)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return tuple(found) if len(set(found)) > 2 else ()
