"""A diagram of a module: boxes for classes with their properties, lines from class to subclass.

Only numbers and words: a template draws them. The same terms give the same picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .terms import TermFacts

WIDTH = 300
COLUMNS = 3
_GAP = 24
_HEAD = 30
_ROW = 19
_LETTERS = 39
"""So many letters of a row fit into a box; the table under the diagram has the whole."""

Name = Callable[[str], str]
"""Gives what a term is called."""


@dataclass(frozen=True, slots=True)
class Box:
    """A class: its place, its title, a row per property with the property's IRI."""

    x: int
    y: int
    height: int
    iri: str
    title: str
    rows: tuple[tuple[str, str], ...]
    is_guest: bool
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a class (left) to its subclass (right)."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes and lines on a sheet."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def diagram(
    module: str, terms: Sequence[TermFacts], uses: Mapping[str, tuple[str, ...]], name: Name
) -> Diagram:
    """Draw a module: its classes, and classes of other modules that its properties begin at.

    A property stands with its domain; without one, with the module's own classes that use it.
    """
    sheet = _Sheet(module, terms, uses, name)
    roots = sorted(sheet.classes - sheet.children(), key=lambda iri: (name(iri), iri))
    for root in roots:
        if sheet.below(root):
            sheet.put_tree(root, 0)
    for root in roots:
        if not sheet.below(root):
            sheet.put_single(root)
    height = max(sheet.bottoms, default=_GAP)
    return Diagram(
        COLUMNS * (WIDTH + _GAP), max(height, _GAP), tuple(sheet.boxes), tuple(sheet.lines)
    )


class _Sheet:
    """A sheet on which boxes are put one after another; each column knows where it ends."""

    def __init__(
        self,
        module: str,
        terms: Sequence[TermFacts],
        uses: Mapping[str, tuple[str, ...]],
        name: Name,
    ) -> None:
        self._name = name
        own = {t.iri: t for t in terms if t.module == module and t.kind == "class" and t.is_own}
        properties = [t for t in terms if t.module == module and t.kind != "class" and t.is_own]
        self._rows: dict[str, list[TermFacts]] = {}
        for property_ in sorted(properties, key=lambda t: (name(t.iri), t.iri)):
            used_by = [iri for iri in uses.get(property_.iri, ()) if iri in own]
            for domain in property_.domains or used_by:
                self._rows.setdefault(domain, []).append(property_)
        self.classes = {*own, *self._rows}
        self._own = own
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.bottoms = [2] * COLUMNS

    def children(self) -> set[str]:
        return {iri for parent in self.classes for iri in self.below(parent)}

    def below(self, parent: str) -> list[str]:
        """Give the classes drawn right of another: those that name it first as superclass."""
        found = [t.iri for t in self._own.values() if self._first(t) == parent]
        return sorted(found, key=lambda iri: (self._name(iri), iri))

    def _first(self, term: TermFacts) -> str | None:
        return next((iri for iri in term.above if iri in self.classes), None)

    def put_tree(self, iri: str, column: int) -> Box:
        # A subtree begins below everything in its own and later columns, so lines cross nothing.
        top = max(self.bottoms[column:])
        self.bottoms[column:] = [top] * (COLUMNS - column)
        box = self._put(iri, column)
        for child in self.below(iri):
            right = self.put_tree(child, min(column + 1, COLUMNS - 1))
            if right.x > box.x:
                y1, y2 = box.y + _HEAD // 2, right.y + _HEAD // 2
                self.lines.append(Line(box.x + WIDTH, y1, right.x, y2))
        if column == 0:
            self.bottoms = [max(self.bottoms)] * COLUMNS
        return box

    def put_single(self, iri: str) -> None:
        self._put(iri, self.bottoms.index(min(self.bottoms)))

    def _put(self, iri: str, column: int) -> Box:
        rows = tuple((t.iri, self._row(t)) for t in self._rows.get(iri, ()))
        height = _HEAD + _ROW * len(rows) + (8 if rows else 0)
        x, y = 2 + column * (WIDTH + _GAP), self.bottoms[column]
        title = _fitting(self._name(iri))
        box = Box(x, y, height, iri, title, rows, is_guest=iri not in self._own)
        self.boxes.append(box)
        self.bottoms[column] = y + height + _GAP
        return box

    def _row(self, term: TermFacts) -> str:
        ranges = " | ".join(self._name(iri) for iri in term.ranges)
        return _fitting(f"{self._name(term.iri)} → {ranges}" if ranges else self._name(term.iri))


def _fitting(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1].rstrip() + "…"
