"""The data graph after a change, asked only about what the change concerns.

Blocks come from the sorted quads themselves; who refers to a node comes from the last release and
from what is new, and is looked up in the quads before it is believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..compiled.blocks import Block, Source, all_triples, merged
from ..compiled.data_graph import NOTHING, SUBCLASS, TYPE, DataGraph, closure
from ..compiled.terms import Term
from .last_graph import LastGraph
from .sorted_quads import Changes, SortedQuads

REMEMBERED = 20_000
"""How many blocks of nodes that others refer to are remembered."""


class ChangedGraph(DataGraph):
    """The quads of one source in their context, where only some focus nodes are looked at."""

    def __init__(
        self,
        changes: Changes,
        ontology: Source,
        others: Sequence[SortedQuads],
        last: LastGraph,
        concerned: Iterable[Term],
    ) -> None:
        """Take what changed, what the source leans on, and the focus nodes to be looked at.

        `others` are the quads of other sources, which give types and nothing else.
        """
        self._quads = changes.after
        self._ontology = dict(ontology.blocks())
        self._others = others
        self._last = last
        self._concerned = tuple(sorted(concerned))
        self._subject: Term = ""
        self._blocks: dict[Term, Block] = {}
        self._added: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        for subject, predicate, value in (*changes.added, *all_triples(ontology)):
            self._added[predicate, value].append(subject)
        parents: dict[Term, list[Term]] = defaultdict(list)
        for class_, block in self._ontology.items():
            parents[class_] += block.get(SUBCLASS, NOTHING)
        for class_, parent in last.pairs(SUBCLASS):
            parents[class_].append(parent)
        super().__init__(closure({class_: found for class_, found in parents.items() if found}))

    def subjects(self) -> Iterator[tuple[Term, Block]]:
        """Give the subjects that the change concerns, of those that are still there."""
        for subject in self._concerned:
            own = {} if subject[0] == '"' else self._quads.block(subject)
            if own:
                self._subject = subject
                block = self._blocks[subject] = self._in_context(subject, own)
                yield subject, block
        self._subject = ""

    def is_at_hand(self, node: Term) -> bool:
        """Tell whether a node is the subject at hand."""
        return node == self._subject

    def objects(self, node: Term, predicate: Term) -> Sequence[Term]:
        """Give the values of a property of a node."""
        return self._block(node).get(predicate, NOTHING)

    def referrers(self, predicate: Term, node: Term) -> Sequence[Term]:
        """Give the nodes that have a node as a value of a property."""
        known = self._last.subjects(predicate, node)
        found = dict.fromkeys((*known, *self._added.get((predicate, node), ())))
        return [subject for subject in found if node in self.objects(subject, predicate)]

    def referred(self, predicate: Term) -> Iterator[Term]:
        """Give every value of a property that the change concerns."""
        for node in self._concerned:
            if self.referrers(predicate, node):
                yield node

    def block(self, node: Term) -> Mapping[Term, Sequence[Term]]:
        """Give all that is said of a node."""
        return self._block(node)

    def _block(self, node: Term) -> Block:
        block = self._blocks.get(node)
        if block is None:
            own = {} if node[0] == '"' else self._quads.block(node)
            block = self._in_context(node, own)
            if len(self._blocks) >= REMEMBERED:
                self._blocks.clear()
            self._blocks[node] = block
        return block

    def _in_context(self, node: Term, block: Block) -> Block:
        """Give what the source says of a node, with the types and codes that it leans on."""
        if node in self._ontology:
            block = merged(block, self._ontology[node])
        for other in self._others if node[0] != '"' else ():
            if types := other.block(node).get(TYPE):
                block = merged(block, {TYPE: types})
        return block
