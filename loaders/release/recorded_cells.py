"""The cells of a release's records, read back from `locators.sqlite` and the CSV dumps."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...ontology import iris
from ...shapes.report import Location
from ..places import cell_iri


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or a row where no cell says it: its place, its IRI, and its text as written."""

    location: Location
    iri: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a record stands: its row in the source, and where its CSV dump has it."""

    record: int
    sheet: int
    source: str
    file: str
    sha256: str
    sheet_name: str
    table: str
    number: int
    pointer: str
    dumped: int


_ROW = """SELECT record.id, sheet.id, source, file, sha256, name, "table", "row", pointer, dumped
FROM record JOIN sheet ON sheet = sheet.id WHERE record.id = ?"""


class RecordedCells:
    """The cells of records, by the number of the record."""

    def __init__(self, release: Path, database: sqlite3.Connection, base: str) -> None:
        """Take the release folder, its locators and the catalogue's base IRI."""
        self._release = release
        self._db = database
        self._base = base

    def of(self, record: int, names: Iterable[str]) -> list[Cell]:
        """Give the cells of some columns; the row for a column that the reader filled itself."""
        row = _Row(*self._db.execute(_ROW, (record,)).fetchone())
        return [self._cell(row, name) for name in names]

    def columns_for(self, record: int, property_: str) -> list[str]:
        """Give the columns of a record's table that become a property, by its IRI."""
        row = _Row(*self._db.execute(_ROW, (record,)).fetchone())
        tables = json.loads((self._release / "tables.json").read_text(encoding="utf-8"))
        return [
            column["name"]
            for table in tables
            if table["name"] == row.table
            for column in table["columns"]
            if property_ in column["properties"]
        ]

    def _cell(self, row: _Row, name: str) -> Cell:
        place = Location(row.file, row.sheet_name, row.number, pointer=row.pointer)
        if row.number and name:
            header, letter = self._header(row, name)
            pointer = f"{row.pointer}/{header}" if row.pointer and header else row.pointer
            place = Location(row.file, row.sheet_name, row.number, header, letter, pointer)
        file = iris.source_file(self._base, row.sha256) if row.sha256 else row.file
        return Cell(place, cell_iri(place, file), self._text(row, name) if place.column else "")

    def _header(self, row: _Row, name: str) -> tuple[str, str]:
        """Give header and letter of a column; where the sheet lacks it, the name it should have.

        Nothing where the file has headers of its own: then no cell of it is read as this column.
        """
        query = "SELECT header, letter FROM sheet_column WHERE sheet = ? AND name = ?"
        found = self._db.execute(query, (row.sheet, name)).fetchone()
        if found:
            header, letter = found
            return header, letter
        query = "SELECT 1 FROM sheet_column WHERE sheet = ? AND header != name"
        return ("", "") if self._db.execute(query, (row.sheet,)).fetchone() else (name, "")

    def _text(self, row: _Row, name: str) -> str:
        query = "SELECT text FROM raw WHERE record = ? AND name = ?"
        found = self._db.execute(query, (row.record, name)).fetchone()
        return str(found[0]) if found else self._dump(row).get(name, "")

    def _dump(self, row: _Row) -> dict[str, str]:
        """Give the record as its CSV dump has it."""
        path = self._release / "dumps" / f"{row.source}-csv" / f"{row.table}.csv"
        with path.open("rb") as file:
            header = next(csv.reader([file.readline().decode()]))
            file.seek(row.dumped)
            values = next(csv.reader(line.decode() for line in file))
        return dict(zip(header, values, strict=True))
