"""The sort keys of all rows of a query, sorted, and those of one page of them.

They are read from the engine's own TSV (SPARQL 1.1 Query Results CSV and TSV Formats, section
4), which is a third of the cost of a Python object for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from .sorting import INLINE, NotSortedHere, SortKey

MOST_BYTES = 24 * 1024 * 1024
"""More keys than this are not held in memory."""

_ESCAPES = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b'"': b'"', b"\\": b"\\"}


class TooLarge(NotSortedHere):
    """The keys are too many to hold."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Sorted lines of TSV, one a row."""

    lines: Sequence[bytes]

    def between(self, start: int, end: int) -> tuple[str, int]:
        """Give the keys of the rows from one place to another, as rows of VALUES, each once.

        And how many rows come before all rows with those keys.
        """
        page = self.lines[start:end]
        if any(b"\\u" in line.lower() for line in page):
            # A backslash before a u might be read as the escape of a sign (section 19.2).
            raise NotSortedHere
        rows = " ".join(f"({line.decode().replace(chr(9), ' ')})" for line in dict.fromkeys(page))
        if not page:
            return "", 0
        first = start
        while first and self.lines[first - 1] == page[0]:
            first -= 1
        return rows, first


class _Intake:
    """Takes the TSV; gives up when the first rows show that the engine sorts them as well."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        if b"\x00" in data or (not self._parts and not _pays(data)):
            raise NotSortedHere
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size > MOST_BYTES:
            raise TooLarge
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def lines(self) -> list[bytes]:
        return b"".join(self._parts).split(b"\n")[1:-1]


def page_keys(solutions: ox.QuerySolutions, keys: Sequence[SortKey]) -> Keys:
    """Sort the keys that a query selects; raises NotSortedHere."""
    intake = _Intake()
    solutions.serialize(output=cast(IO[bytes], intake), format=ox.QueryResultsFormat.TSV)
    lines = intake.lines()
    for place in reversed(range(len(keys))):
        # Stable, also downwards: the keys that come first decide last.
        lines.sort(key=_KeyAt(place, len(keys)), reverse=keys[place].descending)
    return Keys(lines)


class _KeyAt:
    """Reads one term of a line of TSV as bytes that sort as the term does."""

    def __init__(self, place: int, width: int) -> None:
        self._place, self._alone = place, width == 1

    def __call__(self, line: bytes) -> bytes:
        """Give the key: IRIs before literals, those by text, then language, none last."""
        text = line if self._alone else line.split(b"\t")[self._place]
        if text[-1:] == b'"' and b"\\" not in text:
            return text[:-1] + b"\x00\x01"
        return _key(text)


def _key(text: bytes) -> bytes:
    """Give the key of any string or IRI; raises NotSortedHere for all else."""
    if text[:1] == b"<" and text[-1:] == b">":
        return b"\x00" + text[1:-1]
    quoted, mark, tail = text.rpartition(b'"')
    if quoted[:1] != b'"' or not mark or (tail and tail[:1] != b"@") or b"--" in tail:
        raise NotSortedHere
    # rdf:langString comes before xsd:string, the two datatypes in the order of their names.
    return _unescaped(quoted) + (b"\x00\x00" + tail[1:] if tail else b"\x00\x01")


def _pays(data: bytes) -> bool:
    lines = data.split(b"\n")[1:-1]
    cells = [cell for line in lines for cell in line.split(b"\t")]
    return any(cell[:1] == b"<" or len(cell) > INLINE + 2 for cell in cells)


def _unescaped(text: bytes) -> bytes:
    if b"\\" not in text:
        return text
    first, *others = text.split(b"\\")
    parts, escaped = [first], False
    for part in others:
        if escaped:
            parts.append(part)
            escaped = False
        elif part:
            parts.append(_ESCAPES[part[:1]] + part[1:])
        else:
            parts.append(b"\\")
            escaped = True
    return b"".join(parts)
