"""The records of a release as plain CSV, one file per table, in the tables' own columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from ..records import Record
from ..tables.schema import load_schema


def write_csv(folder: Path, records: Iterable[Record]) -> None:
    """Write `<table>.csv` for every table that has records (RFC 4180, UTF-8)."""
    folder.mkdir()
    by_table: dict[str, list[Record]] = {}
    for record in records:
        by_table.setdefault(record.table, []).append(record)
    for table, rows in by_table.items():
        columns = list(load_schema().tables[table].columns)
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(["; ".join(row.values.get(c, ())) for c in columns] for row in rows)
