"""Things and their data: `/id/...` leads to a page or to data, `/data/...` is the data.

A thing cannot be sent over HTTP, a document about it can: so its IRI answers 303 See Other
(W3C, Cool URIs for the Semantic Web, section 4.2).
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from flask import Blueprint, Response, request

from ..ontology.iris import CONCEPTS
from .composing import compose
from .links import href_of, iri_of, is_web_address, thing_of
from .pages import schema_org
from .pages.rows import select
from .pool.wire import Request
from .problems import BadParameter, NotAcceptable, NotFound
from .responses.negotiation import HTML, TRIPLES, Format, choose, choose_format
from .site import Site, is_known, not_modified, with_tag

LINKSET = "/linkset/"
"""Where the link sets of things are (RFC 9264), by their part of an address."""

LINKS = "application/linkset+json"

IN_HEADER = "/:?#[]@!$&'()*+,;=%~"
"""What an IRI may hold besides letters and digits when it stands in a header (RFC 3986)."""

_EXISTS = "ASK { { %this ?p ?o } UNION { ?s ?q %this } UNION { GRAPH %this { ?a ?b ?c } } }"
_DATA = """CONSTRUCT { %this ?p ?o . ?s ?q %this }
WHERE { { %this ?p ?o } UNION { ?s ?q %this } }"""
# A code is used by thousands of rows, which are not about it; a code list is all its codes.
_CODES = """CONSTRUCT { %this ?p ?o . ?code ?q ?value }
WHERE { { %this ?p ?o } UNION { ?code skos:inScheme|skos:broader %this ; ?q ?value } }"""

_LICENCE = """SELECT DISTINCT ?licence
WHERE { %this skos:inScheme?/dct:license ?licence } ORDER BY ?licence"""


def blueprint(site: Site) -> Blueprint:
    """Give the addresses of things and of their data."""
    routes = Blueprint("resources", __name__)
    routes.add_url_rule("/voc/<path:rest>", "voc", partial(concept, site))
    routes.add_url_rule("/id/<path:thing>", "thing", partial(thing, site))
    routes.add_url_rule("/data/<path:name>", "data", partial(data, site))
    return routes


def exists(site: Site, iri: str) -> bool:
    """Tell whether the release says anything about an IRI."""
    request_ = Request(compose(_EXISTS, this=iri), "text/csv")
    return site.pool.ask(request_).strip() == b"true"


def concept(site: Site, rest: str) -> Response:
    """Lead from a concept or a concept scheme to a page or data about it."""
    return thing(site, f"voc/{rest}")


def thing(site: Site, thing: str) -> Response:
    """Lead from a thing to a page or to data about it, whichever the client would have."""
    iri = _known(site, thing)
    offers = [HTML, *(format_.media_type for format_ in TRIPLES)]
    chosen = choose(request.headers.get("Accept", ""), offers)
    if chosen is None:
        raise NotAcceptable(offered=", ".join(offers))
    name = thing_of(site.release.base, iri)
    ending = {format_.media_type: format_.ending for format_ in TRIPLES}.get(chosen)
    target = f"/page/{name}" if ending is None else f"/data/{name}.{ending}"
    language = request.args.get("lang", "")
    if language in {"en", "nb"} and ending is None:
        target += f"?lang={language}"
    links = ", ".join([*_forms(f"/data/{name}"), *_licence(site, iri)])
    return Response(status=303, headers={"Location": target, "Vary": "Accept", "Link": links})


def data(site: Site, name: str) -> Response:
    """Give everything said of a thing and everything that points to it, as a graph."""
    stem, format_ = _split(name)
    iri = _known(site, stem)
    vary = "" if format_ else "Accept"
    format_ = format_ or choose_format(request.headers.get("Accept", ""), TRIPLES)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(offer.media_type for offer in TRIPLES))
    profile = request.args.get("profile", "")
    if profile not in {"", schema_org.PROFILE}:
        raise BadParameter(name="profile", problem=f"{profile!r} is not {schema_org.PROFILE}")
    tag = site.entity_tag("data", iri, format_.media_type, profile)
    if is_known(tag):
        return not_modified(tag, vary)
    query = compose(_CODES if iri.startswith(CONCEPTS) else _DATA, this=iri)
    query = schema_org.query_of(iri) if profile else query
    request_ = Request(query, format_.media_type, prefixed=True)
    response = site.counter.respond(request_, format_, site.counter.inquiry(query), tag)
    page = f'<{href_of(site.release.base, iri)}>; rel="{{}}"; type="{HTML}"'
    cite = f'<{quote(iri, safe=IN_HEADER)}>; rel="cite-as"'
    links = f'<{LINKSET}{thing_of(site.release.base, iri)}>; rel="linkset"; type="{LINKS}"'
    back = [page.format("alternate"), page.format("describes"), cite, links]
    response.headers["Link"] = ", ".join([*back, *_licence(site, iri)])
    return with_tag(response, tag, vary)


def _known(site: Site, thing: str) -> str:
    iri = iri_of(site.release.base, thing)
    if not exists(site, iri):
        raise NotFound(what=iri)
    return iri


def _forms(data: str) -> list[str]:
    """Give the links to the data of a thing in each format; the data describes the thing."""
    links = [f'<{data}.{f.ending}>; rel="alternate"; type="{f.media_type}"' for f in TRIPLES]
    return [*links, f'<{data}.{TRIPLES[0].ending}>; rel="describedby"; type="text/turtle"']


def _licence(site: Site, iri: str) -> list[str]:
    """Give the link to the licence: a code list states its own, the catalogue has one for all."""
    licences = [site.release.licence]
    if iri.startswith(CONCEPTS):
        rows = select(site.pool, compose(_LICENCE, this=iri))
        licences = [row["licence"].value for row in rows]
    return [f'<{one}>; rel="license"' for one in licences if is_web_address(one)]


def _split(name: str) -> tuple[str, Format | None]:
    stem, dot, ending = name.rpartition(".")
    for format_ in TRIPLES:
        if dot and ending == format_.ending:
            return stem, format_
    return name, None
