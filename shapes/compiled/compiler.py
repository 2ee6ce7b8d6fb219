"""From a shapes graph to compiled shapes (W3C SHACL, sections 2 and 4).

Every parameter is looked at: a shape with one that is unknown here, or written in a way that the
standard does not, or that refers to itself, is not compiled and left to the reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rdflib import RDF, RDFS, SH, Graph, Literal
from rdflib.term import Node

from ..results import first_predicate
from .constraint import Constraint
from .core_components import MAKERS
from .not_covered import NotCovered
from .parameters import the_one
from .property_path import PropertyPath, property_path
from .shape import CompiledShape
from .shape_constraints import PropertyConstraint

DEEPEST = 10
"""How deep shapes may nest; the reference gives up at fifteen."""

TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_DESCRIBING = ("name", "description", "message", "severity", "order", "group", "defaultValue")
_COMPANION = (
    *("flags", "ignoredProperties", "declare", "prefixes", "select"),
    *("qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
)
_SILENT = frozenset(
    {*TARGETS, SH.path, SH.deactivated, *(SH[name] for name in (*_DESCRIBING, *_COMPANION))}
)
"""What a shape may say that is no constraint, or part of another one."""


class Compiler:
    """Compiles the shapes of one shapes graph, each once."""

    def __init__(self, shapes: Graph) -> None:
        """Take the shapes as they are written."""
        self.shapes = shapes
        self._made: dict[Node, CompiledShape] = {}
        self._open: list[Node] = []
        self._custom = frozenset(_custom_parameters(shapes))

    def shape(self, node: Node) -> CompiledShape:
        """Give a shape, compiled; raises `NotCovered`."""
        if node not in self._made:
            if node in self._open:
                raise NotCovered("it refers to itself")
            if len(self._open) > DEEPEST:
                raise NotCovered("it nests too deep")
            self._open.append(node)
            try:
                self._made[node] = self._compile(node)
            finally:
                self._open.pop()
        return self._made[node]

    def node_shape(self, node: Node) -> CompiledShape:
        """Give a shape that must have no path."""
        shape = self.shape(node)
        if shape.path is not None:
            raise NotCovered("a property shape where a node shape belongs")
        return shape

    def property_shape(self, node: Node) -> CompiledShape:
        """Give a shape that must have a path."""
        if (node, SH.path, None) not in self.shapes:
            raise NotCovered("a node shape where a property shape belongs")
        return self.shape(node)

    def path(self, node: Node) -> PropertyPath:
        """Give the path of a property shape."""
        return property_path(the_one(node, SH.path, self.shapes), self.shapes)

    def parts(self, node: Node) -> tuple[CompiledShape, ...]:
        """Give a shape that has targets as shapes of the same focus nodes.

        A node shape's property shapes have its focus nodes for their own (SHACL, section 4.7.2).
        """
        shape = self.shape(node)
        if shape.path is not None:
            return (shape,)
        held = [one.nested for one in shape.constraints if isinstance(one, PropertyConstraint)]
        own = tuple(one for one in shape.constraints if not isinstance(one, PropertyConstraint))
        return (*((replace(shape, constraints=own),) if own else ()), *held)

    def _compile(self, node: Node) -> CompiledShape:
        shapes, has_path = self.shapes, (node, SH.path, None) in self.shapes
        return CompiledShape(
            node=node,
            path=self.path(node) if has_path else None,
            told=first_predicate(shapes.value(node, SH.path), shapes),
            constraints=() if self._is_off(node) else tuple(self._constraints(node)),
        )

    def _is_off(self, node: Node) -> bool:
        values = list(self.shapes.objects(node, SH.deactivated))
        if len(values) > 1 or not all(isinstance(value, Literal) for value in values):
            raise NotCovered("more than one sh:deactivated, or one that is no literal")
        return any(isinstance(value, Literal) and bool(value.value) for value in values)

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        for parameter in sorted(set(self.shapes.predicates(node)), key=str):
            if parameter in self._custom:
                raise NotCovered(f"the component of {parameter}")
            make = MAKERS.get(parameter)
            if make is not None:
                yield from make(node, self)
            elif parameter not in _SILENT and str(parameter).startswith(str(SH)):
                raise NotCovered(str(parameter))
        self._check_companions(node)

    def _check_companions(self, node: Node) -> None:
        """Refuse a parameter that stands without the one it is for."""
        for companions, main in _COMPANIONS.items():
            there = any((node, one, None) in self.shapes for one in companions)
            if there and (node, main, None) not in self.shapes:
                raise NotCovered(f"{companions[0]} without {main}")


_COMPANIONS = {
    (SH.ignoredProperties,): SH.closed,
    (
        SH.qualifiedMinCount,
        SH.qualifiedMaxCount,
        SH.qualifiedValueShapesDisjoint,
    ): SH.qualifiedValueShape,
}


def _custom_parameters(shapes: Graph) -> Iterator[Node]:
    """Give the properties that are parameters of constraint components of others."""
    kinds = {SH.ConstraintComponent, *shapes.subjects(RDFS.subClassOf, SH.ConstraintComponent)}
    for kind in kinds:
        for component in shapes.subjects(RDF.type, kind):
            for parameter in shapes.objects(component, SH.parameter):
                yield from shapes.objects(parameter, SH.path)
