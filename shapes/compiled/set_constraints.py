"""Constraints on all value nodes of a focus node together (SHACL, sections 4.2, 4.5 and 4.8)."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rdflib import RDF, RDFS, Literal, URIRef

from ..results import Result, local_name
from .constraint import ANY_NUMBER, NEVER, Counts, Shaped, strings
from .data_graph import DataGraph
from .reads import ANY, Reads, States
from .terms import Term, language, node, string, term


class _OfTheSet:
    """A constraint that asks nothing of a value by itself."""

    __slots__ = ()

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Leave values by themselves alone."""
        return True

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at nothing but the values."""


@dataclass(frozen=True, slots=True)
class MinCount(_OfTheSet):
    """At least so many value nodes."""

    least: int

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return (self.least, ANY_NUMBER[1])

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result where there are too few."""
        if len(values) < self.least:
            yield shape.result("MinCountConstraintComponent", focus, None, values)


@dataclass(frozen=True, slots=True)
class MaxCount(_OfTheSet):
    """At most so many value nodes; where none, `forbidden` are the properties of the path."""

    most: int
    forbidden: tuple[Term, ...] = ()

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return (0, self.most)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result where there are too many."""
        if len(values) > self.most:
            result = shape.result("MaxCountConstraintComponent", focus, None, values)
            held = (local_name(string(p)) for p in self.forbidden if data.objects(focus, p))
            yield replace(result, held=tuple(sorted(held)))

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at which of the properties are there that must not be."""
        for predicate in self.forbidden:
            reads.follow(focus, predicate)


@dataclass(frozen=True, slots=True)
class HasValue(_OfTheSet):
    """A certain node is among the value nodes."""

    wanted: Term

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return NEVER

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result where it is not."""
        if self.wanted not in values:
            yield shape.result("HasValueConstraintComponent", focus, None, values)


@dataclass(frozen=True, slots=True)
class UniqueLang(_OfTheSet):
    """No two value nodes in the same language."""

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return (0, 1)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each language that comes twice."""
        for tag, count in Counter(map(language, values)).items():
            if tag and count > 1:
                yield shape.result("UniqueLangConstraintComponent", focus, None, values)


@dataclass(frozen=True, slots=True)
class _Pair(_OfTheSet):
    """A constraint that compares the value nodes with those of another property."""

    other: Term

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at the other property of the focus node."""
        reads.follow(focus, self.other)


@dataclass(frozen=True, slots=True)
class Equals(_Pair):
    """The values of two properties are the same."""

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return NEVER

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value that stands on one side only."""
        for value in set(values) ^ set(data.objects(focus, self.other)):
            yield shape.result("EqualsConstraintComponent", focus, value)


@dataclass(frozen=True, slots=True)
class Disjoint(_Pair):
    """Two properties have no value in common."""

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return (0, 0)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value that stands on both sides."""
        for value in set(values) & set(data.objects(focus, self.other)):
            yield shape.result("DisjointConstraintComponent", focus, value)


@dataclass(frozen=True, slots=True)
class LessThan(_Pair):
    """Every value comes before those of another property, or may also be equal to them.

    `told` are all properties that the shape compares with, for the message.
    """

    told: tuple[Term, ...]
    component: str
    before: Callable[[Any, Any], bool]

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return (0, 0)

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value that does not come before, or cannot be compared."""
        others = data.objects(focus, self.other)
        for value in values:
            if not all(self._fits(value, other) for other in others):
                result = shape.result(self.component, focus, value)
                compared = [each for one in self.told for each in data.objects(focus, one)]
                yield replace(result, others=strings(compared))

    def _fits(self, value: Term, other: Term) -> bool:
        first, second = _compared(value), _compared(other)
        if isinstance(first, Literal) != isinstance(second, Literal):
            return False
        try:
            return bool(self.before(first, second))
        except TypeError:
            return False


def _compared(term: Term) -> Literal | str | None:
    """Give what the reference compares: the text of an IRI and of a text, any other literal."""
    found = node(term)
    if isinstance(found, Literal):
        return found.value if isinstance(found.value, str) else found
    return str(found) if isinstance(found, URIRef) else None


def less_than(others: Sequence[Term], or_equals: bool) -> Iterator[LessThan]:
    """Make the constraints of `sh:lessThan` or `sh:lessThanOrEquals`."""
    name = "LessThanOrEquals" if or_equals else "LessThan"
    before = operator.le if or_equals else operator.lt
    for other in others:
        yield LessThan(other, tuple(others), f"{name}ConstraintComponent", before)


_RESOURCE = (term(RDF.type), term(RDFS.Resource))


@dataclass(frozen=True, slots=True)
class Closed(_OfTheSet):
    """Value nodes have no properties but these."""

    known: frozenset[Term]

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return NEVER

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each value of another property."""
        for subject in values:
            for predicate, objects in data.block(subject).items():
                for value in () if predicate in self.known else objects:
                    if (predicate, value) != _RESOURCE:
                        result = shape.result("ClosedConstraintComponent", focus, value)
                        yield replace(result, path=string(predicate))

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at everything that is said of the value nodes."""
        reads.follow(values, ANY)
