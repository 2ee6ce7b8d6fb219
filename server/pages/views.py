"""The addresses of the pages, and the pages of things: start page, lists, one thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from flask import Blueprint

from ..links import href_of, iri_of
from ..problems import NotFound
from ..resources import exists
from ..responses.negotiation import TRIPLES
from ..site import Site
from . import documents, entity, kinds, pictures, query, questions
from .home import home
from .labels import labels
from .page import Page, Reader, answer, page_links, page_number

Kinds = Callable[[], tuple[kinds.KindOfThing, ...]]
"""Gives the kinds of things; asked of the store once, since a release never changes."""


def blueprint(site: Site) -> Blueprint:
    """Give the pages over a site."""
    routes = Blueprint("pages", __name__)
    known = cache(partial(kinds.kinds, site))
    pages: dict[str, tuple[str, Callable[..., Page]]] = {
        "voc": ("/page/voc", schemes),
        "kind": ("/page/<kind>", partial(kind_of_thing, known)),
        "thing": ("/page/<path:thing>", thing),
        "query": ("/query", query.page),
        "downloads": ("/downloads", documents.page),
    }
    for name, (address, build) in pages.items():
        routes.add_url_rule(address, name, partial(answer, site, build))
    # Drawing takes a while, and there are few of these pages.
    drawn: dict[str, tuple[str, Callable[..., Page]]] = {
        "home": ("/", partial(home, known)),
        "pictures": ("/pictures", pictures.gallery),
        "picture_page": ("/pictures/<name>", pictures.page),
    }
    kept: dict[str, str] = {}
    for name, (address, build) in drawn.items():
        routes.add_url_rule(address, name, partial(answer, site, build, kept))
    questions.add_to(routes, site, kept)
    documents.add_to(routes, site)
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


def thing(site: Site, who: Reader, thing: str) -> Page:
    """Give the page of one thing."""
    iri = iri_of(site.release.base, thing)
    if not exists(site, iri):
        raise NotFound(what=iri)
    number = page_number()
    shown = entity.entity(site, iri, number, who.language)
    last = -(-shown.total // entity.PAGE)
    address = href_of(site.release.base, iri) or ""
    downloads = [(format_, f"/data{address[5:]}.{format_.ending}") for format_ in TRIPLES]
    return Page(
        "entity.html",
        {
            "entity": shown,
            "downloads": downloads,
            "pages": page_links(address, number, last),
            "number": number,
            "last": last,
        },
    )
