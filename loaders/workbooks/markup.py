"""XML that is changed at single places: elements with the bytes they span, and splices.

A part of a steward's workbook is never written anew from a tree: comments, prefixes, attribute
order, extensions that klynge does not know all stay, because only the bytes of a change are
touched. Expat reads, and a document type declaration (where entities are made) is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ...ontology.errors import KlyngeError

_START_TAG = re.compile(
    rb"<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(?P<empty>/?)>"
)
_ATTRIBUTE = re.compile(rb"\s+(?P<name>[^\s=/>]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*')")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BETWEEN = "\f"
"""What expat puts between namespace and name: a sign that no XML document holds."""

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnusableMarkup(KlyngeError):
    """A part of a workbook is not the XML it should be; the message says in what way."""


@dataclass(slots=True)
class Element:
    """One element: its local name and prefix, its attributes, and the offsets of its bytes.

    `attributes` are by local name; those of the relationships namespace by `r:` and local name.
    The start tag spans `start:inside`, the content `inside:close`, the whole `start:end`.
    """

    name: str
    prefix: str
    attributes: Mapping[str, str]
    start: int
    inside: int
    close: int = 0
    end: int = 0
    empty: bool = False
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """Give the children of a local name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """Give the first child of a local name, or None."""
        return next(self.all(name), None)

    def tag(self, name: str) -> str:
        """Give the name of an element beside this one, as it is written here."""
        return f"{self.prefix}:{name}" if self.prefix else name


Enter = Callable[[Element], bool]
"""Tells whether the children of an element are wanted."""

_RELATIONSHIPS = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
)


def outline(data: bytes, enter: Enter = lambda _: True) -> Element:
    """Give the root of a document in UTF-8, with those children that `enter` wants.

    A document in UTF-16 goes through `utf8` first, so that offsets are those of its UTF-8.
    Raises UnusableMarkup where the document is not well-formed, not UTF-8, or declares a type.
    """
    reader = _Reader(data, enter)
    parser = expat.ParserCreate("utf-8", namespace_separator=_BETWEEN)
    parser.namespace_prefixes = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, given: reader.begin(
        name, given, parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda _: reader.finish(parser.CurrentByteIndex)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise UnusableMarkup(f"XML that cannot be read ({error})") from None
    return reader.root


def utf8(data: bytes) -> bytes:
    """Give a part, which is in UTF-8 or UTF-16 (ECMA-376 part 2, 8.1.4), in UTF-8."""
    return data.decode("utf-16").encode() if data.startswith(_WIDE) else data


def changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Apply a change that works on UTF-8 to a part in UTF-8 or UTF-16, keeping its encoding."""
    made = change(utf8(data))
    if not data.startswith(_WIDE):
        return made
    wide = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    return data[:2] + made.decode().encode(wide)


class Splices:
    """Changes to the bytes of a document, each at offsets of the unchanged one."""

    def __init__(self) -> None:
        """Begin without a change."""
        self._made: list[tuple[int, int, bytes]] = []
        self._opened: dict[int, tuple[Element, list[str]]] = {}

    def put(self, at: int, text: str) -> None:
        """Put text before an offset; what is put at one offset stands in the order of the calls."""
        self.replace(at, at, text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of bytes."""
        self._made.append((start, end, text.encode()))

    def append(self, parent: Element, text: str) -> None:
        """Put text at the end of an element's content, opening one that is written `<x/>`."""
        if parent.empty:
            self._opened.setdefault(parent.start, (parent, []))[1].append(text)
        else:
            self.put(parent.close, text)

    def attribute(self, element: Element, name: str, value: str | None, data: bytes) -> None:
        """Set an attribute without a prefix, or take it away with None."""
        text = "" if value is None else f" {name}={quoteattr(value)}"
        behind = _name_end(element, data)
        for found in _ATTRIBUTE.finditer(data, behind, element.inside):
            if found["name"] == name.encode():
                self.replace(*found.span(), text)
                return
        if text:
            self.put(behind, text)

    def applied(self, data: bytes, start: int = 0, end: int | None = None) -> bytes:
        """Give the document, or the bytes between two offsets, with all changes."""
        opened = []
        for parent, texts in self._opened.values():
            slash = data.rindex(b"/", parent.start, parent.inside)
            inner = f">{''.join(texts)}</{parent.tag(parent.name)}>"
            opened.append((slash, parent.inside, inner.encode()))
        parts: list[bytes] = []
        at = start
        for first, last, text in sorted([*self._made, *opened], key=lambda change: change[:2]):
            if first < at:
                raise AssertionError("two changes of the same bytes")
            parts += (data[at:first], text)
            at = last
        return b"".join((*parts, data[at:end]))


def text_of(text: str) -> str:
    r"""Give a text as character data of a workbook (ECMA-376 part 1, 22.9.2.19, ST_Xstring).

    What XML cannot hold is written `_x0001_`, and so is an underscore that would begin such a
    sign. A byte that was never text becomes the replacement character.

    >>> text_of("a<b\x01_x0041_")
    'a&lt;b_x0001__x005F_x0041_'
    """
    text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return escape(_UNWRITABLE.sub(_escaped, text)).replace("\r", "_x000D_")


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else f"_x{number:04X}_"


def attribute_of(text: str) -> str:
    """Give a text as an attribute's value with its quotes."""
    return quoteattr(_UNWRITABLE.sub("\ufffd", text))


class _Reader:
    """Takes expat's events and makes elements of them."""

    def __init__(self, data: bytes, enter: Enter) -> None:
        self._data, self._enter = data, enter
        self._open: list[Element] = []
        self._passed = 0
        self.root = Element("", "", {}, 0, 0)

    def begin(self, name: str, given: dict[str, str], at: int) -> None:
        if self._passed:
            self._passed += 1
            return
        tag = _START_TAG.match(self._data, at)
        if tag is None:
            raise ValueError(f"no element at byte {at}")
        local, prefix = _name(name)
        attributes = {_attribute_name(key): value for key, value in given.items()}
        element = Element(local, prefix, attributes, at, tag.end(), empty=bool(tag["empty"]))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        if not self._enter(element):
            self._passed = 1

    def finish(self, at: int) -> None:
        if self._passed > 1:
            self._passed -= 1
            return
        self._passed = 0
        element = self._open.pop()
        if element.empty:
            element.close = element.end = element.inside
        else:
            element.close, element.end = at, self._data.index(b">", at) + 1


def _name(name: str) -> tuple[str, str]:
    """Give local name and prefix of what expat calls an element: URI, local name, prefix."""
    parts = name.split(_BETWEEN)
    return (parts[0], "") if len(parts) == 1 else (parts[1], "".join(parts[2:]))


def _attribute_name(name: str) -> str:
    parts = name.split(_BETWEEN)
    if len(parts) == 1:
        return name
    return f"r:{parts[1]}" if parts[0] in _RELATIONSHIPS else f"{parts[0]} {parts[1]}"


def _name_end(element: Element, data: bytes) -> int:
    return element.start + 1 + len(element.tag(element.name).encode())


def _refuse(*_: object) -> None:
    raise UnusableMarkup("XML with a document type declaration, which no workbook needs")
