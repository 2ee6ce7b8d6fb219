"""A sample of focus nodes, validated a second time by the reference.

Compiled shapes are tested to give pySHACL's results, but no test holds every shape and every
value. So a run compares itself: some focus nodes of every kind, clean ones and ones with results,
go to pySHACL with their surroundings, and the two lists of results must be the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from zlib import crc32

from rdflib import Graph
from rdflib.term import Node

from .compiled.compiled_shapes import CompiledShapes
from .compiled.data_graph import TYPE, DataGraph
from .compiled.reads import FOCUS
from .compiled.surroundings import Triples, surroundings
from .compiled.terms import Term, node, string
from .gate import results
from .plan import make_plan
from .results import Result

OF_EACH_KIND = 3
"""How many clean focus nodes of a class, and with results of a shape, are taken as they come."""

ONE_IN = 5000
"""One focus node of so many is taken besides, from all over the data."""

MOST = 400
"""No more than these, so that the check costs the same for any amount of data."""

Key = tuple[str, str, Node, str, str | None]


class CrossCheck:
    """Collects a sample during a run and compares it afterwards."""

    def __init__(self, shapes: CompiledShapes, data: DataGraph) -> None:
        """Begin with an empty sample of a run over the data."""
        self._steps = shapes.reads.by_begin()
        self._shapes = shapes.nodes()
        self._data = data
        self._triples: Triples = {}
        self._taken: dict[str, list[Result]] = {}
        self._kinds: Counter[object] = Counter()

    def consider(self, focus: Term, found: list[Result]) -> None:
        """Take a focus node that is at hand, with its results, where it is of use."""
        if len(self._taken) < MOST and self._is_wanted(focus, found):
            self._taken[string(focus)] = found
            self._triples |= surroundings(focus, self._steps, FOCUS, self._data)
            for predicate, values in self._data.block(focus).items():
                self._triples |= dict.fromkeys((focus, predicate, value) for value in values)

    def disagreement(self, shapes: Graph) -> frozenset[Node]:
        """Give the shapes on which the reference says otherwise."""
        graph = Graph(bind_namespaces="none")
        graph.addN((node(s), node(p), node(o), graph) for s, p, o in self._triples)
        theirs = self._keys(results(graph, make_plan(shapes)))
        ours = self._keys(result for found in self._taken.values() for result in found)
        return frozenset(key[2] for key in theirs ^ ours)

    def _is_wanted(self, focus: Term, found: list[Result]) -> bool:
        if not self._data.is_at_hand(focus):
            return False
        kinds: set[object] = {(result.shape, result.component) for result in found}
        kinds = kinds or {tuple(self._data.objects(focus, TYPE))}
        new = any(self._kinds[kind] < OF_EACH_KIND for kind in kinds)
        self._kinds.update(kinds)
        return new or crc32(focus.encode()) % ONE_IN == 0

    def _keys(self, found: Iterable[Result]) -> frozenset[Key]:
        """Give what is compared: results of the shapes themselves about the focus nodes taken."""
        return frozenset(
            (one.component, one.focus, one.shape, one.path, one.value)
            for one in found
            if one.focus in self._taken and one.shape in self._shapes
        )
