"""Notes in cells: the comments part of a sheet, and the boxes they are drawn in.

ECMA-376 part 1, 18.7 (comments), and part 4, 19 (VML, which still holds the boxes).
Comments that a steward has stay; where klynge has something to say in the same cell, its words
are put after theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..workbooks.markup import Element, Splices, UnusableMarkup, attribute_of, outline, text_of
from ..workbooks.package import Package
from ..workbooks.sheet import Place, place_of, reference
from . import drawing

AUTHOR = "klynge check"

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NEW = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'
).encode()


def add_notes(package: Package, sheet: str, legacy_drawing: str, notes: Mapping[Place, str]) -> str:
    """Add notes to a sheet and give the id of its drawing, if it had none before.

    `legacy_drawing` is the id of the drawing that it has.
    """
    part = package.one_related(sheet, "comments")
    if not part:
        part = package.unused("xl/klynge-comments{}.xml")
        package.write(part, _NEW)
        package.declare(part, _TYPE)
        package.relate(sheet, "comments", part)
    before = commented(package, part)
    package.change(part, lambda data: _with_notes(data, notes))
    drawn = next((link.target for link in package.related(sheet) if link.id == legacy_drawing), "")
    if drawn:
        package.change(drawn, lambda data: drawing.with_boxes(data, _unlike(notes, before)))
        return ""
    boxes = {place: notes.get(place, "") for place in sorted({*notes, *before})}
    return drawing.add_drawing(package, sheet, boxes)


def commented(package: Package, part: str) -> frozenset[Place]:
    """Give the places that a comments part has comments for."""
    return frozenset(_by_place(_list(package.outline(part, _wanted))))


def threads(package: Package, sheet: str) -> frozenset[Place]:
    """Give the places with a conversation, which newer programs show instead of the comment."""
    part = package.one_related(sheet, "threadedComment")
    if not part:
        return frozenset()
    root = package.outline(part, lambda element: element.name == "ThreadedComments")
    return frozenset(place_of(each.attributes.get("ref", "")) for each in root.children)


def _with_notes(data: bytes, notes: Mapping[Place, str]) -> bytes:
    root, splices = outline(data, _wanted), Splices()
    authors = root.first("authors")
    if authors is None:
        raise UnusableMarkup("comments without authors")
    tag = authors.tag("author")
    splices.append(authors, f"<{tag}>{AUTHOR}</{tag}>")
    listed = _list(root)
    present = _by_place(listed)
    new = ""
    for place, text in sorted(notes.items()):
        if place in present:
            _add_words(present[place], text, splices, data)
        else:
            new += _comment(listed, place, len(authors.children), text)
    if new:
        splices.append(listed, new)
    return splices.applied(data)


def _comment(listed: Element, place: Place, author: int, text: str) -> str:
    comment, inner = listed.tag("comment"), listed.tag("text")
    said = f'ref={attribute_of(reference(place))} authorId="{author}" shapeId="0"'
    return f"<{comment} {said}><{inner}>{_run(listed, text)}</{inner}></{comment}>"


def _add_words(comment: Element, text: str, splices: Splices, data: bytes) -> None:
    """Put words after those of a comment, which may be one plain text or several runs."""
    inner = comment.first("text")
    if inner is None:
        raise UnusableMarkup("a comment without text")
    run, ours = inner.tag("r"), _run(inner, f"\n\n{AUTHOR}:\n{text}")
    for plain in inner.all("t"):
        splices.put(plain.start, f"<{run}>")
        splices.put(plain.end, f"</{run}>")
    if words := [child for child in inner.children if child.name in {"t", "r"}]:
        splices.put(words[-1].end, ours)
    else:
        splices.append(inner, ours)


def _run(beside: Element, text: str) -> str:
    r, properties, size, font, t = (beside.tag(name) for name in ("r", "rPr", "sz", "rFont", "t"))
    look = f'<{properties}><{size} val="9"/><{font} val="Calibri"/></{properties}>'
    return f'<{r}>{look}<{t} xml:space="preserve">{text_of(text)}</{t}></{r}>'


def _wanted(element: Element) -> bool:
    return element.name in {"comments", "authors", "commentList", "comment", "text"}


def _list(root: Element) -> Element:
    found = root.first("commentList")
    if found is None:
        raise UnusableMarkup("comments without a list")
    return found


def _by_place(listed: Element) -> dict[Place, Element]:
    return {place_of(each.attributes.get("ref", "")): each for each in listed.all("comment")}


def _unlike(notes: Mapping[Place, str], before: Iterable[Place]) -> dict[Place, str]:
    have = set(before)
    return {place: text for place, text in sorted(notes.items()) if place not in have}
