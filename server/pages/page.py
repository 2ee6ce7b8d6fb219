"""A page: who reads it, what stands on it, and how it becomes an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from itertools import permutations, product
from urllib.parse import parse_qsl, quote, urlencode

from flask import Response, render_template, request

from ..links import is_web_address
from ..problems import BadParameter
from ..responses.negotiation import LANGUAGES, choose_language
from ..sharing.kept_answers import KeptAnswers
from ..site import Site, is_known, not_modified, with_tag
from ..store import in_language
from ..texts import column_text, page_text, picture_text
from .numbers import counted
from .values import in_words

VARY = "Accept-Language"

MOST_KEPT = 32 * 1024 * 1024
"""Bytes of pages that are kept for the next reader; those not read for longest are let go."""

_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""Control characters, which no page may hold (HTML, section 13.2.3.5) but a literal may."""

THEMES = ("light", "dark")
"""The looks that `?theme=` chooses; without it a page looks as the device does."""

_CHOICES = [
    pairs
    for both in product(("", *LANGUAGES), ("", *THEMES))
    for pairs in permutations([p for p in zip(("lang", "theme"), both, strict=True) if p[1]])
]
_FEW = {urlencode(pairs).encode() for pairs in _CHOICES}
"""Queries of addresses whose pages are kept: so few that nobody can have them all let go."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the language, whether it was chosen by `?lang=`, and the look, if chosen."""

    language: str
    chose: bool
    theme: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """Give what the reader chose by the address, which links and forms keep."""
        chosen = {"lang": self.language if self.chose else "", "theme": self.theme}
        return {name: value for name, value in chosen.items() if value}

    def link(self, path: str) -> str:
        """Give an address of this server in the language and the look the reader chose."""
        if not self.kept or not path.startswith("/"):
            return path
        rest, hash_, fragment = path.partition("#")
        joint = "&" if "?" in rest else "?"
        return f"{rest}{joint}{urlencode(self.kept)}{hash_}{fragment}"


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: a template, its values, the status, and whether it may be kept."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """The words and the numbers of a page in its language, for templates."""

    language: str

    def __call__(self, key: str) -> str:
        """Give a text of the pages."""
        return page_text(key, self.language)

    def number(self, count: int) -> str:
        """Give a number of things."""
        return counted(count, self.language)


def reader() -> Reader:
    """Give who reads the page asked for."""
    asked = request.args.get("lang", "")
    language = choose_language(asked, request.headers.get("Accept-Language", ""))
    theme = request.args.get("theme", "")
    return Reader(language, asked in LANGUAGES, theme if theme in THEMES else "")


def answer(
    site: Site,
    build: Callable[..., Page],
    kept: KeptAnswers | None = None,
    vary: str = VARY,
    **arguments: str,
) -> Response:
    """Answer with the page that `build(site, reader, ...)` gives, unless the client has it.

    In `kept` a page is found again by its entity tag, and put when it is new. `vary` are the
    headers on which the answer depends.
    """
    who = reader()
    tag = site.entity_tag("page", request.full_path, who.language)
    if is_known(tag):
        return not_modified(tag, vary)
    known = kept.get(tag) if kept is not None else None
    if known is not None:
        return with_tag(Response(known), tag, vary)
    page = build(site, who, **arguments)
    body = html(site, who, page).encode()
    if kept is not None and page.keep and request.query_string in _FEW:
        kept.keep(tag, body)
    response = Response(body, page.status)
    if page.keep:
        return with_tag(response, tag, vary)
    response.headers.update({"Cache-Control": "no-store", "Vary": vary})
    return response


def html(site: Site, who: Reader, page: Page) -> str:
    """Give a page as HTML; the template sees its values, the release, and the words."""
    release = site.release
    text = render_template(
        page.template,
        **page.values,
        release=release,
        title=in_language(release.title, who.language),
        licence=web_link(release.licence),
        publisher_url=web_link(release.publisher_url),
        words=Words(who.language),
        heading=partial(column_text, language=who.language),
        worded=partial(in_words, language=who.language),
        picture_words=partial(picture_text, language=who.language),
        say=partial(in_language, language=who.language),
        link=who.link,
        web_link=web_link,
        language=who.language,
        kept=who.kept,
        theme=who.theme,
        other_languages=_switches("lang", LANGUAGES, who.language),
        other_themes=_switches("theme", ("", *THEMES), who.theme),
        public_url=site.public_url,
        canonical=site.public_url + quote(request.path[1:]) if page.status == HTTPStatus.OK else "",
    )
    return _NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", text)


def web_link(address: str) -> str:
    """Give an address that may be linked, the empty text for any other."""
    return address if is_web_address(address) else ""


def page_number() -> int:
    """Give the page of a list that is asked for; raises BadParameter unless it counts from 1."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) < 1_000_000):
        raise BadParameter(name="page", problem=f"{text!r} is not a number from 1 up")
    return int(text)


def page_links(path: str, number: int, last: int, **kept: str) -> dict[str, str]:
    """Give the addresses of the pages before and after, as far as there are any."""
    places = {"previous": number - 1, "next": number + 1}
    return {
        name: f"{path}?{urlencode({**kept, 'page': place})}"
        for name, place in places.items()
        if 1 <= place <= last
    }


def _switches(name: str, values: Iterable[str], chosen: str) -> dict[str, str]:
    """Give this page's address with each other value of a parameter, the empty one left out."""
    pairs = parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
    rest = [pair for pair in pairs if pair[0] != name]
    return {
        value: "?" + urlencode([*rest, *([(name, value)] if value else [])])
        for value in values
        if value != chosen
    }
