"""A picture on a page: drawn for wide and for narrow screens, with its files and its query.

The template `figure.html` shows it. A picture is drawn from the table of a query, whose text goes
into the addresses of its files; so anyone can ask again for what they see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from ..links import is_web_address
from ..pictures.drawing import Credit, draw
from ..pictures.sheet import NARROW, WIDE, Picture, Sheet
from ..pictures.svg import element
from ..site import Site
from ..store import in_language
from ..texts import picture_text
from .labels import labels
from .page import Reader
from .rows import Table

LARGE = 400_000
"""A picture of more characters is drawn once, for all screens."""

NAMED_ROWS = 2000
"""Things are called by their labels in so many rows; in those after them by their addresses."""

_NAMED = ("label", "group", "kind", "sourceGroup", "targetGroup", "sourceLabel", "targetLabel")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a picture comes from: the query, its view, a title, the name of a ready-made one."""

    query: str
    view: str
    title: str = ""
    name: str = ""

    def address(self, ending: str, language: str) -> str:
        """Give the address of its file with an ending: svg, png or csv."""
        if ending == "csv":
            return "/sparql?" + urlencode({"query": self.query, "format": "csv"})
        if self.name:
            return f"/picture/{self.name}.{ending}?lang={language}"
        asked = {"query": self.query, "view": self.view, "format": ending, "lang": language}
        return "/picture?" + urlencode(asked | ({"title": self.title} if self.title else {}))

    def page(self, language: str) -> str:
        """Give the address of the page that shows it."""
        if self.name:
            return f"/pictures/{self.name}?lang={language}"
        asked = {"query": self.query, "view": self.view, "lang": language}
        return "/query?" + urlencode(asked)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as a page shows it; `narrow` is None where the wide one serves all screens."""

    title: str
    wide: Picture
    narrow: Picture | None
    files: tuple[tuple[str, str], ...]
    query: str
    embed: str


def figure(site: Site, who: Reader, table: Table, source: Source, name: str = "figure") -> Figure:
    """Draw a table for a page; `name` tells it apart from other pictures there.

    Raises UnknownView and UnfitColumns.
    """
    names = names_of(site, table, who.language)
    sheets = (
        Sheet(who.language, site.release.base, width, f"{name}-{part}", source.title, names,
              who.link)
        for width, part in ((WIDE, "wide"), (NARROW, "narrow"))
    )  # fmt: skip
    wide = draw(table, source.view, next(sheets))
    narrow = None if len(wide.svg) > LARGE else draw(table, source.view, next(sheets))
    files = tuple((e.upper(), source.address(e, who.language)) for e in ("svg", "png", "csv"))
    title = source.title or picture_text(source.view, who.language)
    query = "/query?" + urlencode({"query": source.query, "view": source.view})
    return Figure(title, wide, narrow, files, query, _embed(site, who, source, title, wide))


def names_of(site: Site, table: Table, language: str) -> dict[str, str]:
    """Give what the IRIs in a table are called that stand where a picture shows names."""
    return dict(labels(site, set(_unnamed(table)), language))


def credit(site: Site, source: Source, language: str) -> Credit:
    """Give what a picture that stands alone says of where it is from."""
    release = site.release
    title = in_language(release.title, language)
    text = picture_text("credit", language).format(title=title, release=release.id)
    licence = release.licence.removeprefix("https://").rstrip("/")
    land = picture_text("land", language) if source.view in {"map", "areas"} else ""
    line = " · ".join(filter(None, (text, licence, land)))
    return Credit(line, site.public_url.rstrip("/") + source.page(language))


def absolute(site: Site, language: str, address: str) -> str:
    """Give an address as a file outside our pages has it: with host and language."""
    if is_web_address(address):
        return address
    rest, hash_, fragment = address.partition("#")
    return f"{site.public_url.rstrip('/')}{rest}?lang={language}{hash_}{fragment}"


def _unnamed(table: Table) -> Iterator[str]:
    wanted = list(_NAMED)
    wanted += [end for end in ("source", "target") if f"{end}Label" not in table.variables]
    for row in table.rows[:NAMED_ROWS]:
        yield from (row[name].value for name in wanted if name in row and row[name].is_iri)


def _embed(site: Site, who: Reader, source: Source, title: str, picture: Picture) -> str:
    """Give HTML for other pages: the picture, and behind it a link to the page it is from."""
    host = site.public_url.rstrip("/")
    image = element(
        "img", src=host + source.address("svg", who.language), alt=title, width=picture.width
    )
    # A text and no markup: the page shows it as it is written.
    return str(element("a", image, href=host + source.page(who.language)))
