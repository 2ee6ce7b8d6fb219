"""What crawlers read: `robots.txt`, and site maps of the things that pages are about.

Nothing that costs a query of its own is offered: no query page, picture, raw answer, search, nor
the further pages of long lists. Site maps follow sitemaps.org 0.9: one file, or an index of files
when there are many things.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from xml.sax.saxutils import escape

from flask import Blueprint, Response

from .composing import compose
from .links import thing_of
from .pages.kinds import KindOfThing, kinds
from .pages.rows import select
from .problems import NotFound
from .site import Site, is_known, not_modified, with_tag

MAPPED = (
    "cluster", "organization", "programme", "value-chain", "place", "document", "person",
    "project", "cluster-project", "claim", "event", "framework", "theory",
)  # fmt: skip
"""The kinds of things in the site maps; dated nodes stand on the pages of what they connect."""

LARGEST = 10_000
"""How many addresses one site map has; the protocol allows 50,000."""

_FIXED = ("", "ont", "page/voc", "downloads")

_CLOSED = (
    "/query", "/sparql", "/picture", "/search", "/api/", "/data/", "/linkset/",
    "/rdf-graph-store", "/metrics", "/*?*section=", "/*?*format=", "/*?*page=", "/*?*query=",
)  # fmt: skip

_THINGS = """SELECT DISTINCT ?thing WHERE {
  ?thing a %type FILTER(STRSTARTS(STR(?thing), STR(%things)))
}"""


def blueprint(site: Site) -> Blueprint:
    """Give the addresses for crawlers."""
    routes = Blueprint("crawlers", __name__)
    routes.add_url_rule("/robots.txt", "robots", partial(robots, site))
    routes.add_url_rule("/sitemap.xml", "sitemap", partial(sitemap, site))
    routes.add_url_rule("/sitemap/<kind>-<int:number>.xml", "part", partial(part, site))
    return routes


def robots(site: Site) -> Response:
    """Say what crawlers may read (RFC 9309)."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    text = f"User-agent: *\n{closed}Crawl-delay: 2\n\nSitemap: {site.public_url}sitemap.xml\n"
    return _with_tag(site, text, "text/plain; charset=utf-8")


def sitemap(site: Site) -> Response:
    """Give the site map, or the index of its parts when it would be too large."""
    mapped = [kind for kind in kinds(site) if kind.name in MAPPED]
    if sum(kind.count for kind in mapped) + len(_FIXED) <= LARGEST:
        names = [name for kind in mapped for name in _names(site, kind, 1)]
        return _urls(site, [*_FIXED, *(f"page/{kind.name}" for kind in mapped), *names])
    parts = [
        f"sitemap/{kind.name}-{number}.xml"
        for kind in mapped
        for number in range(1, -(-kind.count // LARGEST) + 1)
    ]
    locations = _locations(site, "sitemap", parts)
    return _xml(site, "sitemapindex", locations)


def part(site: Site, kind: str, number: int) -> Response:
    """Give one part of a large site map: things of a kind; parts count from 1."""
    found = next((one for one in kinds(site) if one.name == kind and kind in MAPPED), None)
    if found is None or not 1 <= number <= -(-found.count // LARGEST):
        raise NotFound(what=f"/sitemap/{kind}-{number}.xml")
    return _urls(site, _names(site, found, number))


def _names(site: Site, kind: KindOfThing, number: int) -> list[str]:
    prefix = f"{site.release.base}id/{kind.name}/"
    query = compose(_THINGS, type=kind.class_, things=prefix)
    rows = select(site.pool, f"{query} LIMIT {LARGEST} OFFSET {(number - 1) * LARGEST}")
    things = (thing_of(site.release.base, row["thing"].value) for row in rows)
    return [f"page/{thing}" for thing in things if thing]


def _urls(site: Site, paths: Sequence[str]) -> Response:
    return _xml(site, "urlset", _locations(site, "url", paths))


def _locations(site: Site, element: str, paths: Iterable[str]) -> str:
    day = f"<lastmod>{escape(site.release.issued)}</lastmod>" if site.release.issued else ""
    return "".join(
        f"<{element}><loc>{escape(site.public_url + path)}</loc>{day}</{element}>\n"
        for path in paths
    )


def _xml(site: Site, root: str, body: str) -> Response:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</{root}>\n'
    )
    return _with_tag(site, text, "application/xml")


def _with_tag(site: Site, text: str, media_type: str) -> Response:
    tag = site.entity_tag(media_type, text)
    if is_known(tag):
        return not_modified(tag, "")
    return with_tag(Response(text, content_type=media_type), tag, "")
