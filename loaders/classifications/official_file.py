"""Official files of classifications as rows: CSV of any delimiter, and workbooks' first sheets.

The files are other people's, so a row that is not understood is a finding with its place; a file
that is not there or is not what it is taken for is an exception.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Location, Message, Severity
from ..tables.files.first_sheet import read_first_sheet
from ..tables.names import letter

MOST_BYTES = 50_000_000
"""More than ten times the largest official file seen; what is larger is not one of them."""


class ForeignFile(KlyngeError):
    """A file is not there, or is not in the layout that the reader of a classification knows."""


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """One row of an official file: its cells by header, and where it stands.

    In a JSON file `pointer` says where (RFC 6901).
    """

    file: str
    row: int
    cells: Mapping[str, str]
    pointer: str = ""

    @property
    def place(self) -> Location:
        """Give the place of the row."""
        return Location(self.file, row=self.row, pointer=self.pointer)

    def text(self, header: str) -> str:
        """Give a cell without surrounding blanks; empty where there is none."""
        return self.cells.get(header, "").strip()

    def finding(self, header: str, message: Message, severity: Severity, rule: str) -> Finding:
        """Give what is to be said about one cell."""
        headers = list(self.cells)
        place = letter(headers.index(header)) if header in headers else ""
        location = replace(self.place, column=header, letter=place)
        return Finding(rule, severity, message, location, self.text(header))


def read_official_rows(path: Path, required: Set[str]) -> Iterator[OfficialRow]:
    """Give the rows of a CSV file or of a workbook's first sheet; blank ones are left out.

    Raises ForeignFile when the file is absent, too large, no text, or lacks a required header.
    """
    check_readable(path)
    rows = _sheet(path) if path.suffix == ".xlsx" else _text(path)
    number, headers = next(rows, (1, []))
    lacking = sorted(required - set(headers))
    if lacking:
        raise ForeignFile(
            f"{path.name} lacks the columns {', '.join(lacking)}; it has "
            f"{', '.join(headers) or 'none'}: give the official file as published"
        )
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield OfficialRow(path.name, number, dict(zip(headers, cells, strict=False)))


def check_readable(path: Path) -> None:
    """Raise ForeignFile unless the path is a file of a size that an official file can have."""
    if not path.is_file():
        raise ForeignFile(f"{path} is not a file; put the official file there or correct the path")
    if path.stat().st_size > MOST_BYTES:
        raise ForeignFile(
            f"{path.name} has {path.stat().st_size:,} bytes; expected an official file of at most "
            f"{MOST_BYTES:,}: check that it is the right one"
        )


def _text(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            delimiter = max(",;\t", key=header.count)
            rows: Iterable[list[str]] = csv.reader(file, delimiter=delimiter, strict=True)
            yield 1, [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
            yield from enumerate(rows, start=2)
    except UnicodeDecodeError:
        raise ForeignFile(
            f"{path.name} is not text in UTF-8; fetch it again in UTF-8, or save it so"
        ) from None
    except csv.Error as error:
        raise ForeignFile(f"{path.name} is not CSV ({error}); fetch it again") from None


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    for row in read_first_sheet(path):
        if isinstance(row, Finding):
            raise ForeignFile(f"{path.name}: {row.message.en}")
        yield row.number, [cell.text for cell in row.cells]
