"""Numbers for the sheets that records stand in, in the order in which they are met."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Record, Sheet
from .provenance import Digests


class SheetNumbers:
    """The sheets met so far; one that gives rows of two tables counts twice."""

    def __init__(self, digests: Digests) -> None:
        """Take the digests of the files."""
        self._digests = digests
        self._sheets: dict[tuple[int, str], tuple[int, str, Sheet]] = {}

    def number(self, source: str, record: Record) -> int:
        """Give the number of the sheet that a record of a source stands in, from 1."""
        key = (id(record.sheet), record.table)
        found = self._sheets.get(key)
        if found is None:
            found = self._sheets[key] = (len(self._sheets) + 1, source, record.sheet)
        return found[0]

    def sheets(self) -> Iterator[tuple[int, str, str, str, str, str]]:
        """Give number, source, file, SHA-256 of the file, name and table of each sheet."""
        for (_, table), (number, source, sheet) in self._sheets.items():
            digest = self._digests.get((source, sheet.file), "")
            yield number, source, sheet.file, digest, sheet.name, table

    def columns(self) -> Iterator[tuple[int, str, str, str]]:
        """Give number of the sheet, name, header and letter of each column that has a cell."""
        for number, _, sheet in self._sheets.values():
            for name in sorted({*sheet.letters, *sheet.headers}):
                header = sheet.headers.get(name, "" if sheet.headers else name)
                yield number, name, header, sheet.letters.get(name, "")
