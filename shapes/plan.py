"""How shapes are put to pySHACL: the same results for a sixth of the time.

pySHACL checks all targets of a shape in one go, but goes through `sh:property` one focus node
and through `sh:or` one value at a time. So a plan gives every property shape the targets of its
node shapes, has what nests (`sh:or`, `sh:node` ...) judged once per value, however many rows
hold that value, and puts shapes of the same things and property as one. tests/shapes/test_plan.py
compares the results with those of the shapes as they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_NESTED = (SH["and"], SH["not"], SH["or"], SH.node, SH.xone)
_DESCRIBING = frozenset({RDF.type, SH.path, SH.name, SH.message, SH.severity, *_TARGETS})
_UNREAD = frozenset({SH.name, SH.message})
_SINGLE = {
    SH[name]: f"{name[0].upper()}{name[1:]}ConstraintComponent"
    for name in (
        "class datatype disjoint lessThanOrEquals maxCount maxInclusive maxLength minCount "
        "minExclusive minInclusive minLength nodeKind pattern uniqueLang"
    ).split()
}
"""The constraint component of each parameter that is the only one of its component."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes for pySHACL and whom its new shapes serve.

    `judges` has, for each shape that judges values, the property shape it serves; `joined` has,
    for each shape put together from several, the one that holds a constraint component.
    """

    shapes: Graph
    judges: Mapping[Node, Node]
    joined: Mapping[tuple[Node, str], Node]


def make_plan(shapes: Graph) -> Plan:
    """Plan the validation of a shapes graph, which stays as it is."""
    planned = Graph()
    planned.addN((s, p, o, planned) for s, p, o in shapes if p not in _UNREAD)
    _hand_down_targets(planned)
    judges = _appoint_judges(planned)
    return Plan(planned, judges, _join(planned))


def targets(shape: Node, shapes: Graph, data: Graph) -> set[Node]:
    """Give the focus nodes that a shape's own targets name (SHACL, section 2.1.3)."""
    found = set(shapes.objects(shape, SH.targetNode))
    for wanted in shapes.objects(shape, SH.targetClass):
        for subclass in data.transitive_subjects(RDFS.subClassOf, wanted):
            found.update(data.subjects(RDF.type, subclass))
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        found.update(data.subjects(predicate))
    for predicate in shapes.objects(shape, SH.targetObjectsOf):
        found.update(data.objects(None, predicate))
    return found


def _hand_down_targets(shapes: Graph) -> None:
    """Give property shapes the targets of their node shapes (SHACL, section 4.7.2).

    Node shapes that others refer to, that are closed or deactivated, that are their own target or
    whose property shapes look at their siblings stay as they are, and so does what is no property
    shape, for pySHACL to refuse.
    """
    for node in set(shapes.subjects(SH.property)):
        own = [(kind, value) for kind in _TARGETS for value in shapes.objects(node, kind)]
        if _stands_apart(node, shapes):
            continue
        for property_shape in set(shapes.objects(node, SH.property)):
            if (property_shape, SH.path, None) not in shapes:
                continue
            shapes.remove((node, SH.property, property_shape))
            for kind, value in own:
                shapes.add((property_shape, kind, value))


def _stands_apart(node: Node, shapes: Graph) -> bool:
    return (
        (None, None, node) in shapes
        or (node, SH.path, None) in shapes
        or (node, SH.closed, None) in shapes
        or (node, SH.deactivated, None) in shapes
        or (node, RDF.type, RDFS.Class) in shapes
        or any(
            (sibling, SH.qualifiedValueShapesDisjoint, None) in shapes
            for sibling in shapes.objects(node, SH.property)
        )
    )


def _appoint_judges(shapes: Graph) -> dict[Node, Node]:
    """Move what nests from property shapes to node shapes whose targets are the values.

    Whether a value conforms to a nested shape depends on the value alone (SHACL, section 4.6),
    so a value that many focus nodes share need not be judged for each of them.
    """
    judges: dict[Node, Node] = {}
    for shape, path in set(shapes.subject_objects(SH.path)):
        nested = [(kind, value) for kind in _NESTED for value in shapes.objects(shape, kind)]
        has_target = any((shape, kind, None) in shapes for kind in _TARGETS)
        off = (shape, SH.deactivated, Literal(True)) in shapes
        if not nested or not has_target or off or not isinstance(path, URIRef):
            continue
        judge = BNode()
        judges[judge] = shape
        shapes.add((judge, RDF.type, SH.NodeShape))
        shapes.add((judge, SH.targetObjectsOf, path))
        for kind, value in nested:
            shapes.remove((shape, kind, value))
            shapes.add((judge, kind, value))
        if set(shapes.predicates(shape)) <= _DESCRIBING:
            # Nothing is left to check; its targets still say whom the judge speaks of.
            shapes.add((shape, SH.deactivated, Literal(True)))
    return judges


def _join(shapes: Graph) -> dict[tuple[Node, str], Node]:
    """Put property shapes with the same path and targets as one, where no component meets itself.

    A core shape and the shape of a profile that counts its values are such a pair.
    """
    joined: dict[tuple[Node, str], Node] = {}
    alike: dict[tuple[Node, frozenset[tuple[URIRef, Node]]], list[Node]] = defaultdict(list)
    for shape, path in sorted(set(shapes.subject_objects(SH.path))):
        if isinstance(path, URIRef) and _can_be_joined(shape, shapes):
            own = frozenset((k, value) for k in _TARGETS for value in shapes.objects(shape, k))
            alike[path, own].append(shape)
    for (path, own), group in alike.items():
        if len(group) > 1 and own and not _meet(group, shapes):
            one = _put_as_one(group, path, shapes)
            joined |= {(one, _SINGLE[p]): s for s in group for p in _constraints(s, shapes)}
            for shape in group:
                shapes.add((shape, SH.deactivated, Literal(True)))
    return joined


def _can_be_joined(shape: Node, shapes: Graph) -> bool:
    known = _DESCRIBING | _SINGLE.keys()
    return (None, None, shape) not in shapes and set(shapes.predicates(shape)) <= known


def _constraints(shape: Node, shapes: Graph) -> list[URIRef]:
    return [parameter for parameter in _SINGLE if (shape, parameter, None) in shapes]


def _meet(group: Iterable[Node], shapes: Graph) -> bool:
    held = [predicate for shape in group for predicate in _constraints(shape, shapes)]
    return len(held) != len(set(held))


def _put_as_one(group: Iterable[Node], path: Node, shapes: Graph) -> BNode:
    one = BNode()
    shapes.add((one, RDF.type, SH.PropertyShape))
    shapes.add((one, SH.path, path))
    for shape in group:
        for kept in (*_TARGETS, *_constraints(shape, shapes)):
            for value in shapes.objects(shape, kept):
                shapes.add((one, kept, value))
    return one
