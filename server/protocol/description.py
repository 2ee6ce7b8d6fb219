"""What the endpoint says about itself (SPARQL 1.1 Service Description).

Its limits are said with `schema:PropertyValue`, since no vocabulary of endpoints has terms for
them. The formats are named by the W3C's unique IRIs; GeoJSON has none there and goes unnamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ..composing import compose
from ..links import is_web_address
from ..responses.negotiation import GRAPHS, SOLUTIONS
from ..store import Release
from .limits import Limit

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

_LIMIT = """
%service schema:additionalProperty %limit_{n} .
%limit_{n} a schema:PropertyValue ; schema:propertyID {name} ; schema:value {value} ;
  schema:unitText {unit} ; schema:description {meaning}@en .
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
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""Our formats in the W3C's list of unique IRIs for file formats."""


def service_description(
    release: Release, public_url: str, limits: Iterable[Limit] = (), federates: bool = False
) -> str:
    """Give the query whose result is the description, so that any serialisation will do."""
    service = f"{public_url}sparql"
    iris = {"service": service, "dataset": f"{service}#dataset", "all": f"{service}#union"}
    triples = [_SERVICE, f"%all void:triples {release.triples} ."]
    if federates:
        triples.append("%service sd:feature sd:BasicFederatedQuery .")
    for format_ in (*SOLUTIONS, *GRAPHS):
        triples.append(f"%service sd:resultFormat %{format_.name} .")
        iris[format_.name] = _NAMES_OF_FORMATS + _FORMATS[format_.name]
    if is_web_address(release.licence):
        triples.append("%dataset dct:license %licence .")
        iris["licence"] = release.licence
    for n, (graph, count) in enumerate(sorted(release.graphs.items()), start=1):
        triples.append(_GRAPH.format(n=n, count=count))
        entry = f"{service}#graph-{n}"
        iris |= {f"entry_{n}": entry, f"part_{n}": f"{entry}-triples", f"graph_{n}": graph}
    for n, limit in enumerate(limits, start=1):
        triples.append(_limit(n, limit))
        iris[f"limit_{n}"] = f"{service}#limit-{limit.name}"
    return compose(f"CONSTRUCT {{ {' '.join(triples)} }} WHERE {{}}", **iris)


def _limit(n: int, limit: Limit) -> str:
    """Give a limit as triples; its words are our own, and a string of JSON is one of SPARQL."""
    return _LIMIT.format(
        n=n,
        name=json.dumps(limit.name),
        value=f"{limit.value:.10g}",
        unit=json.dumps(limit.unit),
        meaning=json.dumps(limit.meaning),
    )
