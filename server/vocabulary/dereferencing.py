"""The addresses of the vocabulary: pages and RDF at the IRIs' own paths, context, w3id rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, json, request

from ..negotiation import HTML, TRIPLES, Format, choose, choose_format
from ..pages.ontology import ontology_page
from ..pages.page import Page, Reader, answer
from ..pages.shapes import shapes_page
from ..problems import NotAcceptable, NotFound
from ..site import Site, is_known, not_modified, with_tag
from .context import context
from .documents import Document
from .site import Published
from .w3id import w3id_rules

VARY = "Accept, Accept-Language"
CONTEXT = "application/ld+json"


def blueprint(site: Site) -> Blueprint:
    """Give the addresses of the vocabulary over a site."""
    routes = Blueprint("vocabulary", __name__)
    published = Published(site)
    rules: dict[str, Callable[..., Response]] = {
        "/context.jsonld": json_ld_context,
        "/downloads/w3id.htaccess": w3id,
        "/<any(ont, shapes):path>": document,
        "/<any(ont, shapes):path>.<ending>": document,
        "/<any(ont, shapes):room>/<path:rest>": inner_document,
    }
    for number, (address, view) in enumerate(rules.items()):
        routes.add_url_rule(address, f"{view.__name__}_{number}", partial(view, published))
    return routes


def inner_document(published: Published, room: str, rest: str) -> Response:
    """Give a version or a module: `/ont/0.1.0`, and `/ont/0.1.0.ttl` as Turtle."""
    path = f"{room}/{rest}"
    if path in published.documents:
        return document(published, path)
    stem, _, ending = path.rpartition(".")
    return document(published, stem, ending)


def document(published: Published, path: str, ending: str | None = None) -> Response:
    """Give a document as a page or as RDF, whichever the address or the client names."""
    found = published.documents.get(path)
    if found is None:
        raise NotFound(what=f"/{path}")
    accept = request.headers.get("Accept", "")
    if ending is None and choose(accept, _offers()) == HTML:
        response = answer(published.site, partial(_page, published, found))
        response.headers["Vary"] = VARY
        return _linked(response, found, path, None)
    format_ = _format(ending, accept, path)
    return _linked(_rdf(published, path, format_, ending), found, path, format_)


def json_ld_context(published: Published) -> Response:
    """Give the JSON-LD context of the terms."""
    tag = published.site.entity_tag("context")
    if is_known(tag):
        return not_modified(tag, "")
    body = json.dumps(context(published.terms), indent=1, sort_keys=True) + "\n"
    return with_tag(Response(body, content_type=CONTEXT), tag, "")


def w3id(published: Published) -> Response:
    """Give the rewrite rules that w3id.org needs to lead here."""
    tag = published.site.entity_tag("w3id", published.site.public_url)
    if is_known(tag):
        return not_modified(tag, "")
    text = w3id_rules(published.site.public_url)
    return with_tag(Response(text, content_type="text/plain; charset=utf-8"), tag, "")


def _offers() -> list[str]:
    return [HTML, *(format_.media_type for format_ in TRIPLES)]


def _format(ending: str | None, accept: str, path: str) -> Format:
    if ending is not None:
        named = next((format_ for format_ in TRIPLES if format_.ending == ending), None)
        if named is None:
            raise NotFound(what=f"/{path}.{ending}")
        return named
    chosen = choose_format(accept, TRIPLES)
    if chosen is None:
        raise NotAcceptable(offered=", ".join(_offers()))
    return chosen


def _rdf(published: Published, path: str, format_: Format, ending: str | None) -> Response:
    vary = VARY if ending is None else ""
    iri = published.documents[path].iri
    tag = published.site.entity_tag("vocabulary", iri, format_.media_type)
    if is_known(tag):
        return not_modified(tag, vary)
    body = published.text(path, format_)
    return with_tag(Response(body, content_type=format_.header), tag, vary)


def _page(published: Published, found: Document, site: Site, who: Reader) -> Page:
    build = shapes_page if found.holds_shapes else ontology_page
    return build(published, found, who)


def _linked(response: Response, found: Document, path: str, sent: Format | None) -> Response:
    """Say where the other forms are, what describes this one, and the licence (RFC 8288)."""
    others = [f for f in TRIPLES if f is not sent]
    links = [f'</{path}.{f.ending}>; rel="alternate"; type="{f.media_type}"' for f in others]
    if sent is None:
        links.append(f'</{path}.{TRIPLES[0].ending}>; rel="describedby"; type="text/turtle"')
    else:
        links.append(f'</{path}>; rel="alternate"; type="{HTML}"')
        links.append(f'</{path}>; rel="describedby"; type="{HTML}"')
    if found.licence:
        links.append(f'<{found.licence}>; rel="license"')
    response.headers["Link"] = ", ".join(links)
    return response
