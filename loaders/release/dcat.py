"""The catalogue for those who harvest it: DCAT 3 (W3C) as DCAT-AP 3 and DCAT-AP-NO want it.

Everything comes from `klynge.toml`. What is not said there is left out, never made up; the profile
`dcat-ap` tells what a harvester will miss.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from ...ontology import iris
from ...ontology.terms import PREFIXES
from ...shapes.report import Message
from ..facts import Catalogue, SourceFacts
from . import code_values
from .code_values import literals, term

ASK_FIRST = Message(
    "No licence is stated for this source: ask before reuse.",
    "Ingen lisens er oppgitt for denne kilden: spør før gjenbruk.",
)

FORMATS = {"ttl": "text/turtle", "nq": "application/n-quads", "jsonld": "application/ld+json"}
"""The dumps of a release: file ending and media type."""

_ALL = Message("All graphs of the release in one file.", "Alle grafene i utgivelsen i én fil.")
_DUMP = Message("The statements of the source, as {0}.", "Utsagnene fra kilden, som {0}.")
_SOURCE = Message("Statements from: {0}.", "Utsagn fra: {0}.")
_SERVICE = Message("SPARQL endpoint of {0}", "SPARQL-endepunkt for {0}")


def dcat(catalogue: Catalogue, release: str) -> Graph:
    """Describe a catalogue, its release as a dataset, its sources, its dumps and its endpoint."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    _Description(graph, catalogue).add(release)
    return graph


Facts = dict[str, Iterable[Node]]
"""What is said of a subject: values by property."""


class _Description:
    """Writes the description of one catalogue into a graph."""

    def __init__(self, graph: Graph, facts: Catalogue) -> None:
        self._graph, self._facts = graph, facts
        themes = code_values.themes(graph, facts.themes)
        spatial = code_values.places(graph, facts.spatial)
        self._known: Facts = {
            "dct:publisher": code_values.publisher(
                graph, facts.base, facts.publisher, facts.publisher_url
            ),
            "dct:language": code_values.languages(graph, facts.languages),
        }
        self._covered: Facts = {"dct:spatial": spatial}
        self._topic: Facts = {
            "dcat:contactPoint": code_values.contact_point(graph, facts.base, facts.contact),
            "dcat:theme": themes,
            "dcat:keyword": [Literal(word, lang=language) for word, language in facts.keywords],
            "dcat:landingPage": code_values.page(graph, facts.address),
        }

    def add(self, release: str) -> None:
        """Add everything there is to say about a release."""
        facts, graph, root = self._facts, self._graph, self._iri("catalogue", self._facts.id)
        dataset, day = self._iri("dataset", facts.id), Literal(facts.issued)
        self._resource(root, "dcat:Catalog", facts.title, facts.description)
        self._say(root, self._known | self._covered)
        self._add(root, "dct:license", code_values.any_licence(graph, facts.licence))
        self._add(root, "dct:modified", [day])
        if facts.themes:
            self._add(root, "dcat:themeTaxonomy", code_values.theme_table(graph))
        self._add(root, "foaf:homepage", code_values.page(graph, facts.address))
        self._dataset(dataset, facts.title, facts.description, facts.licence)
        self._add(dataset, "dct:issued", [day])
        self._add(dataset, "dcat:version", [Literal(release)])
        self._add(dataset, "dct:accrualPeriodicity", code_values.frequency(graph, facts.cadence))
        self._distribution(dataset, "klynge.nq", "klynge.nq", _ALL, facts.licence)
        parts = [self._source(source) for source in facts.sources]
        self._add(dataset, "dct:hasPart", parts)
        self._add(root, "dcat:dataset", [dataset, *parts])
        self._add(root, "dcat:service", self._service(dataset))

    def _resource(self, subject: URIRef, class_: str, title: Message, description: Message) -> None:
        self._add(subject, "rdf:type", [term(class_)])
        self._add(subject, "dct:title", literals(title))
        self._add(subject, "dct:description", literals(description))
        self._add(subject, "dct:identifier", [Literal(str(subject))])

    def _dataset(self, subject: URIRef, title: Message, description: Message, licence: str) -> None:
        self._resource(subject, "dcat:Dataset", title, description)
        self._say(subject, self._known | self._covered | self._topic)
        self._add(subject, "dct:license", code_values.licence(self._graph, licence))

    def _source(self, source: SourceFacts) -> URIRef:
        subject = self._iri("source", source.id)
        described = source.description or _filled(_SOURCE, source.title)
        self._dataset(subject, source.title, described, source.licence)
        rights = source.rights or (None if source.licence else ASK_FIRST)
        self._add(subject, "skos:note", literals(rights) if rights else [])
        for ending, media_type in FORMATS.items():
            name = f"{source.id}.{ending}"
            words = _filled(_DUMP, Message(media_type, media_type))
            file = self._distribution(subject, name, f"dumps/{name}", words, source.licence)
            self._add(file, "dct:rights", self._rights(source))
        return subject

    def _rights(self, source: SourceFacts) -> list[URIRef]:
        """Give what stands for a licence: one that the EU table lacks, or why there is none."""
        if code_values.licence(self._graph, source.licence):
            return []
        subject = self._iri("rights", source.id)
        self._add(subject, "rdf:type", [term("dct:RightsStatement")])
        self._add(subject, "rdfs:label", literals(source.rights or ASK_FIRST))
        self._add(subject, "dct:license", [URIRef(source.licence)] if source.licence else [])
        return [subject]

    def _distribution(
        self, dataset: URIRef, name: str, path: str, words: Message, licence: str
    ) -> URIRef:
        """Describe a dump; where the public address is not known, its dataset's IRI leads to it."""
        subject, ending = self._iri("distribution", name), name.rpartition(".")[2]
        address, graph = self._facts.address, self._graph
        download = [URIRef(f"{address}downloads/{path}")] if address else []
        self._add(dataset, "dcat:distribution", [subject])
        self._add(subject, "rdf:type", [term("dcat:Distribution")])
        self._add(subject, "dct:title", [Literal(name)])
        self._add(subject, "dct:description", literals(words))
        self._add(subject, "dcat:accessURL", download or [dataset])
        self._add(subject, "dcat:downloadURL", download)
        self._add(subject, "dct:license", code_values.licence(graph, licence))
        self._add(subject, "dcat:mediaType", code_values.media_type(graph, FORMATS[ending]))
        self._add(subject, "dct:format", code_values.file_type(graph, ending))
        return subject

    def _service(self, dataset: URIRef) -> list[URIRef]:
        """Describe the SPARQL endpoint, where the catalogue is served to the public."""
        facts = self._facts
        if not facts.address:
            return []
        subject, endpoint = self._iri("service", facts.id), URIRef(f"{facts.address}sparql")
        self._resource(
            subject, "dcat:DataService", _filled(_SERVICE, facts.title), facts.description
        )
        self._say(subject, self._topic)
        self._add(subject, "dct:publisher", self._known["dct:publisher"])
        self._add(subject, "dcat:endpointURL", [endpoint])
        self._add(subject, "dcat:endpointDescription", [endpoint])
        self._add(subject, "dcat:servesDataset", [dataset])
        self._add(subject, "dct:license", code_values.licence(self._graph, facts.licence))
        return [subject]

    def _iri(self, kind: str, key: str) -> URIRef:
        return URIRef(iris.resource(self._facts.base, kind, key))

    def _say(self, subject: URIRef, facts: Facts) -> None:
        for curie, values in facts.items():
            self._add(subject, curie, values)

    def _add(self, subject: URIRef, curie: str, values: Iterable[Node]) -> None:
        code_values.add(self._graph, subject, curie, values)


def _filled(message: Message, value: Message) -> Message:
    return Message(message.en.format(value.en), message.nb.format(value.nb))
