"""The Turtle files of the vocabulary as graphs that are the same in every process.

Not from the store: there the axioms have lost their blank nodes, and files keep the modules apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import OWL, RDF, BNode, Graph
from rdflib.term import Node

from ...ontology.terms import PREFIXES


def parsed(name: str, text: str) -> Graph:
    """Give a Turtle file as a graph, with blank nodes named by where they stand in the file.

    Parsers name them by chance; an answer with a strong entity tag must be the same every time.
    `name` keeps them apart from those of other files.
    """
    graph = _ordered().parse(data=text, format="turtle")
    # RDF/XML takes only names that begin with a letter, which 0.1.0.ttl does not.
    prefix = "b" + "".join(letter for letter in name if letter.isalnum())
    names: dict[Node, Node] = {}
    steady = _ordered()
    for triple in graph:
        for node in triple:
            if isinstance(node, BNode):
                names.setdefault(node, BNode(f"{prefix}-{len(names) + 1:04}"))
        s, p, o = triple
        steady.add((names.get(s, s), p, names.get(o, o)))
    return steady if names else graph


def joined(graphs: Iterable[Graph]) -> Graph:
    """Give several graphs as one new graph that writes our prefixes, always in the same order."""
    whole = _ordered()
    for prefix, namespace in PREFIXES.items():
        whole.bind(prefix, namespace)
    for triple in sorted((triple for graph in graphs for triple in graph), key=_written):
        whole.add(triple)
    return whole


def header(graph: Graph) -> Node | None:
    """Give the ontology that a file declares, None when it declares none."""
    return min(graph.subjects(RDF.type, OWL.Ontology), key=str, default=None)


def _ordered() -> Graph:
    # This store keeps triples in the order they came in; rdflib's usual one in none.
    return Graph(store="SimpleMemory", bind_namespaces="none")


def _written(triple: tuple[Node, Node, Node]) -> tuple[str, ...]:
    return tuple(node.n3() for node in triple)
