"""What the endpoint says about itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from .links import is_iri, is_web_address, with_iris
from .negotiation import SOLUTIONS, TRIPLES
from .store import Release

_PROLOGUE = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX format: <http://www.w3.org/ns/formats/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
"""

_SERVICE = """
%service a sd:Service ; sd:endpoint %service ; sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ; sd:defaultDataset %dataset .
%dataset a sd:Dataset ; sd:defaultGraph %all .
%all a sd:Graph .
"""

_GRAPH = """
%dataset sd:namedGraph %entry .
%entry a sd:NamedGraph ; sd:name %graph ; sd:graph %part .
%part a sd:Graph .
"""

_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
"""Our formats in the W3C's list of unique IRIs for file formats."""


def service_description(release: Release, public_url: str) -> str:
    """Give the query whose result is the description, so that any serialisation will do."""
    service = f"{public_url}sparql"
    parts = {"service": service, "dataset": f"{service}#dataset", "all": f"{service}#union"}
    triples = with_iris(_SERVICE, **parts)
    triples += with_iris("%all void:triples ", all=parts["all"]) + f"{release.quads} .\n"
    for format_ in (*SOLUTIONS, *TRIPLES):
        result = with_iris("%service sd:resultFormat ", service=service)
        triples += f"{result}format:{_FORMATS[format_.name]} .\n"
    if is_web_address(release.licence):
        triples += with_iris("%d dct:license %l .", d=parts["dataset"], l=release.licence)
    for number, (graph, count) in enumerate(sorted(release.graphs.items()), start=1):
        triples += _graph(parts["dataset"], f"{service}#graph-{number}", graph, count)
    return f"{_PROLOGUE}CONSTRUCT {{ {triples} }} WHERE {{}}"


def _graph(dataset: str, entry: str, graph: str, count: int) -> str:
    if not is_iri(graph):
        return ""
    part = f"{entry}-triples"
    described = with_iris(_GRAPH, dataset=dataset, entry=entry, graph=graph, part=part)
    return described + with_iris("%part void:triples ", part=part) + f"{count} .\n"
