"""Where cells of a CSV file stand in its text: physical lines and characters, as editors count.

A row of a table is a record of the file, and a cell in quotes may go over several lines, so rows
and lines are not the same (RFC 4180, section 2, rule 6).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..schema import Table
from .csv_file import opened_text, records
from .csv_lines import bounded_lines

MOST_BYTES = 100_000_000
"""No places are looked up in a file that is larger."""


_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a text: lines and characters from 1, the end after the last character.

    `text` is what stands there, quotes included.
    """

    start_line: int
    start_column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its row, the line it begins on, its text without the line break."""

    row: int
    line: int
    text: str
    delimiter: str

    @property
    def region(self) -> Region:
        """Give the place of the whole record."""
        return self._region(0, len(self.text))

    def cell(self, position: int) -> Region | None:
        """Give the place of the cell at a position, counted from 0; None where it has no such."""
        spans = _spans(self.text, self.delimiter)
        span = next((span for number, span in enumerate(spans) if number == position), None)
        return None if span is None else self._region(*span)

    def _region(self, start: int, end: int) -> Region:
        return Region(*self._at(start), *self._at(end), self.text[start:end])

    def _at(self, offset: int) -> tuple[int, int]:
        ends = [found.end() for found in _BREAK.finditer(self.text, 0, offset)]
        return self.line + len(ends), offset - (ends[-1] if ends else 0) + 1


def read_records(path: Path, rows: Collection[int], table: Table) -> dict[int, Record]:
    """Give some rows of the CSV file of a table.

    What is not there, and a file that cannot be read or is too large, gives nothing.
    """
    try:
        if not rows or path.stat().st_size > MOST_BYTES:
            return {}
        with opened_text(path) as lines:
            found = _records(bounded_lines(lines), table, max(rows))
            wanted = (record for record in found if record.row in rows)
            return {record.row: record for record in wanted}
    except OSError:
        return {}


def unquoted(text: str) -> str:
    """Give what a cell says: without the quotes around it, doubled ones in it once."""
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text


def quoted(value: str, like: str, delimiter: str) -> str:
    """Give a value as a cell, in quotes where it needs them or where the cell had them."""
    if like.startswith('"') or any(sign in value for sign in (delimiter, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value


def _records(lines: Iterator[str], table: Table, last: int) -> Iterator[Record]:
    """Give the records of a file up to a row, each with the line on which it begins."""
    delimiter, found = records(lines, table)
    line = 1
    for row, record in enumerate(islice(found, last), start=1):
        yield Record(row, line, record.text.rstrip("\r\n"), delimiter)
        line += len(_BREAK.findall(record.text))


def _spans(text: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Give where each cell of a record begins and ends."""
    start = 0
    while True:
        end = text.find(delimiter, _closing(text, start))
        if end < 0:
            yield start, len(text)
            return
        yield start, end
        start = end + 1


def _closing(text: str, start: int) -> int:
    """Give where the quotes of a cell close, or its start where it has none."""
    if not text.startswith('"', start):
        return start
    position = start + 1
    while (position := text.find('"', position)) >= 0:
        if not text.startswith('""', position):
            return position + 1
        position += 2
    return len(text)
