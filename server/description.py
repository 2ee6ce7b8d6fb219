"""What the endpoint says about itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from .composing import compose
from .links import is_web_address
from .negotiation import SOLUTIONS, TRIPLES
from .store import Release

_SERVICE = """
%service a sd:Service ; sd:endpoint %service ; sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ; sd:defaultDataset %dataset .
%dataset a sd:Dataset ; sd:defaultGraph %all .
%all a sd:Graph .
"""

_GRAPH = """
%dataset sd:namedGraph %entry_{n} .
%entry_{n} a sd:NamedGraph ; sd:name %graph_{n} ; sd:graph %part_{n} .
%part_{n} a sd:Graph ; void:triples {count} .
"""

_NAMES_OF_FORMATS = "http://www.w3.org/ns/formats/"
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
    iris = {"service": service, "dataset": f"{service}#dataset", "all": f"{service}#union"}
    triples = [_SERVICE, f"%all void:triples {release.quads} ."]
    for format_ in (*SOLUTIONS, *TRIPLES):
        triples.append(f"%service sd:resultFormat %{format_.name} .")
        iris[format_.name] = _NAMES_OF_FORMATS + _FORMATS[format_.name]
    if is_web_address(release.licence):
        triples.append("%dataset dct:license %licence .")
        iris["licence"] = release.licence
    for n, (graph, count) in enumerate(sorted(release.graphs.items()), start=1):
        triples.append(_GRAPH.format(n=n, count=count))
        entry = f"{service}#graph-{n}"
        iris |= {f"entry_{n}": entry, f"part_{n}": f"{entry}-triples", f"graph_{n}": graph}
    return compose(f"CONSTRUCT {{ {' '.join(triples)} }} WHERE {{}}", **iris)
