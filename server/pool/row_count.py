"""How many rows a serialised result has, told from its bytes as they pass.

The engine serialises in one call that counts nothing. Each format marks the end of a row by
bytes that its escapes keep out of values, so counting those is counting rows.
"""

from __future__ import annotations

_MARKS = {
    # Inside a string of JSON a quotation mark has a backslash before it. A row that binds
    # nothing is `{}` and goes uncounted: three bytes, which the limit on bytes covers.
    "application/sparql-results+json": b'},{"',
    "application/sparql-results+xml": b"<result>",
    "text/tab-separated-values": b"\n",
}
_BEFORE = {"application/sparql-results+json": 1, "text/tab-separated-values": -1, "text/csv": -1}
"""JSON has a mark less than rows; CSV and TSV have a line of names before the first row."""


class RowCount:
    """Counts the rows of a result in a media type; of a graph it counts none."""

    def __init__(self, media_type: str) -> None:
        """Start before the first byte."""
        self._mark = _MARKS.get(media_type, b"")
        self._csv = media_type == "text/csv"
        self._count = _BEFORE.get(media_type, 0)
        self._tail = b""
        self._quoted = False

    def add(self, data: bytes) -> int:
        """Take the next bytes and give the rows so far."""
        if self._csv:
            self._count += self._lines(data)
        elif self._mark:
            text = self._tail + data
            self._count += text.count(self._mark)
            self._tail = text[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
        return self._count

    def _lines(self, data: bytes) -> int:
        """Count the line ends that are not inside quotation marks (RFC 4180, section 2)."""
        parts = data.split(b'"')
        # Only line feeds: the engine ends a row with both, and a write may end between them.
        found = sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0
        return found
