"""Signposts: typed links by which a machine finds its way from a page (signposting.org, FAIR).

Level 1 are a few links in the header `Link` of a page and of data; level 2 is the whole set of
links at an address of its own (RFC 9264, application/linkset+json).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from flask import Blueprint, Response, json

from .links import iri_of, is_web_address, thing_of
from .problems import NotFound
from .resources import IN_HEADER, LINKS, LINKSET, exists
from .responses.negotiation import HTML, TRIPLES
from .site import Site, is_known, not_modified, with_tag

_LANDING = "https://schema.org/AboutPage"


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link: where to, what relation (RFC 8288), and the media type of its target."""

    href: str
    relation: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The addresses around one thing: its IRI, page, data by media type, licence, link set."""

    iri: str
    page: str
    data: tuple[tuple[str, str], ...]
    licence: str
    linkset: str

    def landing(self) -> tuple[Link, ...]:
        """Give the links from the page."""
        licence = (Link(self.licence, "license"),) if self.licence else ()
        return (
            Link(self.iri, "cite-as"),
            Link(_LANDING, "type"),
            *(Link(address, "describedby", type_) for type_, address in self.data),
            *(Link(address, "alternate", type_) for type_, address in self.data),
            *licence,
            Link(self.linkset, "linkset", LINKS),
        )

    def content(self) -> tuple[Link, ...]:
        """Give the links from each form of the data back to the thing and its page."""
        licence = (Link(self.licence, "license"),) if self.licence else ()
        return (Link(self.page, "describes", HTML), Link(self.iri, "cite-as"), *licence)


def blueprint(site: Site) -> Blueprint:
    """Give the addresses of the link sets."""
    routes = Blueprint("signposts", __name__)
    routes.add_url_rule("/linkset/<path:thing>", "linkset", partial(linkset, site))
    return routes


def landmarks(site: Site, iri: str) -> Landmarks:
    """Give the addresses around a thing; those of this server are without its host."""
    name = thing_of(site.release.base, iri)
    licence = site.release.licence
    return Landmarks(
        iri=quote(iri, safe=IN_HEADER),
        page=f"/page/{name}",
        data=tuple((f.media_type, f"/data/{name}.{f.ending}") for f in TRIPLES),
        licence=licence if is_web_address(licence) else "",
        linkset=f"{LINKSET}{name}",
    )


def header(links: Iterable[Link]) -> str:
    """Give links as the value of the header `Link` (RFC 8288, section 3)."""
    return ", ".join(
        f'<{link.href}>; rel="{link.relation}"'
        + (f'; type="{link.media_type}"' if link.media_type else "")
        for link in links
    )


def linkset(site: Site, thing: str) -> Response:
    """Give all links around a thing as a link set."""
    iri = iri_of(site.release.base, thing)
    if not exists(site, iri):
        raise NotFound(what=iri)
    tag = site.entity_tag("linkset", iri, site.public_url)
    if is_known(tag):
        return not_modified(tag, "")
    marks = landmarks(site, iri)
    anchors = {marks.page: marks.landing()}
    anchors |= {address: marks.content() for _, address in marks.data}
    sets = [_anchored(site, anchor, links) for anchor, links in anchors.items()]
    response = Response(json.dumps({"linkset": sets}), content_type=LINKS)
    return with_tag(response, tag, "")


def _anchored(site: Site, anchor: str, links: Iterable[Link]) -> dict[str, object]:
    targets: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": _absolute(site, link.href)}
        target |= {"type": link.media_type} if link.media_type else {}
        targets.setdefault(link.relation, []).append(target)
    return {"anchor": _absolute(site, anchor), **targets}


def _absolute(site: Site, address: str) -> str:
    return site.public_url + address[1:] if address.startswith("/") else address
