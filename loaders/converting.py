"""A register as N-Quads, written while it is read: memory does not grow with the register.

For those who want all of a register beside a catalogue. Nothing is validated here but by the
register's reader; a catalogue takes a register in by `klynge build`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from ..ontology import iris
from ..ontology.errors import KlyngeError
from ..shapes.report import Finding
from .facts import SourceFacts
from .lifting import Lifter
from .records import Item, Record, Rejected
from .sources import kind_of, read
from .tables.schema import lifting_schema

AT_A_TIME = 500
"""Records whose lines are written together: enough to save calls, too few to count as memory."""


class NotARegister(KlyngeError):
    """Only what is known by its own numbers can be written without the rest of a catalogue."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What a register gave: records by table, and rows left out."""

    records: Mapping[str, int]
    rejected: int


def convert(
    source: SourceFacts, base: str, out: TextIO, told: Callable[[Finding], None]
) -> Converted:
    """Write a register's quads in the graph of its source; each finding is told when it is met.

    Raises NotARegister, and what the source's reader raises.
    """
    kind = kind_of(source)
    if not kind.register:
        raise NotARegister(
            f"source {source.id!r} is of the type {source.type!r}, whose rows refer to each other; "
            "expected a register: build the catalogue with `klynge build` instead"
        )
    lifter = Lifter(lifting_schema(), base, iris.graph(base, source.id))
    counts: Counter[str] = Counter()
    rejected, texts = 0, list[str]()
    for item in read(source):
        if isinstance(item, Record):
            counts[item.table] += 1
            texts.append(lifter.text(item))
            if len(texts) == AT_A_TIME:
                out.write("".join(texts))
                texts.clear()
        else:
            rejected += isinstance(item, Rejected)
            for finding in _findings(item):
                told(finding)
    out.write("".join(texts))
    return Converted(counts, rejected)


def _findings(item: Item) -> Iterator[Finding]:
    if isinstance(item, Rejected):
        yield from item.findings
    elif isinstance(item, Finding):
        yield item
