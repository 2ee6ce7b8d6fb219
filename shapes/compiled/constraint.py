"""What a constraint of a compiled shape can do (SHACL, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..results import Result
from .data_graph import DataGraph
from .reads import Reads, States
from .terms import Term, string

Counts = tuple[float, float]
"""The least and the most values."""

ANY_NUMBER: Counts = (0, float("inf"))
NEVER: Counts = (1, 0)


class Shaped(Protocol):
    """What a constraint asks of the shape that it belongs to."""

    def result(
        self, component: str, focus: Term, value: Term | None = None, values: Sequence[Term] = ()
    ) -> Result:
        """Give a result of this shape, about one value or about all of them."""


class Constraint(Protocol):
    """One constraint of one shape.

    `enough` says how many values there may be for it to hold whatever they are, apart from what
    `allows` says of each value by itself.
    """

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Tell whether a value is fine by itself; True where that is not the question."""

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give the results of a focus node and its value nodes."""

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Say what is looked at beyond the value nodes themselves."""


@dataclass(frozen=True, slots=True)
class ValueConstraint:
    """A constraint that holds for each value node by itself, by its text alone."""

    component: str
    accepts: Callable[[Term], bool]

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return ANY_NUMBER

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Tell whether a value is fine by itself."""
        return self.accepts(value)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value that is not fine."""
        for value in values:
            if not self.accepts(value):
                yield shape.result(self.component, focus, value)

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at nothing but the values."""


def strings(terms: Sequence[Term]) -> tuple[str, ...]:
    """Give the texts of terms, sorted."""
    return tuple(sorted(map(string, terms)))
