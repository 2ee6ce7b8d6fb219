"""Evaluation: every focus node of a data graph against its shapes (SHACL, section 3.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..results import Result
from .blocks import Block
from .compiled_shapes import CompiledShapes
from .data_graph import NOTHING, TYPE, DataGraph
from .property_path import Property
from .shape import CompiledShape
from .terms import Term

REMEMBERED = 4096
"""How many values of one shape are remembered to be fine: codes and places come again."""


@dataclass(slots=True)
class _Check:
    """A shape ready for a run, its predicate where its path is one, and values that are fine."""

    shape: CompiledShape
    predicate: Term
    least: float
    most: float
    fine: set[Term] = field(default_factory=set)


class Evaluation:
    """One run over one data graph."""

    def __init__(self, shapes: CompiledShapes, data: DataGraph) -> None:
        """Make the shapes ready for the data."""
        self._shapes = shapes
        self._data = data
        self._checks: dict[CompiledShape, _Check] = {}
        self._programs: dict[tuple[tuple[Term, ...], frozenset[Term]], list[_Check]] = {}

    def results(self) -> Iterator[Result]:
        """Give the results of all focus nodes."""
        for _, results in self.by_focus_node():
            yield from results

    def by_focus_node(self) -> Iterator[tuple[Term, list[Result]]]:
        """Give each focus node with its results; its surroundings are at hand until the next.

        Those that need not be subjects come last, each as often as it has shapes.
        """
        for subject, block in self._data.subjects():
            if checks := self._program(block):
                yield subject, list(self._of_subject(subject, block, checks))
        for focus, shape in self._distant():
            yield focus, list(shape.results(focus, self._data))

    def _of_subject(self, subject: Term, block: Block, checks: list[_Check]) -> Iterator[Result]:
        data = self._data
        for check in checks:
            if check.predicate:
                values = block.get(check.predicate, NOTHING)
                if check.least <= len(values) <= check.most and self._allowed(check, values):
                    continue
            yield from check.shape.results(subject, data)

    def _allowed(self, check: _Check, values: Sequence[Term]) -> bool:
        """Tell whether each value is fine by itself; what is fine for one focus node is for all."""
        fine = check.fine
        for value in values:
            if value not in fine:
                if not check.shape.allows(value, self._data):
                    return False
                if len(fine) < REMEMBERED:
                    fine.add(value)
        return True

    def _program(self, block: Block) -> list[_Check]:
        """Give the checks of a subject, by its types and by properties that make it a target."""
        held = frozenset(self._shapes.of_subjects.keys() & block.keys())
        key = (tuple(block.get(TYPE, NOTHING)), held)
        found = self._programs.get(key)
        if found is None:
            found = self._programs[key] = [self._check(shape) for shape in self._applying(*key)]
        return found

    def _applying(self, types: Sequence[Term], predicates: frozenset[Term]) -> list[CompiledShape]:
        classes = {above for each in types for above in self._data.superclasses(each)}
        targeted = [self._shapes.of_class.get(each, ()) for each in sorted(classes)]
        targeted += [self._shapes.of_subjects[each] for each in sorted(predicates)]
        return list(dict.fromkeys(shape for shapes in targeted for shape in shapes))

    def _check(self, shape: CompiledShape) -> _Check:
        if shape not in self._checks:
            path = shape.path
            single = isinstance(path, Property) and not path.inverse
            predicate = path.predicate if isinstance(path, Property) and single else ""
            self._checks[shape] = _Check(shape, predicate, *shape.enough)
        return self._checks[shape]

    def _distant(self) -> Iterator[tuple[Term, CompiledShape]]:
        """Give the focus nodes that need not be subjects, with their shapes."""
        for predicate, shapes in self._shapes.of_objects.items():
            for focus in self._data.referred(predicate):
                yield from ((focus, shape) for shape in shapes)
        for focus, shapes in self._shapes.of_node.items():
            yield from ((focus, shape) for shape in shapes)
