"""Records: what every source yields before there is any RDF.

A record is one row of one steward table (`loaders/tables/schema.toml`), whatever it was read
from. Values are canonical texts: dates `2006`, `2015-06` or `2009-06-11`; decimals with a point;
booleans `true` and `false`; codes as in the concept scheme; references as `table-kind:id`
(`cluster:raufoss`); activities as `edition:code` (`nace2:03.21`); sources as `document` or
`document#P04 s2`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..shapes.report import Finding, Location
from .classifications.classification import Classification, Correspondence
from .outlines.outline import Outlines


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where rows come from: a file, a sheet in it, and what stands above each column.

    By the name of klynge's column: its letter in the spreadsheet, and its header where the source
    has headers of its own. Then a column without a header is said by the reader and no cell.
    """

    file: str
    name: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """One sound row: its table, its values by column name, and where it stands.

    `raw` keeps the cell texts as the steward wrote them, where they differ from the values.
    `key` are the columns that its id was read from or made of. In a JSON file `pointer` says
    where the row is (RFC 6901), and the sheet's headers are paths from there, as in `name/nb`.
    """

    table: str
    values: Mapping[str, tuple[str, ...]]
    sheet: Sheet
    row: int
    raw: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ("id",)
    pointer: str = ""

    def one(self, column: str) -> str:
        """Give the first value of a column, or the empty text."""
        values = self.values.get(column)
        return values[0] if values else ""

    def location(self, column: str = "") -> Location:
        """Give the place of the row, or of one of its cells; the file where it stands in no row."""
        sheet = self.sheet
        if not self.row:
            return Location(sheet.file, sheet.name)
        header = sheet.headers.get(column, "" if sheet.headers else column)
        pointer = f"{self.pointer}/{header}" if self.pointer and header else self.pointer
        letter = sheet.letters.get(column, "")
        return Location(sheet.file, sheet.name, self.row, header, letter, pointer)

    def text(self, column: str) -> str:
        """Give a cell as the steward wrote it, for messages."""
        return self.raw.get(column) or joined(self.values.get(column, ()))


def joined(values: Iterable[str]) -> str:
    """Give the values of a cell as one text, as it stands in the CSV dumps of a release."""
    return "; ".join(values)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be used, with the findings that say why; `id` when it could be read."""

    table: str
    id: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a source says in RDF itself: a triple as N-Triples writes it, and where it stands.

    Without the dot at its end and without blank nodes. `row` is the line, or the row of a table
    that the statement was made of, from 1.
    """

    triple: str
    file: str
    row: int


Whole = Classification | Correspondence | Outlines
"""What others publish as a whole, and is no table of rows: codes, what they became, outlines."""

Item = Record | Rejected | Finding | Statement | Whole
"""What a reader yields: a sound row, a row kept out, a finding about a row that is used, a
statement that is RDF already, or a whole of others."""
