"""Steward tables for tests: write them, read them with the real schema and code lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from klynge.loaders.records import Item, Record, Rejected
from klynge.loaders.tables.reader import read_tables
from klynge.loaders.tables.schema import load_schema
from klynge.loaders.tables.values.codes import Codes
from klynge.ontology.modules import concepts, schemes
from klynge.shapes.report import Finding, Severity


@dataclass(frozen=True)
class Outcome:
    """What reading gave, sorted by kind; `findings` holds those of rejected rows too."""

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]
    findings: tuple[Finding, ...]

    @property
    def ids(self) -> list[str]:
        return [record.one("id") for record in self.records]

    @property
    def violations(self) -> list[Finding]:
        return [f for f in self.findings if f.severity is Severity.VIOLATION]

    def violation(self) -> Finding:
        (finding,) = self.violations
        return finding

    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}


@cache
def all_codes() -> Codes:
    return {scheme: concepts(scheme) for scheme in schemes()}


def read(path: Path, expected: Iterable[str] = ()) -> Outcome:
    """Read a folder, a CSV file or a workbook."""
    items: list[Item] = list(read_tables(path, load_schema(), all_codes(), frozenset(expected)))
    rejected = tuple(item for item in items if isinstance(item, Rejected))
    findings = [item for item in items if isinstance(item, Finding)]
    return Outcome(
        tuple(item for item in items if isinstance(item, Record)),
        rejected,
        (*findings, *(finding for row in rejected for finding in row.findings)),
    )


def read_text(folder: Path, text: str, name: str = "clusters.csv") -> Outcome:
    """Write one CSV file and read it."""
    return read_bytes(folder, text.encode(), name)


def read_bytes(folder: Path, data: bytes, name: str = "clusters.csv") -> Outcome:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def make_workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> Workbook:
    """Make a workbook with these sheets, to be changed and saved."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book


def read_book(folder: Path, book: Workbook) -> Outcome:
    """Save a workbook and read it."""
    path = folder / "tables.xlsx"
    book.save(path)
    return read(path)
