"""What every view needs in hand: the release, the workers over it, and our own address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, request
from werkzeug.http import parse_etags

from .. import __version__
from .pool.workers import Pool
from .responses.encoding import coded_tags
from .store import Release

if TYPE_CHECKING:
    from .pages.examples import Example
    from .responses.transfer import Counter

FRESH = "public, max-age=60"
"""A release never changes, but another one may take its place at the same address."""


@dataclass(frozen=True, slots=True)
class Site:
    """A release being served; `public_url` is where clients find it and ends in a slash.

    Queries of the public go over the `counter`; our own small ones, of pages, to the `pool`.
    """

    release: Release
    pool: Pool
    counter: Counter
    public_url: str
    examples: tuple[Example, ...] = ()

    @property
    def federates(self) -> bool:
        """Tell whether SERVICE is offered, for some endpoints."""
        return bool(self.counter.services.endpoints)

    def entity_tag(self, *parts: object) -> str:
        """Give the strong entity tag of an answer that depends on the release and these parts.

        RFC 9110, section 8.8.3. The version counts too: another version writes other pages.
        """
        text = "\x1f".join([__version__, self.release.id, *map(str, parts)])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_known(tag: str) -> bool:
    """Tell whether the client already has the answer with this entity tag."""
    return knows(request.environ, tag)


def knows(environ: Mapping[str, Any], tag: str) -> bool:
    """Tell whether the client of a request has the answer with an entity tag, in any coding."""
    header = environ.get("HTTP_IF_NONE_MATCH")
    if not header or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return False
    asked = parse_etags(header)
    if asked.star_tag:
        return False
    return any(asked.contains(name) for name in (tag, *coded_tags(tag)))


def not_modified(tag: str, vary: str) -> Response:
    """Give the answer 304 for an answer that the client already has."""
    return with_tag(Response(status=304), tag, vary)


def with_tag(response: Response, tag: str, vary: str) -> Response:
    """Let an answer be kept: its entity tag, for how long, and what else it depends on."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = FRESH
    if vary:
        response.headers["Vary"] = vary
    return response
