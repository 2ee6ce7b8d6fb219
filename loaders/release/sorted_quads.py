"""`klynge.nq` as a sorted file: its lines are found by bisection, without reading the others."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sorted_quads(path: Path) -> Iterator[SortedQuads]:
    """Hold the file open for looking up; it must have a line."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield SortedQuads(mapped)


class SortedQuads:
    """Lines sorted by graph, then by themselves, as the bytes of UTF-8 are sorted."""

    def __init__(self, mapped: mmap.mmap) -> None:
        """Take the file's bytes."""
        self._bytes = mapped

    def starting(self, graph: str, beginning: str) -> Iterator[tuple[int, str]]:
        """Give where each line of a graph with this beginning begins, and the line."""
        wanted, first = graph.encode(), beginning.encode()
        start = self._first(wanted, first)
        while start < len(self._bytes):
            line = self._line(start)
            if not line.startswith(first) or _graph(line) != wanted:
                return
            yield start, line.decode()
            start += len(line)

    def _first(self, graph: bytes, beginning: bytes) -> int:
        """Give where the first line begins that is not before a graph and a beginning."""
        low, high = 0, len(self._bytes)
        while low < high:
            start = self._bytes.rfind(b"\n", low, (low + high) // 2) + 1 or low
            line = self._line(start)
            if (_graph(line), line) < (graph, beginning):
                low = start + len(line)
            else:
                high = start
        return low

    def _line(self, start: int) -> bytes:
        end = self._bytes.find(b"\n", start) + 1
        return self._bytes[start : end or len(self._bytes)]


def _graph(line: bytes) -> bytes:
    return line[line.rindex(b" <") + 2 : line.rindex(b">")]
