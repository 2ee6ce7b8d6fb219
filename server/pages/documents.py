"""The files of the release: the list with digests, the files themselves, and health."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, jsonify, send_file

from ..pool.wire import Request
from ..problems import NotFound
from ..site import FRESH, Site
from .page import Page, Reader

HEALTH_PATIENCE = 2.0
"""How many seconds the question after our health waits for an idle worker."""

DOCUMENT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"

NAMED = {"rules": "rules.html", "report.schema.json": "report.schema.json"}
"""Files that reports name by an address of their own, which lasts longer than the file's place."""

_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    ".html": "text/html",
    ".csv": "text/csv",
    ".sarif": "application/sarif+json",
}


def add_to(routes: Blueprint, site: Site) -> None:
    """Add the addresses of the files."""
    routes.add_url_rule("/downloads/<path:path>", "document", partial(document, site))
    for number, (address, path) in enumerate(NAMED.items()):
        routes.add_url_rule(f"/{address}", f"named_{number}", partial(named, site, path))
    routes.add_url_rule("/health", "health", partial(health, site))


def named(site: Site, path: str) -> Response:
    """Lead from the name of a file in reports to the file; what follows a # stays."""
    if site.release.document(path) is None:
        raise NotFound(what=f"/{path}")
    response = Response(status=302, headers={"Location": f"/downloads/{path}"})
    response.headers["Cache-Control"] = FRESH
    return response


def page(site: Site, who: Reader) -> Page:
    """Give the list of the files of the release."""
    shown = [d for d in site.release.documents.values() if not d.path.startswith("store/")]
    return Page("downloads.html", {"documents": sorted(shown, key=lambda d: d.path)})


def document(site: Site, path: str) -> Response:
    """Give one file of the release; only what the manifest lists is ever sent."""
    file = None if path.startswith("store/") else site.release.document(path)
    if file is None:
        raise NotFound(what=f"/downloads/{path}")
    media_type = _MEDIA_TYPES.get(file.suffix, "application/octet-stream")
    response = send_file(file, mimetype=media_type, etag=site.release.documents[path].digest)
    response.headers["Cache-Control"] = FRESH
    # A page among the files brings its own style, so it may; nothing else of it does anything.
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    return response


def health(site: Site) -> Response:
    """Tell that we live and a worker answers; raises Busy when none does for a while."""
    site.pool.ask(Request("ASK {}", "text/csv"), patience=HEALTH_PATIENCE)
    response = jsonify(status="ok", release=site.release.id)
    response.headers["Cache-Control"] = "no-store"
    return response
