"""Records on disk, a line of JSON each: gone through in order, or asked for by their number."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, overload

import msgspec

from ..records import Record, Sheet

Row = tuple[str, dict[str, tuple[str, ...]], int, int, dict[str, str], tuple[str, ...], str]
"""A record as it is written: table, values, number of its sheet, row, raw, key, pointer."""

Aside = Callable[[], Path]
"""Gives a path for a new file, which nothing is at."""

_TOGETHER = 500
"""Rows that are written by one call."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a file of records: its sheets, where each row begins, a digest of it all."""

    sheets: tuple[Sheet, ...]
    starts: array[int]
    digest: str


class RecordFile(Sequence[Record]):
    """Records of one source in a file; two that stand in one sheet have the same sheet."""

    def __init__(self, path: Path, written: Written, aside: Aside) -> None:
        """Take the path, what is known of the file, and where changed records go."""
        self.path = path
        self.written = written
        self.aside = aside
        self._decode = msgspec.json.Decoder(Row).decode

    @property
    def digest(self) -> str:
        """Give a text that another file has only where it holds the same records."""
        return self.written.digest

    def __len__(self) -> int:
        """Give how many records there are."""
        return len(self.written.starts)

    def __iter__(self) -> Iterator[Record]:
        """Give the records, read anew."""
        decode, sheets = self._decode, self.written.sheets
        with self.path.open("rb") as file:
            for line in file:
                table, values, sheet, row, raw, key, pointer = decode(line)
                yield Record(table, values, sheets[sheet], row, raw, key, pointer)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        """Give one record, or some."""
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        with self.path.open("rb") as file:
            file.seek(self.written.starts[index])
            table, values, sheet, row, raw, key, pointer = self._decode(file.readline())
        return Record(table, values, self.written.sheets[sheet], row, raw, key, pointer)


def like(before: Sequence[Record], records: Iterable[Record]) -> Sequence[Record]:
    """Give what has become of some records: in a file where those are in one."""
    if isinstance(before, RecordFile):
        return write_records(before.aside, records)
    return list(records)


def write_records(aside: Aside, records: Iterable[Record]) -> RecordFile:
    """Write records into a new file."""
    sheets, starts, path = _Sheets(), array("Q"), aside()
    with path.open("wb") as file:
        lines = _Lines(file)
        encode = msgspec.json.Encoder().encode
        for each in records:
            sheet = sheets.number(each.sheet)
            row = (each.table, each.values, sheet, each.row, each.raw, each.key, each.pointer)
            starts.append(lines.add(encode(row) + b"\n"))
        lines.flush()
    known = tuple(sheets.known)
    return RecordFile(path, Written(known, starts, digest_of(lines.digest, known)), aside)


def digest_of(rows: hashlib._Hash, sheets: Sequence[Sheet]) -> str:
    """Give the digest of a file's rows, and of the sheets that these stand in."""
    rows = rows.copy()
    rows.update(msgspec.json.encode(sheets))
    return rows.hexdigest()


class _Sheets:
    """The sheets met so far."""

    def __init__(self) -> None:
        self.known: list[Sheet] = []
        self._numbers: dict[int, int] = {}

    def number(self, sheet: Sheet) -> int:
        """Give the number of a sheet; it is kept, so that no other gets its `id`."""
        found = self._numbers.get(id(sheet))
        if found is None:
            found = self._numbers[id(sheet)] = len(self.known)
            self.known.append(sheet)
        return found


class _Lines:
    """Lines on their way into a file, and the digest of all of them."""

    def __init__(self, file: BinaryIO) -> None:
        self.digest = hashlib.sha256()
        self._file, self._waiting, self._at = file, list[bytes](), 0

    def add(self, line: bytes) -> int:
        """Take a line and give where in the file it begins."""
        start, self._at = self._at, self._at + len(line)
        self._waiting.append(line)
        if len(self._waiting) == _TOGETHER:
            self.flush()
        return start

    def flush(self) -> None:
        """Write what waits."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        self.digest.update(data)
        self._file.write(data)
