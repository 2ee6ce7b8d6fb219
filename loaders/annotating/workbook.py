"""An annotated copy of a workbook: notes and colour in the cells, a sheet with all findings.

Only these parts differ from the original's: the sheets with a finding, their comments and
drawings, styles, the list of sheets, relationships and media types. Everything else is copied.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from ...shapes.report import Finding, Location, Message
from ..tables.files.workbook import SUMMARY_SHEET, is_summary
from ..tables.names import position
from ..workbooks.book import add_sheet, free_name, has_macros, sheet_parts
from ..workbooks.merged_cells import shown_at
from ..workbooks.package import DAMAGE, Package, UnfitWorkbook
from ..workbooks.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    CellEdit,
    Place,
    Sheet,
    reference,
)
from ..workbooks.styles import Styles, styles_part
from .comments import add_notes, threads
from .summary import Line, summary_sheet
from .wording import COLOURS, gravest, note

MOST_NOTES = 1_000
"""Notes in one sheet: LibreOffice 7.4 takes ten seconds for these, minutes for five times more."""

_PROTECTED = Message(
    "The sheet {0} is protected: unprotect it before you mend it.",
    "Arket {0} er beskyttet: opphev beskyttelsen før du retter.",
)
_THREADS = Message(
    "In the sheet {0}, cells with a conversation may not show klynge's note: {1}.",
    "I arket {0} kan celler med en samtale la være å vise klynges merknad: {1}.",
)
_TOO_MANY = Message(
    "The sheet {0} has findings in more than {1} cells: the others have colour and no note.",
    "Arket {0} har funn i mer enn {1} celler: de øvrige har farge og ingen merknad.",
)

SheetOf = Callable[[Location], str]
"""Gives the name of the sheet that shows a place, or the empty text."""


@dataclass(frozen=True, slots=True)
class Original:
    """A workbook to be copied: its bytes, what it is called, and where places are shown in it."""

    stream: IO[bytes]
    name: str
    sheet_of: SheetOf
    remarks: tuple[str, ...] = ()


def annotate(original: Original, findings: Sequence[Finding], target: Path, language: str) -> None:
    """Write an annotated copy of a workbook.

    Raises UnfitWorkbook where the workbook cannot be copied so: it has macros, or its parts are
    not what they should be.
    """
    try:
        with zipfile.ZipFile(original.stream) as archive:
            package = Package(archive, original.name)
            if has_macros(package):
                raise UnfitWorkbook(macros(original.name))
            _annotate(package, original, findings, language)
            package.save(target)
    except DAMAGE as error:
        raise UnfitWorkbook(f"{original.name} is damaged: {error}") from None


def macros(name: str) -> str:
    """Say why a workbook with macros is not copied."""
    return (
        f"{name} has macros, and klynge hands no code on; expected a workbook without. "
        "Save it as .xlsx, name that in klynge.toml, and run the command again"
    )


def _annotate(
    package: Package, original: Original, findings: Sequence[Finding], language: str
) -> None:
    parts = {sheet.name: sheet.part for sheet in sheet_parts(package)}
    if any(is_summary(name) for name in parts):
        raise UnfitWorkbook(
            f"{original.name} is an annotated copy already: it has the sheet {SUMMARY_SHEET}, and "
            "its cells have notes and colour of an earlier check. Annotate the original"
        )
    look = styles_part(package)
    styles = package.look(look, Styles)
    remarks = list(original.remarks)
    for sheet, cells in _by_sheet(findings, original.sheet_of).items():
        if sheet in parts:
            remarks += _annotate_sheet(package, sheet, parts[sheet], cells, styles, language)
    order = {"": -1} | {name: number for number, name in enumerate(parts)}
    lines = sorted(
        (_line(finding, original.sheet_of, parts) for finding in findings),
        key=lambda line: (order.get(line.sheet, len(order)), line.place or (0, 0)),
    )
    part = package.unused("xl/worksheets/klynge-check{}.xml")
    data = summary_sheet(original.name, lines, remarks, styles, language)
    add_sheet(package, free_name(SUMMARY_SHEET, parts), part, data)
    package.change(look, lambda _: styles.applied())


def _annotate_sheet(
    package: Package,
    name: str,
    part: str,
    cells: Mapping[Place, Sequence[Finding]],
    styles: Styles,
    language: str,
) -> Iterator[str]:
    """Colour the cells of a sheet and give them notes; gives remarks about the sheet."""
    cells = _uncovered(cells, package.look(part, lambda data: shown_at(data, cells)))
    noted = dict(list(cells.items())[:MOST_NOTES])
    notes = {place: note(found, language) for place, found in noted.items()}
    markup = package.look(part, partial(Sheet, rows={row for row, _ in cells}))
    drawing = add_notes(package, part, markup.legacy_drawing, notes)
    edits = {
        place: CellEdit(partial(styles.filled, rgb=COLOURS[gravest(found)]))
        for place, found in cells.items()
    }
    package.change(part, lambda _: markup.edited(edits, drawing))
    if threaded := sorted(threads(package, part) & notes.keys()):
        yield _THREADS.text(language).format(name, ", ".join(map(reference, threaded)))
    if markup.protected:
        yield _PROTECTED.text(language).format(name)
    if len(cells) > MOST_NOTES:
        yield _TOO_MANY.text(language).format(name, MOST_NOTES)


def _by_sheet(
    findings: Sequence[Finding], sheet_of: SheetOf
) -> dict[str, dict[Place, list[Finding]]]:
    """Give the findings of each cell of each sheet, in the order of the cells."""
    found: dict[str, dict[Place, list[Finding]]] = {}
    for finding in findings:
        for location in dict.fromkeys((finding.location, *finding.also)):
            sheet, place = sheet_of(location), place_in_sheet(location)
            if sheet and place:
                found.setdefault(sheet, {}).setdefault(place, []).append(finding)
    return {sheet: dict(sorted(cells.items())) for sheet, cells in found.items()}


def _uncovered(
    cells: Mapping[Place, Sequence[Finding]], shown: Mapping[Place, Place]
) -> dict[Place, list[Finding]]:
    """Give the findings of each cell, those of covered cells with the cell that is shown."""
    found: dict[Place, list[Finding]] = {}
    for place, here in cells.items():
        found.setdefault(shown.get(place, place), []).extend(here)
    return dict(sorted(found.items()))


def _line(finding: Finding, sheet_of: SheetOf, sheets: Mapping[str, str]) -> Line:
    sheet = sheet_of(finding.location)
    return Line(finding, sheet, place_in_sheet(finding.location) if sheet in sheets else None)


def place_in_sheet(location: Location) -> Place | None:
    """Give the cell that shows a finding: its own, or the first of its row, or A1 of its sheet.

    None where no sheet has such a cell.
    """
    row = location.row or 1
    column = position(location.letter) + 1 if location.letter and location.row else 1
    return (row, column) if row <= MOST_ROWS and column <= MOST_COLUMNS else None
