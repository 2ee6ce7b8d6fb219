"""The header of a steward table: which column stands where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from ...shapes.report import Finding, Location, Message, Severity
from ..records import Sheet
from .files.sheets import Row
from .names import letter, normal
from .names import position as place
from .schema import Column, Table
from .values.reading import Remark, misspellings, nearest, respelled, shown, violation


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a sheet by position, and the positions that klynge leaves alone.

    A position in none has no header; nothing may stand there. `repeated` has, for a position whose
    header stands before it already, the position of the first.
    """

    sheet: Sheet
    row: int
    columns: Mapping[int, Column]
    ignored: frozenset[int]
    findings: tuple[Finding, ...]
    repeated: Mapping[int, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Tell whether every required column is there, so that a row can be sound."""
        return not any(finding.rule == _MISSING for finding in self.findings)


_COLUMN = Message("column", "kolonnen")
_MISSING = "header.missing-column"
_FOREIGN = "|:^~"
"""Signs that other programs divide columns by."""


def read_header(row: Row, table: Table, file: str, sheet_name: str) -> Header:
    """Give the columns that the first row of a sheet names, with findings about the others."""
    if row.refusals:
        return _broken(row, Sheet(file, sheet_name))
    names = {normal(name): name for name in table.columns}
    columns: dict[int, Column] = {}
    ignored: set[int] = set()
    remarks: list[tuple[int, Remark]] = []
    letters: dict[str, str] = {}
    written = {normal(cell.text) for cell in row.cells}
    repeated: dict[int, int] = {}
    for position, cell in enumerate(row.cells):
        name = names.get(normal(cell.text), "")
        remarks.extend((position, refusal) for refusal in cell.refusals)
        if cell.refusals or cell.blank:
            continue
        if not name:
            ignored.add(position)
            remarks.append((position, _unknown(cell.text, table, written)))
        elif name in letters:
            remarks.append((position, _repeated(name, letters[name])))
            repeated[position] = place(letters[name])
        else:
            columns[position] = table.columns[name]
            letters[name] = letter(position)
    sheet = Sheet(file, sheet_name, letters)
    if not columns:
        return Header(sheet, row.number, {}, frozenset(), (_no_header(sheet, row, table),))
    findings = [_finding(sheet, row, position, remark, table) for position, remark in remarks]
    findings += _absent(sheet, row, table, findings)
    return Header(sheet, row.number, columns, frozenset(ignored), tuple(findings), repeated)


def _broken(row: Row, sheet: Sheet) -> Header:
    """Give the header that a row is which cannot be taken apart."""
    found = shown(row.cells[0].text) if row.cells else ""
    location = Location(sheet.file, sheet.name, row.number)
    findings = (Finding(r.rule, r.severity, r.message, location, found) for r in row.refusals)
    return Header(sheet, row.number, {}, frozenset(), tuple(findings))


def _finding(sheet: Sheet, row: Row, position: int, remark: Remark, table: Table) -> Finding:
    text = shown(row.cells[position].text.strip())
    location = Location(sheet.file, sheet.name, row.number, text, letter(position))
    names = ", ".join(table.columns)
    return Finding(
        remark.rule,
        remark.severity,
        remark.message,
        location,
        text,
        expected=Message(f"the name of a column: {names}", f"navnet på en kolonne: {names}"),
        suggestions=remark.suggestions,
    )


def _unknown(text: str, table: Table, written: Set[str]) -> Remark:
    """Say that there is no such column; one that the header does not have may be meant."""
    near = nearest(normal(text), table.columns)
    free = [name for name in misspellings(normal(text), table.columns) if name not in written]
    message = Message(
        f"The table {table.name} has no column '{shown(text.strip())}'; it was not read."
        f"{near.en} Rename or remove it.",
        f"Tabellen {table.name} har ingen kolonne «{shown(text.strip())}»; den ble ikke lest."
        f"{near.nb} Gi den nytt navn eller fjern den.",
    )
    return Remark("header.unknown-column", Severity.WARNING, message, respelled(free, _COLUMN))


def _repeated(name: str, first: str) -> Remark:
    return violation(
        "header.repeated-column",
        f"The column {name} stands in {first} already. Keep one of the two; "
        "rows with another value under the second are rejected.",
        f"Kolonnen {name} står allerede i {first}. Behold én av de to; "
        "rader med en annen verdi under den andre blir avvist.",
    )


def _no_header(sheet: Sheet, row: Row, table: Table) -> Finding:
    names = ", ".join(table.columns)
    mark = _foreign_delimiter(row, table)
    if mark:
        message = Message(
            f"The columns are divided by '{mark}'; expected a comma, a semicolon or a tab. Save "
            "the file as CSV with one of them.",
            f"Kolonnene er skilt med «{mark}»; ventet komma, semikolon eller tabulator. Lagre "
            "filen som CSV med en av dem.",
        )
    else:
        message = Message(
            f"No column of the table {table.name} is named in this row; expected some of {names}. "
            "Put the names of the columns in the first row.",
            f"Ingen kolonne i tabellen {table.name} er nevnt i denne raden; ventet noen av "
            f"{names}. Sett navnene på kolonnene i første rad.",
        )
    location = Location(sheet.file, sheet.name, row.number)
    found = shown("; ".join(cell.text for cell in row.cells))
    return Finding("header.none", Severity.VIOLATION, message, location, found)


def _foreign_delimiter(row: Row, table: Table) -> str:
    """Give the sign that divides the names of columns, where it is none that is read."""
    text = "".join(cell.text for cell in row.cells)
    known = {normal(name) for name in table.columns}
    found = (
        mark for mark in _FOREIGN if len(known.intersection(map(normal, text.split(mark)))) > 1
    )
    return next(found, "")


def _absent(sheet: Sheet, row: Row, table: Table, findings: Iterable[Finding]) -> list[Finding]:
    """Give a finding about every required column that is not there, though it may be misspelled."""
    required = (column.name for column in table.columns.values() if column.required)
    meant = {each.value: found.value for found in findings for each in found.suggestions}
    return [
        _lacks(name, sheet, row, meant.get(name, ""))
        for name in required
        if name not in sheet.letters
    ]


def _lacks(name: str, sheet: Sheet, row: Row, misspelled: str) -> Finding:
    mend_en, mend_nb = "Add the column.", "Legg til kolonnen."
    if misspelled:
        mend_en = f"Perhaps it is the column '{misspelled}': then rename that. Or add the column."
        mend_nb = (
            f"Kanskje er det kolonnen «{misspelled}»: gi den i så fall nytt navn. Eller legg til "
            "kolonnen."
        )
    message = Message(
        f"The required column {name} is missing, so no row can be used. {mend_en}",
        f"Den påkrevde kolonnen {name} mangler, så ingen rad kan brukes. {mend_nb}",
    )
    location = Location(sheet.file, sheet.name, row.number, name)
    return Finding(_MISSING, Severity.VIOLATION, message, location)
