"""CSV files of steward tables (RFC 4180), read row by row.

UTF-8 with or without a byte order mark; comma, semicolon or tab. Bytes that are no UTF-8 are
kept apart (PEP 383) so that the cell that holds them can be named. A quote that never closes
costs the row it stands in and no other.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ....ontology.errors import KlyngeError
from ....shapes.report import Finding, Location, Message, Severity
from ..cells import Cell
from ..names import normal
from ..schema import Table
from ..values.reading import violation
from .sheets import Row

DELIMITERS = ",;\t"
MOST_LINES = 1000
"""A cell with more line breaks than this counts as a quote that was never closed."""

_BROKEN = violation(
    "row.quotes",
    'The quotes in this line do not pair up; expected every " that opens a cell to close it, and '
    'a " inside a cell to be doubled. Correct the line.',
    'Anførselstegnene i denne linjen går ikke opp; ventet at hvert " som åpner en celle, også '
    'lukker den, og at " inni en celle står dobbelt. Rett linjen.',
)


class UnreadableFile(KlyngeError):
    """A source is not there, or the operating system does not let klynge read it."""


def read_csv(path: Path, table: Table) -> Iterator[Row | Finding]:
    """Give the rows of a CSV file, the header first, or a finding where it is no text.

    Rows count as a spreadsheet counts them: one with line breaks in a cell is one row.
    """
    try:
        with path.open("rb") as stream:
            beginning = stream.read(4)
        if finding := _not_text(beginning, path.name):
            yield finding
            return
        with opened_text(path) as lines:
            yield from _rows(lines, table)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}") from error


def opened_text(path: Path) -> TextIO:
    """Open a CSV file as text that gives its bytes again when it is written in the same way."""
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one record as they stand in the file, and its fields where they can be told."""

    text: str
    fields: list[str] | None


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
            yield Row(number, (Cell(record.text.rstrip("\r\n")),), (_BROKEN,))
        else:
            yield Row(number, tuple(map(Cell, record.fields)))


def _delimiter(header: str, table: Table) -> str:
    """Give the delimiter under which the header names most columns, then most cells."""
    known = {normal(name) for name in table.columns}

    def weight(delimiter: str) -> tuple[int, int]:
        fields = _fields([header], delimiter) or []
        return sum(normal(field) in known for field in fields), len(fields)

    return max(DELIMITERS, key=weight)


def _records(lines: Iterator[str], waiting: deque[str], delimiter: str) -> Iterator[Lines]:
    """Give each record; a line whose quotes do not pair up is one without fields."""
    while (line := _next(lines, waiting)) is not None:
        if '"' not in line:
            yield Lines(line, line.rstrip("\r\n").split(delimiter))
            continue
        taken = [line]
        fields = _fields(taken, delimiter)
        unpaired = line.count('"') % 2
        while fields is None and unpaired and len(taken) < MOST_LINES:
            more = _next(lines, waiting)
            if more is None:
                break
            taken.append(more)
            if more.count('"') % 2:
                fields = _fields(taken, delimiter)
                break
        if fields is None:
            waiting.extendleft(reversed(taken[1:]))
        yield Lines(line if fields is None else "".join(taken), fields)


def _next(lines: Iterator[str], waiting: deque[str]) -> str | None:
    return waiting.popleft() if waiting else next(lines, None)


def _fields(lines: Iterable[str], delimiter: str) -> list[str] | None:
    """Give the fields of one record; None where its lines are not exactly one."""
    lines = list(lines)
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


def _not_text(beginning: bytes, file: str) -> Finding | None:
    """Give the finding about a file that is UTF-16 or a workbook, judged by its first bytes."""
    wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or beginning.count(0) > 1
    if not wide and not beginning.startswith(b"PK\x03\x04"):
        return None
    en, nb = ("UTF-16", "UTF-16") if wide else ("a workbook or zip file", "en arbeidsbok eller zip")
    spelled = beginning.hex(" ").upper()
    message = Message(
        f"The file begins with the bytes {spelled}: it is {en}, not UTF-8 text. "
        "Save it as CSV UTF-8.",
        f"Filen begynner med bytene {spelled}: den er {nb}, ikke UTF-8-tekst. "
        "Lagre den som CSV UTF-8.",
    )
    return Finding("file.encoding", Severity.VIOLATION, message, Location(file), spelled)
