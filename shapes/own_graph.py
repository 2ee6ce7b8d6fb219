"""A catalogue's own shapes as graphs: each by itself, and all that can be applied together."""

from __future__ import annotations

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from .own_shapes import OwnShapes

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def usable_graph(own: OwnShapes) -> Graph:
    """Give the shapes that can be applied, with all that they are made of."""
    everything, usable = read_triples(own.triples.encode()), Graph(bind_namespaces="none")
    for shape in own.targeted:
        usable += alone(URIRef(shape.iri), everything)
    return usable


def read_triples(text: bytes) -> Graph:
    """Give N-Triples as a graph."""
    graph = Graph(bind_namespaces="none")
    graph.parse(data=text, format="nt")
    return graph


def alone(iri: URIRef, shapes: Graph) -> Graph:
    """Give a shape with all that it is made of, and no target but its own."""
    graph = Graph(bind_namespaces="none")
    reached: set[Node] = {iri}
    left: list[Node] = [iri]
    while left:
        node = left.pop()
        for predicate, value in shapes.predicate_objects(node):
            aims = predicate in _TARGETS or (predicate, value) == (RDF.type, RDFS.Class)
            if not aims or node == iri:
                graph.add((node, predicate, value))
            part = predicate in (RDF.first, RDF.rest) or str(predicate).startswith(str(SH))
            if part and value not in reached and not aims:
                reached.add(value)
                left.append(value)
    return graph
