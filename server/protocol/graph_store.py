"""The graphs of the release, each at an address (SPARQL 1.1 Graph Store Protocol, read part).

A graph is identified indirectly, `/rdf-graph-store?graph=IRI`, or directly by its own IRI where
this server stands in for it (sections 4.1 and 4.2). `?default` is the merge of all graphs, as it
is for queries. Nothing is ever written: a release does not change.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, redirect, request

from ..links import iri_of, is_iri, thing_of
from ..pool.wire import Request
from ..problems import BadParameter, NotAcceptable, NotFound
from ..responses.negotiation import GRAPHS, HTML, Format, choose, choose_format, named_format
from ..site import Site, is_known, not_modified, with_tag
from .operations import read_parameters

METHODS = ("GET", "HEAD", "OPTIONS")

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def blueprint(site: Site) -> Blueprint:
    """Give the addresses of graphs over a site."""
    routes = Blueprint("graph_store", __name__)
    for address, name, view in (
        ("/rdf-graph-store", "indirect", partial(indirect, site)),
        ("/graph/<path:name>", "direct", partial(direct, site)),
    ):
        routes.add_url_rule(address, name, view, methods=METHODS, provide_automatic_options=False)
    return routes


def indirect(site: Site) -> Response:
    """Give the graph that the parameters name; raises BadParameter unless they name one."""
    if request.method == "OPTIONS":
        return _allowed()
    parameters = read_parameters(request.query_string)
    graphs = parameters.get("graph", ())
    if ("default" in parameters) + len(graphs) != 1:
        raise BadParameter(name="graph", problem="give one of default and graph=IRI, once")
    for graph in graphs:
        if not is_iri(graph):
            raise BadParameter(name="graph", problem=f"{graph!r} is not an absolute IRI")
    return _content(site, graphs[0] if graphs else None, parameters.get("format", ("",))[-1])


def direct(site: Site, name: str) -> Response:
    """Give the graph whose IRI was asked for, or lead to the page about it."""
    if request.method == "OPTIONS":
        return _allowed()
    iri = iri_of(site.release.base, f"graph/{name}")
    _must_exist(site, iri)
    thing = thing_of(site.release.base, iri)
    offers = [HTML, *(format_.media_type for format_ in GRAPHS)]
    if choose(request.headers.get("Accept", ""), offers) == HTML:
        language = request.args.get("lang", "")
        asked = f"?lang={language}" if language in {"en", "nb"} else ""
        away = redirect(f"/page/{thing}{asked}", 303)
        response = Response(away.get_data(), away.status, away.headers)
        response.headers["Vary"] = "Accept"
    else:
        response = _content(site, iri, "")
    response.headers["Link"] = f'</data/{thing}.ttl>; rel="describedby"; type="text/turtle"'
    return response


def _content(site: Site, graph: str | None, name: str) -> Response:
    """Give the triples of a graph, or of all for None, in the format named or accepted."""
    if graph is not None:
        _must_exist(site, graph)
    format_ = _format(name)
    tag = site.entity_tag("graph", graph, format_.media_type)
    if is_known(tag):
        return not_modified(tag, "Accept")
    query = Request(
        _ALL,
        format_.media_type,
        default_graphs=None if graph is None else (graph,),
        named_graphs=None if graph is None else (),
        prefixed=True,
    )
    inquiry = site.counter.inquiry(f"{_ALL} # {graph or 'default'}")
    return with_tag(site.counter.respond(query, format_, inquiry, tag), tag, "Accept")


def _must_exist(site: Site, graph: str) -> None:
    if graph not in site.release.graphs:
        raise NotFound(what=graph)


def _format(name: str) -> Format:
    found = named_format(name, GRAPHS) if name else None
    format_ = found or choose_format(request.headers.get("Accept", ""), GRAPHS)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(format_.media_type for format_ in GRAPHS))
    return format_


def _allowed() -> Response:
    return Response(status=204, headers={"Allow": ", ".join(METHODS)})
