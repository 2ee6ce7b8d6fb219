"""The W3C's SPARQL test suites: their manifests as data, with nothing run.

Files are named by the IRIs the W3C publishes them under, so that a relative IRI in a query, in
its data and in the expected result is the same one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from shared import shared

BASE = "https://w3c.github.io/rdf-tests/sparql/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
DAWGT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@dataclass(frozen=True)
class Case:
    """A test: what it is called, of what kind it is, and its entry in the manifest."""

    folder: str
    kind: str
    entry: Node
    manifest: Graph

    @property
    def name(self) -> str:
        return f"{self.folder}#{str(self.entry).rpartition('#')[2]}"

    @property
    def action(self) -> Node | None:
        return self.manifest.value(self.entry, MF.action)

    @property
    def query(self) -> str:
        """Give the IRI of the file of the query."""
        return str(self.manifest.value(self.action, QT.query) or self.action)

    @property
    def result(self) -> str:
        """Give the IRI of the file of the expected result."""
        return str(self.manifest.value(self.entry, MF.result) or "")

    @property
    def is_approved(self) -> bool:
        """Tell whether a working group approved the test; the others came later, or wait."""
        return (self.entry, DAWGT.approval, DAWGT.Approved) in self.manifest

    @property
    def is_lax(self) -> bool:
        """Tell whether rows that are the same may be fewer than expected (REDUCED)."""
        return (self.entry, MF.resultCardinality, MF.LaxCardinality) in self.manifest

    @property
    def default_graphs(self) -> list[str]:
        """Give the files that make up the default graph."""
        return sorted(map(str, self.manifest.objects(self.action, QT.data)))

    @property
    def named_graphs(self) -> list[tuple[str, str]]:
        """Give the name and the file of each named graph."""
        found = []
        for node in self.manifest.objects(self.action, QT.graphData):
            file = self.manifest.value(node, QT.graph) or node
            found.append((str(self.manifest.value(node, RDFS.label) or file), str(file)))
        return sorted(found)


def file_of(iri: str) -> Path:
    """Give the file that stands for an IRI of the suites."""
    return shared("conformance", "w3c-rdf-tests", "sparql", *iri.removeprefix(BASE).split("/"))


def cases(manifest: str) -> Iterator[Case]:
    """Give the tests of a manifest and of those it includes, in their order."""
    graph = Graph().parse(file_of(manifest), format="turtle", publicID=manifest)
    folder = manifest.removeprefix(BASE).rpartition("/")[0]
    for included in _listed(graph, MF.include):
        yield from cases(str(included))
    for entry in _listed(graph, MF.entries):
        kind = str(graph.value(entry, RDF.type)).removeprefix(str(MF))
        yield Case(folder, kind, entry, graph)


def _listed(graph: Graph, name: URIRef) -> Iterator[Node]:
    for first in graph.objects(None, name):
        yield from Collection(graph, first)
