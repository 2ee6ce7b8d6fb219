"""The sources: each reads one kind of input and yields records, rejected rows and findings.

`READERS` is written out so that people and tools can see it. Adding a source is one file here
and one entry; a catalogue names it as `type` in its `klynge.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from ...ontology.errors import KlyngeError
from ..facts import SourceFacts
from ..records import Item
from . import classification, rcn_eu_grants, steward_tables

Reader = Callable[[SourceFacts], Iterator[Item]]
"""Reads a source; raises KlyngeError when its file is missing."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "classification": classification.read,
        "tables": steward_tables.read,
        "rcn-eu-grants": rcn_eu_grants.read,
    }
)


class UnknownSourceType(KlyngeError):
    """A catalogue names a type of source that klynge has no reader for."""


def read(source: SourceFacts) -> Iterator[Item]:
    """Read a source with the reader for its type; raises UnknownSourceType when there is none."""
    reader = READERS.get(source.type)
    if reader is None:
        raise UnknownSourceType(
            f"source {source.id!r} has the type {source.type!r}; "
            f"expected one of {', '.join(sorted(READERS))}: change it in klynge.toml"
        )
    return reader(source)
