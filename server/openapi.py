"""The description of the HTTP addresses for programs, at `/openapi.json` (OpenAPI 3.1)."""

from __future__ import annotations

import json
from functools import partial
from importlib.resources import files

from flask import Blueprint, Response

from .. import __version__
from .site import Site, is_known, not_modified, with_tag


def blueprint(site: Site) -> Blueprint:
    """Give the address of the description."""
    routes = Blueprint("openapi", __name__)
    routes.add_url_rule("/openapi.json", "description", partial(description, site))
    return routes


def description(site: Site) -> Response:
    """Give the packaged description with the address and the title of this service."""
    tag = site.entity_tag("openapi", site.public_url)
    if is_known(tag):
        return not_modified(tag, "")
    document = json.loads(files(__package__).joinpath("openapi.json").read_text("utf-8"))
    document["info"] |= {"title": site.release.title.get("en", "klynge"), "version": __version__}
    document["servers"] = [{"url": site.public_url.rstrip("/")}]
    body = json.dumps(document, ensure_ascii=False)
    return with_tag(Response(body, content_type="application/json"), tag, "")
