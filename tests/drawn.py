"""Pictures for tests: tables made by hand, drawn, and read back as XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from klynge.server.pages.rows import Row, Table, Term
from klynge.server.pictures.drawing import draw
from klynge.server.pictures.sheet import Picture, Sheet

BASE = "https://w3id.org/klynge/"
SVG = "{http://www.w3.org/2000/svg}"
XSD = "http://www.w3.org/2001/XMLSchema#"

Cell = str | float | Term | None


def iri(thing: str) -> Term:
    """Give a thing of the catalogue."""
    return Term("uri", f"{BASE}id/{thing}")


def table(columns: str, *rows: Sequence[Cell]) -> Table:
    """Give a table from the names of its columns and its rows; None is unbound."""
    names = columns.split()
    return Table(tuple(names), tuple(_row(names, row) for row in rows))


def _row(names: Sequence[str], cells: Sequence[Cell]) -> Row:
    pairs = zip(names, cells, strict=True)
    return {
        name: cell if isinstance(cell, Term) else Term("literal", str(cell))
        for name, cell in pairs
        if cell is not None
    }


def sheet(width: int = 960, language: str = "en", title: str = "") -> Sheet:
    return Sheet(language, BASE, width, title=title)


class Drawn:
    """A picture as a reader of its XML sees it."""

    def __init__(self, found: Table, view: str, on: Sheet | None = None) -> None:
        self.picture: Picture = draw(found, view, on or sheet())
        self.root = ElementTree.fromstring(self.picture.svg)

    def all(self, name: str, class_: str = "") -> list[ElementTree.Element]:
        """Give the elements with a name and, if one is given, a class."""
        return [
            found
            for found in self.root.iter(SVG + name)
            if not class_ or class_ in found.get("class", "").split()
        ]

    def marks(self) -> list[ElementTree.Element]:
        """Give the marks: each stands for a row, or for a node of several."""
        return [found for found in self.root.iter() if found.get("class") == "mark"]

    def texts(self) -> list[str]:
        """Give what is written, tooltips and description left out."""
        return ["".join(found.itertext()) for found in self.all("text")]

    def told(self) -> list[str]:
        """Give the tooltips."""
        titles = (mark.find(f"{SVG}title") for mark in self.marks())
        return [title.text or "" for title in titles if title is not None]

    def links(self) -> list[str]:
        return [found.get("href", "") for found in self.all("a")]

    def number(self, found: ElementTree.Element, name: str) -> float:
        return float(found.get(name, "nan"))


def attributes(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for found in root.iter():
        yield from found.attrib.items()
