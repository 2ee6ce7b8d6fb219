"""The records of a release as plain CSV, one file per table, in the tables' own columns."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from ..records import Record, joined
from ..tables.schema import load_schema

Starts = Sequence[int]
"""Where each record of a source begins in the CSV file of its table, in bytes."""


def write_csv(folder: Path, records: Iterable[Record]) -> Starts:
    """Write `<table>.csv` for every table that has records (RFC 4180, UTF-8).

    Gives where in its file each record begins, in bytes.
    """
    folder.mkdir()
    starts, tables = array("Q"), dict[str, _TableFile]()
    with ExitStack() as opened:
        for record in records:
            table = tables.get(record.table)
            if table is None:
                file = opened.enter_context((folder / f"{record.table}.csv").open("wb"))
                table = tables[record.table] = _TableFile(record.table, file)
            starts.append(table.write(record))
    return starts


class _TableFile:
    """The file of one table."""

    def __init__(self, table: str, file: BinaryIO) -> None:
        self._writer = csv.writer(_Encoded(file))
        self._columns = tuple(load_schema().tables[table].columns)
        self._at: int = self._writer.writerow(self._columns)

    def write(self, record: Record) -> int:
        """Write a record and give where it begins."""
        start, values = self._at, record.values
        self._at += self._writer.writerow([joined(values.get(c, ())) for c in self._columns])
        return start


class _Encoded:
    """A file to write texts to that says how many bytes each of them took."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write a text and give the number of its bytes, which `writerow` then gives."""
        return self._file.write(text.encode())
