"""Which focus nodes a change concerns: those from which shapes look at a changed triple.

The steps of the compiled shapes (`Reads`) are walked backwards, from each changed triple to the
focus nodes that it can be reached from, over what the last release says and what is new. A node
that very much refers to would make that a full validation, so there is a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ..compiled.blocks import Triple
from ..compiled.reads import ANY, DISTANT, FOCUS, Reads, Step
from ..compiled.terms import Term
from .last_graph import FullNeeded, LastGraph

MOST = 100_000
"""More focus nodes than these are a full validation."""


class Concerned:
    """Finds the focus nodes that changed triples concern."""

    def __init__(self, reads: Reads, last: LastGraph, added: Iterable[Triple]) -> None:
        """Take what shapes look at, the last release, and the triples that are new."""
        self._last = last
        self._looking: dict[Term, list[Step]] = defaultdict(list)
        self._leading: dict[int, list[Step]] = defaultdict(list)
        for step in reads.steps():
            self._looking[step.predicate].append(step)
            self._leading[step.end].append(step)
        self._added_to: dict[Term, dict[Term, list[Term]]] = defaultdict(dict)
        self._added_by: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        for subject, predicate, value in added:
            self._added_to[value].setdefault(predicate, []).append(subject)
            self._added_by[subject, predicate].append(value)
        self._known: dict[Term, Mapping[Term, list[Term]]] = {}

    def by(self, changed: Iterable[Triple]) -> frozenset[Term]:
        """Give the focus nodes; raises `FullNeeded` where there are too many."""
        seen = {
            place
            for subject, predicate, value in changed
            for place in self._where(subject, predicate, value)
        }
        waiting = list(seen)
        while waiting:
            if len(seen) > MOST * 10:
                raise FullNeeded(f"the change reaches more than {MOST * 10} places")
            for place in self._before(*waiting.pop()):
                if place not in seen:
                    seen.add(place)
                    waiting.append(place)
        found = frozenset(node for node, state in seen if state in FOCUS | DISTANT)
        if len(found) > MOST:
            raise FullNeeded(f"the change concerns {len(found)} focus nodes")
        return found

    def _where(self, subject: Term, predicate: Term, value: Term) -> Iterator[tuple[Term, int]]:
        """Give the nodes and states at which a triple is looked at; its subject always is."""
        yield from ((subject, state) for state in FOCUS)
        for step in (*self._looking.get(predicate, ()), *self._looking.get(ANY, ())):
            yield (value if step.inverse else subject), step.begin

    def _before(self, node: Term, state: int) -> Iterator[tuple[Term, int]]:
        """Give where the steps that lead to a node begin."""
        for step in self._leading.get(state, ()):
            if step.inverse:
                begins: Iterable[Term] = self._objects(node, step.predicate)
            elif step.predicate == ANY:
                begins = (each for some in self._referrers(node).values() for each in some)
            else:
                begins = self._referrers(node).get(step.predicate, ())
            yield from ((begin, step.begin) for begin in begins)

    def _objects(self, node: Term, predicate: Term) -> Iterator[Term]:
        yield from self._last.objects(node, predicate)
        yield from self._added_by.get((node, predicate), ())

    def _referrers(self, node: Term) -> Mapping[Term, list[Term]]:
        if node not in self._known:
            found = {one: list(some) for one, some in self._last.referrers(node, MOST).items()}
            for predicate, subjects in self._added_to.get(node, {}).items():
                found.setdefault(predicate, []).extend(subjects)
            self._known[node] = found
        return self._known[node]
