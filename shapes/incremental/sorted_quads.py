"""Sorted N-Quads as one piece of bytes: found by subject, and compared with those of before.

The lines are as klynge writes them: sorted by code point, each once, IRIs without escapes. A file
is mapped and not read, so that a register takes no memory.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..compiled.blocks import Block, FileLines, LineSource, Triple, line_triples
from ..compiled.terms import Term

_CHUNK = 1 << 15
"""How many bytes are compared at once."""


class SortedQuads:
    """The sorted quads of one named graph."""

    def __init__(self, quads: bytes | mmap.mmap) -> None:
        """Take the lines as they stand in a file."""
        self.quads = quads

    @classmethod
    def of_file(cls, path: Path) -> SortedQuads:
        """Map a file; one that is absent has no quads."""
        if not path.is_file() or not path.stat().st_size:
            return cls(b"")
        with path.open("rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> SortedQuads:
        """Take lines: those of a file stay there, others are copied."""
        if isinstance(lines, FileLines):
            return cls.of_file(lines.path)
        return cls("".join(lines).encode())

    def block(self, subject: Term) -> Block:
        """Give what is said of a subject; nothing where nothing is."""
        source = LineSource(list(self._lines(subject.encode() + b" ")))
        return next((block for _, block in source.blocks()), {})

    def line(self, start: int) -> bytes:
        """Give the line that begins at an offset, its end included."""
        return self.quads[start : self.quads.find(b"\n", start) + 1 or len(self.quads)]

    def _lines(self, prefix: bytes) -> Iterator[str]:
        at = self._first(prefix)
        while self.quads[at : at + len(prefix)] == prefix:
            line = self.line(at)
            yield line.decode()
            at += len(line)

    def _first(self, prefix: bytes) -> int:
        """Give the offset of the first line that does not come before a prefix."""
        quads, low, high = self.quads, 0, len(self.quads)
        while low < high:
            middle = (low + high) // 2
            begin = max(low, quads.rfind(b"\n", low, middle) + 1)
            if quads[begin : begin + len(prefix)] < prefix:
                low = quads.find(b"\n", begin) + 1
            else:
                high = begin
        return low


class Changes:
    """What differs between two states of one named graph."""

    def __init__(self, before: SortedQuads, after: SortedQuads) -> None:
        """Compare the two; what is equal is passed over without being read into lines."""
        self.before = before
        self.after = after
        self.removed: list[Triple] = []
        self.added: list[Triple] = []
        removed, added = list[str](), list[str]()
        for is_new, line in _differences(before, after):
            (added if is_new else removed).append(line.decode())
        self.removed += line_triples(removed)
        self.added += line_triples(added)

    @property
    def triples(self) -> Iterator[Triple]:
        """Give every triple that came or went."""
        yield from self.removed
        yield from self.added


def _differences(before: SortedQuads, after: SortedQuads) -> Iterator[tuple[bool, bytes]]:
    """Give each line that stands on one side only, and whether it is the side of after."""
    old, new = 0, 0
    while old < len(before.quads) and new < len(after.quads):
        was, is_ = before.line(old), after.line(new)
        if was == is_:
            equal = _equal(before.quads, old, after.quads, new) or len(was)
            old, new = old + equal, new + equal
        elif was < is_:
            yield False, was
            old += len(was)
        else:
            yield True, is_
            new += len(is_)
    yield from ((False, line) for line in _rest(before, old))
    yield from ((True, line) for line in _rest(after, new))


def _rest(quads: SortedQuads, at: int) -> Iterator[bytes]:
    while at < len(quads.quads):
        line = quads.line(at)
        yield line
        at += len(line)


def _equal(before: bytes | mmap.mmap, old: int, after: bytes | mmap.mmap, new: int) -> int:
    """Give how many bytes, in whole lines, are the same from two offsets on."""
    same = 0
    while (part := before[old + same : old + same + _CHUNK]) and (
        part == after[new + same : new + same + _CHUNK]
    ):
        same += len(part)
    low, high = 0, _CHUNK
    while low < high:  # the longest beginning of this chunk that is the same
        middle = (low + high + 1) // 2
        begin = same + low
        if (
            before[old + begin : old + same + middle] == after[new + begin : new + same + middle]
            and old + same + middle <= len(before)
            and new + same + middle <= len(after)
        ):
            low = middle
        else:
            high = middle - 1
    return max(0, before.rfind(b"\n", old, old + same + low) + 1 - old)
