"""A shapes graph, compiled: its shapes by their targets, and what they look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SH, Graph
from rdflib.term import Node

from .compiler import TARGETS, Compiler
from .not_covered import NotCovered
from .parameters import shape_term
from .reads import DISTANT, FOCUS, Reads
from .shape import CompiledShape
from .terms import Term

ByTarget = Mapping[Term, tuple[CompiledShape, ...]]


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """Shapes by target (SHACL, section 2.1.3) and, with the reason, those left to the reference."""

    of_class: ByTarget
    of_subjects: ByTarget
    of_objects: ByTarget
    of_node: ByTarget
    reads: Reads
    not_covered: Mapping[Node, str]

    def nodes(self) -> frozenset[Node]:
        """Give the shapes that have targets, or the targets of the shape that holds them."""
        kinds = (self.of_class, self.of_subjects, self.of_objects, self.of_node)
        parts = (part for kind in kinds for shapes in kind.values() for part in shapes)
        return frozenset(part.node for part in parts)


def compile_shapes(shapes: Graph) -> CompiledShapes:
    """Compile the shapes that have targets, and what these refer to."""
    compiler, reads = Compiler(shapes), Reads()
    found: dict[Node, dict[Term, list[CompiledShape]]] = {
        kind: defaultdict(list) for kind in TARGETS
    }
    not_covered: dict[Node, str] = {}
    for node, targets in sorted(_targets(shapes).items()):
        try:
            parts = compiler.parts(node)
            wanted = [(kind, shape_term(target)) for kind, target in targets]
        except NotCovered as reason:
            not_covered[node] = str(reason)
            continue
        for kind, target in wanted:
            found[kind][target] += parts
            _look(reads, kind, target, parts)
    by_kind = {
        kind: {target: tuple(parts) for target, parts in of_kind.items()}
        for kind, of_kind in found.items()
    }
    return CompiledShapes(
        of_class=by_kind[SH.targetClass],
        of_subjects=by_kind[SH.targetSubjectsOf],
        of_objects=by_kind[SH.targetObjectsOf],
        of_node=by_kind[SH.targetNode],
        reads=reads,
        not_covered=not_covered,
    )


def with_targets_of(wanted: Container[Node], shapes: Graph) -> Graph:
    """Give a shapes graph in which these shapes alone have targets."""
    given = Graph(bind_namespaces="none")
    classes = set(_classes_that_are_shapes(shapes))
    for subject, predicate, value in shapes:
        own_target = predicate in TARGETS or (predicate == RDF.type and subject in classes)
        is_kind = value in {SH.NodeShape, SH.PropertyShape}
        if subject in wanted or not own_target or is_kind:
            given.add((subject, predicate, value))
    return given


def _look(reads: Reads, kind: Node, target: Term, parts: tuple[CompiledShape, ...]) -> None:
    """Say what shapes look at, and where objects of a property are their focus nodes, that too."""
    begin = FOCUS if kind in {SH.targetClass, SH.targetSubjectsOf} else DISTANT
    if kind == SH.targetObjectsOf:
        reads.follow(begin, target, inverse=True)
    for part in parts:
        part.reads(reads, begin)


def _targets(shapes: Graph) -> dict[Node, list[tuple[Node, Node]]]:
    """Give kind and value of the targets of each shape that has any."""
    found: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
    for kind in TARGETS:
        for node, target in shapes.subject_objects(kind):
            found[node].append((kind, target))
    for node in _classes_that_are_shapes(shapes):
        found[node].append((SH.targetClass, node))
    return found


def _classes_that_are_shapes(shapes: Graph) -> Iterator[Node]:
    """Give the shapes that are their own target (SHACL, section 2.1.3.3)."""
    kinds = {RDFS.Class, OWL.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
    for node in {node for kind in kinds for node in shapes.subjects(RDF.type, kind)}:
        declared = {SH.NodeShape, SH.PropertyShape} & set(shapes.objects(node, RDF.type))
        held = any((node, one, None) in shapes for one in (*TARGETS, SH.property, SH.node))
        if declared or held or (None, None, node) in shapes:
            yield node
