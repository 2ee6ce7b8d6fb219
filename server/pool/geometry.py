"""Geometries written as WKT, read into those of GeoJSON (OGC 06-103r4, section 7; RFC 7946).

A literal of GeoSPARQL may begin with the IRI of its coordinate reference system. GeoJSON knows
one, longitude before latitude on WGS 84; what is in another system is not converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any

Geometry = dict[str, Any]
"""A geometry object of GeoJSON."""

DEEPEST = 16
"""So many brackets and collections may be inside one another."""

_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
"""WGS 84 with latitude before longitude."""

_SYSTEM = re.compile(r"\s*<([^>]*)>\s*")
_TOKEN = re.compile(r"\s*([A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[(),])\s*")
_NUMBERS = re.compile(r"[-+.\d]")

# How deep the lists of positions are; in WKT a point, too, has brackets around it.
_DEPTHS = {
    "Point": 0,
    "LineString": 1,
    "MultiPoint": 1,
    "Polygon": 2,
    "MultiLineString": 2,
    "MultiPolygon": 3,
}
_NAMES = {name.upper(): name for name in (*_DEPTHS, "GeometryCollection")}


def geometry(literal: str) -> Geometry | None:
    """Give the geometry that a WKT literal describes, None where GeoJSON cannot have it.

    >>> geometry("POINT(10.6 60.7)")
    {'type': 'Point', 'coordinates': [10.6, 60.7]}
    """
    system = _SYSTEM.match(literal)
    name = system[1] if system else _CRS84
    if name not in {_CRS84, _EPSG_4326}:
        return None
    try:
        reader = _Reader(literal[system.end() if system else 0 :], name == _EPSG_4326)
        found = reader.geometry(DEEPEST)
        reader.end()
    except (ValueError, StopIteration):
        return None
    return found


class _Reader:
    """Reads one geometry from the left; raises ValueError or StopIteration where it is none."""

    def __init__(self, text: str, latitude_first: bool) -> None:
        self._tokens = _tokens(text)
        self._next = next(self._tokens)
        self._latitude_first = latitude_first

    def geometry(self, left: int) -> Geometry:
        name = _NAMES.get(self._take().upper())
        if name is None or not left:
            raise ValueError("no geometry of GeoJSON")
        if self._next.upper() in {"Z", "M", "ZM"} and self._take().upper() != "Z":
            raise ValueError("GeoJSON has no place for a measure")
        if self._next.upper() == "EMPTY":
            self._take()
            empty: list[Any] = []
            return {"type": name, _member(name): empty}
        if name == "GeometryCollection":
            parts = self._list(lambda: self.geometry(left - 1))
            return {"type": name, "geometries": parts}
        if name == "Point":
            (position,) = self._list(self._position)
            return {"type": name, "coordinates": position}
        return {"type": name, "coordinates": self._positions(_DEPTHS[name], name)}

    def end(self) -> None:
        if self._next:
            raise ValueError("more than a geometry")

    def _positions(self, depth: int, name: str) -> list[Any]:
        if depth > 1:
            return self._list(lambda: self._positions(depth - 1, name))
        return self._list(self._point if name == "MultiPoint" else self._position)

    def _point(self) -> list[float]:
        """Give a point of several, which may have brackets of its own or none."""
        if self._next != "(":
            return self._position()
        position: list[float]
        (position,) = self._list(self._position)
        return position

    def _position(self) -> list[float]:
        numbers = []
        while _NUMBERS.match(self._next):
            numbers.append(float(self._take()))
        if len(numbers) not in {2, 3} or not all(map(isfinite, numbers)):
            raise ValueError("a position has two or three numbers")
        if self._latitude_first:
            numbers[:2] = reversed(numbers[:2])
        return numbers

    def _list(self, item: Callable[[], Any]) -> list[Any]:
        self._take("(")
        found = [item()]
        while self._next == ",":
            self._take()
            found.append(item())
        self._take(")")
        return found

    def _take(self, expected: str = "") -> str:
        token = self._next
        if expected and token != expected:
            raise ValueError(f"{expected} expected")
        self._next = next(self._tokens)
        return token


def _member(name: str) -> str:
    return "geometries" if name == "GeometryCollection" else "coordinates"


def _tokens(text: str) -> Iterator[str]:
    """Give the tokens, with empty ones after the end; raises ValueError for what is none."""
    if _TOKEN.sub("", text):
        raise ValueError("no token of WKT")
    return iter([*_TOKEN.findall(text), "", ""])
