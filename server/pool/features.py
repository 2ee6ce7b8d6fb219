"""The result of a SELECT as a map: a GeoJSON feature for each solution (RFC 7946).

The geometry is the first value, in the order of SELECT, that is a `geo:wktLiteral`; else the
point of the numbers in `?lat` and `?long`, called as in W3C Basic Geo; else null, which RFC 7946
allows for what has no place. All other values are properties under the names of their variables:
numbers and booleans as such, everything else as text, what is unbound as null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite

from .geometry import Geometry, geometry

Value = tuple[str, str] | None
"""The text of a term and its datatype, empty for what is no literal; None for an unbound one."""

_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_REAL = frozenset({f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float"})


def features(names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Give a feature collection in parts, one for each row."""
    yield b'{"type":"FeatureCollection","features":['
    separator = b"\n"
    for row in rows:
        feature = _feature(dict(zip(names, row, strict=True)))
        yield separator + _WRITER.encode(feature).encode()
        separator = b",\n"
    yield b"\n]}\n"


def _feature(row: dict[str, Value]) -> dict[str, object]:
    place, used = _place(row)
    properties = {name: _plain(value) for name, value in row.items() if name not in used}
    return {"type": "Feature", "geometry": place, "properties": properties}


def _place(row: dict[str, Value]) -> tuple[Geometry | None, set[str]]:
    """Give the geometry of a row and the names of the variables it is made of."""
    for name, value in row.items():
        if value is not None and value[1] == _WKT:
            found = geometry(value[0])
            return found, {name} if found else set()
    lat, long = _plain(row.get("lat")), _plain(row.get("long"))
    # By type, since a boolean of Python is an int as well.
    if {type(lat), type(long)} <= {int, float}:
        return {"type": "Point", "coordinates": [long, lat]}, {"lat", "long"}
    return None, set()


def _plain(value: Value) -> object:
    """Give a value as JSON has it."""
    if value is None:
        return None
    text, datatype = value
    try:
        if datatype == f"{_XSD}integer":
            return int(text)
        if datatype in _REAL and isfinite(number := float(text)):
            return number
    except ValueError:
        return text  # It claims to be a number and is none.
    if datatype == f"{_XSD}boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return text
