"""The documents that the IRIs of the vocabulary lead to: `/ont`, its modules, layers of shapes.

Terms and shapes have hash IRIs: the document without the fragment describes them, so it answers
200 itself and needs no 303 (Cool URIs for the Semantic Web, section 4.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import DCTERMS, OWL, RDF, Graph, URIRef

from ...ontology.iris import BASE
from ...ontology.terms import PREFIXES, expand
from ..negotiation import Format
from .files import Vocabulary, header, joined

ONTOLOGY = expand("kly:").rstrip("#")

_WRITERS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its IRI, what it says, the licence it states, whether it holds shapes."""

    iri: str
    graph: Graph
    licence: str
    holds_shapes: bool = False

    @property
    def path(self) -> str:
        """Give the path under which it is found."""
        return self.iri.removeprefix(BASE)


def documents(vocabulary: Vocabulary) -> dict[str, Document]:
    """Give each document under its path: `ont`, `ont/0.1.0`, `shapes`.

    A file that declares an ontology of its own is a document of its own as well.
    """
    found: dict[str, Document] = {}
    whole = _whole(vocabulary.modules, ONTOLOGY)
    licence = str(whole.value(URIRef(ONTOLOGY), DCTERMS.license) or "")
    _enter(found, Document(ONTOLOGY, whole, licence))
    for graph in vocabulary.modules.values():
        own = header(graph)
        if own is not None and str(own) != ONTOLOGY:
            _enter(found, Document(str(own), joined([graph]), licence))
    for layer in sorted(set(map(header, vocabulary.shapes.values())) - {None}, key=str):
        files = {n: g for n, g in vocabulary.shapes.items() if _is_of(g, str(layer))}
        shapes = _whole(files, str(layer))
        _enter(found, Document(str(layer), shapes, licence, holds_shapes=True))
    return found


def _is_of(graph: Graph, layer: str) -> bool:
    """Tell whether a file of shapes is of a layer: its header, or shapes in its namespace."""
    declared = header(graph)
    if declared is not None:
        return str(declared) == layer
    return any(str(subject).startswith(f"{layer}#") for subject in graph.subjects())


def serialised(document: Document, format_: Format) -> bytes:
    """Give a document in one serialisation; the same bytes each time."""
    if format_.name == "jsonld":
        text = document.graph.serialize(format="json-ld", context=dict(PREFIXES))
        return json.dumps(_in_order(json.loads(text)), indent=1, sort_keys=True).encode()
    data: bytes = document.graph.serialize(format=_WRITERS[format_.name], encoding="utf-8")
    if format_.name == "ntriples":
        return b"".join(sorted(data.splitlines(keepends=True)))
    return data


def _in_order(value: Any, is_list: bool = False) -> Any:
    """Give a JSON-LD document with its sets sorted, which the writer leaves to chance."""
    if isinstance(value, dict):
        return {key: _in_order(one, is_list=key == "@list") for key, one in value.items()}
    if isinstance(value, list):
        items = [_in_order(one) for one in value]
        return items if is_list else sorted(items, key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _enter(found: dict[str, Document], document: Document) -> None:
    for iri in _addresses(document):
        if iri.startswith(BASE):
            found.setdefault(iri.removeprefix(BASE), document)


def _addresses(document: Document) -> Iterator[str]:
    yield document.iri
    for version in document.graph.objects(URIRef(document.iri), OWL.versionIRI):
        yield str(version)


def _whole(files: Mapping[str, Graph], iri: str) -> Graph:
    """Give all files as one document, which has one header only (OWL 2, section 3.5)."""
    graph = joined(files.values())
    for other in set(graph.subjects(RDF.type, OWL.Ontology)) - {URIRef(iri)}:
        graph.remove((other, None, None))
    return graph
