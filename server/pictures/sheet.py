"""The sheet a picture is drawn on, and the picture once it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from ..links import href_of, last_part
from ..pages.rows import Row, Term
from ..texts import picture_text
from .lettering import cut
from .svg import element

WIDE = 960
"""The width of a picture on a large screen, in pixels."""
NARROW = 356
"""The width on a telephone 390 pixels wide, its margins taken off."""
NARROWEST, WIDEST = 280, 1600


def unchanged(address: str) -> str:
    """Give an address as it is."""
    return address


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a drawing needs to know besides the table.

    `base` is that of the catalogue: its IRIs become links to pages. `link` turns the address of a
    page into what is written, with a language or a host. `names` are labels of IRIs for columns
    that hold no label. `name` begins the ids in the picture, which must be unlike others on a page.
    """

    language: str = "en"
    base: str = ""
    width: int = WIDE
    name: str = "picture"
    title: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    link: Callable[[str], str] = unchanged

    @property
    def is_narrow(self) -> bool:
        """Tell whether labels stand above marks because there is no room beside them."""
        return self.width < 600

    def say(self, key: str, **facts: object) -> str:
        """Give a text of `[picture]` in `texts.toml` in the language of the sheet."""
        return picture_text(key, self.language).format(**facts)

    def text(self, row: Row, *columns: str) -> str:
        """Give what the first of some columns that has a value says: an IRI by its name."""
        term = next((row[column] for column in columns if column in row), None)
        if term is None:
            return ""
        return self.names.get(term.value) or last_part(term.value) if term.is_iri else term.value

    def href(self, term: Term | None) -> str | None:
        """Give the address a mark may link to: only for IRIs, and only what links.py allows."""
        if term is None or not term.is_iri:
            return None
        address = href_of(self.base, term.value)
        return None if address is None else self.link(address)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: an `svg` element for a page, its size in pixels, and what to say of it.

    `shown` of `total` rows of the table are drawn; `notes` say why others are not, and what else
    must be known to read the picture; `summary` says it in words.
    """

    view: str
    svg: Markup
    width: int
    height: int
    summary: str
    shown: int
    total: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a view gives: its marks and their size, the rows drawn, a summary, and notes."""

    marks: Sequence[Markup]
    width: float
    height: float
    shown: int
    summary: str
    notes: Iterable[str] = ()


def framed(view: str, drawing: Drawing, sheet: Sheet, total: int) -> Picture:
    """Put marks into an `svg` element with a title and a description for screen readers."""
    notes = tuple(note for note in drawing.notes if note)
    if drawing.shown < total:
        notes = (sheet.say("drawn_of", shown=drawing.shown, total=total), *notes)
    width, height = round(drawing.width), max(round(drawing.height), 24)
    title, about = f"{sheet.name}-title", f"{sheet.name}-about"
    svg = element(
        "svg",
        element("title", sheet.title or sheet.say(view), id=title),
        element("desc", " ".join([drawing.summary, *notes]), id=about),
        *drawing.marks,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture {view}",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        # Not img: whose children no screen reader may reach, and here are links.
        role="group",
        aria_labelledby=title,
        aria_describedby=about,
    )
    return Picture(view, svg, width, height, drawing.summary, drawing.shown, total, notes)


def mark(sheet: Sheet, term: Term | None, told: str, *shapes: Markup, **data: str) -> Markup:
    """Give shapes as one mark: told by a tooltip, and a link where its term has a page.

    `data` is for `scripts/figure.js`: the `group` of a mark, the number of a `node`, and of a line
    between nodes the numbers of both `ends`.
    """
    title = element("title", cut(told, 300))
    href = sheet.href(term)
    known = {f"data_{name}": cut(value) for name, value in data.items()}
    if href is None:
        return element("g", title, *shapes, class_="mark", **known)
    return element("a", title, *shapes, class_="mark", href=href, target=_target(href), **known)


def _target(href: str) -> str | None:
    # A picture in a frame of another page leads its reader out of the frame.
    return None if href.startswith("/") else "_top"
