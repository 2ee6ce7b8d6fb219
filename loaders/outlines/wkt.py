"""Outlines as well-known text (OGC 06-103r4, section 7), longitude before latitude on WGS 84."""

from __future__ import annotations

from .outline import UNITS, Outline, Polygon, Ring, position


def wkt(outline: Outline) -> str:
    """Give an outline as a POLYGON or a MULTIPOLYGON; without a system, which means CRS84."""
    texts = [_polygon(polygon) for polygon in outline.polygons]
    return f"POLYGON{texts[0]}" if len(texts) == 1 else f"MULTIPOLYGON({','.join(texts)})"


def _polygon(polygon: Polygon) -> str:
    return f"({','.join(map(_ring, polygon))})"


def _ring(ring: Ring) -> str:
    places = (position(corner) for corner in (*ring, ring[0]))
    return f"({','.join(f'{_degrees(x)} {_degrees(y)}' for x, y in places)})"


def _degrees(steps: int) -> str:
    return f"{steps / UNITS:.4f}".rstrip("0").rstrip(".")
