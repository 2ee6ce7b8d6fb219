"""Constraints that ask for conformance to other shapes (SHACL, sections 4.6 and 4.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..results import Result
from .constraint import ANY_NUMBER, NEVER, Counts, Shaped
from .data_graph import DataGraph
from .reads import Reads, States
from .shape import CompiledShape
from .terms import Term

Enough = Callable[[int, int], bool]
"""Whether so many shapes conformed to, of so many, will do."""

LOGICAL: dict[str, Enough] = {
    "And": lambda met, of: met == of,
    "Node": lambda met, of: met == of,
    "Not": lambda met, of: met == 0,
    "Or": lambda met, of: met > 0,
    "Xone": lambda met, of: met == 1,
}
"""What each component asks for; `sh:node` and `sh:not` have one shape."""


@dataclass(frozen=True, slots=True)
class Logical:
    """`sh:and`, `sh:node`, `sh:not`, `sh:or`, `sh:xone`: each value by itself."""

    kind: str
    shapes: tuple[CompiledShape, ...]

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return ANY_NUMBER

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Tell whether a value conforms to as many of the shapes as it must."""
        met = sum(shape.conforms(value, data) for shape in self.shapes)
        return LOGICAL[self.kind](met, len(self.shapes))

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value that does not."""
        for value in values:
            if not self.allows(value, data):
                yield shape.result(f"{self.kind}ConstraintComponent", focus, value)

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at what the shapes look at."""
        for shape in self.shapes:
            shape.reads(reads, values)


@dataclass(frozen=True, slots=True)
class PropertyConstraint:
    """`sh:property`: value nodes are focus nodes of another shape, whose results are given."""

    nested: CompiledShape

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return ANY_NUMBER

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Tell whether a value conforms to the shape."""
        return self.nested.conforms(value, data)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give the results of the other shape."""
        for value in values:
            yield from self.nested.results(value, data)

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at what the shape looks at."""
        self.nested.reads(reads, values)


@dataclass(frozen=True, slots=True)
class QualifiedValueShape:
    """So many of the value nodes conform to a shape, and to none of its siblings."""

    wanted: CompiledShape
    siblings: tuple[CompiledShape, ...]
    least: int | None
    most: int | None

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return NEVER

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Leave values by themselves alone."""
        return True

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result where too many or too few conform."""
        met = sum(self._counts(value, data) for value in values)
        if self.most is not None and met > self.most:
            yield shape.result("QualifiedMaxCountConstraintComponent", focus, None, values)
        if self.least is not None and met < self.least:
            yield shape.result("QualifiedMinCountConstraintComponent", focus, None, values)

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at what the shapes look at."""
        for shape in (self.wanted, *self.siblings):
            shape.reads(reads, values)

    def _counts(self, value: Term, data: DataGraph) -> bool:
        return self.wanted.conforms(value, data) and not any(
            sibling.conforms(value, data) for sibling in self.siblings
        )
