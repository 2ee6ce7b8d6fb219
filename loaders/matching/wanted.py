"""The organisations of a steward's tables that registers may know, found by number and by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..extracts import ORGANISATIONS, numbers_of
from ..records import Record
from .body import COLUMNS, Body, body_of
from .names import Name, digits, key_of, similar
from .places import place_of

_END = 5
"""Letters at either end of a key: of a name with one slip, one end at least is as it should be."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An organisation of a steward's table, and which of its columns for numbers are empty."""

    body: Body
    lacks: frozenset[str]

    @property
    def id(self) -> str:
        """Give its id in the table."""
        return self.body.id


def wanted_of(batch: Mapping[str, Sequence[Record]]) -> list[Wanted]:
    """Give the organisations of the stewards' own sources, with their names and places."""
    found = []
    for source, records in batch.items():
        places = {r.one("id"): place_of(r) for r in records if r.table == "places"}
        named = defaultdict[str, list[Record]](list)
        for record in records:
            if record.table == "names":
                named[record.one("subject")].append(record)
        for record in records:
            if record.table == ORGANISATIONS:
                names = named[f"organization:{record.one('id')}"]
                body = body_of(record, source, places, names)
                lacks = frozenset(column for column in COLUMNS if not record.one(column))
                found.append(Wanted(body, lacks))
    return found


@dataclass(frozen=True, slots=True)
class Sought:
    """A wanted organisation by one of its names."""

    wanted: Wanted
    name: Name


class Index:
    """Finds the wanted organisations that a body of a register may be.

    Only those that are wanted are held, so that memory does not grow with the register.
    """

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        """Index organisations by number, by the keys of their names and by both ends of these."""
        self._by_number = defaultdict[str, list[Wanted]](list)
        self._by_key = defaultdict[str, list[Sought]](list)
        self._by_end = defaultdict[str, defaultdict[str, list[Sought]]](
            lambda: defaultdict[str, list[Sought]](list)
        )
        for each in wanted:
            for number in numbers_of(each.body.record):
                self._by_number[number].append(each)
            for name in each.body.names if each.lacks else ():
                self._add(Sought(each, name))

    def of_numbers(self, record: Record) -> Iterator[Wanted]:
        """Give those that have a number of a body."""
        if self._by_number:
            for number in numbers_of(record):
                yield from self._by_number.get(number, ())

    def of_name(self, text: str) -> Iterator[Sought]:
        """Give those that have a name like this one, those with its key first."""
        key = key_of(text) if self._by_key else ""
        if not key:
            return
        yield from self._by_key.get(key, ())
        for end in _ends(key):
            if alike := self._by_end.get(end):
                for sought in alike.get(digits(key), ()):
                    if sought.name.key != key and similar(sought.name.key, key):
                        yield sought

    def _add(self, sought: Sought) -> None:
        key = sought.name.key
        self._by_key[key].append(sought)
        if len(key) >= 2 * _END:
            for end in _ends(key):
                self._by_end[end][digits(key)].append(sought)


def _ends(key: str) -> tuple[str, str]:
    """Give both ends of a key, told apart by a sign that no key has."""
    return f"{key[:_END]}-", f"-{key[-_END:]}"
