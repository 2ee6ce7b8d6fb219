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

    def lines_of(self, span: tuple[int, int]) -> GraphLines:
        """Give the lines of one graph, which stand between two places."""
        return GraphLines(self._bytes, *span)

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


class GraphLines:
    """The lines of one graph; those of one subject, and of the next, are found at once."""

    def __init__(self, mapped: mmap.mmap, begin: int, end: int) -> None:
        """Take the file's bytes and where the lines begin and end."""
        self._bytes, self._begin, self._end = mapped, begin, end
        self._block: dict[bytes, int] = {}
        self._subject, self._next = b"", begin

    def start(self, line: str) -> int:
        """Give where a line begins that is there; raises KeyError for another."""
        wanted = line.encode()
        subject = wanted[: wanted.index(b" ") + 1]
        if subject != self._subject:
            self._read(subject)
        return self._block[wanted]

    def _read(self, subject: bytes) -> None:
        """Read the lines of a subject."""
        mapped, start = self._bytes, self._next
        if mapped[start : start + len(subject)] != subject or start >= self._end:
            start = self._first(subject)
        self._subject, self._block = subject, {}
        while start < self._end and mapped[start : start + len(subject)] == subject:
            end = mapped.find(b"\n", start) + 1
            self._block[mapped[start:end]] = start
            start = end
        self._next = start

    def _first(self, subject: bytes) -> int:
        """Give where the first line begins that does not come before a subject."""
        low, high = self._begin, self._end
        while low < high:
            start = max(low, self._bytes.rfind(b"\n", low, (low + high) // 2) + 1)
            if self._bytes[start : start + len(subject)] < subject:
                low = self._bytes.find(b"\n", start) + 1
            else:
                high = start
        return low


def _graph(line: bytes) -> bytes:
    return line[line.rindex(b" <") + 2 : line.rindex(b">")]
