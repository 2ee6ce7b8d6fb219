"""The SPARQL endpoint at `/sparql` (SPARQL 1.1 Protocol, query operations)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, redirect, request, url_for

from ..pool.wire import Request
from ..problems import BadParameter, NotAcceptable, Problem
from ..responses.negotiation import (
    FEATURES,
    GRAPHS,
    HTML,
    SOLUTIONS,
    Format,
    choose,
    choose_format,
    named_format,
)
from ..sharing.traffic import KEPT, Inquiry
from ..site import Site, is_known, not_modified, with_tag
from .description import service_description
from .limits import limits
from .operations import Message, Operation, read_operation
from .screen import screen

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def blueprint(site: Site) -> Blueprint:
    """Give the endpoint over a site."""
    routes = Blueprint("sparql", __name__)
    routes.add_url_rule(
        "/sparql",
        "endpoint",
        partial(endpoint, site),
        methods=METHODS,
        provide_automatic_options=False,
    )
    return routes


def endpoint(site: Site) -> Response:
    """Answer one request: a query, the question what is here, or what is allowed."""
    if request.method == "OPTIONS":
        return _allowed()
    operation = read_operation(_message())
    return _without_query(site) if operation is None else _answer(site, operation)


def _message() -> Message:
    return Message(
        method=request.method,
        query_string=request.query_string,
        media_type=request.mimetype,
        charset=request.mimetype_params.get("charset", ""),
        body=request.get_data() if request.method == "POST" else b"",
    )


def _answer(site: Site, operation: Operation) -> Response:
    inquiry = site.counter.inquiry(operation.query)
    try:
        return _answered(site, operation, inquiry)
    except Problem as problem:
        inquiry.end(problem.code)  # Unless it has been ended already.
        raise


def _answered(site: Site, operation: Operation, inquiry: Inquiry) -> Response:
    seen = screen(operation.query)
    if operation.explain:
        return _explained(site, operation, not seen.has_dataset)
    format_ = _result_format(seen.form, operation.format)
    tag = site.entity_tag(
        operation.query, operation.default_graphs, operation.named_graphs, format_.media_type
    )
    if is_known(tag) and not seen.volatile:
        inquiry.end(KEPT)
        return not_modified(tag, "Accept")
    query = Request(
        query=operation.query,
        media_type=format_.media_type,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        union=not seen.has_dataset,
        # RFC 3986, section 5.1.3: what was asked is the base, when the query names none.
        base=f"{site.public_url}sparql",
        prefixed=True,
    )
    response = site.counter.respond(query, format_, inquiry, "" if seen.volatile else tag)
    if seen.volatile or request.method == "POST":
        response.headers.update({"Cache-Control": "no-store", "Vary": "Accept"})
        return response
    return with_tag(response, tag, "Accept")


def _explained(site: Site, operation: Operation, union: bool) -> Response:
    """Say which rewrites a query gets and what is then evaluated, as JSON."""
    request_ = Request(
        query=operation.query,
        media_type="application/json",
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        union=union,
        explain=True,
    )
    headers = {"Cache-Control": "no-store"}
    return Response(site.pool.ask(request_), content_type="application/json", headers=headers)


def _result_format(form: str, name: str) -> Format:
    formats = formats_of(form)
    format_ = named_format(name, formats)
    if format_ is not None:
        return format_
    if named_format(name, (*SOLUTIONS, FEATURES, *GRAPHS)):
        offered = ", ".join(format_.name for format_ in formats)
        raise BadParameter(name="format", problem=f"{name!r} is none of {offered}")
    # Client libraries send names of their own in this parameter; their Accept then decides.
    return _acceptable(formats)


def formats_of(form: str) -> tuple[Format, ...]:
    """Give the formats in which a query of this form is answered, the usual one first."""
    if form in {"CONSTRUCT", "DESCRIBE"}:
        return GRAPHS
    return SOLUTIONS if form == "ASK" else (*SOLUTIONS, FEATURES)


def _acceptable(formats: Sequence[Format]) -> Format:
    format_ = choose_format(request.headers.get("Accept", ""), formats)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(format_.media_type for format_ in formats))
    return format_


def _without_query(site: Site) -> Response:
    """Answer a request that asks nothing: the query page, or the service description."""
    accept = request.headers.get("Accept", "")
    if choose(accept, [*(format_.media_type for format_ in GRAPHS), HTML]) == HTML:
        response = redirect(url_for("pages.query"), 303)
        response.headers["Vary"] = "Accept"
        return Response(response.get_data(), response.status, response.headers)
    format_ = _acceptable(GRAPHS)
    tag = site.entity_tag("service-description", site.public_url, format_.media_type)
    if is_known(tag):
        return not_modified(tag, "Accept")
    query = service_description(site.release, site.public_url, limits(site.pool.settings))
    body = site.pool.ask(Request(query, format_.media_type, prefixed=True))
    return with_tag(Response(body, content_type=format_.header), tag, "Accept")


def _allowed() -> Response:
    """Answer OPTIONS, also as the preflight of a browser; the headers of CORS are added to all."""
    return Response(status=204, headers={"Allow": ", ".join(METHODS)})
