"""A compiled shape: where its value nodes are, and what holds for them (SHACL, section 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rdflib.term import Node

from ..results import Result
from .constraint import ANY_NUMBER, Constraint, Counts, strings
from .data_graph import DataGraph
from .property_path import PropertyPath
from .reads import Reads, States
from .terms import Term, string


@dataclass(frozen=True, slots=True, eq=False)
class CompiledShape:
    """A node shape or, with a path, a property shape.

    `node` is the shape in the shapes graph, `told` the predicate that results name as their path.
    A shape without constraints, such as a deactivated one, holds for everything.
    """

    node: Node
    path: PropertyPath | None
    told: str
    constraints: tuple[Constraint, ...]
    enough: Counts = field(init=False)
    """How many values, each of them allowed, make the shape hold without a closer look."""

    def __post_init__(self) -> None:
        """Take the narrowest counts of the constraints."""
        counts = [ANY_NUMBER, *(constraint.enough for constraint in self.constraints)]
        narrowest = max(least for least, _ in counts), min(most for _, most in counts)
        object.__setattr__(self, "enough", narrowest)

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Tell whether a value node is fine by itself."""
        return all(constraint.allows(value, data) for constraint in self.constraints)

    def conforms(self, focus: Term, data: DataGraph) -> bool:
        """Tell whether a focus node conforms to the shape (SHACL, section 3.5)."""
        values = self._values(focus, data)
        least, most = self.enough
        if least <= len(values) <= most:
            return all(self.allows(value, data) for value in values)
        return next(self.results(focus, data), None) is None

    def results(self, focus: Term, data: DataGraph) -> Iterator[Result]:
        """Give the results of a focus node."""
        values = self._values(focus, data)
        for constraint in self.constraints:
            yield from constraint.results(self, focus, values, data)

    def result(
        self, component: str, focus: Term, value: Term | None = None, values: Sequence[Term] = ()
    ) -> Result:
        """Give a result of this shape, about one value or about all of them."""
        return Result(
            component=component,
            focus=string(focus),
            shape=self.node,
            path=self.told,
            value=None if value is None else string(value),
            values=strings(values) if self.path is not None else (),
        )

    def reads(self, reads: Reads, focus: States) -> None:
        """Say what is looked at beyond the focus node."""
        values = focus if self.path is None else self.path.reads(reads, focus)
        for constraint in self.constraints:
            constraint.reads(reads, focus, values)

    def _values(self, focus: Term, data: DataGraph) -> Sequence[Term]:
        return (focus,) if self.path is None else self.path.values(focus, data)
