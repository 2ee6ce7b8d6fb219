"""The records of a release as plain CSV, one file per table, in the tables' own columns."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from ..records import Record, joined
from ..tables.schema import load_schema


def write_csv(folder: Path, records: Sequence[Record]) -> Sequence[int]:
    """Write `<table>.csv` for every table that has records (RFC 4180, UTF-8).

    Gives where in its file each record begins, in bytes.
    """
    folder.mkdir()
    starts = array("Q", bytes(8 * len(records)))
    by_table: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        by_table.setdefault(record.table, []).append(index)
    for table, indexes in by_table.items():
        columns = list(load_schema().tables[table].columns)
        with (folder / f"{table}.csv").open("wb") as file:
            writer = csv.writer(_Encoded(file))
            start = writer.writerow(columns)
            for index in indexes:
                starts[index] = start
                values = records[index].values
                start += writer.writerow([joined(values.get(c, ())) for c in columns])
    return starts


class _Encoded:
    """A file to write texts to that says how many bytes each of them took."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write a text and give the number of its bytes, which `writerow` then gives."""
        return self._file.write(text.encode())
