"""The web application over one release: addresses, headers, and what errors look like."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from wsgiref.types import StartResponse

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from . import crawlers, openapi, resources, signposts
from .api import views as api
from .federation.federated_pool import FederatedPool
from .pages import views
from .pages.examples import packaged_examples
from .pages.page import Page, html, reader
from .pool.workers import Pool
from .problems import BadRequest, BodyTooLarge, Fault, NotFound, Problem, WrongMethod
from .protocol import graph_store, sparql, well_known
from .protocol.endpoint import Endpoint
from .protocol.operations import LARGEST_BODY
from .responses.coded_response import with_coding
from .responses.negotiation import prefers_html
from .responses.transfer import Counter
from .search import views as search
from .sharing.metrics import Metrics
from .sharing.traffic import Traffic
from .site import Site
from .static_files import version_static_files
from .store import Release
from .vocabulary import dereferencing
from .vocabulary.published import Published

PROBLEM = "application/problem+json"

HEADERS = {
    # Nothing but our own style sheets and scripts is ever loaded, and nothing inline runs.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Everything here is public and nothing depends on who asks: any origin may read it.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Klynge-Release, Link, Retry-After",
}


def create_app(
    release: Release,
    pool: Pool,
    traffic: Traffic | None = None,
    *,
    public_url: str = "http://127.0.0.1:8000/",
    trusted_hosts: Sequence[str] | None = None,
    proxies: int = 0,
    prepare: bool = False,
    federated: FederatedPool | None = None,
) -> Flask:
    """Give the application; `public_url` is the address that clients use, never the Host header.

    Releases that follow one another at an address share their `traffic`. With `trusted_hosts` a
    request for any other host name is refused (400). With `prepare` the vocabulary is read at
    once, beside the first requests, and not when somebody asks for it. Queries with SERVICE are
    for the `federated` pool, and refused without one.
    """
    app = _empty(trusted_hosts)
    traffic = traffic or Traffic(pool.size)
    _watch(traffic.metrics, pool, federated)
    counter = Counter(traffic, pool, federated)
    site = Site(release, pool, counter, public_url.rstrip("/") + "/", packaged_examples())
    published = Published(site)
    parts = (sparql, openapi, graph_store, well_known, resources, api, search, views)
    for part in (*parts, signposts, crawlers):
        app.register_blueprint(part.blueprint(site))
    app.register_blueprint(dereferencing.blueprint(published))
    app.register_error_handler(Problem, partial(_problem, site))
    app.register_error_handler(HTTPException, partial(_http_error, site))
    app.add_url_rule("/metrics", "metrics", partial(_metrics, traffic))
    app.after_request(with_coding)
    app.after_request(partial(_with_headers, site))
    in_front = _in_front(app, site, trusted_hosts, proxies)
    app.wsgi_app = in_front  # type: ignore[assignment, method-assign]  # as Flask documents
    if prepare:
        threading.Thread(target=published.prepare, name="vocabulary", daemon=True).start()
    return app


def _empty(trusted_hosts: Sequence[str] | None) -> Flask:
    """Give an application without addresses, set up to believe little of a request."""
    app = Flask(__package__ or __name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    version_static_files(app)
    # A redirect to an address with single slashes would take its host name from the request.
    app.url_map.merge_slashes = False
    if trusted_hosts:
        app.config["TRUSTED_HOSTS"] = list(trusted_hosts)
    return app


def _watch(metrics: Metrics, pool: Pool, federated: FederatedPool | None) -> None:
    """Let the metrics tell how many workers are idle now."""
    metrics.watch("klynge_idle_workers", "Workers without a query.", lambda: pool.idle)
    if federated:
        told = "Workers without a query with SERVICE."
        metrics.watch("klynge_idle_federated_workers", told, lambda: federated.idle)


def _in_front(
    app: Flask, site: Site, trusted_hosts: Sequence[str] | None, proxies: int
) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """Give what stands before an application: the way Flask documents to put something there."""
    headers = {"Klynge-Release": site.release.id, **HEADERS}
    endpoint = Endpoint(site, app.wsgi_app, headers, trusted_hosts)
    if not proxies:
        return endpoint.__call__
    # Of X-Forwarded-* only the addresses, and only those that our own proxies have added.
    return ProxyFix(endpoint, x_for=proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0).__call__


def _metrics(traffic: Traffic) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(traffic.metrics.text(), content_type=Metrics.media_type, headers=headers)


def _problem(site: Site, problem: Problem) -> Response:
    """Answer with a problem, as a page for those who would rather read one."""
    who = reader()
    if prefers_html(request.headers.get("Accept", ""), PROBLEM):
        values = {"problem": problem}
        body, media_type = html(site, who, Page("problem.html", values)), "text/html"
    else:
        body, media_type = json.dumps(problem.body(who.language)), PROBLEM
    response = Response(body, problem.status, mimetype=media_type)
    response.headers.update(problem.headers)
    response.headers.update(
        {
            "Cache-Control": "no-store",
            "Content-Language": who.language,
            "Vary": "Accept, Accept-Language",
        }
    )
    return response


def _http_error(site: Site, error: HTTPException) -> BaseResponse:
    """Answer what the web framework found wrong, in the same form as our own problems."""
    if error.code is None or error.code < 400:
        return error.get_response()  # A redirect: nothing is wrong.
    allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    problems: dict[int, Problem] = {
        404: NotFound(what=request.path),
        405: WrongMethod(found=request.method, allowed=allowed),
        413: BodyTooLarge(most=LARGEST_BODY),
    }
    ours = Fault() if error.code >= 500 else BadRequest()
    response = _problem(site, problems.get(error.code, ours))
    if allowed:
        response.headers["Allow"] = allowed
    return response


def _with_headers(site: Site, response: Response) -> Response:
    # Who asks several times can see by it that another release has come in between.
    response.headers["Klynge-Release"] = site.release.id
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
