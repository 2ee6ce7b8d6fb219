"""The workbook part: which sheets there are, where each one's part is, and one more.

ECMA-376 part 1, 18.2.19 and 18.2.20.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ...shapes.report import Message
from .markup import Element, Splices, attribute_of, outline, utf8
from .package import OFFICE, Package, UnfitWorkbook

LONGEST_NAME = 31
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET_TYPE = _MAIN + "worksheet+xml"
_MACROS = ("vbaProject", "macroEnabled")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it: its name, and the name of its part."""

    name: str
    part: str


def workbook_part(package: Package) -> str:
    """Give the name of the workbook's own part; raises UnfitWorkbook where there is none."""
    part = package.one_related("", "officeDocument")
    if not part:
        raise UnfitWorkbook(f"{package.name} is a package without a workbook; expected .xlsx")
    return part


def sheet_parts(package: Package) -> list[SheetPart]:
    """Give the sheets in their order, hidden ones too; those of another kind (charts) as well."""
    book = workbook_part(package)
    root = package.outline(book, _wanted)
    if root.attributes.get("conformance") == "strict":
        raise UnfitWorkbook(f"{package.name} is 'Strict Open XML'; save it as an ordinary .xlsx")
    targets = {link.id: link.target for link in package.related(book)}
    return [
        SheetPart(
            sheet.attributes.get("name", ""), targets.get(sheet.attributes.get("r:id", ""), "")
        )
        for sheet in _sheets(root).all("sheet")
    ]


def has_macros(package: Package) -> bool:
    """Tell whether the package holds code that a spreadsheet would run."""
    return any(word in media for media in package.media_types() for word in _MACROS)


def add_sheet(package: Package, name: str, part: str, data: bytes) -> None:
    """Add a sheet after all others; what points to sheets by number stays true."""
    book = workbook_part(package)
    package.write(part, data)
    package.declare(part, _SHEET_TYPE)
    link = package.relate(book, "worksheet", part)

    def add(markup: bytes) -> bytes:
        sheets, splices = _sheets(outline(markup, _wanted)), Splices()
        number = 1 + max((_number(sheet) for sheet in sheets.children), default=0)
        splices.append(
            sheets,
            f'<{sheets.tag("sheet")} name={attribute_of(name)} sheetId="{number}"'
            f' xmlns:rel="{OFFICE}" rel:id="{link}"/>',
        )
        return splices.applied(markup)

    package.change(book, add)


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Give a name for a sheet that no other has, without regard to case."""
    names = {name.casefold() for name in taken}
    numbered = (f" {n}" if n > 1 else "" for n in range(1, len(names) + 2))
    cut = (wanted[: LONGEST_NAME - len(number)] + number for number in numbered)
    return next(name for name in cut if name.casefold() not in names)


def _wanted(element: Element) -> bool:
    return element.name in {"workbook", "sheets"}


def _sheets(root: Element) -> Element:
    sheets = root.first("sheets")
    if sheets is None:
        raise UnfitWorkbook("The workbook lists no sheets; expected at least one")
    return sheets


def _number(sheet: Element) -> int:
    text = sheet.attributes.get("sheetId", "")
    return int(text) if text.isdecimal() else 0


def rename_sheet(package: Package, old: str, new: str) -> None:
    """Give a sheet another name; nothing that points to it by name is changed."""

    def rename(markup: bytes) -> bytes:
        splices = Splices()
        for sheet in _sheets(outline(markup, _wanted)).all("sheet"):
            if sheet.attributes.get("name") == old:
                splices.attribute(sheet, "name", new, markup)
        return splices.applied(markup)

    package.change(workbook_part(package), rename)


def why_not_renamed(package: Package, old: str, new: str) -> Message | None:
    """Say why a sheet had better be renamed in a spreadsheet, or nothing where it need not.

    Formulas, links, charts and pivot tables point to a sheet by its name.
    """
    if new.casefold() in {sheet.name.casefold() for sheet in sheet_parts(package)}:
        return Message(
            f"{package.name} has a sheet {new} already; rename {old} yourself",
            f"{package.name} har allerede et ark {new}; gi {old} et nytt navn selv",
        )
    name = re.escape(escape(old).encode())
    points = re.compile(rb"(?i)" + name + rb"(?:'|&apos;)?!|sheet=[\"']" + name + rb"[\"']")
    for part in package.parts:
        if part.endswith((".xml", ".rels")) and points.search(utf8(package.read(part))):
            return Message(
                f"{part} points to the sheet {old} by its name; rename it in a spreadsheet",
                f"{part} viser til arket {old} ved navnet; gi det nytt navn i et regneark",
            )
    return None
