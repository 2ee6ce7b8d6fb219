"""What an outline is: the polygons of one area by its code, and the outlines of an edition.

A corner is one number: longitude and latitude in ten-thousandths of a degree (eleven metres), so
that neighbours that mean the same corner have the same one, and a million of them stay small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...shapes.report import Location, Message

UNITS = 10_000
"""So many steps are one degree."""

_WEST, _SOUTH, _BITS = 180 * UNITS, 90 * UNITS, 21

Ring = tuple[int, ...]
"""The corners of a ring, each once: the first is not repeated at the end."""

Polygon = tuple[Ring, ...]
"""The outer ring, then its holes (RFC 7946, section 3.1.6)."""


def corner(longitude: float, latitude: float) -> int:
    """Give the corner at a position in degrees."""
    x, y = round(longitude * UNITS) + _WEST, round(latitude * UNITS) + _SOUTH
    return (x << _BITS) | y


def position(corner: int) -> tuple[int, int]:
    """Give the longitude and latitude of a corner in steps."""
    return (corner >> _BITS) - _WEST, (corner & ((1 << _BITS) - 1)) - _SOUTH


@dataclass(frozen=True, slots=True)
class Outline:
    """The polygons of an area, its code, and where its file says so."""

    code: str
    polygons: tuple[Polygon, ...]
    place: Location = field(default=Location(""), compare=False)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Outlines of the areas of an edition, such as the counties of no-2024.

    `credit` is what must stand under a map, `licence` an IRI or empty. `features` are, by code,
    the IRIs of the places that have the outline.
    """

    key: str
    credit: Message
    licence: str
    outlines: tuple[Outline, ...]
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
