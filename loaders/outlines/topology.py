"""Borders that neighbours share: rings cut into arcs where three areas meet.

A border of two areas is one arc, whichever of them it is met in; so whatever is done to an arc is
done to both, and no gap opens (the idea of TopoJSON, section 2.1.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .outline import Ring

Arc = tuple[int, ...]
"""Corners from one end to the other; of a closed arc the first and the last are the same."""


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs, each once, and rings as numbers of arcs: `~number` is an arc backwards.

    `uses` is how often each arc is met: once on a coast, twice on a border.
    """

    arcs: Sequence[Arc]
    rings: Sequence[tuple[int, ...]]
    uses: Sequence[int]


def topology(rings: Sequence[Ring]) -> Topology:
    """Cut rings into the arcs that they share."""
    ends = _junctions(rings)
    numbers: dict[Arc, int] = {}
    uses: list[int] = []
    found = []
    for ring in rings:
        arcs = []
        for arc in _cut(ring, ends):
            forward = _is_forward(arc)
            known = arc if forward else arc[::-1]
            number = numbers.setdefault(known, len(numbers))
            if number == len(uses):
                uses.append(0)
            uses[number] += 1
            arcs.append(number if forward else ~number)
        found.append(tuple(arcs))
    return Topology(tuple(numbers), found, uses)


def joined(arcs: Sequence[Arc], numbers: Iterable[int]) -> Ring:
    """Give a ring from its arcs."""
    ring: list[int] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[:-1]
    return tuple(ring)


def _junctions(rings: Iterable[Ring]) -> set[int]:
    """Give the corners that have other neighbours in one ring than in another."""
    around: dict[int, tuple[int, int]] = {}
    found = set()
    for ring in rings:
        for before, here, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]),
                                       strict=True):  # fmt: skip
            pair = (before, after) if before < after else (after, before)
            if around.setdefault(here, pair) != pair:
                found.add(here)
    return found


def _cut(ring: Ring, ends: set[int]) -> list[Arc]:
    places = [place for place, here in enumerate(ring) if here in ends]
    if not places:
        # A ring that meets none: begun where it is begun in whatever other area has it.
        first = ring.index(min(ring))
        return [(*ring[first:], *ring[: first + 1])]
    first = places[0]
    turned = (*ring[first:], *ring[: first + 1])
    cuts = [place - first for place in places] + [len(ring)]
    return [turned[one : other + 1] for one, other in zip(cuts, cuts[1:], strict=False)]


def _is_forward(arc: Arc) -> bool:
    """Tell whether an arc is met in the direction in which it is kept."""
    return arc[0] < arc[-1] or (arc[0] == arc[-1] and arc[1] <= arc[-2])
