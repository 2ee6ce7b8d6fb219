"""The addresses of the pages; the start page and the lists of things."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from flask import Blueprint

from ..links import href_of
from ..problems import NotFound
from ..sharing.kept_answers import KeptAnswers
from ..site import Site
from . import documents, kinds, pictures, query, questions, things
from .home import home
from .labels import labels
from .page import MOST_KEPT, Page, Reader, answer, page_links, page_number

Kinds = Callable[[], tuple[kinds.KindOfThing, ...]]
"""Gives the kinds of things; asked of the store once, since a release never changes."""


def blueprint(site: Site) -> Blueprint:
    """Give the pages over a site."""
    routes = Blueprint("pages", __name__)
    known = cache(partial(kinds.kinds, site))
    pages: dict[str, tuple[str, Callable[..., Page]]] = {
        "voc": ("/page/voc", schemes),
        "kind": ("/page/<kind>", partial(kind_of_thing, known)),
        "query": ("/query", query.page),
        "downloads": ("/downloads", documents.page),
    }
    for name, (address, build) in pages.items():
        routes.add_url_rule(address, name, partial(answer, site, build))
    # What is drawn, and the pages of things, take a while to make.
    drawn: dict[str, tuple[str, Callable[..., Page]]] = {
        "home": ("/", partial(home, known)),
        "pictures": ("/pictures", pictures.gallery),
        "picture_page": ("/pictures/<name>", pictures.page),
    }
    kept = KeptAnswers(MOST_KEPT)
    for name, (address, build) in drawn.items():
        routes.add_url_rule(address, name, partial(answer, site, build, kept))
    questions.add_to(routes, site, kept)
    documents.add_to(routes, site)
    things.add_to(routes, site, kept)
    pictures.add_to(routes, site)
    return routes


def kind_of_thing(known: Kinds, site: Site, who: Reader, kind: str) -> Page:
    """Give one page of the list of all things of a kind."""
    found = next((one for one in known() if one.name == kind), None)
    if found is None:
        raise NotFound(what=f"/page/{kind}")
    number = page_number()
    last = -(-found.count // kinds.PAGE)
    entries = kinds.things(site, found, number, who.language)
    name = labels(site, [found.class_], who.language).get(found.class_, kind)
    return Page(
        "kind.html",
        {
            "name": name,
            "class_href": href_of(site.release.base, found.class_),
            "count": found.count,
            "entries": entries,
            "pages": page_links(f"/page/{kind}", number, last),
            "number": number,
            "last": last,
        },
    )


def schemes(site: Site, who: Reader) -> Page:
    """Give the list of the concept schemes."""
    entries = kinds.schemes(site, who.language)
    values = {"entries": entries, "count": len(entries), "pages": {}, "number": 1, "last": 1}
    return Page("kind.html", {"name": None, "class_href": None, **values})
