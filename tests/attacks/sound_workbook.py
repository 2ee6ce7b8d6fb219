"""A sound workbook as its parts, to be changed and packed again."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
from damages import TABLES

SHEET = "xl/worksheets/sheet5.xml"
"""The part of the sheet `memberships`."""

STRINGS, STYLES, BOOK, TYPES = (
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "[Content_Types].xml",
)
RELATIONS = "xl/_rels/workbook.xml.rels"

Parts = dict[str, bytes]


def sound_parts() -> Parts:
    """Give the parts of the sound workbook by name."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table, rows in TABLES.items():
        sheet = book.create_sheet(table)
        for row in rows:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _with_shared_strings(parts)


def _with_shared_strings(parts: Parts) -> Parts:
    """Give the parts with one text kept where Excel keeps all of them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts[STRINGS] = f'<sst xmlns="{main}"><si><t>id</t></si></sst>'.encode()
    inline, shared = b't="inlineStr"><is><t>id</t></is>', b't="s"><v>0</v>'
    parts[SHEET] = parts[SHEET].replace(inline, shared, 1)
    relation = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation.encode())
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/{STRINGS}" ContentType="{type_}"/></Types>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())
    return parts


def write(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write parts as a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def changed(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Write the sound workbook with a text of one part replaced where it stands first."""
    parts = sound_parts()
    assert old in parts[part], (old, parts[part][:300])
    parts[part] = parts[part].replace(old, new, 1)
    write(path, parts)
