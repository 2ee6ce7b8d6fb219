"""From longitude and latitude to a sheet: a conic projection that fits what is to be seen.

Albers' equal-area conic (Snyder, Map Projections: A Working Manual, 1987, chapter 14) with its
standard parallels a sixth within; near the equator, or over most of the world, plate carrée.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

Position = tuple[float, float]
"""Longitude and latitude in degrees."""
Place = tuple[float, float]
"""Across and down."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The part of the world to be seen, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def within(self, west: float, south: float, east: float, north: float) -> bool:
        """Tell whether it lies in a part of the world."""
        return (
            west <= self.west and self.east <= east and south <= self.south and self.north <= north
        )


def extent_of(positions: Iterable[Position], least: float = 2.5) -> Extent:
    """Give the part of the world around some positions, at least so many degrees high."""
    longitudes, latitudes = zip(*positions, strict=True)
    west, east, south, north = (
        min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    )  # fmt: skip
    tall = max((north - south) * 0.08, (least - north + south) / 2, 0.3)
    wide = max((east - west) * 0.08, (least * 1.6 - east + west) / 2, 0.6)
    return Extent(
        max(west - wide, -180), max(south - tall, -90), min(east + wide, 180), min(north + tall, 90)
    )


def projection(extent: Extent) -> Callable[[Position], Place]:
    """Give the projection that suits an extent; its unit is the radius of the Earth."""
    middle = radians((extent.west + extent.east) / 2)
    south, north = radians(extent.south), radians(extent.north)
    sixth = (north - south) / 6
    first, second = sin(south + sixth), sin(north - sixth)
    n = (first + second) / 2
    if abs(n) < 0.2 or extent.east - extent.west > 150:
        stretch = max(cos((south + north) / 2), 0.2)
        return lambda position: (radians(position[0]) * stretch, -radians(position[1]))
    c = 1 - first * first + 2 * n * first

    def conic(position: Position) -> Place:
        radius = sqrt(max(c - 2 * n * sin(radians(position[1])), 0.0)) / n
        angle = n * (radians(position[0]) - middle)
        return radius * sin(angle), radius * cos(angle)

    # Down is from the pole: the cone of the north opens downwards, that of the south upwards.
    return conic


def clipped(ring: list[Place], left: float, top: float, right: float, bottom: float) -> list[Place]:
    """Give the part of a ring inside a box (Sutherland and Hodgman 1974); empty when none is."""
    for axis, edge, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        if not ring:
            return []
        ring = _half(ring, axis, edge, sign)
    return ring


def _half(ring: list[Place], axis: int, edge: float, sign: int) -> list[Place]:
    """Give the part of a ring on one side of a line."""
    kept: list[Place] = []
    before = ring[-1]
    for place in ring:
        is_in, was_in = ((p[axis] - edge) * sign >= 0 for p in (place, before))
        if is_in != was_in:
            share = (edge - before[axis]) / (place[axis] - before[axis])
            crossing = tuple(b + (p - b) * share for p, b in zip(place, before, strict=True))
            kept.append((crossing[0], crossing[1]))
        if is_in:
            kept.append(place)
        before = place
    return kept
