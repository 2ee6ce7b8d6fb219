"""What a release says about itself: DCAT for catalogues, VoID for linked-data clients.

Everything comes from the catalogue's facts (`klynge.toml`) and from counting; nothing is said
twice. DCAT 3 (W3C), DCAT-AP 3.0 names, VoID (W3C note).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ...shapes.report import Message
from ..facts import Catalogue, SourceFacts
from ..pipeline import Graphs

ASK_FIRST = Message(
    "No licence is stated for this source: ask before reuse.",
    "Ingen lisens er oppgitt for denne kilden: spør før gjenbruk.",
)

FORMATS = {"ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json"}
"""The dumps of a release: file ending and media type."""


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


def dcat(facts: Facts) -> Graph:
    """Describe the catalogue, its release as a dataset, each source, and the dumps (DCAT 3)."""
    catalogue = facts.catalogue
    graph = _new()
    root = URIRef(iris.resource(catalogue.base, "catalogue", catalogue.id))
    dataset = dataset_of(catalogue)
    publisher = _publisher(graph, catalogue)
    for subject, class_ in ((root, "dcat:Catalog"), (dataset, "dcat:Dataset")):
        _add(graph, subject, "rdf:type", [URIRef(expand(class_))])
        _add(graph, subject, "dct:title", _literals(catalogue.title))
        _add(graph, subject, "dct:description", _literals(catalogue.description))
        _add(graph, subject, "dct:publisher", [publisher] if publisher else [])
        _add(graph, subject, "dct:license", _iri(catalogue.licence))
    _add(graph, root, "dcat:dataset", [dataset])
    _add(graph, dataset, "dct:issued", [_day(catalogue)])
    _add(graph, dataset, "dcat:version", [Literal(facts.release)])
    _add(graph, dataset, "dct:accrualPeriodicity", _iri(catalogue.cadence))
    _distributions(graph, dataset, "klynge", {"nq": FORMATS["nq"]}, catalogue)
    for source in catalogue.sources:
        part = _source(graph, source, catalogue)
        _add(graph, dataset, "dct:hasPart", [part])
        _add(graph, root, "dcat:dataset", [part])
    return graph


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


def _source(graph: Graph, source: SourceFacts, catalogue: Catalogue) -> URIRef:
    subject = URIRef(iris.resource(catalogue.base, "source", source.id))
    _add(graph, subject, "rdf:type", [URIRef(expand("dcat:Dataset"))])
    _add(graph, subject, "dct:title", _literals(source.title))
    _add(graph, subject, "dct:license", _iri(source.licence))
    rights = source.rights or (None if source.licence else ASK_FIRST)
    _add(graph, subject, "skos:note", _literals(rights) if rights else [])
    _distributions(graph, subject, source.id, FORMATS, catalogue)
    return subject


def _distributions(
    graph: Graph, dataset: URIRef, name: str, formats: Mapping[str, str], catalogue: Catalogue
) -> None:
    for ending, media_type in formats.items():
        subject = URIRef(iris.resource(catalogue.base, "distribution", f"{name}.{ending}"))
        _add(graph, dataset, "dcat:distribution", [subject])
        _add(graph, subject, "rdf:type", [URIRef(expand("dcat:Distribution"))])
        _add(graph, subject, "dct:title", [Literal(f"{name}.{ending}")])
        kind = URIRef(f"http://www.iana.org/assignments/media-types/{media_type}")
        _add(graph, subject, "dcat:mediaType", [kind])


def _publisher(graph: Graph, catalogue: Catalogue) -> URIRef | None:
    if not catalogue.publisher:
        return None
    key = iris.slug(catalogue.publisher)
    subject = URIRef(iris.resource(catalogue.base, "publisher", key))
    _add(graph, subject, "rdf:type", [URIRef(expand("foaf:Agent"))])
    _add(graph, subject, "foaf:name", [Literal(catalogue.publisher)])
    _add(graph, subject, "foaf:homepage", _iri(catalogue.publisher_url))
    return subject


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


def _iri(text: str) -> list[Node]:
    return [URIRef(text)] if text else []


def _day(catalogue: Catalogue) -> Literal:
    return Literal(catalogue.issued)


def _subjects(lines: Iterable[str]) -> int:
    return len({line.partition(" ")[0] for line in lines})
