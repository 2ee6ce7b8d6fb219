"""What a serialised result passes through on its way out of a worker: frames and limits."""

from __future__ import annotations

import re
import socket

from .row_count import RowCount
from .wire import LARGEST_DATA, Failure, Kind, Request, Settings, frame, send

# The characters that no XML 1.0 document may hold (section 2.2), in UTF-8; and an element that has
# no local name, as the serialiser writes a property whose IRI ends in none (RDF/XML, section 5.1).
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<[\w.-]{1,20}:[ >]")
_LONGEST_FAULT = 24


_FULL_WRITE = 4096
"""Bytes of a first write from which it is not the whole answer: the last write is shorter."""


class Refused(Exception):
    """The result cannot be sent as asked; carries the failure to send instead."""

    def __init__(self, failure: Failure) -> None:
        """Keep the failure."""
        super().__init__(failure.kind)
        self.failure = failure


class Outlet:
    """Takes the serialised result and sends it on in frames, within the limits.

    The first full write goes out at once, the rest in full frames; an answer smaller than that
    goes out with its end. The serialisers write eight kilobytes at a time and, after an error,
    once more: so an outlet that has refused goes on refusing.
    """

    def __init__(self, channel: socket.socket, request: Request, settings: Settings) -> None:
        """Open the way for the answer to one request."""
        self._channel = channel
        self._settings = settings
        self._size = 0
        self._rows = RowCount(request.media_type)
        self._xml = request.media_type.endswith("+xml")
        self._tail = b""
        self._buffer = bytearray()
        self._enough = _FULL_WRITE
        self._refusal: Refused | None = None

    def write(self, data: bytes) -> int:
        """Take the next bytes; raises Refused when they may not be sent."""
        self._size += len(data)
        if self._size > self._settings.answer:
            self.refuse("size", self._settings.answer)
        if self._rows.add(data) > self._settings.rows:
            self.refuse("rows", self._settings.rows)
        if self._xml and _NOT_IN_XML.search(self._tail + data):
            self.refuse("characters")
        if self._refusal:
            raise self._refusal
        self._tail = data[-_LONGEST_FAULT:]
        self._buffer += data
        if len(self._buffer) >= self._enough:
            send(self._channel, Kind.DATA, bytes(self._buffer))
            self._buffer.clear()
            self._enough = LARGEST_DATA
        return len(data)

    def flush(self) -> None:
        """Do nothing: the serialisers call this before they are done."""

    def end(self) -> None:
        """Send what is left and the end, together: two wake-ups would cost more than they say."""
        rest = frame(Kind.DATA, bytes(self._buffer)) if self._buffer else b""
        self._channel.sendall(rest + frame(Kind.END))

    def refuse(self, kind: str, most: int | str = "") -> None:
        """Take nothing more: the result is over a limit, or cannot be written in the format."""
        self._refusal = self._refusal or Refused(Failure(kind, str(most)))
