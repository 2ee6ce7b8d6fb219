"""Where cells of a CSV file stand in its text: physical lines and characters, as editors count.

A row of a table is a record of the file, and a cell in quotes may go over several lines, so rows
and lines are not the same (RFC 4180, section 2, rule 6).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from .csv_file import delimiter_of, records

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


def read_records(path: Path, rows: Collection[int], columns: Collection[str]) -> dict[int, Record]:
    """Give some rows of a CSV file; `columns` are names its header may have.

    What is not there, and a file that cannot be read or is too large, gives nothing.
    """
    try:
        if not rows or path.stat().st_size > MOST_BYTES:
            return {}
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
            last = max(rows)
            found = {}
            for record in _records(lines, columns):
                if record.row > last:
                    break
                if record.row in rows:
                    found[record.row] = record
            return found
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


def _records(lines: Iterator[str], columns: Collection[str]) -> Iterator[Record]:
    counted = _Counted(lines)
    first, header = next(((n, line) for n, line in enumerate(counted, 1) if line.strip()), (1, ""))
    delimiter = delimiter_of(header, columns)
    waiting = deque([header])
    begins = first
    for row, _ in enumerate(records(counted, waiting, delimiter), start=first):
        ends = counted.number - len(waiting)
        yield Record(row, begins, counted.take(begins, ends), delimiter)
        begins = ends + 1


class _Counted:
    """Lines that are counted as they are read, and kept until they are taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._kept: dict[int, str] = {}
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self._kept[self.number] = line
        return line

    def take(self, first: int, last: int) -> str:
        """Give the text of some lines and forget it, without the break at its end."""
        return "".join(self._kept.pop(n) for n in range(first, last + 1)).rstrip("\r\n")


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
