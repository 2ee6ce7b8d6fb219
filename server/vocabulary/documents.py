"""The documents that the IRIs of the vocabulary lead to: modules, their versions, the shapes.

Terms and shapes have hash IRIs: the document without the fragment describes them, so it answers
200 itself and needs no 303 (Cool URIs for the Semantic Web, section 4.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, URIRef

from ...ontology.iris import BASE, CONCEPTS
from ...ontology.terms import PREFIXES, expand
from ..responses.negotiation import Format
from .graphs import header, joined

ONTOLOGY = expand("kly:").rstrip("#")
CODE_LISTS = CONCEPTS.rstrip("/")
SHAPES = PREFIXES["klysh"].rstrip("#")

_WRITERS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml"}


class Subject(StrEnum):
    """What a document is about, which decides what its page shows."""

    TERMS = "terms"
    DEFINITIONS = "definitions"
    ALIGNMENT = "alignment"
    CODE_LISTS = "code lists"
    SHAPES = "shapes"


_HOMES = {
    **dict.fromkeys(Subject, ONTOLOGY),
    Subject.CODE_LISTS: CODE_LISTS,
    Subject.SHAPES: SHAPES,
}
"""The ontology to which a file belongs that declares none."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document: its IRI, what it says and is about, the licence it states, its versions.

    `version` and `prior` are the IRIs of its own version and of the one before (OWL 2, section
    3.1); `is_old` when a later version has taken its place.
    """

    iri: str
    graph: Graph
    subject: Subject
    licence: str
    version: str
    prior: str
    profile: str
    is_old: bool = False

    @property
    def path(self) -> str:
        """Give the path under which it is found; an old version has only that of its own."""
        return path_of(self.version if self.is_old else self.iri)


def path_of(iri: str) -> str:
    """Give the path of an IRI of ours: `ont/0.1.0`."""
    return iri.removeprefix(BASE)


def documents(
    ontology: Mapping[str, Graph], shapes: Mapping[str, Graph], old: Iterable[Graph]
) -> dict[str, Document]:
    """Give each document under its paths: `ont`, `ont/0.2.0`, `ont/alignment`, `voc`, `shapes`.

    A file belongs to the ontology that it declares, else to that of its namesake (`core-time` to
    what `core-common` declares), else to the code lists, shapes or terms, whichever it holds. An
    old version is one file with all its modules.
    """
    found: dict[str, Document] = {}
    licence = ""
    for iri, files in [*_modules(ontology), *_modules(shapes)]:
        document = _document(iri, _whole(files, iri), licence)
        licence = licence or document.licence
        _enter(found, document)
    for graph in old:
        for iri in sorted(str(node) for node in graph.subjects(RDF.type, OWL.Ontology)):
            _enter(found, _document(iri, joined([graph]), licence, is_old=True))
    return found


def serialised(graph: Graph, format_: Format) -> bytes:
    """Give a graph in one serialisation; the same bytes each time."""
    if format_.name == "jsonld":
        text = graph.serialize(format="json-ld", context=dict(PREFIXES))
        return json.dumps(_in_order(json.loads(text)), indent=1, sort_keys=True).encode()
    data: bytes = graph.serialize(format=_WRITERS[format_.name], encoding="utf-8")
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


def _modules(files: Mapping[str, Graph]) -> list[tuple[str, list[Graph]]]:
    """Give the files of each module under its IRI, the ontology first."""
    headers = {name: header(graph) for name, graph in files.items()}
    namesakes = {_family(name): str(iri) for name, iri in headers.items() if iri is not None}
    found: dict[str, list[Graph]] = {}
    for name, graph in files.items():
        module = str(headers[name] or namesakes.get(_family(name)) or _HOMES[_subject(graph)])
        found.setdefault(module, []).append(graph)
    return sorted(found.items(), key=lambda item: (item[0] != ONTOLOGY, item[0]))


def _family(name: str) -> str:
    return name.partition("-")[0]


def _subject(graph: Graph) -> Subject:
    """Give what a graph is about, from what stands in it."""
    signs = {
        Subject.SHAPES: (None, RDF.type, URIRef(expand("sh:NodeShape"))),
        Subject.CODE_LISTS: (None, RDF.type, SKOS.ConceptScheme),
        Subject.TERMS: (None, SKOS.definition, None),
        Subject.DEFINITIONS: (None, OWL.equivalentClass, None),
    }
    return next((one for one, sign in signs.items() if sign in graph), Subject.ALIGNMENT)


def _document(iri: str, graph: Graph, licence: str, is_old: bool = False) -> Document:
    def said(predicate: URIRef) -> str:
        return str(graph.value(URIRef(iri), predicate) or "")

    return Document(
        iri=iri,
        graph=graph,
        subject=Subject.TERMS if is_old else _subject(graph),
        licence=said(DCTERMS.license) or licence,
        version=said(OWL.versionIRI),
        prior=said(OWL.priorVersion),
        profile=said(DCTERMS.conformsTo),
        is_old=is_old,
    )


def _enter(found: dict[str, Document], document: Document) -> None:
    for iri in (document.version, "" if document.is_old else document.iri):
        if iri.startswith(BASE):
            found.setdefault(path_of(iri), document)


def _whole(files: Iterable[Graph], iri: str) -> Graph:
    """Give all files as one document, which has one header only (OWL 2, section 3.5)."""
    graph = joined(files)
    for other in set(graph.subjects(RDF.type, OWL.Ontology)) - {URIRef(iri)}:
        graph.remove((other, None, None))
    return graph


def other_versions(found: Mapping[str, Document], document: Document) -> Iterator[tuple[str, str]]:
    """Give relation and path of the versions of a document (RFC 5829, section 3)."""
    latest = found.get(path_of(document.iri), document)
    if not latest.version:
        return
    yield "latest-version", path_of(latest.version)
    if path_of(document.prior) in found:
        yield "predecessor-version", path_of(document.prior)
    for after in found.values():
        if document.version and after.prior == document.version:
            yield "successor-version", path_of(after.version)
            return
