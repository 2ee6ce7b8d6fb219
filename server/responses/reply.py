"""An answer before it is HTTP: a status, headers, and a body, whole or as a stream.

What answers a query makes one, whoever then sends it: the web framework for its own addresses,
or plain WSGI (PEP 3333) for the endpoint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from wsgiref.types import StartResponse

from flask import Response

from .encoding import coded_stream

_STATUSES = {int(status): f"{status} {status.phrase}" for status in HTTPStatus}


@dataclass(slots=True)
class Reply:
    """An answer to one request; a body that is a stream must be iterated or closed.

    `is_kept` tells that the body was in memory, so that the same is likely to be asked again.
    """

    status: int
    headers: dict[str, str]
    body: bytes | Iterable[bytes] = b""
    is_kept: bool = False

    def as_response(self) -> Response:
        """Give it to the web framework."""
        return Response(self.body, self.status, self.headers)

    def send(
        self, method: str, more: Iterable[tuple[str, str]], start: StartResponse
    ) -> Iterable[bytes]:
        """Send it as WSGI has it: a list when it is whole. `more` are headers of every answer."""
        body = self.body
        if isinstance(body, bytes) and self.status not in {204, 304}:
            self.headers["Content-Length"] = str(len(body))
        start(_STATUSES[self.status], [*self.headers.items(), *more])
        if isinstance(body, bytes):
            return [] if method == "HEAD" else [body]
        if method == "HEAD":
            _close(body)
            return []
        return body


class CodedStream:
    """A stream in a coding, closed with the stream it comes from (PEP 3333)."""

    def __init__(self, chunks: Iterable[bytes], source: object, coding: str) -> None:
        """Take the chunks of a source; it is closed once, whatever has happened."""
        self._chunks = chunks
        self._source = source
        self._coding = coding

    def __iter__(self) -> Iterator[bytes]:
        """Give the coded chunks."""
        return coded_stream(self._chunks, self._coding)

    def close(self) -> None:
        """Close the source."""
        _close(self._source)


def _close(body: object) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
