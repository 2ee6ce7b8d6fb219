"""A worker's answer as an HTTP response: whole with its length, or as a stream that may break.

A client can rely on the framing (RFC 9112, section 8): an answer with Content-Length, or with the
empty chunk that ends it, is complete; one without has broken off, and HTTP libraries raise that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from errno import ECONNRESET
from functools import partial
from typing import TypeVar

from flask import Response, request

from ..federation.federated_pool import FederatedPool
from ..federation.services import Services
from ..pool.answer import Answer, BrokenOff, NobodyWaits, always
from ..pool.wire import Request
from ..pool.workers import Pool
from ..problems import Busy, Fault, Problem
from ..sharing.traffic import BROKEN, COMPLETE, KEPT, LEFT, Inquiry, Traffic
from .connection import Environ, break_off, is_gone, marks_its_end
from .negotiation import Format

log = logging.getLogger(__name__)

Made = TypeVar("Made")


class Transfer:
    """The bytes of an answer on their way to a client, for a WSGI server to iterate and close."""

    def __init__(self, answer: Answer, environ: Environ, inquiry: Inquiry) -> None:
        """Join an answer, the connection it goes out on, and the inquiry that ends with it."""
        self._answer = answer
        self._environ = environ
        self._inquiry = inquiry
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes; an answer that breaks off raises, so that the server breaks too."""
        try:
            for part in self._answer:
                self._size += len(part)
                yield part
            self._inquiry.end(COMPLETE, self._size)
        except BrokenOff as broken:
            log.warning("%s", broken)
            self._inquiry.end(BROKEN, self._size)
            break_off(self._environ)
            # Servers close the connection at this error, without an end and without a word.
            raise ConnectionResetError(ECONNRESET, str(broken)) from broken

    def close(self) -> None:
        """Give the worker up, when the client left before the end."""
        self._answer.close()
        self._inquiry.end(BROKEN, self._size)


class Counter:
    """Where the public asks: from memory or from a worker, to each client its share."""

    def __init__(
        self, traffic: Traffic, pool: Pool, federated: FederatedPool | None = None
    ) -> None:
        """Open the counter in front of a pool, and of one for federated queries if there is one."""
        self._traffic = traffic
        self._pool = pool
        self._federated = federated
        self.services = federated.services if federated else Services()

    def pool_for(self, query: Request) -> Pool:
        """Give the pool whose workers answer such a query."""
        return self._federated if query.federated and self._federated else self._pool

    def inquiry(self, query: str) -> Inquiry:
        """Take note of a query of the client whose request is in hand."""
        return self._traffic.inquiry(request.remote_addr or "", query)

    def respond(self, query: Request, format_: Format, inquiry: Inquiry, key: str = "") -> Response:
        """Answer with the result of a query; under its key a small answer is kept.

        An empty key is for queries that may answer differently the next time. Raises TooMuch,
        and what `Pool.answer` raises, before the first byte.
        """
        kept = self._traffic.answers.get(key) if key else None
        if kept is not None:
            inquiry.end(KEPT, len(kept))
            return Response(kept, content_type=format_.header)
        environ = request.environ
        answer = self._begin(query, inquiry)
        if answer is None:
            return Response(status=503)  # It reaches no one.
        if not answer.is_whole and marks_its_end(environ):
            return Response(Transfer(answer, environ, inquiry), content_type=format_.header)
        body = self._finish(answer, inquiry)
        if key:
            self._traffic.answers.keep(key, body)
        return Response(body, content_type=format_.header)

    def ask(self, query: Request, inquiry: Inquiry, make: Callable[[bytes], Made]) -> Made:
        """Give what a page makes of the whole result of a query of the public.

        Making it is counted with the query. Raises as `respond`, and what `make` raises.
        """
        answer = self._begin(query, inquiry)
        if answer is None:
            raise Busy()  # It reaches no one.
        try:
            body = answer.whole()
            made = make(body)
        except Exception as error:
            inquiry.end(error.code if isinstance(error, Problem) else Fault.code)
            raise
        inquiry.end(COMPLETE, len(body))
        return made

    def kept(self, key: str, inquiry: Inquiry) -> bytes | None:
        """Give what was kept under a key, None when nothing is."""
        found = self._traffic.answers.get(key)
        if found is not None:
            inquiry.end(KEPT, len(found))
        return found

    def keep(self, key: str, body: bytes) -> None:
        """Keep what was made of a result, if it is small; the key says all it depends on."""
        self._traffic.answers.keep(key, body)

    def _begin(self, query: Request, inquiry: Inquiry) -> Answer | None:
        try:
            inquiry.admit()
            gone = partial(is_gone, request.environ)
            stay = inquiry.stay
            if query.federated:
                # It waits for others, in places of its own: slow it is from the beginning.
                inquiry.is_slow()
                stay = always
            pool = self.pool_for(query)
            return pool.answer(query, client=inquiry.client, gone=gone, stay=stay)
        except NobodyWaits:
            inquiry.end(LEFT)
            return None
        except Problem as problem:
            inquiry.end(problem.code)
            raise

    def _finish(self, answer: Answer, inquiry: Inquiry) -> bytes:
        try:
            body = answer.whole()
        except Problem as problem:
            inquiry.end(problem.code)
            raise
        inquiry.end(COMPLETE, len(body))
        return body
