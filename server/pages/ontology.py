"""The ontology at `/ont`: every term with its definition, or the whole as RDF.

The terms are hash IRIs, so one document describes them all (Cool URIs, section 4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ..composing import compose
from ..links import href_of, last_part
from ..negotiation import HTML, TRIPLES, Format, choose, choose_format
from ..problems import NotAcceptable
from ..site import Site, is_known, not_modified, with_tag
from ..wire import Request
from .labels import label_rank, labels
from .page import Page, Reader, answer
from .rows import Row, select
from .values import Value

_TERMS = """SELECT DISTINCT ?term ?type ?definition ?broader WHERE {
  GRAPH %ontology { ?term a ?type } FILTER(STRSTARTS(STR(?term), STR(%terms)))
  OPTIONAL { GRAPH %ontology { ?term skos:definition ?definition } }
  OPTIONAL { GRAPH %ontology { ?term rdfs:subClassOf|rdfs:subPropertyOf ?broader }
             FILTER(ISIRI(?broader)) }
}"""
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %ontology { ?s ?p ?o } }"
_CLASSES = frozenset({"owl:Class", "rdfs:Class"})


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the ontology as the page shows it."""

    anchor: str
    iri: str
    label: str
    definition: str
    broader: tuple[Value, ...]
    is_class: bool


def add_to(routes: Blueprint, site: Site) -> None:
    """Add the addresses of the ontology."""
    routes.add_url_rule("/ont", "ontology", partial(ontology, site))
    for format_ in TRIPLES:
        view = partial(as_rdf, site, format_, "")
        routes.add_url_rule(f"/ont.{format_.ending}", f"ontology_{format_.name}", view)


def ontology(site: Site) -> Response:
    """Give the ontology as a page or as RDF, whichever the client would have."""
    accept = request.headers.get("Accept", "")
    offers = [HTML, *(format_.media_type for format_ in TRIPLES)]
    if choose(accept, offers) == HTML:
        response = answer(site, page)
        response.headers["Vary"] = "Accept, Accept-Language"
        return response
    format_ = choose_format(accept, TRIPLES)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(offers))
    return as_rdf(site, format_, "Accept, Accept-Language")


def as_rdf(site: Site, format_: Format, vary: str) -> Response:
    """Give the ontology and its code lists in one serialisation."""
    tag = site.entity_tag("ontology", format_.media_type)
    if is_known(tag):
        return not_modified(tag, vary)
    query = compose(_ALL, ontology=_graph(site))
    body = site.pool.ask(Request(query, format_.media_type, prefixes=PREFIXES))
    return with_tag(Response(body, content_type=format_.header), tag, vary)


def page(site: Site, who: Reader) -> Page:
    """Give the page of all terms, classes before properties."""
    rows = select(site.pool, compose(_TERMS, ontology=_graph(site), terms=expand("kly:")))
    by_term: dict[str, list[Row]] = {}
    for row in rows:
        by_term.setdefault(row["term"].value, []).append(row)
    broader = {row["broader"].value for row in rows if "broader" in row}
    names = labels(site, {*by_term, *broader}, who.language)
    entries = [_entry(site, term, by_term[term], names, who.language) for term in by_term]
    entries.sort(key=lambda entry: (entry.label.lower(), entry.iri))
    return Page(
        "ontology.html",
        {
            "classes": [entry for entry in entries if entry.is_class],
            "properties": [entry for entry in entries if not entry.is_class],
            "downloads": [(format_, f"/ont.{format_.ending}") for format_ in TRIPLES],
        },
    )


def _entry(
    site: Site, term: str, rows: list[Row], names: Mapping[str, str], language: str
) -> TermEntry:
    definitions = {row["definition"] for row in rows if "definition" in row}
    broader = sorted({row["broader"].value for row in rows if "broader" in row})
    types = {row["type"].value for row in rows}
    best = min(definitions, key=lambda d: (label_rank(d, language), d.value), default=None)
    return TermEntry(
        anchor=last_part(term),
        iri=term,
        label=names.get(term, last_part(term)),
        definition=best.value if best else "",
        broader=tuple(
            Value(names.get(iri, iri), href_of(site.release.base, iri)) for iri in broader
        ),
        is_class=bool(types & {expand(name) for name in _CLASSES}),
    )


def _graph(site: Site) -> str:
    return iris.graph(site.release.base, "ontology")
