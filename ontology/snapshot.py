"""A version of the whole ontology as one Turtle file, kept when the next version replaces it.

`python -m klynge.ontology.snapshot` writes versions/<VERSION>.ttl from all modules; do so before
`VERSION` is raised. The same triples give the same text.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph
from rdflib.compare import to_canonical_graph
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from .iris import CONCEPTS
from .modules import ALIGNMENT, CODE_LISTS, CORE, DEFINITIONS, VERSION, read, version_path
from .terms import PREFIXES

OPENING = """\
# klynge {version}: the whole ontology as it was published, all modules in one file. Written by
# `python -m klynge.ontology.snapshot`: the files merged, blank nodes named by what is said of
# them, triples sorted. Later versions stand in the files of the folder above; do not edit here.

"""


def snapshot(graph: Graph, version: str) -> str:
    """Give a version of the ontology as Turtle: the same text for the same triples."""
    # This store keeps triples in the order they came in; rdflib's usual one in none.
    ordered = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, **_scheme_prefixes(graph)}.items():
        ordered.bind(prefix, namespace)
    for triple in sorted(to_canonical_graph(graph), key=_written):
        ordered.add(triple)
    return OPENING.format(version=version) + ordered.serialize(format="turtle").rstrip() + "\n"


def write() -> Path:
    """Keep the present version among the old ones, and give the path of its file."""
    path = version_path(VERSION)
    graph = read(*CORE, ALIGNMENT, DEFINITIONS, *CODE_LISTS)
    path.write_text(snapshot(graph, VERSION), encoding="utf-8")
    return path


def _scheme_prefixes(graph: Graph) -> dict[str, str]:
    """Give each code list its own prefix, as in the files: `size-class:micro`."""
    schemes = sorted(str(scheme) for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme))
    return {scheme.removeprefix(CONCEPTS): f"{scheme}/" for scheme in schemes}


def _written(triple: tuple[Node, Node, Node]) -> tuple[str, ...]:
    return tuple(node.n3() for node in triple)


if __name__ == "__main__":
    print(f"wrote {write().name}")
