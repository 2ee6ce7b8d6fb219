"""Outlines as N-Quads in GeoSPARQL (OGC 22-047r1, sections 8.4 and 8.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ...ontology import iris
from ...ontology.terms import expand
from .. import nquads
from .outline import Outlines
from .wkt import wkt


def outline_quads(outlines: Outlines, base: str, graph: str) -> Iterator[str]:
    """Give outlines as lines of a named graph: a geometry each, and the places that have it."""
    tail = f" <{graph}> .\n"
    wkt_literal = expand("geosparql:wktLiteral")
    for each in outlines.outlines:
        subject = nquads.iri(outline_iri(base, outlines.key, each.code))
        statements = [
            ("rdf:type", nquads.iri(expand("geosparql:Geometry"))),
            ("rdfs:label", nquads.literal(f"Outline of {each.code} ({outlines.key})", "en")),
            ("rdfs:label", nquads.literal(f"Omriss av {each.code} ({outlines.key})", "nb")),
            ("geosparql:asWKT", nquads.literal(wkt(each), datatype=wkt_literal)),
            ("dct:rights", nquads.literal(outlines.credit.en, "en")),
            ("dct:rights", nquads.literal(outlines.credit.nb, "nb")),
        ]
        if outlines.licence:
            statements.append(("dct:license", nquads.iri(outlines.licence)))
        yield from (f"{subject} <{expand(curie)}> {term}{tail}" for curie, term in statements)
        for feature in outlines.features.get(each.code, ()):
            yield f"{nquads.iri(feature)} <{expand('geosparql:hasGeometry')}> {subject}{tail}"


def outline_iri(base: str, key: str, code: str) -> str:
    """Give the IRI of the outline of a code of an edition."""
    return iris.resource(base, "outline", iris.slug(f"{key}-{code}"))
