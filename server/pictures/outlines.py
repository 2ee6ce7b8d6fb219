"""Outlines of land for maps: the whole world roughly, Europe finely, from `outlines.json`.

The file is made by `outlining.py` from Natural Earth, which is in the public domain.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import accumulate

from .projection import Extent, Position

WORLD = (-180.0, -90.0, 180.0, 90.0)
"""West, south, east and north of what is known roughly."""
EUROPE = (-28.0, 33.0, 48.0, 82.0)
"""And of what is known finely."""

_FARTHEST = (-20.0, 36.0, 40.0, 80.5)
"""An extent within this is drawn finely: the sheet shows something around it, too."""

UNITS = 100
"""So many steps of the file are one degree."""


def outlines(extent: Extent) -> tuple[list[Position], ...]:
    """Give the rings of all land, in the detail that an extent needs."""
    return _read("europe" if extent.within(*_FARTHEST) else "world")


@cache
def _read(level: str) -> tuple[list[Position], ...]:
    with files(__package__).joinpath("outlines.json").open(encoding="utf-8") as file:
        rings = json.load(file)[level]
    return tuple(map(_positions, rings))


def _positions(steps: list[int]) -> list[Position]:
    xs, ys = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(x / UNITS, y / UNITS) for x, y in zip(xs, ys, strict=True)]
