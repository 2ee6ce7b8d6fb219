"""The steward's own tables as a source: a folder of CSV files or one workbook."""

from __future__ import annotations

from collections.abc import Iterator

from ...shapes.report import Message
from ..facts import SourceFacts
from ..records import Item
from ..tables.reader import read_tables
from ..tables.schema import MATCHES, reading_schema
from ..vocabulary import codes
from .kinds import SourceKind


def read(source: SourceFacts) -> Iterator[Item]:
    """Read the tables at the source's path; `required` in klynge.toml names tables it must have.

    The queue of matches is not read: nothing of it may be published, findings about it neither.
    """
    required = frozenset(source.required)
    return read_tables(source.path, reading_schema(), codes(), required, frozenset({MATCHES}))


def read_matches(source: SourceFacts) -> Iterator[Item]:
    """Read the queue of matches only, which `enrich` writes and stewards decide on."""
    schema = reading_schema()
    others = frozenset(schema.tables) - {MATCHES}
    return read_tables(source.path, schema, codes(), left_out=others)


KIND = SourceKind(
    type="tables",
    title=Message("Your own tables", "Dine egne tabeller"),
    read=read,
    join_keys=("id", "number", "lei", "ror"),
)
