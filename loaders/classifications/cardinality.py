"""How many codes a row of a correspondence joins: one to one, split, merge, many to many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from .classification import Link


class Cardinality(StrEnum):
    """What became of the source's code, seen from both sides."""

    ONE_TO_ONE = "1:1"
    SPLIT = "1:n"
    MERGE = "n:1"
    MANY_TO_MANY = "n:m"


def cardinalities(links: Iterable[Link]) -> list[Cardinality]:
    """Give the cardinality of each link among links of one level, in their order.

    A link is a split when its source goes to several targets, a merge when its target comes from
    several sources, and many to many when both.
    """
    links = list(links)
    targets = Counter(code for link in links for code in link.sources for _ in link.targets)
    sources = Counter(code for link in links for code in link.targets for _ in link.sources)
    return [
        _cardinality(
            max((targets[code] for code in link.sources), default=1),
            max((sources[code] for code in link.targets), default=1),
        )
        for link in links
    ]


def _cardinality(targets: int, sources: int) -> Cardinality:
    if targets > 1:
        return Cardinality.MANY_TO_MANY if sources > 1 else Cardinality.SPLIT
    return Cardinality.MERGE if sources > 1 else Cardinality.ONE_TO_ONE
