"""The steward's own tables as a source: a folder of CSV files or one workbook."""

from __future__ import annotations

from collections.abc import Iterator

from ...shapes.report import Message
from ..facts import SourceFacts
from ..records import Item
from ..tables.reader import read_tables
from ..tables.schema import reading_schema
from ..vocabulary import codes
from .kinds import SourceKind


def read(source: SourceFacts) -> Iterator[Item]:
    """Read the tables at the source's path; `required` in klynge.toml names tables it must have."""
    return read_tables(source.path, reading_schema(), codes(), frozenset(source.required))


KIND = SourceKind(
    type="tables",
    title=Message("Your own tables", "Dine egne tabeller"),
    read=read,
    join_keys=("id", "number", "lei", "ror"),
)
