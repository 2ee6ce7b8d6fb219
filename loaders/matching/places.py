"""Where a body is, as far as two sources can be held against each other: town and municipality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..records import Record
from .names import unmarked

_LOCAL = frozenset({"town", "district", "municipality"})
_MOST = 8
"""Places within places that are followed; a town is in no more."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a table `places`: a county is none that tells two bodies apart."""

    text: str
    kind: str
    code: str
    edition: str
    part_of: tuple[str, ...]


Places = Mapping[str, Place]
"""Places by their ids, of one source."""


def place_of(record: Record) -> Place:
    """Give the place of a row."""
    return Place(
        record.one("name"), record.one("kind"), record.one("code"), record.one("edition"),
        record.values.get("part_of", ()),
    )  # fmt: skip


def places_of(record: Record, places: Places) -> tuple[Place, ...]:
    """Give the towns and municipalities that an organisation is in, those around them too."""
    found: dict[str, Place] = {}
    waiting = list(record.values.get("place", ()))
    for _ in range(_MOST):
        ids = [each.partition(":")[2] or each for each in waiting]
        new = {id: places[id] for id in ids if id in places and id not in found}
        found |= new
        waiting = [inner for place in new.values() for inner in place.part_of]
    return tuple(place for place in found.values() if place.kind in _LOCAL)


def same_place(ours: Iterable[Place], theirs: Iterable[Place]) -> bool | None:
    """Tell whether two bodies are in one town or municipality; None where nobody can say.

    A town need not have the name of its municipality, and numbers of two editions are not held
    against each other (reforms of 2018, 2020 and 2024).
    """
    ours, theirs = tuple(ours), tuple(theirs)
    if set(_names(ours)) & set(_names(theirs)) or _codes(ours) & _codes(theirs):
        return True
    editions = {edition for edition, _ in _codes(ours)} & {e for e, _ in _codes(theirs)}
    towns = {place.kind for place in ours} & {place.kind for place in theirs} & {"town"}
    return False if editions or towns else None


def _names(places: Iterable[Place]) -> Iterator[str]:
    """Give each name a place has: Sámi and Kven ones stand behind a dash or a stroke."""
    for place in places:
        for part in place.text.replace(" / ", " - ").split(" - "):
            yield unmarked(part[:100].casefold().strip())


def _codes(places: Iterable[Place]) -> set[tuple[str, str]]:
    return {
        (place.edition, place.code)
        for place in places
        if place.kind == "municipality" and place.edition and place.code
    }
