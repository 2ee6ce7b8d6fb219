"""What a source wants from another machine: one file, its address, and what bounds the answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import NamedTuple

from ..facts import SourceFacts

LARGEST = 4 * 1024**3
"""Bytes of a file unless its request says less; the largest register known is 0.5 GB packed."""

LONGEST = 3600.0
"""Seconds for a whole file, retries apart."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to be fetched, kept as `name` in the folder of its source.

    `media_types` are those that the answer may have, none for any; `application/json` stands for
    all that end in `+json` too. With `sparql` a query is asked of the endpoint `url`, and the
    result is kept as JSON with its solutions sorted. `optional` says that an answer of 404 or 410
    is one, and is remembered: there is no such thing. What is `settled` is asked for once: while
    the file is there as it came, nobody is asked again. With `members` the answer is a zip archive,
    of which only the files are kept whose names fit one of these patterns (`*/project.csv`).
    """

    name: str
    url: str
    media_types: tuple[str, ...] = ()
    sparql: str = ""
    most: int = LARGEST
    seconds: float = LONGEST
    optional: bool = False
    members: tuple[str, ...] = ()
    settled: bool = False


class Named(NamedTuple):
    """A body that is known by its name only, with its country by two letters if that is known."""

    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a catalogue wants to know of a register.

    `numbers` are those of the bodies in its tables, as `loaders/extracts.py` gives them:
    `NO-991068503`, a LEI, a ROR id. `day` is the day of fetching (UTC). `names` are the bodies of
    the stewards' own tables without a number, which can only be searched for.
    """

    numbers: Set[str]
    day: datetime.date
    names: Set[Named] = frozenset()


Way = Callable[[SourceFacts, Wanted], Iterable[Request]]
"""Gives the files that a source wants, in the order in which they are asked for.

The path of the source is the folder that its files will be in. A request is taken when all before
it have been answered, so a way may read there what they gave, such as the number of pages; where
one failed there is the last good copy or nothing. What a way does not ask for is removed.
"""
