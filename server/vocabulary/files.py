"""The ontology and the shapes of a release as graphs, read from the files it holds.

Not from the store: there the axioms have lost their blank nodes, and files keep the modules apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from rdflib import OWL, RDF, SKOS, BNode, Graph
from rdflib.compare import to_canonical_graph
from rdflib.term import Node

from ...ontology.modules import ALIGNMENT, CORE, DEFINITIONS
from ...ontology.terms import PREFIXES
from ..problems import NotFound
from ..store import Release

_READING_ORDER = (*CORE, ALIGNMENT, DEFINITIONS)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The files of a release by name: modules with terms in reading order, code lists, shapes."""

    modules: Mapping[str, Graph]
    code_lists: Mapping[str, Graph]
    shapes: Mapping[str, Graph]


def read_vocabulary(release: Release) -> Vocabulary:
    """Read the Turtle files of a release; raises NotFound when it holds no ontology."""
    ontology = _read(release, "ontology")
    if not ontology:
        raise NotFound(what="ontology/*.ttl")
    lists = {n: g for n, g in ontology.items() if (None, RDF.type, SKOS.ConceptScheme) in g}
    names = sorted(ontology.keys() - lists.keys(), key=_order)
    return Vocabulary({n: ontology[n] for n in names}, lists, _read(release, "shapes"))


def joined(graphs: Iterable[Graph]) -> Graph:
    """Give several graphs as one new graph that writes our prefixes, always in the same order."""
    # This store keeps triples in the order they came in; rdflib's usual one in none.
    whole = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        whole.bind(prefix, namespace)
    for triple in sorted((triple for graph in graphs for triple in graph), key=_written):
        whole.add(triple)
    return whole


def header(graph: Graph) -> Node | None:
    """Give the ontology that a file declares, None when it declares none."""
    return min(graph.subjects(RDF.type, OWL.Ontology), key=str, default=None)


def _read(release: Release, folder: str) -> dict[str, Graph]:
    found = {}
    for path in sorted(release.documents):
        name = PurePosixPath(path)
        file = release.document(path) if name.parent.as_posix() == folder else None
        if file is not None and name.suffix == ".ttl":
            graph = Graph(bind_namespaces="none").parse(file, format="turtle")
            found[name.stem] = _with_steady_names(graph, name.stem)
    return found


def _with_steady_names(graph: Graph, name: str) -> Graph:
    """Give the graph with blank nodes named by what is said of them, and apart from other files'.

    Parsers name them by chance; an answer with a strong entity tag must be the same every time.
    """
    if not any(isinstance(node, BNode) for triple in graph for node in triple):
        return graph
    canonical = to_canonical_graph(graph)
    prefix = "".join(letter for letter in name if letter.isalnum())
    nodes = sorted({n for triple in canonical for n in triple if isinstance(n, BNode)})
    names: dict[Node, Node] = {n: BNode(f"{prefix}-{i}") for i, n in enumerate(nodes, start=1)}
    steady = Graph(bind_namespaces="none")
    for s, p, o in canonical:
        steady.add((names.get(s, s), p, names.get(o, o)))
    return steady


def _written(triple: tuple[Node, Node, Node]) -> tuple[str, ...]:
    return tuple(node.n3() for node in triple)


def _order(name: str) -> tuple[int, str]:
    known = _READING_ORDER.index(name) if name in _READING_ORDER else len(_READING_ORDER)
    return known, name
