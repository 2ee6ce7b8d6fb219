"""The search index of a release, `search.sqlite`, as the loaders wrote it. Read only.

No value from outside becomes a part of a query: all are parameters, and what FTS5 reads as an
expression is put together from folded words, which hold letters and digits alone.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .criteria import Criteria
from .matching import trigrams

FILE = "search.sqlite"

MOST_NAMES = 2_000
"""How many names are looked at for one search."""

PATIENCE = 0.5
"""Seconds that one look into the index may take; it runs beside everything else we serve."""

_STEPS = 10_000
_MOST_TRIGRAMS = 40
_FIRST = 2
"""Letters at the beginning of a word that somebody who mistypes is taken to have right."""

_COLUMNS = """SELECT thing.id, thing.iri, thing.kind, name.role, name.text, name.folded,
  name.language, name.since, name.until """
_BY_WORD = "FROM word JOIN name ON name.id = word.rowid JOIN thing ON thing.id = name.thing "
_BY_TRIGRAM = _BY_WORD.replace("word", "trigram")
_ALL = "FROM name JOIN thing ON thing.id = name.thing "
_HAS_FACET = """EXISTS (SELECT 1 FROM facet
  WHERE facet = ? AND value = ? AND facet.thing = thing.id)"""
_WAS_IN = """EXISTS (SELECT 1 FROM span WHERE span.thing = thing.id
  AND (? = '' OR programme = ?) AND since <= ? AND (until = '' OR until >= ?))"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing as the index has it; `since` and `until` are dates as they are known."""

    thing: int
    iri: str
    kind: str
    role: str
    text: str
    folded: str
    language: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names found, and whether these are all there are."""

    found: tuple[Name, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The index in a file; each look opens it anew, which costs a tenth of a millisecond."""

    path: Path

    def beginning(self, criteria: Criteria) -> Names:
        """Give names that have words beginning with all the words of the criteria."""
        expression = " ".join(f'"{word}"*' for word in criteria.words)
        return self._names(_BY_WORD + "WHERE word MATCH ?", expression, criteria, "rank")

    def alike(self, criteria: Criteria) -> Names:
        """Give names that share threes of letters or first letters with the words, best first."""
        parts = trigrams(criteria.words)[:_MOST_TRIGRAMS]
        if not parts:
            return Names((), True)
        threes = " OR ".join(f'"{part}"' for part in parts)
        firsts = " ".join(f'"{word[:_FIRST]}"*' for word in criteria.words)
        found = [
            *self._names(_BY_TRIGRAM + "WHERE trigram MATCH ?", threes, criteria, "rank").found,
            *self._names(_BY_WORD + "WHERE word MATCH ?", firsts, criteria, "rank").found,
        ]
        # What shares little comes last; that there is more of it does not matter.
        return Names(tuple(dict.fromkeys(found)), True)

    def all(self, criteria: Criteria) -> Names:
        """Give the present names of the things that meet criteria without words."""
        return self._names(_ALL + "WHERE name.role = ?", "name", criteria, "name.folded, thing.iri")

    def names_of(self, things: Sequence[int]) -> tuple[Name, ...]:
        """Give all names of some things."""
        query = _COLUMNS + _ALL + "WHERE thing.id IN (SELECT value FROM json_each(?))"
        with self._opened() as index:
            return tuple(Name(*row) for row in index.execute(query, (json.dumps(list(things)),)))

    def facets(self, things: Sequence[int]) -> tuple[tuple[str, str, int], ...]:
        """Give each facet and value that some things have, with how many have it."""
        query = """SELECT facet, value, COUNT(*) FROM facet
          WHERE thing IN (SELECT value FROM json_each(?)) GROUP BY facet, value"""
        with self._opened() as index:
            return tuple(index.execute(query, (json.dumps(list(things)),)).fetchall())

    def _names(self, query: str, first: str, criteria: Criteria, order: str) -> Names:
        conditions, values = [query], [first]
        if criteria.kind:
            conditions.append("thing.kind = ?")
            values.append(criteria.kind)
        for facet, value in criteria.facets.items():
            conditions.append(_HAS_FACET)
            values += [facet, value]
        if criteria.on:
            programme = criteria.facets.get("programme", "")
            conditions.append(_WAS_IN)
            values += [programme, programme, criteria.on, criteria.on]
        asked = f"{_COLUMNS}{' AND '.join(conditions)} ORDER BY {order} LIMIT {MOST_NAMES + 1}"
        with self._opened() as index:
            until = time.monotonic() + PATIENCE
            index.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            rows, complete = _within_patience(index, asked, values)
        return Names(tuple(rows[:MOST_NAMES]), complete and len(rows) <= MOST_NAMES)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        address = f"file:{quote(str(self.path))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as index:
            yield index


def _within_patience(
    index: sqlite3.Connection, query: str, values: Sequence[str]
) -> tuple[list[Name], bool]:
    """Give the names that were there before patience ended, and whether that was all of them."""
    rows: list[Name] = []
    try:
        for row in index.execute(query, values):
            rows.append(Name(*row))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return rows, False
    return rows, True
