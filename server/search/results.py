"""The results of a search: things, the best first, with the name that was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .criteria import FACETS, Criteria
from .index import Index, Name, Names
from .matching import score

ENOUGH = 5
"""With so many things found by what was typed, nobody is taken to have mistyped it."""

MOST_VALUES = 12
"""How many values of a facet are offered, those of most things first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, the best of its names for what was typed, and how good that is."""

    iri: str
    kind: str
    label: str
    name: Name
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """All hits, whether there may be more, and what they can be narrowed by.

    `facets` gives for each facet its values with the number of things that have it.
    """

    hits: tuple[Hit, ...]
    complete: bool
    kinds: Mapping[str, int]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def search(index: Index, criteria: Criteria, language: str) -> Results:
    """Give the things that meet the criteria; labels are in the language where there is one."""
    if criteria.is_empty:
        return Results((), True, {}, {})
    names = _found(index, criteria)
    best = _best(names.found, criteria)
    labels = _labels(index.names_of([name.thing for name, _ in best]), language)
    hits = [
        Hit(name.iri, name.kind, labels.get(name.thing, name.text), name, points)
        for name, points in best
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.label.casefold(), hit.iri))
    counts = index.facets([name.thing for name, _ in best])
    return Results(tuple(hits), names.complete, _counted(hits), _offered(counts))


def _found(index: Index, criteria: Criteria) -> Names:
    """Give the names to be ranked: those that begin so, and if there are few, those alike."""
    if not criteria.words:
        return index.all(criteria)
    exact = index.beginning(criteria)
    if len({name.thing for name in exact.found}) >= ENOUGH:
        return exact
    alike = index.alike(criteria)
    return Names((*exact.found, *alike.found), exact.complete and alike.complete)


def _best(names: Iterable[Name], criteria: Criteria) -> list[tuple[Name, float]]:
    """Give for each thing the name that answers best, leaving out what does not answer."""
    words = criteria.words
    best: dict[int, tuple[float, Name]] = {}
    for name in names:
        points = score(words, name.folded, name.role, name.kind) if words else 1.0
        if points > best.get(name.thing, (0.0, name))[0]:
            best[name.thing] = points, name
    return [(name, points) for points, name in best.values()]


def _labels(names: Iterable[Name], language: str) -> dict[int, str]:
    """Give what each thing is called now, in a language, else without one, else in English."""
    best: dict[int, tuple[int, str]] = {}
    for name in names:
        if name.role == "name":
            rank = {language: 0, "": 1, "en": 2}.get(name.language, 3)
            best[name.thing] = min(best.get(name.thing, (rank, name.text)), (rank, name.text))
    return {thing: text for thing, (_, text) in best.items()}


def _counted(hits: Iterable[Hit]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _offered(
    counts: Iterable[tuple[str, str, int]],
) -> dict[str, tuple[tuple[str, int], ...]]:
    offered: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
    for facet, value, count in counts:
        offered.setdefault(facet, []).append((value, count))
    return {
        facet: tuple(sorted(values, key=lambda one: (-one[1], one[0]))[:MOST_VALUES])
        for facet, values in offered.items()
        if values
    }
