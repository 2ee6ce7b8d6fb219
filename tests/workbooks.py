"""Workbooks for tests of copies: one with everything in it, and what is compared between two."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from klynge.loaders.annotating.workbook import Original, annotate
from klynge.shapes.report import Finding, Location, Message, Severity

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ALWAYS = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
"""The parts that every annotated copy changes: a sheet is added, with styles of its own."""

_PICTURE = (
    b"<xdr:oneCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2"
    b'</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="190500" cy="190500"/><xdr:pic>'
    b'<xdr:nvPicPr><xdr:cNvPr id="9" name="Picture"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
    b'<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schem'
    b'as.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId99"/></xdr:blipFill>'
    b"<xdr:spPr/></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
)
_PICTURE_LINK = (
    b'<Relationship Id="rId99" Target="/xl/media/image1.png" Type="http://schemas.openxmlformats.'
    b'org/officeDocument/2006/relationships/image"/>'
)


def rich_workbook(path: Path) -> Path:
    """Write a workbook with whatever a steward may have in one besides values."""
    book = Workbook()
    first: Any
    hidden: Any
    first, hidden = book.worksheets[0], book.create_sheet("Lager")
    first.title = "memberships"
    rows = [
        ["id", "cluster", "member", "role", "from", "note"],
        ["m1", "salmon", "fish-as", "membr", "2010", "plain"],
        ["m2", "wood", "tree-as", "member", "2015-06", "=1+1"],
        ["m3", "salmo", "uni", "partner", "2012-02-01", None],
    ]
    for row in rows:
        first.append(row)
    first["D2"].comment = Comment("words of Kari", "Kari")
    first["F2"].comment = Comment("words of Ola", "Ola")
    first["D2"].font = Font(bold=True, color="FF00AA00")
    first["D2"].border = Border(bottom=Side("thick"))
    first["A3"].fill = PatternFill("solid", fgColor="FF00FFFF")
    first.column_dimensions["E"].number_format = "@"
    first.column_dimensions["E"].width = 31.5
    first.row_dimensions[2].height = 44
    first.merge_cells("A9:C9")
    rule: Any = CellIsRule
    first.freeze_panes = "B2"
    first.auto_filter.ref = "A1:F4"
    first.conditional_formatting.add("A2:A9", rule("equal", ["1"], font=Font(italic=True)))
    choice = DataValidation("list", formula1='"member,partner"')
    choice.add("D2:D99")
    first.add_data_validation(choice)
    first.print_title_rows = "1:1"
    first.page_setup.orientation = "landscape"
    first.oddHeader.center.text = "Confidential"
    first["A4"].hyperlink = "https://example.org/"
    hidden.sheet_state = "hidden"
    for number in range(1, 6):
        hidden.append([number, number * number])
    chart = BarChart()
    chart.add_data(Reference(hidden, min_col=2, min_row=1, max_row=5))
    hidden.add_chart(chart, "E2")
    book.defined_names["Squares"] = DefinedName("Squares", attr_text="Lager!$B$1:$B$5")
    book.save(path)
    _add_parts(path)
    return path


def _add_parts(path: Path) -> None:
    """Add what openpyxl does not write: a picture, custom XML, a part that nobody knows."""
    parts = parts_of(path)
    drawing = parts["xl/drawings/drawing1.xml"].replace(b"<xdr:wsDr", b"<xdr:wsDr", 1)
    parts["xl/drawings/drawing1.xml"] = _before_end(_prefixed(drawing), _PICTURE)
    parts["xl/drawings/_rels/drawing1.xml.rels"] = _before_end(
        parts["xl/drawings/_rels/drawing1.xml.rels"], _PICTURE_LINK
    )
    parts["[Content_Types].xml"] = _before_end(
        parts["[Content_Types].xml"], b'<Default Extension="png" ContentType="image/png"/>'
    )
    parts["xl/media/image1.png"] = picture()
    parts["customXml/item1.xml"] = (
        b"<?xml version='1.0'?><a:b xmlns:a='urn:x' >\r\n <!-- kept --></a:b>"
    )
    parts["xl/unknown/thing.bin"] = bytes(range(256))
    write_parts(path, parts)


def _prefixed(drawing: bytes) -> bytes:
    """Give openpyxl's drawing, which has no prefix, the one that the picture is written with."""
    space = b'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    return drawing if b"xmlns:xdr" in drawing else drawing.replace(b"<wsDr", b"<wsDr " + space, 1)


def _before_end(data: bytes, text: bytes) -> bytes:
    at = data.rindex(b"</")
    return data[:at] + text + data[at:]


def picture() -> bytes:
    """Give a PNG of one red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    begin = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return begin + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def parts_of(path: Path) -> dict[str, bytes]:
    """Give the parts of a workbook by name, in their order."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Change one part of a workbook by replacing bytes that must be there."""
    parts = parts_of(path)
    assert old in parts[part]
    return write_parts(path, parts | {part: parts[part].replace(old, new)})


def differing(before: Path, after: Path) -> tuple[set[str], set[str]]:
    """Give the names of parts that differ, and of those that were added; none may be missing."""
    old, new = parts_of(before), parts_of(after)
    assert list(new)[: len(old)] == list(old)
    return {name for name in old if old[name] != new[name]}, set(new) - set(old)


def finding(
    cell: str = "",
    sheet: str = "memberships",
    severity: Severity = Severity.VIOLATION,
    row: int = 0,
    rule: str = "cell.test",
) -> Finding:
    """Make a finding at a cell such as D2, or at a row or sheet."""
    letters = "".join(character for character in cell if character.isalpha())
    number = int(cell[len(letters) :]) if cell else row
    location = Location("tables.xlsx", sheet, number, letters.lower(), letters)
    said = f"wrong at {cell or row or sheet}"
    return Finding(rule, severity, Message(said, f"galt i {cell or row or sheet}"), location, "x")


def annotated(path: Path, findings: Iterable[Finding], target: Path, language: str = "en") -> Path:
    with path.open("rb") as stream:
        original = Original(stream, "tables.xlsx", lambda place: place.sheet)
        annotate(original, list(findings), target, language)
    return target


def cells_of(xml: bytes) -> dict[str, str]:
    """Give each cell of a sheet as canonical XML without its style."""
    found = {}
    for cell in ElementTree.fromstring(xml).iter(f"{MAIN}c"):
        cell.attrib.pop("s", None)
        found[cell.attrib["r"]] = ElementTree.tostring(cell, encoding="unicode").strip()
    return found


def around_cells(xml: bytes) -> str:
    """Give a sheet as canonical XML without its cells, its rows' spans and its legacy drawing."""
    root = ElementTree.fromstring(xml)
    for row in root.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)
        for cell in list(row):
            row.remove(cell)
    for drawing in root.findall(f"{MAIN}legacyDrawing"):
        root.remove(drawing)
    data = root.find(f"{MAIN}sheetData")
    assert data is not None
    for row in list(data):
        if set(row.attrib) == {"r"}:
            data.remove(row)
    return ElementTree.tostring(root, encoding="unicode")
