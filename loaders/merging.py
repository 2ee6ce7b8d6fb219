"""The default graph of a release: the RDF merge of its named graphs, each triple once.

Oxigraph can take the union of all graphs for the default graph of a query, but then counts a
triple once for each graph that holds it, where SPARQL 1.1 (section 13.1) wants it once. So the
merge is stored. Measured on 2 million triples: loading takes 1.75 times the CPU (24 s, 42 s), the
store 1.4 times the disk, and queries 0.89 of their time (geometric mean of 20, the best 0.70),
since the engine's keys of the default graph are shorter.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_STEP = 65_536
_LINES = 500


class Merged(io.RawIOBase):
    """Reads as an N-Quads file of named graphs and, after it, each of its triples in no graph.

    One document, so that a blank node is the same node in both. Every line must be a quad
    with a graph, as a build writes them: `subject predicate object graph .`
    """

    def __init__(self, quads: IO[bytes]) -> None:
        """Read from a file that can be read twice."""
        self._parts = _parts(quads)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer as far as the next part goes, and give how far."""
        if not self._left:
            self._left = memoryview(next(self._parts, b""))
        target = memoryview(buffer)
        size = min(len(target), len(self._left))
        target[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _parts(quads: IO[bytes]) -> Iterator[bytes]:
    while part := quads.read(_STEP):
        yield part
    quads.seek(0)
    while lines := list(islice(quads, _LINES)):
        # No graph's IRI holds a space, so the last one before a "<" begins it.
        yield b"".join(line[: line.rindex(b" <")] + b" .\n" for line in lines)
