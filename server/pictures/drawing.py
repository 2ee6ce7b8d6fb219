"""From a table to a picture, on a page or as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from ..pages.rows import Table
from ..problems import UnfitColumns, UnknownView
from . import areas, bars, map, network, sankey, timeline
from .columns import COLUMNS, views_of
from .lettering import SMALL, lines_of
from .sheet import Drawing, Picture, Sheet, framed
from .style import style
from .svg import NAMESPACE, element

_VIEWS: dict[str, Callable[[Table, Sheet], Drawing]] = {
    "map": map.draw,
    "areas": areas.draw,
    "network": network.draw,
    "sankey": sankey.draw,
    "timeline": timeline.draw,
    "bars": bars.draw,
}

_MARGIN = 14


@dataclass(frozen=True, slots=True)
class Credit:
    """What a picture that stands alone says of where it is from: a line, and its address."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A picture that stands alone, as the text of an SVG file, and its size in pixels."""

    text: str
    width: int
    height: int


def draw(table: Table, view: str, sheet: Sheet) -> Picture:
    """Draw a table as one of the views in `columns.py`; the same table gives the same picture.

    Raises UnknownView, and UnfitColumns when the table lacks columns that the view needs. Rows
    that cannot be drawn are counted in the notes; a table without rows is a picture without marks.
    """
    if view not in COLUMNS:
        raise UnknownView(found=view, known=", ".join(COLUMNS))
    if view not in views_of(table.variables):
        found = " ".join(f"?{name}" for name in table.variables)
        raise UnfitColumns(view=view, found=found or "–", expected=COLUMNS[view])
    return framed(view, _VIEWS[view](table, sheet), sheet, len(table.rows))


def alone(picture: Picture, sheet: Sheet, credit: Credit) -> File:
    """Give a picture as an SVG file: with style, ground, heading, notes, and where it is from."""
    top, heading = _heading(sheet)
    bottom, foot = _foot(picture, credit, top + picture.height + _MARGIN)
    return _file(picture, sheet.title or sheet.say(picture.view), top, bottom, (*heading, *foot))


def plain(picture: Picture) -> File:
    """Give a picture as an SVG file without words around it: a preview beside words of a page."""
    return _file(picture, picture.summary, _MARGIN, _MARGIN + picture.height, ())


def _file(picture: Picture, title: str, top: int, bottom: int, words: Iterable[Markup]) -> File:
    width, height = picture.width + 2 * _MARGIN, bottom + _MARGIN
    svg = element(
        "svg",
        element("title", title),
        element("desc", " ".join([picture.summary, *picture.notes])),
        Markup(f"<style>{style()}</style>"),
        element("rect", width="100%", height="100%", class_="ground"),
        element("svg", picture.svg, x=_MARGIN, y=top, width=picture.width, height=picture.height),
        *words,
        xmlns=NAMESPACE,
        class_="picture",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )
    return File(f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n', width, height)


def _heading(sheet: Sheet) -> tuple[int, list[Markup]]:
    if not sheet.title:
        return _MARGIN, []
    lines = lines_of(sheet.title, sheet.width, 17, 3)
    texts = [
        element("text", line, x=_MARGIN, y=_MARGIN + 15 + 22 * n, class_="heading")
        for n, line in enumerate(lines)
    ]
    return 2 * _MARGIN + 22 * len(lines) - 4, texts


def _foot(picture: Picture, credit: Credit, y: int) -> tuple[int, list[Markup]]:
    lines = [
        line for note in (*picture.notes, credit.text) if note
        for line in lines_of(note, picture.width, SMALL, 4)
    ]  # fmt: skip
    texts = [
        element("text", line, x=_MARGIN, y=y + 12 + 16 * n, class_="small quiet")
        for n, line in enumerate(lines)
    ]
    if credit.href and texts:
        texts[-1] = element("a", texts[-1], href=credit.href, target="_top")
    return y + 16 * len(lines), texts
