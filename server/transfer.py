"""A worker's answer as an HTTP response: whole with its length, or as a stream that may break.

A client can rely on the framing (RFC 9112, section 8): an answer with Content-Length, or with the
empty chunk that ends it, is complete; one without has broken off, and HTTP libraries raise that.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from errno import ECONNRESET
from functools import partial

from flask import Response, request

from .answer import Answer, BrokenOff, NobodyWaits
from .connection import Environ, break_off, client_of, is_gone, marks_its_end
from .negotiation import Format
from .wire import Request
from .workers import Pool

log = logging.getLogger(__name__)


class Transfer:
    """The bytes of an answer on their way to a client, for a WSGI server to iterate and close."""

    def __init__(self, answer: Answer, environ: Environ) -> None:
        """Join an answer and the connection it goes out on."""
        self._answer = answer
        self._environ = environ

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes; an answer that breaks off raises, so that the server breaks too."""
        try:
            yield from self._answer
        except BrokenOff as broken:
            log.warning("%s", broken)
            break_off(self._environ)
            # Servers close the connection at this error, without an end and without a word.
            raise ConnectionResetError(ECONNRESET, str(broken)) from broken

    def close(self) -> None:
        """Give the worker up, when the client left before the end."""
        self._answer.close()


def respond(pool: Pool, query: Request, format_: Format) -> Response:
    """Answer with the result of a query; raises as `Pool.answer` does, before the first byte."""
    environ = request.environ
    try:
        answer = pool.answer(query, client=client_of(environ), gone=partial(is_gone, environ))
    except NobodyWaits:
        return Response(status=503)  # It reaches no one.
    if answer.is_whole:
        return Response(answer.head, content_type=format_.header)
    if marks_its_end(environ):
        return Response(Transfer(answer, environ), content_type=format_.header)
    return Response(answer.whole(), content_type=format_.header)
