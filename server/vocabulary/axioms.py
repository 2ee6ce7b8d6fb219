"""Axioms as people write them: the Manchester syntax of OWL 2, word by word.

https://www.w3.org/TR/owl2-manchester-syntax/. Only what needs no name of its own: conditions on
classes, keys, and what properties are like. A word is a keyword or the IRI of a term.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

Words = tuple[str | URIRef, ...]

_FRAMES = {
    OWL.equivalentClass: "EquivalentTo",
    RDFS.subClassOf: "SubClassOf",
    RDFS.subPropertyOf: "SubPropertyOf",
    OWL.disjointWith: "DisjointWith",
    OWL.hasKey: "HasKey",
    RDFS.domain: "Domain",
    RDFS.range: "Range",
    OWL.inverseOf: "InverseOf",
    OWL.propertyChainAxiom: "SubPropertyChain",
}
_CHARACTERISTICS = {
    OWL.FunctionalProperty: "Functional",
    OWL.InverseFunctionalProperty: "InverseFunctional",
    OWL.TransitiveProperty: "Transitive",
    OWL.SymmetricProperty: "Symmetric",
    OWL.AsymmetricProperty: "Asymmetric",
    OWL.ReflexiveProperty: "Reflexive",
    OWL.IrreflexiveProperty: "Irreflexive",
}
_QUANTIFIED = {
    OWL.someValuesFrom: "some",
    OWL.allValuesFrom: "only",
    OWL.hasValue: "value",
    OWL.hasSelf: "Self",
}
_COUNTED = {
    OWL.minQualifiedCardinality: "min",
    OWL.maxQualifiedCardinality: "max",
    OWL.qualifiedCardinality: "exactly",
    OWL.minCardinality: "min",
    OWL.maxCardinality: "max",
    OWL.cardinality: "exactly",
}


@dataclass(frozen=True, slots=True)
class Axiom:
    """An axiom about a term: the frame of the Manchester syntax, and what stands in it."""

    subject: str
    frame: str
    words: Words


def axioms(graph: Graph) -> tuple[Axiom, ...]:
    """Give the axioms of a graph, by term, in the order of the frames.

    A condition without a name that is a subclass of a class is given as `SuperClassOf`.
    """
    found = [*_frames(graph), *_characteristics(graph), *_conditions(graph), *_disjoint(graph)]
    order = [*_FRAMES.values(), "Characteristics", "SuperClassOf", "DisjointClasses"]
    return tuple(sorted(found, key=lambda a: (a.subject, order.index(a.frame), as_text(a.words))))


def as_text(words: Words) -> str:
    """Give the words of an axiom as one text."""
    return " ".join(words)


def _frames(graph: Graph) -> Iterator[Axiom]:
    for predicate, frame in _FRAMES.items():
        for subject, value in graph.subject_objects(predicate):
            if isinstance(subject, URIRef):
                yield Axiom(str(subject), frame, tuple(_stated(graph, frame, value)))


def _stated(graph: Graph, frame: str, value: Node) -> Iterator[str | URIRef]:
    joints = {"HasKey": ",", "SubPropertyChain": "o"}
    if frame in joints:
        yield from _list(graph, value, joints[frame])
    else:
        yield from _expression(graph, value, nested=False)


def _characteristics(graph: Graph) -> Iterator[Axiom]:
    for class_, name in _CHARACTERISTICS.items():
        for subject in graph.subjects(RDF.type, class_):
            yield Axiom(str(subject), "Characteristics", (name,))


def _conditions(graph: Graph) -> Iterator[Axiom]:
    for condition, class_ in graph.subject_objects(RDFS.subClassOf):
        if isinstance(condition, BNode):
            words = tuple(_expression(graph, condition, nested=False))
            yield Axiom(str(class_), "SuperClassOf", words)


def _disjoint(graph: Graph) -> Iterator[Axiom]:
    for node in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = graph.value(node, OWL.members)
        if members is not None:
            words = tuple(_list(graph, members, ","))
            yield Axiom(str(words[0]), "DisjointClasses", words)


def _expression(graph: Graph, node: Node, nested: bool = True) -> Iterator[str | URIRef]:
    """Give a class expression, in brackets where it stands within another."""
    if not isinstance(node, BNode):
        yield node if isinstance(node, URIRef) else _literal(node)
        return
    words = list(_compound(graph, node))
    yield from ["(", *words, ")"] if nested else words


def _compound(graph: Graph, node: BNode) -> Iterator[str | URIRef]:
    for predicate, joint in ((OWL.intersectionOf, "and"), (OWL.unionOf, "or")):
        if (members := graph.value(node, predicate)) is not None:
            yield from _list(graph, members, joint)
    if (members := graph.value(node, OWL.oneOf)) is not None:
        yield from ("{", *_list(graph, members, ","), "}")
    for predicate, word in ((OWL.complementOf, "not"), (OWL.inverseOf, "inverse")):
        if (value := graph.value(node, predicate)) is not None:
            yield word
            yield from _expression(graph, value)
    if (property_ := graph.value(node, OWL.onProperty)) is not None:
        yield from _expression(graph, property_)
        yield from _restriction(graph, node)


def _restriction(graph: Graph, node: BNode) -> Iterator[str | URIRef]:
    for predicate, word in _QUANTIFIED.items():
        if (value := graph.value(node, predicate)) is not None:
            yield word
            if word != "Self":
                yield from _expression(graph, value)
    for predicate, word in _COUNTED.items():
        if (number := graph.value(node, predicate)) is not None:
            yield from (word, str(number))
            of = graph.value(node, OWL.onClass) or graph.value(node, OWL.onDataRange)
            yield from _expression(graph, of) if of is not None else ()


def _list(graph: Graph, members: Node, joint: str) -> Iterator[str | URIRef]:
    for number, member in enumerate(Collection(graph, members)):
        if number:
            yield joint
        yield from _expression(graph, member)


def _literal(node: Node) -> str:
    return node.n3() if isinstance(node, Literal) else str(node)
