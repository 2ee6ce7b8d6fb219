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
from .connection import Environ, break_off, is_gone, marks_its_end
from .negotiation import Format
from .problems import Problem
from .traffic import BROKEN, COMPLETE, KEPT, LEFT, Traffic, Turn
from .wire import Request
from .workers import Pool

log = logging.getLogger(__name__)


class Transfer:
    """The bytes of an answer on their way to a client, for a WSGI server to iterate and close."""

    def __init__(self, answer: Answer, environ: Environ, turn: Turn) -> None:
        """Join an answer, the connection it goes out on, and the turn that ends with it."""
        self._answer = answer
        self._environ = environ
        self._turn = turn
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes; an answer that breaks off raises, so that the server breaks too."""
        try:
            for part in self._answer:
                self._size += len(part)
                yield part
            self._turn.end(COMPLETE, self._size)
        except BrokenOff as broken:
            log.warning("%s", broken)
            self._turn.end(BROKEN, self._size)
            break_off(self._environ)
            # Servers close the connection at this error, without an end and without a word.
            raise ConnectionResetError(ECONNRESET, str(broken)) from broken

    def close(self) -> None:
        """Give the worker up, when the client left before the end."""
        self._answer.close()
        self._turn.end(BROKEN, self._size)


class Counter:
    """Where queries of the public are taken in: in turn, from memory, or by a worker."""

    def __init__(self, traffic: Traffic, pool: Pool) -> None:
        """Take queries in for a pool."""
        self._traffic = traffic
        self._pool = pool

    def turn(self, query: str) -> Turn:
        """Give the client of the request in hand its turn with a query."""
        return self._traffic.turn(request.remote_addr or "", query)

    def respond(self, query: Request, format_: Format, turn: Turn, key: str = "") -> Response:
        """Answer with the result of a query; under its key a small answer is kept.

        An empty key is for queries that may answer differently the next time. Raises TooMuch,
        and what `Pool.answer` raises, before the first byte.
        """
        kept = self._traffic.answers.get(key) if key else None
        if kept is not None:
            turn.end(KEPT, len(kept))
            return Response(kept, content_type=format_.header)
        environ = request.environ
        answer = self._begin(query, turn)
        if answer is None:
            return Response(status=503)  # It reaches no one.
        if not answer.is_whole and marks_its_end(environ):
            return Response(Transfer(answer, environ, turn), content_type=format_.header)
        body = self._finish(answer, turn)
        if key:
            self._traffic.answers.keep(key, body)
        return Response(body, content_type=format_.header)

    def ask(self, query: Request, turn: Turn) -> bytes:
        """Give the whole result of a query of the public, for a page; raises as `respond`."""
        answer = self._begin(query, turn)
        return b"" if answer is None else self._finish(answer, turn)

    def _begin(self, query: Request, turn: Turn) -> Answer | None:
        try:
            turn.admit()
            return self._pool.answer(query, gone=partial(is_gone, request.environ), stay=turn.stay)
        except NobodyWaits:
            turn.end(LEFT)
            return None
        except Problem as problem:
            turn.end(problem.code)
            raise

    def _finish(self, answer: Answer, turn: Turn) -> bytes:
        try:
            body = answer.whole()
        except Problem as problem:
            turn.end(problem.code)
            raise
        turn.end(COMPLETE, len(body))
        return body
