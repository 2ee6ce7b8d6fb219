"""What was made of earlier queries, so that the next one like them is not read again.

The same query gets what it got before. And of a query for which no rule held, the shape is kept:
its text without the strings in it and without the IRIs of which the statistics know nothing. A
query of that shape is left as it came. That is always right, since it changes nothing; it is also
what the rules would say, since they look at no string, and at an IRI only to look up its counts.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from .ordering import Order
from .statistics import Statistics

REMEMBERED = 512
"""How many queries, and how many shapes, a worker remembers."""

_CONSTANT = re.compile(
    r"""((?:PREFIX|BASE)[^<]*<[^>]*>)"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'"""
    r"""|<([^<>"{}|^`\\\x00-\x20]*)>""",
    re.IGNORECASE,
)
# What keeps a rule back may stand in a string, and must not keep it back from other queries.
_KEEPS_BACK = re.compile("RAND|UUID|BNODE|GROUP_CONCAT|SAMPLE", re.IGNORECASE)


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A query to evaluate, the rules that made it, and how its rows are then to be sorted.

    `rules` is empty for a query as it came; then there may still be an `order`.
    """

    query: str
    rules: tuple[str, ...] = ()
    order: Order | None = None


class Memory:
    """Remembers some queries, those not asked for longest go first; for one thread."""

    def __init__(self, statistics: Statistics | None) -> None:
        """Remember nothing yet, over a release with these statistics."""
        counted = (statistics.properties, statistics.classes) if statistics else ()
        self._counted = frozenset(iri for part in counted for iri in part)
        self._queries: OrderedDict[tuple[str, bool], Rewritten] = OrderedDict()
        self._plain: OrderedDict[tuple[str, bool], None] = OrderedDict()

    def recall(self, query: str, whole: bool) -> Rewritten | None:
        """Give what was made of a query, or of another of its shape; None when that is unknown."""
        key = (query, whole)
        found = self._queries.get(key)
        if found is not None:
            self._queries.move_to_end(key)
            return found
        shape = (self._shape(query), whole)
        if shape not in self._plain:
            return None
        self._plain.move_to_end(shape)
        return Rewritten(query)

    def keep(self, query: str, whole: bool, found: Rewritten, was_read: bool) -> None:
        """Remember what was made of a query; of one that was not read, the shape says nothing."""
        if was_read and not (found.rules or found.order or _KEEPS_BACK.search(query)):
            _keep(self._plain, (self._shape(query), whole), None)
        else:
            _keep(self._queries, (query, whole), found)

    def _shape(self, query: str) -> str:
        return _CONSTANT.sub(self._blank, query)

    def _blank(self, constant: re.Match[str]) -> str:
        return constant[0] if constant[1] or constant[2] in self._counted else "."


def _keep(kept: OrderedDict[tuple[str, bool], Value], key: tuple[str, bool], value: Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
