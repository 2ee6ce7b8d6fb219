"""SPARQL's ORDER BY for strings and IRIs, on rows in hand.

SPARQL 1.1 Query, section 15.1, puts the unbound first, then blank nodes, IRIs, literals, and
leaves much open; what is open is done as the engine does it, so that a page is the same page
whoever sorted it: text by code point, then datatype, then language. Numbers, dates, blank nodes
and all else are not sorted here: the engine does that well, and exactly.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pyoxigraph as ox

MOST_CELLS = 600_000
"""More than this many terms are not held in memory: the engine sorts them, or the limit ends it."""

INLINE = 16
"""The engine keeps strings up to this many bytes in its index; longer ones it looks up anew at
every comparison, which is why sorting a hundred thousand takes it 15 s."""

Row = TypeVar("Row")
Key = tuple[Any, ...]
"""A key that sorts as its term does; its first part is the kind of the term."""

_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_UNBOUND: Key = (0,)


class NotSortedHere(Exception):
    """Rows hold a kind of term, or a number of terms, that is for the engine to sort."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A variable to sort by, and whether downwards."""

    variable: str
    descending: bool


def key_of(term: object) -> Key:
    """Give the key of a term, None for the unbound; raises NotSortedHere."""
    if isinstance(term, ox.Literal):
        return literal_key(term)
    if isinstance(term, ox.NamedNode):
        return (2, term.value)
    if term is None:
        return _UNBOUND
    raise NotSortedHere


def literal_key(term: ox.Literal) -> Key:
    """Give the key of a string, with a language or without; raises NotSortedHere."""
    language = term.language
    if language is not None and term.direction is None:
        return (3, term.value, _LANGUAGE_STRING, language)
    if term.datatype.value != _STRING:
        raise NotSortedHere
    return (3, term.value, _STRING, "")


def pays(keys: Iterable[Key]) -> bool:
    """Tell from the keys of a few rows whether the engine would be slow at them."""
    return any(key[0] == 2 or len(key) > 1 and len(key[1].encode()) > INLINE for key in keys)


def first_rows(
    rows: Iterable[tuple[Sequence[Key], Row]],
    keys: Sequence[SortKey],
    most: int | None,
    width: int,
) -> list[tuple[Sequence[Key], Row]]:
    """Give the first rows of a sorted result, each with its keys; raises NotSortedHere.

    `most` is how many, None for all; `width` is how many terms a row has.
    """
    directions = {key.descending for key in keys}
    if most is not None and most * width <= MOST_CELLS and len(directions) == 1:
        choose = heapq.nlargest if directions == {True} else heapq.nsmallest
        return choose(most, rows, key=lambda row: tuple(row[0]))
    held = []
    for row in rows:
        held.append(row)
        if len(held) * width > MOST_CELLS:
            raise NotSortedHere
    for place in reversed(range(len(keys))):
        # The sort is stable, also downwards: later keys decide only between equals.
        held.sort(key=lambda row: row[0][place], reverse=keys[place].descending)
    return held if most is None else held[:most]
