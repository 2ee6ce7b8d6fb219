"""`sh:class`: every value node is an instance of a class (SHACL, section 4.1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..results import Result
from .constraint import ANY_NUMBER, Counts, Shaped
from .data_graph import SUBCLASS, TYPE, DataGraph
from .reads import Reads, States
from .terms import Term


@dataclass(frozen=True, slots=True)
class ClassConstraint:
    """Every value node is an instance of a class."""

    class_: Term

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return ANY_NUMBER

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Tell whether a value is an instance."""
        return value[0] != '"' and data.is_instance(value, self.class_)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value that is no instance."""
        for value in values:
            if not self.allows(value, data):
                yield shape.result("ClassConstraintComponent", focus, value)

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at the types of the values and at the classes above them."""
        types = reads.follow(values, TYPE)
        reads.loop(reads.follow(types, SUBCLASS), SUBCLASS)
