"""The short words of the acceptance files (`cluster:raufoss`, `<claim-kind/effect>`) as SPARQL."""

from __future__ import annotations

from klynge.loaders.tables.schema import load_schema
from klynge.ontology.iris import BASE, CONCEPTS, COUNTRY

VOCABULARIES = {
    "kly": "https://w3id.org/klynge/ont#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "country": COUNTRY,
}


def prologue() -> str:
    """Give BASE and PREFIX lines: one prefix per kind of row, concepts relative to the base."""
    kinds = [*load_schema().by_kind, "passage"]
    data = {kind: f"{BASE}id/{kind}/" for kind in kinds}
    prefixes = {**VOCABULARIES, **data}
    lines = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in prefixes.items()]
    return "\n".join([f"BASE <{CONCEPTS}>", *lines, ""])
