"""CSV files of steward tables (RFC 4180), read row by row.

UTF-8 with or without a byte order mark; comma, semicolon or tab. Bytes that are no UTF-8 are
kept apart (PEP 383) so that the cell that holds them can be named. A quote that never closes, or
a row that is longer or wider than any table, costs that row and no other. Memory is bounded by
the longest row that is read.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ....shapes.report import Finding
from ..cells import Cell
from ..names import normal
from ..schema import Table
from ..values.reading import Remark
from .csv_lines import LONGEST_LINE, UnreadableFile, bounded_lines, unfit_text
from .csv_remarks import BROKEN, TOO_LONG, TOO_WIDE
from .sheets import Row

DELIMITERS = ",;\t"
MOST_LINES = 1000
"""A cell with more line breaks than this counts as a quote that was never closed."""

MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""


def read_csv(path: Path, table: Table) -> Iterator[Row | Finding]:
    """Give the rows of a CSV file, the header first, or a finding where it is no text.

    Rows count as a spreadsheet counts them: one with line breaks in a cell is one row.
    """
    try:
        if finding := unfit_text(path):
            yield finding
            return
        with opened_text(path) as file:
            yield from _rows(bounded_lines(file), table)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}") from error


def opened_text(path: Path) -> TextIO:
    """Open a CSV file as text that gives its bytes again when it is written in the same way."""
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one record as they stand in the file, and its fields where they can be told.

    `remark` says why they cannot. Of a line that is too long, the text is its beginning.
    """

    text: str
    fields: list[str] | None
    remark: Remark | None = None


def records(lines: Iterator[str], table: Table) -> tuple[str, Iterator[Lines]]:
    """Give the delimiter of a file and its records, the n-th being row n of a spreadsheet."""
    waiting = deque[str]()
    for line in lines:
        waiting.append(line)
        if line.strip():
            break
    delimiter = _delimiter(waiting[-1] if waiting else "", table)
    return delimiter, _records(lines, waiting, delimiter)


def _rows(lines: Iterator[str], table: Table) -> Iterator[Row]:
    for number, record in enumerate(records(lines, table)[1], start=1):
        if record.fields is None:
            refused = (record.remark,) if record.remark else ()
            yield Row(number, (Cell(record.text.rstrip("\r\n")),), refused)
        else:
            yield Row(number, tuple(map(Cell, record.fields)))


def _delimiter(header: str, table: Table) -> str:
    """Give the delimiter under which the header names most columns, then most cells."""
    known = {normal(name) for name in table.columns}

    def weight(delimiter: str) -> tuple[int, int]:
        fields = _fields([header[:LONGEST_LINE]], delimiter) or []
        return sum(normal(field) in known for field in fields), len(fields)

    return max(DELIMITERS, key=weight)


def _records(lines: Iterator[str], waiting: deque[str], delimiter: str) -> Iterator[Lines]:
    """Give each record; a line that cannot be taken apart is one without fields."""
    while (line := _next(lines, waiting)) is not None:
        if len(line) > LONGEST_LINE:
            yield Lines(line, None, TOO_LONG)
            continue
        if '"' not in line:
            taken, fields = [line], line.rstrip("\r\n").split(delimiter)
        else:
            taken, found = _quoted(line, lines, waiting, delimiter)
            if found is None:
                yield Lines(line, None, BROKEN)
                continue
            fields = found
        wide = len(fields) > MOST_COLUMNS
        yield Lines("".join(taken), None if wide else fields, TOO_WIDE if wide else None)


def _quoted(
    line: str, lines: Iterator[str], waiting: deque[str], delimiter: str
) -> tuple[list[str], list[str] | None]:
    """Give the lines and fields of a record with quotes; no fields if the quotes are broken."""
    taken, size = [line], len(line)
    fields = _fields(taken, delimiter)
    unpaired = line.count('"') % 2
    while fields is None and unpaired and len(taken) < MOST_LINES and size <= LONGEST_LINE:
        more = _next(lines, waiting)
        if more is None:
            break
        taken.append(more)
        size += len(more)
        if more.count('"') % 2:
            fields = _fields(taken, delimiter)
            break
    if fields is None:
        waiting.extendleft(reversed(taken[1:]))
    return taken, fields


def _next(lines: Iterator[str], waiting: deque[str]) -> str | None:
    return waiting.popleft() if waiting else next(lines, None)


def _fields(lines: list[str], delimiter: str) -> list[str] | None:
    """Give the fields of one record; None where its lines are not exactly one."""
    limit = csv.field_size_limit()
    size = sum(map(len, lines))
    try:
        # The limit belongs to the whole process; it is only ever raised, and set back at once.
        csv.field_size_limit(max(size, limit))
        records = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(limit)
    return records[0] if len(records) == 1 else None
