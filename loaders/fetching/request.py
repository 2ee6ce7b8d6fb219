"""What a source wants from another machine: one file, its address, and what bounds the answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from ..facts import SourceFacts

LARGEST = 4 * 1024**3
"""Bytes of a file unless its request says less; the largest register known is 0.5 GB packed."""

LONGEST = 3600.0
"""Seconds for a whole file, retries apart."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to be fetched, kept as `name` in the folder of its source.

    `media_types` are those that the answer may have, none for any. With `sparql` a query is asked
    of the endpoint `url`, which answers with SPARQL results in JSON. `optional` says that an
    answer of 404 or 410 is one, and is remembered: there is no such thing.
    """

    name: str
    url: str
    media_types: tuple[str, ...] = ()
    sparql: str = ""
    most: int = LARGEST
    seconds: float = LONGEST
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a catalogue wants to know of a register.

    `numbers` are those of the bodies in its tables, as `loaders/extracts.py` gives them:
    `NO-991068503`, a LEI, a ROR id. `day` is the day of fetching. `names` are those of bodies
    that are to be searched for, because their number is not known.
    """

    numbers: Set[str]
    day: datetime.date
    names: Set[str] = frozenset()


Way = Callable[[SourceFacts, Wanted], Iterable[Request]]
"""Gives the files that a source wants, in the order in which they are asked for."""
