"""Where in its file each code of a classification, and each link of a correspondence, stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...ontology import iris
from ...shapes.report import Location
from .. import nquads
from ..outlines.outline import Outlines
from ..outlines.quads import outline_iri
from ..records import Whole
from .classification import Classification

Places = Mapping[str, tuple[Location, ...]]
"""Places by the IRI, in angle brackets, of what they describe."""


def described_at(thing: Whole, base: str) -> Places:
    """Give the places of all codes, links or outlines by their IRI."""
    if isinstance(thing, Classification):
        return {
            nquads.iri(iris.classified(thing.key, item.code)): item.places for item in thing.items
        }
    if isinstance(thing, Outlines):
        return {
            nquads.iri(outline_iri(base, thing.key, each.code)): (each.place,)
            for each in thing.outlines
        }
    return {
        nquads.iri(iris.association(thing.key, link.sources, link.targets)): link.places
        for link in thing.links
    }


def traced_lines(lines: Iterable[str], places: Places) -> Iterator[tuple[str, Location]]:
    """Give each line about a code or a link, or pointing at one, with each place of that.

    What a classification itself is called and when it holds stands in no row of its file.
    """
    for line in lines:
        subject, _, object_, _ = nquads.terms(line)
        for place in places.get(subject) or places.get(object_, ()):
            yield line, place
