"""What a release carries of a whole of others: all of it, or what its records use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from ...ontology import iris
from ..outlines.outline import Outlines
from ..outlines.quads import outline_quads
from ..records import Whole
from .classification import Classification
from .quads import correspondence_quads, to_quads
from .tree import only


def objects(lines: Iterable[str]) -> set[str]:
    """Give the IRIs that N-Quads lines point at."""
    found = (line.split(" ", 3)[2] for line in lines)
    return {term[1:-1] for term in found if term.startswith("<")}


def carried_lines(thing: Whole, base: str, graph: str) -> Iterator[str]:
    """Give a whole as lines of a named graph; `base` is that of the catalogue."""
    if isinstance(thing, Classification):
        return to_quads(thing, graph)
    if isinstance(thing, Outlines):
        return outline_quads(thing, base, graph)
    return correspondence_quads(thing, graph)


def used_part(thing: Whole, used: Set[str]) -> Whole:
    """Give the part that is used: codes whose IRI is among `used`, with those above them.

    Of a correspondence, the links that have such a code on either side; of outlines, those of
    places that there are.
    """
    if isinstance(thing, Outlines):
        there = tuple(each for each in thing.outlines if each.code in thing.features)
        return replace(thing, outlines=there)
    if isinstance(thing, Classification):
        codes = {item.code for item in thing.items if iris.classified(thing.key, item.code) in used}
        return only(thing, codes)
    sides = (thing.source_classification, thing.target_classification)
    links = tuple(
        link
        for link in thing.links
        if any(
            iris.classified(key, code) in used
            for key, codes in zip(sides, (link.sources, link.targets), strict=True)
            for code in codes
        )
    )
    return replace(thing, links=links)
