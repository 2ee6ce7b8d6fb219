"""Where each id of a table stood first, so that a second row with it is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from ...shapes.report import Location


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The places of all ids seen in one reading of tables.

    They are kept in SQLite's private temporary database, which goes to disk as it grows and
    vanishes on closing: the memory needed for a table does not grow with its rows.
    """

    connection: sqlite3.Connection

    def claim(self, table: str, id_: str, place: Location) -> Location | None:
        """Give the place where the id of a table stood before; None, and keep this one, if new."""
        added = self.connection.execute(
            "INSERT OR IGNORE INTO first VALUES (?, ?, ?, ?, ?)",
            (table, id_, place.file, place.sheet, place.row),
        )
        if added.rowcount:
            return None
        found = self.connection.execute(
            'SELECT file, sheet, "row" FROM first WHERE "table" = ? AND id = ?', (table, id_)
        ).fetchone()
        return Location(*found)


@contextmanager
def first_rows() -> Iterator[FirstRows]:
    """Give an empty memory of places, gone when the `with` block ends."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(
            'CREATE TABLE first ("table" TEXT, id TEXT, file TEXT, sheet TEXT, "row" INTEGER,'
            ' PRIMARY KEY ("table", id)) WITHOUT ROWID'
        )
        connection.execute("BEGIN")
        yield FirstRows(connection)
