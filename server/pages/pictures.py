"""Pictures by address: the gallery, a page for each ready-made one, and the bare pictures.

`/picture?query=...&view=...` is a bare picture as SVG or PNG, for other pages to embed: any origin
may read it, any page may frame it, and nothing in it runs or loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from ..pictures.columns import COLUMNS
from ..pictures.drawing import Credit, alone, draw, plain
from ..pictures.png import Rasteriser
from ..pictures.sheet import NARROWEST, WIDE, WIDEST, Sheet
from ..pictures.style import policy
from ..problems import BadParameter, NotFound, Problem
from ..protocol.operations import read_parameters
from ..protocol.screen import Screened, screen
from ..sharing.traffic import KEPT, Inquiry
from ..site import Site, is_known, not_modified, with_tag
from ..store import in_language
from .examples import Example, ready_pictures
from .figures import Figure, Source, absolute, credit, figure, names_of
from .page import VARY, Page, Reader, reader
from .results import Result, asked, result_of, table_of

LONGEST_TITLE = 200
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bare picture that is asked for; a plain one has neither heading nor foot."""

    source: Source
    language: str
    width: int
    ending: str
    is_plain: bool = False


def add_to(routes: Blueprint, site: Site) -> None:
    """Add the addresses of the bare pictures."""
    rasteriser, ready = Rasteriser(), ready_pictures()
    routes.add_url_rule("/picture", "picture", partial(by_query, site, rasteriser))
    routes.add_url_rule(
        "/picture/<path:file>", "ready_picture", partial(by_name, site, rasteriser, ready)
    )


def gallery(site: Site, who: Reader) -> Page:
    """Give the page of all ready-made pictures, and what columns make a picture of one's own."""
    found = [(one, _source(one, who.language)) for one in ready_pictures()]
    return Page("pictures.html", {"pictures": found, "columns": COLUMNS})


def page(site: Site, who: Reader, name: str) -> Page:
    """Give the page of a ready-made picture: the picture, its table, its query, its files."""
    source = _source(_ready(ready_pictures(), name), who.language)
    shown, result = drawn(site, who, source)
    return Page("picture.html", {"figure": shown, "result": result, "query": source.query})


def ready_figure(site: Site, who: Reader, name: str) -> tuple[Figure, Result]:
    """Give a ready-made picture for a page, and its table."""
    return drawn(site, who, _source(_ready(ready_pictures(), name), who.language))


def drawn(site: Site, who: Reader, source: Source) -> tuple[Figure, Result]:
    """Ask one of our own queries, and give the picture and the table of its result."""
    seen = screen(source.query, site.federates)
    body = site.pool.ask(asked(site, source.query, seen))
    table = table_of(body, seen)
    found = figure(site, who, table, source)
    return found, result_of(site, source.query, seen, body, table, who.language)


def by_name(site: Site, rasteriser: Rasteriser, ready: Sequence[Example], file: str) -> Response:
    """Give a ready-made picture, `seafood-chain.svg`, or its table as CSV."""
    who = reader()
    name, _, ending = file.rpartition(".")
    source = _source(_ready(ready, name), who.language)
    if ending == "csv":
        headers = {"Location": source.address("csv", who.language), "Vary": VARY}
        return Response(status=303, headers=headers)
    if ending not in TYPES:
        raise NotFound(what=request.path)
    is_plain = request.args.get("plain") == "1"
    return _answer(site, rasteriser, Wanted(source, who.language, _width(), ending, is_plain))


def by_query(site: Site, rasteriser: Rasteriser) -> Response:
    """Give the picture of any query; raises BadParameter, and what drawing and asking raise."""
    parameters = read_parameters(request.query_string)
    query, view, title, ending = (
        parameters.get(name, ("",))[-1] for name in ("query", "view", "title", "format")
    )
    if not query.strip():
        raise BadParameter(name="query", problem="it is missing or empty")
    if len(title) > LONGEST_TITLE:
        raise BadParameter(name="title", problem=f"it has more than {LONGEST_TITLE} letters")
    if (ending or "svg") not in TYPES:
        raise BadParameter(name="format", problem=f"{ending!r} is none of {', '.join(TYPES)}")
    source = Source(query, view, title)
    return _answer(site, rasteriser, Wanted(source, reader().language, _width(), ending or "svg"))


def _answer(site: Site, rasteriser: Rasteriser, wanted: Wanted) -> Response:
    inquiry = site.counter.inquiry(wanted.source.query)
    try:
        seen = screen(wanted.source.query, site.federates)
        tag = site.entity_tag("picture", wanted, site.public_url)
        if is_known(tag) and not seen.volatile:
            inquiry.end(KEPT)
            return not_modified(tag, VARY)
        body = _body(site, rasteriser, wanted, seen, inquiry, tag)
    except Problem as problem:
        inquiry.end(problem.code)  # Unless it has been ended already.
        raise
    response = Response(body, content_type=TYPES[wanted.ending])
    response.headers["Content-Security-Policy"] = policy()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if seen.volatile:
        response.headers.update({"Cache-Control": "no-store", "Vary": VARY})
        return response
    return with_tag(response, tag, VARY)


def _body(
    site: Site,
    rasteriser: Rasteriser,
    wanted: Wanted,
    seen: Screened,
    inquiry: Inquiry,
    tag: str,
) -> bytes:
    kept = None if seen.volatile else site.counter.kept(tag, inquiry)
    if kept is not None:
        return kept
    make = partial(_drawn, site, rasteriser, wanted, seen)
    body = site.counter.ask(asked(site, wanted.source.query, seen), inquiry, make)
    if not seen.volatile:
        site.counter.keep(tag, body)
    return body


def _drawn(
    site: Site, rasteriser: Rasteriser, wanted: Wanted, seen: Screened, body: bytes
) -> bytes:
    """Draw a result as it was wanted."""
    source, language = wanted.source, wanted.language
    table = table_of(body, seen)
    sheet = Sheet(
        language,
        site.release.base,
        wanted.width,
        title=source.title,
        names=names_of(site, table, language),
        link=partial(absolute, site, language),
    )
    picture = draw(table, source.view, sheet)
    file = plain(picture) if wanted.is_plain else alone(picture, sheet, _credit(site, wanted))
    if wanted.ending == "svg":
        return file.text.encode()
    return rasteriser.png(file.text, file.width, file.height)


def _credit(site: Site, wanted: Wanted) -> Credit:
    return credit(site, wanted.source, wanted.language)


def _width() -> int:
    text = request.args.get("width", str(WIDE))
    if not (text.isascii() and text.isdigit() and NARROWEST <= int(text[:9]) <= WIDEST):
        problem = f"{text!r} is not a number of pixels from {NARROWEST} to {WIDEST}"
        raise BadParameter(name="width", problem=problem)
    return int(text)


def _ready(ready: Sequence[Example], name: str) -> Example:
    found = next((one for one in ready if one.name == name), None)
    if found is None:
        raise NotFound(what=f"/pictures/{name}")
    return found


def _source(one: Example, language: str) -> Source:
    title = in_language(one.question, language)
    return Source(one.in_language(language), one.view, title, one.name)
