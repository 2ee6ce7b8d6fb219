"""What `/sparql` says to a request that is no query: what is here, what is allowed, what is wrong.

Queries are answered in front of it, by `endpoint.py`.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, redirect, request, url_for

from ..pool.wire import Request
from ..problems import NotAcceptable
from ..responses.negotiation import GRAPHS, HTML, choose, choose_format
from ..site import Site, is_known, not_modified, with_tag
from .description import service_description
from .endpoint import PATH, PROBLEM
from .limits import limits

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def blueprint(site: Site) -> Blueprint:
    """Give the endpoint over a site."""
    routes = Blueprint("sparql", __name__)
    routes.add_url_rule(
        PATH,
        "endpoint",
        partial(endpoint, site),
        methods=METHODS,
        provide_automatic_options=False,
    )
    return routes


def endpoint(site: Site) -> Response:
    """Answer what is no query: say what is wrong with one, what is here, or what is allowed."""
    if PROBLEM in request.environ:
        raise request.environ[PROBLEM]
    if request.method == "OPTIONS":
        return _allowed()
    return _without_query(site)


def _without_query(site: Site) -> Response:
    """Answer a request that asks nothing: the query page, or the service description."""
    accept = request.headers.get("Accept", "")
    if choose(accept, [*(format_.media_type for format_ in GRAPHS), HTML]) == HTML:
        response = redirect(url_for("pages.query"), 303)
        response.headers["Vary"] = "Accept"
        return Response(response.get_data(), response.status, response.headers)
    format_ = choose_format(accept, GRAPHS)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(format_.media_type for format_ in GRAPHS))
    services = site.counter.services
    found = limits(site.pool.settings, services)
    query = service_description(site.release, site.public_url, found, bool(services.endpoints))
    tag = site.entity_tag("service-description", query, format_.media_type)
    if is_known(tag):
        return not_modified(tag, "Accept")
    body = site.pool.ask(Request(query, format_.media_type, prefixed=True))
    return with_tag(Response(body, content_type=format_.header), tag, "Accept")


def _allowed() -> Response:
    """Answer OPTIONS, also as the preflight of a browser; the headers of CORS are added to all."""
    return Response(status=204, headers={"Allow": ", ".join(METHODS)})
