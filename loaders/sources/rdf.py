"""Any RDF: Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, packed with gzip or not.

`path` is a file or a folder of such files. IRIs of others are kept; blank nodes get names that are
the same in every build of the same file; the shapes judge what our terms are used for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Message
from ..facts import SourceFacts
from ..records import Item
from ..streams.packed import SourceMissing
from ..streams.rdf_quads import FORMATS, ending, read_quads
from .foreign_statements import ForeignStatements
from .kinds import SourceKind


class NotAnRdfFile(KlyngeError):
    """The name of a file does not say in which format of RDF it is."""


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the statements, then how many there were; raises SourceMissing and NotAnRdfFile."""
    statements = ForeignStatements(source)
    for path in _files(source):
        for quad in read_quads(path, source.address, source.watch):
            if isinstance(quad, Finding):
                yield quad
            else:
                yield from statements.judge(quad, path.name)
    yield from statements.rest(source.path.name)


def _files(source: SourceFacts) -> list[Path]:
    known = ", ".join(FORMATS)
    if source.path.is_dir():
        files = sorted(p for p in source.path.iterdir() if p.is_file() and ending(p) in FORMATS)
        if not files:
            raise SourceMissing(
                f"source {source.id!r}: {source.path} holds no file of RDF; expected names that "
                f"end in one of {known}, packed with gzip or not"
            )
        return files
    if ending(source.path) not in FORMATS:
        raise NotAnRdfFile(
            f"source {source.id!r}: {source.path.name} does not say its format; expected a name "
            f"that ends in one of {known}, packed with gzip or not: rename the file"
        )
    return [source.path]


KIND = SourceKind(
    type="rdf",
    title=Message("Any file or dump of RDF", "En hvilken som helst fil eller dump med RDF"),
    read=read,
)
