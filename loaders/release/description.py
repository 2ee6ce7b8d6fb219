"""What a release says about itself: VoID for linked-data clients (W3C note), facts for the server.

Everything comes from the catalogue's facts (`klynge.toml`) and from counting; `dcat.py` describes
the catalogue for those who harvest it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ...shapes.report import Message
from ..facts import Catalogue, SourceFacts
from ..pipeline import Graphs
from .dcat import ASK_FIRST


@dataclass(frozen=True, slots=True)
class Facts:
    """A release to be described: its catalogue, its id and its graphs."""

    catalogue: Catalogue
    release: str
    graphs: Graphs


def facts_json(facts: Facts) -> dict[str, object]:
    """Give the facts the server shows, as plain values for `catalogue.json`."""
    catalogue = facts.catalogue
    return {
        "id": catalogue.id,
        "title": _texts(catalogue.title),
        "description": _texts(catalogue.description),
        "publisher": {"name": catalogue.publisher, "url": catalogue.publisher_url},
        "licence": catalogue.licence,
        "base": catalogue.base,
        "languages": list(catalogue.languages),
        "issued": catalogue.issued.isoformat(),
        "release": facts.release,
        "quads": sum(map(len, facts.graphs.values())),
        "graphs": {graph: len(lines) for graph, lines in facts.graphs.items()},
        "sources": [_source_json(source, catalogue) for source in catalogue.sources],
    }


def _source_json(source: SourceFacts, catalogue: Catalogue) -> dict[str, object]:
    return {
        "id": source.id,
        "title": _texts(source.title),
        "licence": source.licence,
        "rights": _texts(source.rights or ASK_FIRST)
        if source.rights or not source.licence
        else None,
        "graph": iris.graph(catalogue.base, source.id),
    }


def _texts(message: Message) -> dict[str, str]:
    return {"en": message.en, "nb": message.nb}


def void(facts: Facts) -> Graph:
    """Describe the release for linked-data clients: graphs, counts, vocabularies (VoID)."""
    catalogue = facts.catalogue
    graph = _new()
    dataset = dataset_of(catalogue)
    _add(graph, dataset, "rdf:type", [URIRef(expand("void:Dataset"))])
    _add(graph, dataset, "dct:title", _literals(catalogue.title))
    _add(graph, dataset, "void:uriSpace", [Literal(f"{catalogue.base}id/")])
    _add(graph, dataset, "void:triples", [Literal(sum(map(len, facts.graphs.values())))])
    _add(graph, dataset, "void:vocabulary", [URIRef(expand("kly:").rstrip("#"))])
    for iri, lines in facts.graphs.items():
        subset = URIRef(iri)
        _add(graph, dataset, "void:subset", [subset])
        _add(graph, subset, "rdf:type", [URIRef(expand("void:Dataset"))])
        _add(graph, subset, "void:triples", [Literal(len(lines))])
        _add(graph, subset, "void:distinctSubjects", [Literal(_subjects(lines))])
    return graph


def dataset_of(catalogue: Catalogue) -> URIRef:
    """Give the IRI of the dataset that the releases of a catalogue are."""
    return URIRef(iris.resource(catalogue.base, "dataset", catalogue.id))


def _new() -> Graph:
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _add(graph: Graph, subject: URIRef, curie: str, values: Iterable[Node]) -> None:
    predicate = RDF.type if curie == "rdf:type" else URIRef(expand(curie))
    for value in values:
        graph.add((subject, predicate, value))


def _literals(message: Message) -> list[Node]:
    return [Literal(message.en, lang="en"), Literal(message.nb, lang="nb")]


def _subjects(lines: Iterable[str]) -> int:
    """Count the subjects of sorted lines."""
    return sum(1 for _ in groupby(line[: line.index(" ")] for line in lines))
