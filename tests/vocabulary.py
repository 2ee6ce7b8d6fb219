"""The packaged vocabulary as tests see it, and what stands under the anchors of a page."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from klynge.ontology.modules import ALIGNMENT, CODE_LISTS, CORE, DEFINITIONS, VERSION, versions

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://w3id.org/klynge/"
ONT = rdflib.Namespace(f"{BASE}ont#")


def iris(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted({node for node in nodes if isinstance(node, URIRef)})


def packaged(room: str) -> Graph:
    graph = Graph()
    for file in sorted(ROOT.joinpath(room).glob("*.ttl")):
        graph.parse(file)
    return graph


ONTOLOGY = packaged("ontology")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TERMS = [t for kind in KINDS for t in iris(ONTOLOGY.subjects(RDF.type, kind)) if t in ONT]
SCHEMES = iris(ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme))
CONCEPTS = iris(ONTOLOGY.subjects(RDF.type, SKOS.Concept))

MODULES = {
    "ont": CORE,
    "ont/definitions": (DEFINITIONS,),
    "ont/alignment": (ALIGNMENT,),
    "voc": CODE_LISTS,
}
"""The files of each module of the ontology, by the module's path."""

OLD = [f"ont/{version}" for version in versions()[1:]]
SHAPES = [
    iri.removeprefix(BASE)
    for graph in [packaged("shapes")]
    for iri in iris([*graph.subjects(RDF.type, OWL.Ontology), *graph.objects(None, OWL.versionIRI)])
]
DOCUMENTS = [*MODULES, *(f"{module}/{VERSION}" for module in MODULES), *OLD, *SHAPES]
"""The paths of everything that the vocabulary publishes: modules, versions, shapes."""


class Anchored(HTMLParser):
    """The text inside the element of each anchor, as far as articles and headings go."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.addresses: set[str] = set()
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.addresses.add(values.get("href") or "")
        self.handle_data(" ")
        if tag in {"article", "h2"}:
            self._open.append((tag, values.get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for _, anchor in self._open:
            self.found[anchor] = self.found.get(anchor, "") + data
