"""A data graph that streams by: the subject at hand, and in memory what shapes see from afar.

Of the subject at hand every triple is there; of all other nodes only the properties that the
shapes look at from afar (`reads`). Asking for another one is a fault of klynge, told by KeyError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .blocks import Block, Source, merged
from .data_graph import NOTHING, SUBCLASS, DataGraph, closure
from .reads import ANY, Reads
from .terms import Term

Values = dict[Term, tuple[Term, ...]]
"""Values by node, of one property."""

_SHARED = 1 << 16
"""How many different values are kept once for all nodes that have them: classes, countries."""


class StreamedGraph(DataGraph):
    """A source in the light of its context, looked at one subject after another.

    `context` holds triples that subjects lean on without being checked: code lists, subclass
    axioms, types of other sources' things.
    """

    def __init__(self, source: Source, context: Source, reads: Reads) -> None:
        """Keep in memory what the reads need; the source is gone through once."""
        self._source = source
        self._context: dict[Term, Block] = dict(context.blocks())
        self._far: dict[Term, Values] = {p: {} for p in (*reads.far(), SUBCLASS) if p != ANY}
        self._inverse: dict[Term, dict[Term, list[Term]]] = {p: {} for p in reads.inverse()}
        self._all: dict[Term, Block] | None = {} if ANY in reads.far() else None
        self._subject: Term = ""
        self._block: Block = {}
        self._fill(source, context)
        super().__init__(closure(self._far[SUBCLASS]))

    def subjects(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject of the source with its block; it is at hand until the next one."""
        for subject, block in self._source.blocks():
            more = self._context.get(subject)
            self._subject, self._block = subject, merged(block, more) if more else block
            yield subject, self._block
        self._subject, self._block = "", {}

    def is_at_hand(self, node: Term) -> bool:
        """Tell whether a node is the subject at hand, of which every triple is there."""
        return node == self._subject

    def objects(self, node: Term, predicate: Term) -> Sequence[Term]:
        """Give the values of a property of a node."""
        if node == self._subject:
            return self._block.get(predicate, NOTHING)
        if self._all is not None:
            return self._all.get(node, {}).get(predicate, NOTHING)
        return self._far[predicate].get(node, NOTHING)

    def referrers(self, predicate: Term, node: Term) -> Sequence[Term]:
        """Give the nodes that have a node as a value of a property."""
        return self._inverse[predicate].get(node, NOTHING)

    def referred(self, predicate: Term) -> Iterator[Term]:
        """Give every value of a property, once."""
        yield from self._inverse[predicate]

    def block(self, node: Term) -> Mapping[Term, Sequence[Term]]:
        """Give all that is said of a node."""
        if node == self._subject:
            return self._block
        if self._all is None:
            raise KeyError(ANY)
        return self._all.get(node, {})

    def _fill(self, source: Source, context: Source) -> None:
        if self._all is not None:
            for subject, block in (*self._context.items(), *source.blocks()):
                known = self._all.get(subject)
                self._all[subject] = merged(known, block) if known else block
        shared: dict[Term, tuple[Term, ...]] = {}
        for triples in (source, context):
            for subject, predicate, value in triples.triples({*self._far, *self._inverse}):
                if predicate in self._far:
                    _add(self._far[predicate], subject, value, shared)
                if predicate in self._inverse:
                    self._inverse[predicate].setdefault(value, []).append(subject)


def _add(values: Values, node: Term, value: Term, shared: dict[Term, tuple[Term, ...]]) -> None:
    known = values.get(node)
    if known is not None:
        values[node] = known if value in known else (*known, value)
    elif len(shared) < _SHARED:
        values[node] = shared.setdefault(value, (value,))
    else:
        values[node] = shared.get(value) or (value,)
