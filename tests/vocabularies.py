"""The vocabularies that klynge is aligned with, as their publishers wrote them, by prefix.

They are read from the shared folder. Two are not there: of schema.org rdflib carries the list of
terms, and the seven terms of RegOrg are listed here as read in the Turtle file that W3C serves at
the namespace (edition of 2013-05-24). Core Business 1.00 to 2.3.0, which are shared, name none of
the seven (1.00 has their forerunners in another namespace); the class ROV of Eclipse RDF4J lists
the same seven.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import RDFS, SDO, Dataset, Graph, URIRef
from shared import shared

from klynge.ontology.terms import PREFIXES

SEMIC = "conformance/semic"
ZAZUKO = "vocabularies/zazuko/ontologies"

FILES = {
    "adms": (f"{SEMIC}/bregdcat-ap/releases/2.1.0/BRegDCAT-AP_2.1.0.rdf",),
    "cv": (
        f"{SEMIC}/cpov/releases/2.1.2/voc/core-public-organisation-ap.ttl",
        f"{SEMIC}/core-business-vocabulary/releases/2.3.0/voc/core-business-ap.ttl",
    ),
    "dcat": ("vocabularies/w3c-dcat/dcat/rdf/dcat3.ttl",),
    "dct": (f"{ZAZUKO}/dcterms/dcterms.nq",),
    "eurio": ("vocabularies/eurio/ontology/EURIO.ttl",),
    "foaf": (f"{ZAZUKO}/foaf/foaf.nq",),
    "frapo": ("vocabularies/frapo/docs/current/frapo.ttl",),
    "locn": (f"{SEMIC}/core-location-vocabulary/releases/w3c/locn.ttl",),
    "org": (f"{ZAZUKO}/org/org.nq",),
    "prov": (f"{ZAZUKO}/prov/prov.nq",),
    "qb": (f"{ZAZUKO}/qb/qb.nq",),
    "skos": (f"{ZAZUKO}/skos/skos.nq",),
    "vivo": ("vocabularies/vivo/vivo.owl",),
    "xkos": (f"{ZAZUKO}/xkos/xkos.nq",),
}
"""Prefix to files in the shared folder."""

FORMATS = {".nq": "nquads", ".owl": "xml", ".rdf": "xml", ".ttl": "turtle"}

LISTED = {
    "rov": frozenset(
        """
        RegisteredOrganization hasRegisteredOrganization legalName orgActivity orgStatus orgType
        registration
        """.split()
    ),
    "schema": frozenset(name for name in SDO.__annotations__ if not name.startswith("_")),
}
"""Prefix to local names, where no file is shared."""


@cache
def vocabulary(prefix: str) -> Graph:
    """Give a vocabulary as one graph; raises KeyError for one that is not known."""
    graph = Graph(bind_namespaces="none")
    for file in FILES[prefix]:
        _read(shared(*file.split("/")), graph)
    return graph


def _read(path: Path, graph: Graph) -> None:
    dataset = Dataset()
    dataset.parse(path, format=FORMATS[path.suffix])
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))


def is_defined(curie: str) -> bool:
    """Say whether the vocabulary of the prefix describes the term, not only mentions it."""
    prefix, _, name = curie.partition(":")
    if prefix in LISTED:
        return name in LISTED[prefix]
    return (URIRef(PREFIXES[prefix] + name), None, None) in vocabulary(prefix)


def labels(curie: str) -> set[str]:
    """Give the English labels of a term; of listed vocabularies none is known."""
    prefix, _, name = curie.partition(":")
    if prefix in LISTED:
        return set()
    found = vocabulary(prefix).objects(URIRef(PREFIXES[prefix] + name), RDFS.label)
    return {str(text) for text in found if getattr(text, "language", None) in (None, "en", "en-US")}
