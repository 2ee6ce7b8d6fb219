"""What RDF/XML and JSON-LD may not hold, seen before a parser does, a step of bytes at a time.

A document type (XML 1.0, section 2.8) brings entities, which name files and grow without end, and
parsers of RDF take time by the square of how deep elements or objects stand inside each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from ...shapes.report import Message
from .packed import Broken

DEEPEST = 200
"""How deep elements, objects and arrays may stand inside each other; data stay below twenty."""

WIDEST = 1_000
"""Attributes, namespaces among them, of all elements that are open; documents have some twenty."""

LONGEST_TAG = 1_000_000
"""Bytes of a tag; parsers of RDF look through an unfinished one again with each step."""

_STRUCTURE = re.compile(rb'[{}\[\]"\\]')
_OUT_OF_STRING = re.compile(rb'["\\]')


class XmlNesting:
    """Watches an XML document."""

    def __init__(self) -> None:
        """Begin a document."""
        self._seen = 0
        self._open: list[int] = []
        self._wide = 0
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def see(self, some: bytes) -> None:
        """Look at the next bytes; raises Broken, and leaves what is no XML to the parser."""
        try:
            self._parser.Parse(some, not some)
        except expat.ExpatError as error:
            raise Broken("rdf.syntax", _no_xml(expat.ErrorString(error.code))) from None
        self._seen += len(some)
        if some and self._seen - self._parser.CurrentByteIndex > LONGEST_TAG:
            raise Broken("rdf.depth", _WIDTH)

    def _doctype(self, *_: object) -> None:
        raise Broken("rdf.doctype", _DOCTYPE)

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        self._open.append(len(attributes) // 2)
        self._wide += self._open[-1]
        if len(self._open) > DEEPEST:
            raise Broken("rdf.depth", _DEPTH)
        if self._wide > WIDEST:
            raise Broken("rdf.depth", _WIDTH)

    def _end(self, name: str) -> None:
        self._wide -= self._open.pop()


class JsonNesting:
    """Watches a JSON text."""

    def __init__(self) -> None:
        """Begin a text."""
        self._deep = 0
        self._in_string = self._escaped = False

    def see(self, some: bytes) -> None:
        """Look at the next bytes; raises Broken."""
        at = 1 if self._escaped and some else 0
        self._escaped = self._escaped and not some
        while found := (_OUT_OF_STRING if self._in_string else _STRUCTURE).search(some, at):
            at = found.end()
            sign = found.group()
            if sign == b'"':
                self._in_string = not self._in_string
            elif sign == b"\\":
                self._escaped = at == len(some)
                at += 1
            else:
                self._deep += 1 if sign in b"{[" else -1
                if self._deep > DEEPEST:
                    raise Broken("rdf.depth", _DEPTH)


_DOCTYPE = Message(
    "the file has a document type (<!DOCTYPE), which can name files and grow without end; expected "
    "RDF/XML without one: write it out anew, or give the data as Turtle. It is not read on",
    "filen har en dokumenttype (<!DOCTYPE), som kan vise til filer og vokse uten ende; forventet "
    "RDF/XML uten: skriv den ut på nytt, eller gi dataene som Turtle. Den leses ikke videre",
)
_DEPTH = Message(
    f"more than {DEEPEST} elements or objects stand inside each other; expected flat data: give "
    "them as N-Triples or Turtle. The file is not read on",
    f"mer enn {DEEPEST} elementer eller objekter står inne i hverandre; forventet flate data: gi "
    "dem som N-Triples eller Turtle. Filen leses ikke videre",
)

_WIDTH = Message(
    f"a tag has more than {LONGEST_TAG:,} bytes, or open elements more than {WIDEST:,} attributes; "
    "expected a few each: give the data as N-Triples or Turtle. The file is not read on",
    f"en tagg har mer enn {LONGEST_TAG:,} byte, eller åpne elementer over {WIDEST:,} attributter; "
    "forventet noen få hver: gi dataene som N-Triples eller Turtle. Filen leses ikke videre",
)


def _no_xml(reason: str) -> Message:
    return Message(
        f"the file is not XML from here on ({reason}); what follows is not read: mend it, or fetch "
        "it again",
        f"filen er ikke XML herfra ({reason}); det som følger, er ikke lest: rett den, eller hent "
        "den på nytt",
    )
