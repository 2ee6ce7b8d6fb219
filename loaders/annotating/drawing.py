"""The boxes in which a spreadsheet shows notes: shapes of VML (ECMA-376 part 4, 19).

A drawing that a sheet has is not read as XML, which the VML of spreadsheets is not always: shapes
are put before its last end tag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..workbooks.markup import UnusableMarkup
from ..workbooks.package import Package
from ..workbooks.sheet import Place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_SPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{spaces} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:60pt;margin-top:2pt;width:{width}px;height:{height}px;z-index:{id};"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_NUMBERS = re.compile(rb"_x0000_s([0-9]{1,9})")
_BLOCK = 1024
"""Shape ids are given out in blocks of this many (`o:idmap`)."""

_WIDTH, _LETTERS_A_LINE, _LINE, _TALLEST = 340, 52, 16, 600


def add_drawing(package: Package, sheet: str, boxes: Mapping[Place, str]) -> str:
    """Give a sheet a drawing with a box for each text, and the id by which it leads to it."""
    part = package.unused("xl/drawings/klynge-notes{}.vml")
    blocks = ",".join(str(n + 1) for n in range(1 + (len(boxes) + 1) // _BLOCK))
    map_ = f'<o:idmap v:ext="edit" data="{blocks}"/>'
    head = f'<xml{_SPACES}><o:shapelayout v:ext="edit">{map_}</o:shapelayout>'
    package.write(part, with_boxes(f"{head}</xml>".encode(), boxes))
    package.declare_ending("vml", MEDIA_TYPE)
    return package.relate(sheet, "vmlDrawing", part)


def with_boxes(data: bytes, boxes: Mapping[Place, str]) -> bytes:
    """Give a drawing with a box more for each text; the cell is found by its row and column."""
    end = data.rfind(b"</")
    if end < 0:
        raise UnusableMarkup("a drawing without an end")
    head = data[: data.find(b">") + 1]
    spaces = "" if all(space.encode() in head for space in _SPACES.split()) else _SPACES
    first = 1 + max(map(int, _NUMBERS.findall(data)), default=_BLOCK)
    shapes = "" if b'"_x0000_t202"' in data else _SHAPE_TYPE.format(spaces=spaces)
    shapes += "".join(
        _box(place, text, first + n, spaces) for n, (place, text) in enumerate(boxes.items())
    )
    return data[:end] + shapes.encode() + data[end:]


def _box(place: Place, text: str, id: int, spaces: str) -> str:
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    row, column = place
    return _SHAPE.format(
        id=id,
        row=row - 1,
        column=column - 1,
        spaces=spaces,
        width=_WIDTH,
        height=min(24 + _LINE * lines, _TALLEST),
    )
