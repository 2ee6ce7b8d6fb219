"""The web application over one release: addresses, headers, and what errors look like."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from . import resources, sparql
from .negotiation import prefers_html
from .pages import views
from .pages.examples import packaged_examples
from .pages.page import Page, html, reader
from .problems import BadRequest, BodyTooLarge, Fault, NotFound, Problem, WrongMethod
from .protocol import LARGEST_BODY
from .site import Site
from .store import Release
from .vocabulary import dereferencing
from .vocabulary.published import Published
from .workers import Pool

PROBLEM = "application/problem+json"

HEADERS = {
    # Nothing but our own style sheet is ever loaded, and no script runs.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Everything here is public and nothing depends on who asks: any origin may read it.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}


def create_app(
    release: Release,
    pool: Pool,
    *,
    public_url: str = "http://127.0.0.1:8000/",
    trusted_hosts: Sequence[str] | None = None,
    prepare: bool = False,
) -> Flask:
    """Give the application; `public_url` is the address that clients use, never the Host header.

    With `trusted_hosts` a request for any other host name is refused (400). With `prepare` the
    vocabulary is read at once, beside the first requests, and not when somebody asks for it.
    """
    app = Flask(__package__ or __name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    if trusted_hosts:
        app.config["TRUSTED_HOSTS"] = list(trusted_hosts)
    site = Site(release, pool, public_url.rstrip("/") + "/", packaged_examples())
    published = Published(site)
    app.register_blueprint(sparql.blueprint(site))
    app.register_blueprint(resources.blueprint(site))
    app.register_blueprint(dereferencing.blueprint(published))
    app.register_blueprint(views.blueprint(site))
    app.register_error_handler(Problem, partial(_problem, site))
    app.register_error_handler(HTTPException, partial(_http_error, site))
    app.after_request(_with_headers)
    if prepare:
        threading.Thread(target=published.prepare, name="vocabulary", daemon=True).start()
    return app


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


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
