"""The description of the data at `/.well-known/void` (RFC 8615; VoID, section 7.2).

The release describes itself in `void.ttl`, wherever it is served. What depends on where that is,
the addresses of the endpoint and of the dump, is added here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from flask import Blueprint, Response, request
from rdflib import RDF, VOID, Graph, URIRef

from ..problems import NotAcceptable, NotFound
from ..responses.negotiation import TRIPLES, Format, choose_format
from ..site import Site, is_known, not_modified, with_tag
from ..vocabulary.documents import serialised
from ..vocabulary.graphs import joined

DESCRIPTION = "void.ttl"
DUMP = "klynge.nq"


def blueprint(site: Site) -> Blueprint:
    """Give the well-known address over a site."""
    routes = Blueprint("well_known", __name__)
    text = cache(partial(_text, site))
    routes.add_url_rule("/.well-known/void", "void", partial(void, site, text))
    return routes


def void(site: Site, text: Callable[[Format], bytes]) -> Response:
    """Give the description in the format accepted; raises NotFound when the release has none."""
    format_ = choose_format(request.headers.get("Accept", ""), TRIPLES)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(offer.media_type for offer in TRIPLES))
    tag = site.entity_tag("void", site.public_url, format_.media_type)
    if is_known(tag):
        return not_modified(tag, "Accept")
    return with_tag(Response(text(format_), content_type=format_.header), tag, "Accept")


def _text(site: Site, format_: Format) -> bytes:
    file = site.release.document(DESCRIPTION)
    if file is None:
        raise NotFound(what=DESCRIPTION)
    graph = Graph(bind_namespaces="none").parse(file, format="turtle")
    return serialised(joined([graph, _addresses(site, graph)]), format_)


def _addresses(site: Site, described: Graph) -> Graph:
    """Give where the data can be asked and fetched: said of the whole, not of its parts."""
    found = Graph(bind_namespaces="none")
    parts = set(described.objects(None, VOID.subset))
    for dataset in set(described.subjects(RDF.type, VOID.Dataset)) - parts:
        found.add((dataset, VOID.sparqlEndpoint, URIRef(f"{site.public_url}sparql")))
        if site.release.document(DUMP) is not None:
            found.add((dataset, VOID.dataDump, URIRef(f"{site.public_url}downloads/{DUMP}")))
    return found
