"""Bodies of a register that may be wanted organisations, found in one pass over its file.

Readers give a place before the bodies in it, and what else is said of a body right after it. So
nothing is held but places, the body that is being read, and those that may be wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..extracts import ORGANISATIONS
from ..records import Item, Record, Rejected
from .body import Body, body_of, dated_name
from .names import LONGEST
from .places import Place, place_of
from .wanted import Index, Sought, Wanted


@dataclass(slots=True)
class Sighting:
    """A body of a register, and which organisations have its number or one of its names."""

    body: Body
    by_number: list[Wanted] = field(default_factory=list)
    by_name: list[Wanted] = field(default_factory=list)


@dataclass(slots=True)
class Watched:
    """What was met on a pass: bodies, rows that could not be read, names too long to compare."""

    bodies: int = 0
    unread: int = 0
    too_long: int = 0


def sightings(
    items: Iterable[Item], source: str, index: Index, watched: Watched
) -> Iterator[Sighting]:
    """Give the bodies among a register's items that may be wanted.

    A sole proprietor is found by number only: its name is a person's. So is a body whose number
    stands in a row already: it is no candidate for another row.
    """
    places: dict[str, Place] = {}
    open_: Sighting | None = None
    last: Record | None = None
    for item in items:
        if not isinstance(item, Record):
            watched.unread += isinstance(item, Rejected)
        elif item.table == ORGANISATIONS:
            if open_:
                yield open_
            watched.bodies += 1
            last, open_ = item, _seen(item, source, index, places, watched)
        elif item.table == "places":
            places[item.one("id")] = place_of(item)
        elif last and _is_about(item, last):
            open_ = _more(item, last, open_, source, index, places, watched)
    if open_:
        yield open_


def _is_about(item: Record, last: Record) -> bool:
    return item.table in _ABOUT and item.one(_ABOUT[item.table]) == f"organization:{last.one('id')}"


_ABOUT = {"names": "subject", "changes": "before", "observations": "subject"}
"""Tables that say more of a body, with the column that names it."""


def _seen(
    record: Record, source: str, index: Index, places: dict[str, Place], watched: Watched
) -> Sighting | None:
    """Give the body of a row where it has a wanted number or name."""
    by_number = list(index.of_numbers(record))
    by_name = [
        sought.wanted
        for column in ("name", "short_name")
        if (text := record.one(column))
        for sought in _of_name(text, index, watched)
    ]
    if not by_number and not by_name:
        return None
    body = body_of(record, source, places)
    taken = bool(by_number) or body.is_person
    return Sighting(body, by_number, [] if taken else by_name)


def _more(
    item: Record,
    last: Record,
    open_: Sighting | None,
    source: str,
    index: Index,
    places: dict[str, Place],
    watched: Watched,
) -> Sighting | None:
    """Add what else is said of the body that was read last; a name of it may be the wanted one."""
    if item.table == "names":
        named = [sought.wanted for sought in _of_name(item.one("name"), index, watched)]
        if named and open_ is None:
            open_ = Sighting(body_of(last, source, places))
        if open_ and (name := dated_name(item)):
            open_.body.names.append(name)
            open_.by_name += [] if open_.by_number or open_.body.is_person else named
    elif open_ and item.table == "changes":
        open_.body.successors += item.values.get("after", ())
    elif open_ and item.one("indicator") == "employees":
        open_.body.employees = item.one("value")
    return open_


def _of_name(text: str, index: Index, watched: Watched) -> list[Sought]:
    watched.too_long += len(text) > LONGEST
    return list(index.of_name(text))
