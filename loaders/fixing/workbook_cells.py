"""Cells and names of sheets changed in a workbook; all other parts stay byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ...ontology.errors import KlyngeError
from ..annotating.workbook import macros, place_in_sheet
from ..workbooks.book import has_macros, rename_sheet, sheet_parts
from ..workbooks.package import DAMAGE, Package, UnfitWorkbook, unfit
from ..workbooks.sheet import CellEdit, Content, OldCell, Place, Sheet
from .offers import Change

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")


class CellHoldsFormula(KlyngeError):
    """A value would take the place of a formula, which only its owner may decide."""


def edit_workbook(path: Path, wanted: Sequence[Change]) -> None:
    """Write the changes into a workbook in the place where it lies.

    Raises UnfitWorkbook where its parts are not what they should be or it has macros.
    """
    with opened(path) as package:
        parts = {sheet.name: sheet.part for sheet in sheet_parts(package)}
        for sheet in dict.fromkeys(change.place.sheet for change in wanted):
            of_sheet = [change for change in wanted if change.place.sheet == sheet]
            _edit_sheet(package, parts[sheet], [c for c in of_sheet if not c.renames])
        for change in wanted:
            if change.renames:
                rename_sheet(package, change.place.sheet, change.after)
        package.save(path)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Give a workbook as a package; raises UnfitWorkbook where it cannot be changed."""
    if reason := unfit(path):
        raise UnfitWorkbook(f"{path.name} cannot be changed: {reason}")
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            package = Package(archive, path.name)
            if has_macros(package):
                raise UnfitWorkbook(macros(path.name))
            yield package
    except DAMAGE as error:
        raise UnfitWorkbook(f"{path.name} is damaged: {error}") from None


def _edit_sheet(package: Package, part: str, wanted: Sequence[Change]) -> None:
    places = {place: change for change in wanted if (place := place_in_sheet(change.place))}
    if not places:
        return
    sheet = package.look(part, partial(Sheet, rows={row for row, _ in places}))
    old = package.look(part, lambda _: sheet.cells(places))
    edits: dict[Place, CellEdit] = {}
    for place, change in places.items():
        cell = old.get(place, OldCell())
        if cell.formula:
            raise CellHoldsFormula(f"{change.place}: there is a formula; write the value yourself")
        edits[place] = CellEdit(content=_content(cell, change))
    package.change(part, lambda _: sheet.edited(edits))


def _content(old: OldCell, change: Change) -> Content:
    """Give a number where a number stands that is shown as it is kept, else a text.

    A number under another format, such as a date or 0301, would be shown as something else.
    """
    plain = old.kind in {"", "n"} and old.value == change.before.strip()
    return Content(change.after, number=plain and bool(_NUMBER.fullmatch(change.after)))
