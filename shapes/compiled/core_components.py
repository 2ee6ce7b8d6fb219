"""The constraint components of SHACL Core by the parameter that calls for them (SHACL, section 4).

Each maker reads the parameters of one component of one shape, with all its values, and gives the
constraints; it raises `NotCovered` where they are not written as the standard says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from ..paths import predicates
from . import value_checks as checks
from .class_constraint import ClassConstraint
from .constraint import Constraint, ValueConstraint
from .not_covered import NotCovered
from .parameters import (
    a_number,
    is_true,
    members,
    predicates_of,
    shape_term,
    the_number,
    the_one,
    the_text,
    well_typed,
)
from .set_constraints import (
    Closed,
    Disjoint,
    Equals,
    HasValue,
    MaxCount,
    MinCount,
    UniqueLang,
    less_than,
)
from .shape import CompiledShape
from .shape_constraints import Logical, PropertyConstraint, QualifiedValueShape
from .sparql_constraint import sparql_constraints
from .terms import Term, term

Made = Iterator[Constraint]


class Shapes(Protocol):
    """What makers ask of the compiler."""

    @property
    def shapes(self) -> Graph:
        """Give the shapes graph."""

    def shape(self, node: Node) -> CompiledShape:
        """Give a shape, compiled."""

    def node_shape(self, node: Node) -> CompiledShape:
        """Give a shape that must have no path."""

    def property_shape(self, node: Node) -> CompiledShape:
        """Give a shape that must have a path."""


def _class(node: Node, of: Shapes) -> Made:
    for class_ in of.shapes.objects(node, SH["class"]):
        yield ClassConstraint(term(class_))


def _datatype(node: Node, of: Shapes) -> Made:
    wanted = the_one(node, SH.datatype, of.shapes)
    if not isinstance(wanted, URIRef):
        raise NotCovered(f"{wanted} as a datatype")
    yield ValueConstraint("DatatypeConstraintComponent", checks.is_of_datatype(wanted))


def _node_kind(node: Node, of: Shapes) -> Made:
    kind = the_one(node, SH.nodeKind, of.shapes)
    if kind not in checks.NODE_KINDS:
        raise NotCovered(f"{kind} as a node kind")
    yield ValueConstraint("NodeKindConstraintComponent", checks.is_of_kind(kind))


def _bound(parameter: URIRef, node: Node, of: Shapes) -> Made:
    name = parameter.removeprefix(str(SH))
    for bound in of.shapes.objects(node, parameter):
        check = checks.is_within(well_typed(bound, parameter), checks.BOUNDS[parameter])
        yield ValueConstraint(f"{name[0].upper()}{name[1:]}ConstraintComponent", check)


def _min_length(node: Node, of: Shapes) -> Made:
    check = checks.has_length(the_number(node, SH.minLength, of.shapes), None)
    yield ValueConstraint("MinLengthConstraintComponent", check)


def _max_length(node: Node, of: Shapes) -> Made:
    check = checks.has_length(None, the_number(node, SH.maxLength, of.shapes))
    yield ValueConstraint("MaxLengthConstraintComponent", check)


def _pattern(node: Node, of: Shapes) -> Made:
    given = list(of.shapes.objects(node, SH.flags))
    flags = the_text(the_one(node, SH.flags, of.shapes), SH.flags).lower() if given else ""
    for pattern in of.shapes.objects(node, SH.pattern):
        try:
            check = checks.matches(the_text(pattern, SH.pattern), flags)
        except re.error as error:
            raise NotCovered(f"a pattern that is none: {error}") from None
        yield ValueConstraint("PatternConstraintComponent", check)


def _language_in(node: Node, of: Shapes) -> Made:
    listed = members(the_one(node, SH.languageIn, of.shapes), SH.languageIn, of.shapes)
    ranges = frozenset(the_text(one, SH.languageIn).lower() for one in listed)
    yield ValueConstraint("LanguageInConstraintComponent", checks.is_in_language(ranges))


def _in(node: Node, of: Shapes) -> Made:
    listed = the_one(node, SH["in"], of.shapes)
    allowed = frozenset(map(shape_term, members(listed, SH["in"], of.shapes)))
    yield ValueConstraint("InConstraintComponent", allowed.__contains__)


def _min_count(node: Node, of: Shapes) -> Made:
    _must_have_path(node, of)
    yield MinCount(the_number(node, SH.minCount, of.shapes))


def _max_count(node: Node, of: Shapes) -> Made:
    _must_have_path(node, of)
    most = the_number(node, SH.maxCount, of.shapes)
    yield MaxCount(most, () if most else _properties(node, of))


def _properties(node: Node, of: Shapes) -> tuple[Term, ...]:
    path = the_one(node, SH.path, of.shapes)
    return tuple(term(predicate) for predicate in predicates(path, of.shapes))


def _has_value(node: Node, of: Shapes) -> Made:
    for wanted in of.shapes.objects(node, SH.hasValue):
        yield HasValue(shape_term(wanted))


def _unique_lang(node: Node, of: Shapes) -> Made:
    _must_have_path(node, of)
    if is_true(node, SH.uniqueLang, of.shapes):
        yield UniqueLang()


def _pair(parameter: URIRef, make: Callable[[Term], Constraint], node: Node, of: Shapes) -> Made:
    yield from map(make, _others(parameter, node, of))


def _less_than(parameter: URIRef, node: Node, of: Shapes) -> Made:
    _must_have_path(node, of)
    yield from less_than(_others(parameter, node, of), parameter == SH.lessThanOrEquals)


def _others(parameter: URIRef, node: Node, of: Shapes) -> tuple[Term, ...]:
    """Give the properties that a constraint compares with."""
    others = tuple(of.shapes.objects(node, parameter))
    if not all(isinstance(other, URIRef) for other in others):
        raise NotCovered(f"what is no property as {parameter}")
    return tuple(map(term, others))


def _closed(node: Node, of: Shapes) -> Made:
    if not is_true(node, SH.closed, of.shapes):
        return
    held = tuple(of.shapes.objects(node, SH.property))
    own = tuple(the_one(of.property_shape(one).node, SH.path, of.shapes) for one in held)
    ignored = tuple(
        one
        for listed in of.shapes.objects(node, SH.ignoredProperties)
        for one in of.shapes.items(listed)
    )
    yield Closed(predicates_of((*own, *ignored)))


def _node(node: Node, of: Shapes) -> Made:
    for shape in of.shapes.objects(node, SH.node):
        yield Logical("Node", (of.node_shape(shape),))


def _not(node: Node, of: Shapes) -> Made:
    for shape in of.shapes.objects(node, SH["not"]):
        yield Logical("Not", (of.shape(shape),))


def _listed(parameter: URIRef, kind: str, node: Node, of: Shapes) -> Made:
    for listed in of.shapes.objects(node, parameter):
        yield Logical(kind, tuple(map(of.shape, members(listed, parameter, of.shapes))))


def _property(node: Node, of: Shapes) -> Made:
    for shape in of.shapes.objects(node, SH.property):
        yield PropertyConstraint(of.property_shape(shape))


def _qualified(node: Node, of: Shapes) -> Made:
    _must_have_path(node, of)
    least = a_number(node, SH.qualifiedMinCount, of.shapes)
    most = a_number(node, SH.qualifiedMaxCount, of.shapes)
    if least is None and most is None:
        raise NotCovered("sh:qualifiedValueShape without a count")
    apart = is_true(node, SH.qualifiedValueShapesDisjoint, of.shapes)
    for wanted in of.shapes.objects(node, SH.qualifiedValueShape):
        siblings = _siblings(node, wanted, of.shapes) if apart else frozenset()
        shapes = tuple(of.shape(sibling) for sibling in sorted(siblings, key=str))
        yield QualifiedValueShape(of.shape(wanted), shapes, least, most)


def _siblings(node: Node, wanted: Node, shapes: Graph) -> frozenset[Node]:
    """Give the sibling shapes (SHACL, section 4.7.3)."""
    return frozenset(
        sibling
        for holder in shapes.subjects(SH.property, node)
        for held in shapes.objects(holder, SH.property)
        for sibling in shapes.objects(held, SH.qualifiedValueShape)
        if sibling != wanted
    )


def _must_have_path(node: Node, of: Shapes) -> None:
    if (node, SH.path, None) not in of.shapes:
        raise NotCovered("a constraint for property shapes on a node shape")


MAKERS: Mapping[Node, Callable[[Node, Shapes], Made]] = {
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    **{parameter: partial(_bound, parameter) for parameter in checks.BOUNDS},
    SH.minLength: _min_length,
    SH.maxLength: _max_length,
    SH.pattern: _pattern,
    SH.languageIn: _language_in,
    SH["in"]: _in,
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.hasValue: _has_value,
    SH.uniqueLang: _unique_lang,
    SH.equals: partial(_pair, SH.equals, Equals),
    SH.disjoint: partial(_pair, SH.disjoint, Disjoint),
    SH.lessThan: partial(_less_than, SH.lessThan),
    SH.lessThanOrEquals: partial(_less_than, SH.lessThanOrEquals),
    SH.closed: _closed,
    SH.node: _node,
    SH["not"]: _not,
    SH["and"]: partial(_listed, SH["and"], "And"),
    SH["or"]: partial(_listed, SH["or"], "Or"),
    SH.xone: partial(_listed, SH.xone, "Xone"),
    SH.property: _property,
    SH.qualifiedValueShape: _qualified,
    SH.sparql: lambda node, of: sparql_constraints(node, of.shapes),
}
"""The maker of each parameter; other parameters are parts of these components."""
