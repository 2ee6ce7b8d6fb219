"""What shapes look at: the triples beyond a focus node that its results depend on.

Written as a small automaton. A state stands for the nodes that are reached from a focus node in
one way; a step leads on over a property, forwards or backwards. From it follow the properties to
keep in memory, the context of a focus node, and the focus nodes that a changed triple concerns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .terms import Term

States = frozenset[int]
FOCUS: States = frozenset({0})
"""A focus node that is a subject as it streams by."""
DISTANT: States = frozenset({1})
"""A focus node that need not be one: a value, or a node that a shape names."""
ANY: Term = ""
"""In the place of a predicate: whatever is said of the node."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way over a property: from `begin` to `end`, against the arrow when `inverse`."""

    begin: int
    predicate: Term
    inverse: bool
    end: int


class Reads:
    """What a set of shapes looks at."""

    def __init__(self) -> None:
        """Begin with focus nodes alone."""
        self._ends: dict[tuple[int, Term, bool], int] = {}
        self._loops: set[Step] = set()
        self._states = len(FOCUS | DISTANT)

    def follow(self, begin: States, predicate: Term, inverse: bool = False) -> States:
        """Look at a property of nodes and give where that leads."""
        return frozenset(self._follow(state, predicate, inverse) for state in begin)

    def loop(self, states: States, predicate: Term, inverse: bool = False) -> None:
        """Say that from these nodes a property leads to nodes of the same state."""
        self._loops |= {Step(state, predicate, inverse, state) for state in states}

    def steps(self) -> Iterator[Step]:
        """Give all steps."""
        for (begin, predicate, inverse), end in self._ends.items():
            yield Step(begin, predicate, inverse, end)
        yield from self._loops

    def far(self) -> frozenset[Term]:
        """Give the predicates looked at forwards of nodes other than the streaming subject."""
        away = (step for step in self.steps() if not step.inverse and step.begin not in FOCUS)
        return frozenset(step.predicate for step in away)

    def inverse(self) -> frozenset[Term]:
        """Give the predicates looked at backwards."""
        return frozenset(step.predicate for step in self.steps() if step.inverse)

    def by_begin(self) -> dict[int, list[Step]]:
        """Give the steps by where they begin."""
        found: dict[int, list[Step]] = defaultdict(list)
        for step in self.steps():
            found[step.begin].append(step)
        return found

    def _follow(self, state: int, predicate: Term, inverse: bool) -> int:
        key = (state, predicate, inverse)
        if key not in self._ends:
            self._ends[key] = self._states
            self._states += 1
        return self._ends[key]
