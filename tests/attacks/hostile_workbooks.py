"""Workbooks whose parts are made to take all memory or time, to reach out, or to mislead.

Each builder writes one into a path, from the sound workbook. Those that are about an amount take
it, so that the same file can also be made small and sound.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from attacks.sound_workbook import (
    BOOK,
    RELATIONS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    changed,
    sound_parts,
    write,
)


def _varied(number: int, one: Callable[[int], str]) -> bytes:
    """Give so many texts, each other than the last, so that they do not pack as a bomb does."""
    return "".join(map(one, range(number))).encode()


def sheets(path: Path, number: int) -> None:
    """So many sheets, all of one part."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    entries = _varied(number, lambda n: f'<sheet name="s{n:x}" sheetId="{n + 99}" k:id="rId1"/>')
    entries = entries.replace(b"<sheet ", f'<sheet xmlns:k="{namespace}" '.encode())
    changed(path, BOOK, b"</sheets>", entries + b"</sheets>")


def defined_names(path: Path, number: int) -> None:
    """So many names of ranges."""
    names = _varied(number, lambda n: f'<definedName name="n{n:x}">Sheet1!$A${n + 1}</definedName>')
    changed(path, BOOK, b"</sheets>", b"</sheets><definedNames>" + names + b"</definedNames>")


def styles(path: Path, number: int) -> None:
    """So many cell formats."""
    formats = _varied(number, lambda n: f'<xf numFmtId="0" fontId="0" fillId="0" borderId="{n}"/>')
    changed(path, STYLES, b"</cellXfs>", formats + b"</cellXfs>")


def merged_areas(path: Path, number: int) -> None:
    """So many merged areas beside the table."""
    areas = _varied(number, lambda n: f'<mergeCell ref="X{2 * n + 1}:Y{2 * n + 1}"/>')
    ends = b"</sheetData><mergeCells>" + areas + b"</mergeCells>"
    changed(path, SHEET, b"</sheetData>", ends)


def tall_merged_areas(path: Path, number: int) -> None:
    """So many merged areas of all rows, each in columns of its own."""
    areas = _varied(
        number, lambda n: f'<mergeCell ref="{_letters(30 + n)}1:{_letters(30 + n)}1048576"/>'
    )
    ends = b"</sheetData><mergeCells>" + areas + b"</mergeCells>"
    changed(path, SHEET, b"</sheetData>", ends)


def comments(path: Path, number: int) -> None:
    """So many comments, in a part that nothing here reads."""
    parts = sound_parts()
    texts = _varied(
        number, lambda n: f'<comment ref="A{n + 1}"><text><t>{n:x}</t></text></comment>'
    )
    parts["xl/comments/comment1.xml"] = (
        b"<comments><commentList>" + texts + b"</commentList></comments>"
    )
    write(path, parts)


def hyperlinks(path: Path, number: int) -> None:
    """So many elements outside of the rows of a sheet."""
    links = _varied(number, lambda n: f'<hyperlink ref="A{n + 1}" location="{n:x}"/>')
    ends = b"</sheetData><hyperlinks>" + links + b"</hyperlinks>"
    changed(path, SHEET, b"</sheetData>", ends)


def columns(path: Path, number: int) -> None:
    """A row of so many cells that do not say where they stand."""
    cells = _varied(number, lambda n: f"<c><v>{n % 97 or ''}</v></c>")
    changed(path, SHEET, b"</sheetData>", b'<row r="9">' + cells + b"</row></sheetData>")


def empty_rows(path: Path, number: int) -> None:
    """So many rows with nothing in them, but for a height of their own."""
    rows = _varied(number, lambda n: f'<row r="{n + 9}" ht="{n % 89}.5" customHeight="1"/>')
    changed(path, SHEET, b"</sheetData>", rows + b"</sheetData>")


def shared_strings(path: Path, number: int) -> None:
    """So many texts that no cell shows."""
    texts = _varied(number, lambda n: f"<si><t>{n:x}</t></si>")
    changed(path, STRINGS, b"</sst>", texts + b"</sst>")


def shared_formulas(path: Path, number: int) -> None:
    """A formula of eight thousand characters used in so many cells."""
    formula = "+".join(["Q1"] * 2600)
    first = f'<row r="9"><c r="Z9"><f t="shared" si="0" ref="Z9:Z99">{formula}</f></c></row>'
    others = _varied(
        number, lambda n: f'<row r="{n + 10}"><c r="Z{n + 10}"><f t="shared" si="0"/></c></row>'
    )
    changed(path, SHEET, b"</sheetData>", first.encode() + others + b"</sheetData>")


def nested_in_sheet(path: Path, number: int) -> None:
    """Elements within each other, in a cell."""
    inner = b"<r>" * number + b"</r>" * number
    row = b'<row r="9"><c r="A9" t="inlineStr"><is>' + inner + b"</is></c></row>"
    changed(path, SHEET, b"</sheetData>", row + b"</sheetData>")


def nested_in_book(path: Path, number: int) -> None:
    """Elements within each other, in the list of sheets."""
    inner = b"<ext>" * number + b"</ext>" * number
    changed(path, BOOK, b"</sheets>", b"</sheets>" + inner)


def long_text(path: Path, number: int) -> None:
    """A cell of so many letters that cannot be packed."""
    row = b'<row r="9"><c r="J1" t="inlineStr"><is><t>' + _noise(number) + b"</t></is></c></row>"
    changed(path, SHEET, b"</sheetData>", row.replace(b"J1", b"J9") + b"</sheetData>")


def long_attribute(path: Path, number: int) -> None:
    """A tag of so many letters, which a parser holds until it ends."""
    row = b'<row r="9" x="' + _noise(number) + b'"></row>'
    changed(path, SHEET, b"</sheetData>", row + b"</sheetData>")


def _noise(number: int) -> bytes:
    return random.Random(42).randbytes(number // 2).hex().encode()


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ---------------------------------------------------------------------------- declarations

_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)
DECLARATIONS = {
    "billion laughs": (f"<!DOCTYPE x [{_LAUGHS}]>", "&l9;"),
    "quadratic blow-up": (f'<!DOCTYPE x [<!ENTITY l "{"ha" * 50_000}">]>', "&l;" * 10_000),
    "external entity": ('<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]>', "&l;"),
    "external subset": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
    "small entity": ('<!DOCTYPE x [<!ENTITY l "ha">]>', "&l;"),
}
"""What stands before the root element, and what uses it."""

PLACES = {STRINGS: b"<t>id</t>", SHEET: b"</worksheet>", STYLES: b"</styleSheet>",
          BOOK: b"</workbook>", TYPES: b"</Types>", RELATIONS: b"</Relationships>"}  # fmt: skip
"""Where in a part an entity is used."""


def declared(path: Path, part: str, kind: str, encoding: str = "utf-8") -> None:
    """Write the sound workbook with a document type declaration in a part."""
    before, use = DECLARATIONS[kind]
    parts = sound_parts()
    text = parts[part].decode()
    place = PLACES[part].decode()
    used = f"<t>{use}id</t>" if part == STRINGS else f"<x>{use}</x>{place}"
    text = text.replace(place, used, 1)
    if text.startswith("<?xml"):
        text = text.partition("?>")[2].lstrip()
    header = f'<?xml version="1.0" encoding="{encoding}"?>'
    parts[part] = (header + before + text).encode(encoding)
    write(path, parts)


# ---------------------------------------------------------------------------- contents


def macros(path: Path) -> None:
    """A project of macros."""
    write(path, sound_parts() | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"})


def links(path: Path) -> None:
    """A link to a workbook elsewhere."""
    target = '<Relationship Id="r1" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
    folder, relations = "xl/externalLinks/", f"<Relationships>{target}</Relationships>"
    linked = {
        f"{folder}externalLink1.xml": b"<externalLink/>",
        f"{folder}_rels/externalLink1.xml.rels": relations.encode(),
    }
    write(path, sound_parts() | linked)


def row_after(path: Path, number: str) -> None:
    """A last row with this number."""
    changed(path, SHEET, b"</sheetData>", f'<row r="{number}"></row></sheetData>'.encode())


def cell_named(path: Path, *names: str) -> None:
    """A ninth row whose cells have these names."""
    cells = "".join(f'<c r="{name}"><v>1</v></c>' for name in names)
    changed(path, SHEET, b"</sheetData>", f'<row r="9">{cells}</row></sheetData>'.encode())
