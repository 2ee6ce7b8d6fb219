"""The quads of an RDF file, one at a time, each with the line where it ends.

The parser (pyoxigraph) is bounded, does not recurse and fetches nothing; what it may not be given
is seen before (`nesting.py`). It takes a line at a time, which is how the line of a quad is known
in every format. In N-Triples and N-Quads a statement that cannot be read is one finding and the
next line goes on (RDF 1.1 N-Quads, section 4); every other format ends there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

from pyoxigraph import Literal, Quad, RdfFormat, Triple, parse

from ...shapes.report import Finding, Location, Message, Severity
from .nesting import JsonNesting, XmlNesting
from .packed import STEP, Broken, Packed, Watch, open_packed, unwatched

NOWHERE = "https://no-address.invalid/"
"""Where relative IRIs lead when nobody says at which address the file is published (RFC 6761)."""

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
FORMATS: Mapping[str, RdfFormat] = MappingProxyType(_FORMATS)
"""The formats by the ending of a file's name, without `.gz`."""

MOST_TIMES, FREE = 50, 16 * 1024 * 1024
"""How many times its size a file may be as statements, whose prefixes are written out; what may be
given before that counts."""

_BY_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class RdfQuad:
    """A quad as N-Quads writes its terms; `graph` is empty for the default graph.

    A blank node is `_:` and a label that holds in this file. `beyond` tells what RDF 1.1 does not
    have: triple terms, and literals with a base direction (RDF 1.2).
    """

    subject: str
    predicate: str
    object: str
    graph: str
    line: int
    beyond: bool = False


def ending(path: Path) -> str:
    """Give the ending of a file's name that tells its format: `.nq` of `dump.nq.gz`.

    >>> ending(Path("dump.nq.gz"))
    '.nq'
    """
    name = path.name.lower()
    return Path(name.removesuffix(".gz")).suffix


def read_quads(
    path: Path, address: str = "", watch: Watch = unwatched
) -> Iterator[RdfQuad | Finding]:
    """Give the quads of a file whose ending is one of `FORMATS`, and findings where it is broken.

    Relative IRIs are resolved against `address`, else they begin with `NOWHERE`. Raises
    SourceMissing.
    """
    format = FORMATS[ending(path)]
    lines = None
    try:
        with open_packed(path, watch) as packed:
            lines = _Lines(packed, format)
            yield from _quads(lines, format, address or NOWHERE, path.name)
    except Broken as broken:
        yield broken.finding(Location(path.name, row=lines.number if lines else 0))


def _quads(lines: _Lines, format: RdfFormat, base: str, file: str) -> Iterator[RdfQuad | Finding]:
    based = None if format in _BY_LINES else base
    # The engine only calls `read`.
    quads = parse(input=cast(IO[bytes], lines), format=format, base_iri=based)
    given, faulty = 0, Location()
    while True:
        try:
            quad = next(quads)
        except StopIteration:
            return
        except SyntaxError as error:
            rule, message = _refused(str(error.msg), format in _BY_LINES)
            place = Location(file, row=error.lineno or lines.number)
            if place != faulty:  # the parser may find more than one fault in a line
                yield Finding(rule, Severity.VIOLATION, message, place)
            if format not in _BY_LINES:
                return
            faulty = place
        except MemoryError:
            raise Broken("rdf.too-long", _TOO_LONG) from None
        else:
            written = _written(quad, lines.number)
            given += len(written.subject) + len(written.predicate) + len(written.object)
            if given > max(FREE, MOST_TIMES * lines.size):
                raise Broken("rdf.too-long", _TOO_LONG)
            yield written


def _written(quad: Quad, line: int) -> RdfQuad:
    object_ = quad.object
    beyond = isinstance(object_, Triple) or isinstance(quad.subject, Triple)
    if isinstance(object_, Literal) and object_.direction is not None:
        beyond = True
    graph = quad.graph_name
    # The default graph's text is a word of SPARQL.
    named = "" if str(graph) == "DEFAULT" else str(graph)
    return RdfQuad(str(quad.subject), str(quad.predicate), str(object_), named, line, beyond)


class _Lines:
    """An unpacked file as its parser reads it: at most a line at a time, watched and counted."""

    def __init__(self, packed: Packed, format: RdfFormat) -> None:
        self.number = self.size = 0
        self._packed = packed
        self._rest: list[bytes] = []
        self._ended = True
        xml, json = format == RdfFormat.RDF_XML, format == RdfFormat.JSON_LD
        self._nesting = XmlNesting() if xml else JsonNesting() if json else None

    def read(self, most: int = STEP) -> bytes:
        """Give the next bytes, none at the end; raises Broken."""
        if not self._rest:
            self._rest = self._packed.read().splitlines(keepends=True)[::-1] or [b""]
        line = self._rest.pop()
        if len(line) > most:
            self._rest.append(line[most:])
            line = line[:most]
        self.number += self._ended and bool(line)
        self.size += len(line)
        self._ended = line.endswith(b"\n")
        if self._nesting:
            self._nesting.see(line)
        return line


def _refused(reason: str, goes_on: bool) -> tuple[str, Message]:
    if "LoadDocumentCallback" in reason:
        return "rdf.context", _CONTEXT
    reason = reason.removeprefix("Parser error at ")
    after = ("the statement is left out", "utsagnet er utelatt") if goes_on else _ENDS
    message = Message(
        f"this cannot be read ({reason}); expected RDF in the format that the file's name says: "
        f"mend the line, or fetch the file again. {after[0].capitalize()}",
        f"dette kan ikke leses ({reason}); forventet RDF i formatet som filnavnet sier: rett "
        f"linjen, eller hent filen på nytt. {after[1].capitalize()}",
    )
    return "rdf.syntax", message


_TOO_LONG = Message(
    "a text or an IRI here is longer than 16 million bytes, or prefixes are so long that the "
    "statements are fifty times as long as the file; expected short ones: put what is long into a "
    "file of its own and link to it. What follows is not read",
    "en tekst eller IRI her er lengre enn 16 millioner byte, eller prefikser er så lange at "
    "utsagnene er femti ganger så lange som filen; forventet korte: legg det som er langt, i en "
    "egen fil og lenk til den. Det som følger, er ikke lest",
)
_ENDS = ("what follows is not read", "det som følger, er ikke lest")
_CONTEXT = Message(
    "the file names a context (@context) at an address, and nothing is fetched; expected the "
    "context in the file itself, or expanded JSON-LD: put it there, or give the data as Turtle. "
    "The file is not read on",
    "filen viser til en kontekst (@context) på en adresse, og ingenting hentes; forventet "
    "konteksten i filen selv, eller ekspandert JSON-LD: sett den inn, eller gi dataene som Turtle. "
    "Filen leses ikke videre",
)
