"""A file of others as sheets of ours: which of its columns each of our columns is read from.

One row of such a file gives rows of several of our tables; for each, a sheet of its own says which
of the file's cells its values come from, by the file's own headers (in JSON, by their paths).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..facts import SourceFacts
from ..records import Record, Sheet
from ..tables.names import letter


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of file is read into.

    `document` is the id of the dataset, the source of every statement from it. `headers` has, by
    table and column, the file's own header; `keys` the columns that an id is made of. `tables`
    names the table of what is told apart by another name, as counties among places.
    """

    document: str
    headers: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, str] = field(default_factory=dict)


class Sheets:
    """A file as one sheet per table, so that a finding names the file's own header and letter."""

    def __init__(self, file: str, layout: Layout, names: Sequence[str] = ()) -> None:
        """Take the file's name, its layout and, of a table, its header."""
        letters = {header: letter(index) for index, header in enumerate(names)}
        self.file = file
        self.layout = layout
        self._sheets = {
            table: Sheet(
                file=file,
                letters={ours: letters.get(theirs, "") for ours, theirs in headers.items()},
                headers=headers,
            )
            for table, headers in layout.headers.items()
        }

    def sheet(self, about: str) -> Sheet:
        """Give the sheet of one of our tables."""
        return self._sheets[about]

    def record(
        self, about: str, place: int, row: Mapping[str, str], pointer: str = "", /, **values: str
    ) -> Record:
        """Make a record of the filled values; `place` is the row's number, `row` its cells.

        All of them come from this dataset.
        """
        layout = self.layout
        cells = {name.rstrip("_"): (value,) for name, value in values.items() if value}
        cells |= {"source": (layout.document,), "evidence": ("sourced",)}
        raw = {
            ours: row[theirs]
            for ours, theirs in layout.headers[about].items()
            if row.get(theirs) and cells.get(ours) != (row[theirs],)
        }
        table = layout.tables.get(about, about)
        key = layout.keys.get(about, ("id",))
        return Record(table, cells, self._sheets[about], place, raw, key, pointer)


def dataset(source: SourceFacts, document: str, publisher: str, file: str = "") -> Record:
    """Give the file itself as a document, which the statements from it name as their source.

    Where the source is a folder, `file` names the one of its files that stands for it.
    """
    cells = {
        "id": (document,),
        "title": (source.title.en,),
        "kind": ("dataset",),
        "publisher": (publisher,),
        "evidence": ("sourced",),
    }
    if source.as_of:
        cells["date"] = (source.as_of.isoformat(),)
    return Record("documents", cells, Sheet(file or source.path.name), 0)
