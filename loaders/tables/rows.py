"""Rows: from the cells of a row to a record, or to the findings that keep it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...ontology.iris import slug
from ...shapes.report import Finding, Location, Message, Severity, blocks
from ..records import Item, Record, Rejected, joined
from .cells import Cell, ReadCell
from .files.sheets import Row
from .first_rows import FirstRows
from .guidance import expectation
from .header import Header
from .names import letter, normal
from .row_remarks import (
    HEADER_AGAIN,
    MISSING,
    NO_KEY,
    STRAY,
    STRAY_IN_CSV,
    divided,
)
from .schema import ANY, Column, Schema, Table
from .values.reading import Reading, Remark, shown, violation

_Readings = Mapping[str, Reading]
_ID_OF_ITS_OWN = Message(
    "an id that no other row of the table has", "en id som ingen annen rad i tabellen har"
)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one table under one header.

    `expected` has, for each column, what belongs in its cells.
    """

    table: Table
    header: Header
    readers: Mapping[str, ReadCell]
    first_rows: FirstRows
    expected: Mapping[str, Message]

    def read(self, row: Row) -> Iterator[Item]:
        """Give the row's record after the findings about it, or the row as rejected.

        A blank row gives nothing, and so does one with merged cells beside the table.

        A row whose header lacks a required column, or that says two things under a column that
        stands twice, is rejected without findings of its own: the finding about the header says
        why. So is a row that is the header once more, which gets one finding for all its cells.
        """
        cells = self._cells(row)
        if self._is_header(cells):
            text = shown("; ".join(cell.text for cell in row.cells))
            yield Rejected(self.table.name, "", (self._finding(HEADER_AGAIN, row, "", text),))
            return
        if not row.refusals and all(cell.blank for cell in cells.values()) and row.without_text:
            return
        readings = self._readings(cells)
        id_, unnamed = self._id(readings)
        found = list(self._about_row(row))
        if not self._is_shifted(row):
            found += self._about_cells(row, cells, readings)
        key = self._key(readings)
        if unnamed:
            found.append(self._finding(unnamed, row, "id", ""))
        elif id_:
            found.extend(self._taken(row, id_, key))
        subject = f"{self.table.kind}:{id_}" if id_ else ""
        findings = [replace(finding, subject=subject) for finding in found]
        if blocks(findings) or not self.header.complete or self._is_doubled(row):
            yield Rejected(self.table.name, id_, tuple(findings))
        else:
            yield from findings
            yield self._record(row, id_, key, cells, readings)

    def _is_header(self, cells: Mapping[str, Cell]) -> bool:
        """Tell whether a row says the names of its columns and nothing else."""
        named = [normal(cell.text) == name for name, cell in cells.items() if not cell.blank]
        return len(named) > 1 and all(named)

    def _is_doubled(self, row: Row) -> bool:
        """Tell whether a column that stands twice has two values in a row."""
        return any(
            row.cells[position].text.strip() != row.cells[first].text.strip()
            for position, first in self.header.repeated.items()
            if position < len(row.cells) and not row.cells[position].blank
        )

    def _is_shifted(self, row: Row) -> bool:
        """Tell whether a separator too many seems to have moved the cells of a CSV row along."""
        beyond = max(self.header.columns, default=0) + 1
        return (
            not self.header.sheet.name
            and beyond not in self.header.ignored
            and len(row.cells) > beyond
            and bool(row.cells[beyond].text.strip())
        )

    def _cells(self, row: Row) -> Mapping[str, Cell]:
        return {
            column.name: row.cells[position]
            for position, column in self.header.columns.items()
            if position < len(row.cells)
        }

    def _readings(self, cells: Mapping[str, Cell]) -> _Readings:
        country = self._country(cells)
        return {
            name: self.readers[name](cell, country)
            for name, cell in cells.items()
            if not cell.blank
        }

    def _country(self, cells: Mapping[str, Cell]) -> str:
        """Give the country whose register a number is of; one refused is told at its own cell."""
        cell = cells.get("country")
        if cell is None or "number" not in cells:
            return ""
        return "".join(self.readers["country"](cell, "").values) or cell.text.strip()

    def _id(self, readings: _Readings) -> tuple[str, Remark | None]:
        """Give the id as written or made of the key; the empty text where its cells are refused."""
        if written := readings.get("id"):
            return "".join(written.values), None
        parts = [readings[name] for name in self.table.key if name in readings]
        if any(not part.values for part in parts):
            return "", None
        texts = (self._key_text(name, readings) for name in self.table.key if name in readings)
        made = slug(" ".join(texts)) if parts else ""
        return made, None if made else NO_KEY

    def _key_text(self, name: str, readings: _Readings) -> str:
        """Give a value as part of a key; a reference of one possible kind goes without its kind."""
        column = self.table.columns[name]
        alone = column.kind == "reference" and len(column.of) == 1 and ANY not in column.of
        values = readings[name].values
        return " ".join(value.partition(":")[2] if alone else value for value in values)

    def _about_row(self, row: Row) -> Iterator[Finding]:
        for remark in row.refusals:
            text = shown(row.cells[0].text) if row.cells else ""
            yield self._finding(remark, row, "", text)
        known = {*self.header.columns, *self.header.ignored, *self.header.repeated}
        stray = [
            position
            for position, cell in enumerate(row.cells)
            if position not in known and cell.text.strip()
        ]
        if stray:
            yield self._divided(row) or self._stray(row, stray)

    def _stray(self, row: Row, stray: list[int]) -> Finding:
        first, *others = (self._place(row, "", letter(position)) for position in stray)
        texts = shown("; ".join(row.cells[position].text.strip() for position in stray))
        remark = STRAY if self.header.sheet.name else STRAY_IN_CSV
        return replace(self._finding(remark, row, "", texts, first.letter), also=tuple(others))

    def _divided(self, row: Row) -> Finding | None:
        """Give the finding about a number whose comma moved the cells of a CSV row along."""
        if not self._is_shifted(row):
            return None
        for position, column in self.header.columns.items():
            whole, part = (cell.text.strip() for cell in row.cells[position : position + 2])
            if column.kind == "decimal" and whole.isdecimal() and part.isdecimal():
                number = f"{whole},{part}"
                return self._finding(divided(number), row, column.name, number)
        return None

    def _about_cells(
        self, row: Row, cells: Mapping[str, Cell], readings: _Readings
    ) -> Iterator[Finding]:
        if row.refusals:
            return
        for name, reading in readings.items():
            for remark in reading.remarks:
                yield self._finding(remark, row, name, shown(cells[name].text))
        for column in self.header.columns.values():
            if column.required and _is_missing(column, readings):
                yield self._finding(MISSING, row, column.name, "")

    def _key(self, readings: _Readings) -> tuple[str, ...]:
        """Give the columns that the id is read from or made of."""
        if "id" in readings:
            return ("id",)
        return tuple(name for name in self.table.key if name in readings)

    def _taken(self, row: Row, id_: str, key: tuple[str, ...]) -> Iterator[Finding]:
        """Give a finding where another row of the table has the id already."""
        place = Location(self.header.sheet.file, self.header.sheet.name, row.number)
        first = self.first_rows.claim(self.table.name, id_, place)
        if first is None:
            return
        en, nb = ("", "") if key == ("id",) else _made_of(key)
        there = first.text("nb")
        remark = violation(
            "row.duplicate-id",
            f"The id {id_}{en} stands in {first} already. Remove one row, or give it its own id.",
            f"Id-en {id_}{nb} finnes allerede i {there}. Fjern én av radene, eller gi den egen id.",
        )
        others = (*(self._place(row, name) for name in key[1:]), first)
        yield replace(self._finding(remark, row, key[0], id_), also=others, expected=_ID_OF_ITS_OWN)

    def _record(
        self,
        row: Row,
        id_: str,
        key: tuple[str, ...],
        cells: Mapping[str, Cell],
        readings: _Readings,
    ) -> Record:
        values: dict[str, tuple[str, ...]] = {"id": (id_,)}
        raw: dict[str, str] = {}
        for name, reading in readings.items():
            if reading.values:
                values[name] = reading.values
                if cells[name].text != joined(reading.values):
                    raw[name] = cells[name].text
        return Record(self.table.name, values, self.header.sheet, row.number, raw, key)

    def _finding(
        self, remark: Remark, row: Row, column: str, value: str, letter_: str = ""
    ) -> Finding:
        return Finding(
            remark.rule,
            remark.severity,
            remark.message,
            self._place(row, column, letter_),
            value,
            expected=self.expected.get(column),
            suggestions=remark.suggestions,
        )

    def _place(self, row: Row, column: str, letter_: str = "") -> Location:
        sheet = self.header.sheet
        at = letter_ or sheet.letters.get(column, "")
        return Location(sheet.file, sheet.name, row.number, column, at)


def expectations(table: Table, schema: Schema) -> Mapping[str, Message]:
    """Give what belongs in the cells of each column of a table."""
    return {name: expectation(column, schema) for name, column in table.columns.items()}


def _is_missing(column: Column, readings: _Readings) -> bool:
    """Tell whether a cell gives no value and nothing else says why."""
    reading = readings.get(column.name)
    if reading is None:
        return True
    refused = any(remark.severity is Severity.VIOLATION for remark in reading.remarks)
    return not reading.values and not refused


def _made_of(key: tuple[str, ...]) -> tuple[str, str]:
    columns = ", ".join(key)
    return f" (made from {columns})", f" (laget av {columns})"
