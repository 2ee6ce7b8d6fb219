"""Cells of a CSV file changed where they stand: all other bytes of the file stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ...ontology.errors import KlyngeError
from ..tables.files.csv_file import Lines, opened_text, records
from ..tables.schema import Table

Cell = tuple[int, int]
"""A row counted from 1 and a column counted from 0."""

_MARK = b"\xef\xbb\xbf"


class CellGone(KlyngeError):
    """A cell that is to be changed is not in the file."""


def edit_csv(path: Path, table: Table, edits: Mapping[Cell, str]) -> None:
    """Write values into cells of a CSV file; encoding, delimiter, quotes and line ends stay.

    Raises CellGone where the file has no such cell.
    """
    marked = path.read_bytes().startswith(_MARK)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), value in edits.items():
        by_row.setdefault(row, {})[column] = value
    with opened_text(path) as lines:
        delimiter, rows = records(lines, table)
        texts = [
            _edited(row, by_row.pop(number), delimiter, path.name) if number in by_row else row.text
            for number, row in enumerate(rows, start=1)
        ]
    if by_row:
        raise CellGone(f"{path.name} has no row {min(by_row)}; run the command again")
    written = "".join(texts).encode(errors="surrogateescape")
    path.write_bytes((_MARK if marked else b"") + written)


def _edited(row: Lines, values: Mapping[int, str], delimiter: str, file: str) -> str:
    spans = list(_spans(row.text, delimiter))
    text = row.text
    if row.fields is None or [_value(text[a:b]) for a, b in spans] != row.fields:
        raise CellGone(f"{file}: the cells of {row.text.strip()!r} cannot be told apart")
    for column, value in sorted(values.items(), reverse=True):
        if column >= len(spans):
            raise CellGone(f"{file}: {row.text.strip()!r} has no cell {column + 1}")
        start, end = spans[column]
        text = text[:start] + _written(value, text[start:end], delimiter) + text[end:]
    return text


def _spans(text: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Give where each field of a record begins and ends, quotes included (RFC 4180, 2.5 to 2.7)."""
    end = len(text) - (2 if text.endswith("\r\n") else text.endswith(("\r", "\n")))
    at = 0
    while True:
        start = at
        if text.startswith('"', at):
            at = _closing(text, at) + 1
        while at < end and text[at] != delimiter:
            at += 1
        yield start, at
        if at >= end:
            return
        at += 1


def _closing(text: str, at: int) -> int:
    """Give the place of the quote that closes the one at a place; two in a row close nothing."""
    at += 1
    while at < len(text) and (text[at] != '"' or text.startswith('""', at)):
        at += 2 if text[at] == '"' else 1
    return at


def _value(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


def _written(value: str, old: str, delimiter: str) -> str:
    """Give a value as a field: in quotes where the old one had them or the new one needs them."""
    if not old.startswith('"') and not any(sign in value for sign in (delimiter, '"', "\r", "\n")):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
