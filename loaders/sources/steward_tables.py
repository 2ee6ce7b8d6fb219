"""The steward's own tables as a source: a folder of CSV files or one workbook."""

from __future__ import annotations

from collections.abc import Iterator

from ...ontology.modules import concepts, schemes
from ..facts import SourceFacts
from ..records import Item
from ..tables.reader import read_tables
from ..tables.schema import load_schema


def read(source: SourceFacts) -> Iterator[Item]:
    """Read the tables at the source's path; `required` in klynge.toml names tables it must have."""
    codes = {scheme: concepts(scheme) for scheme in schemes()}
    return read_tables(source.path, load_schema(), codes, frozenset(source.required))
