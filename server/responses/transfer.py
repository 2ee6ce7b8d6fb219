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
from ..sharing.kept_answers import KeptAnswers
from ..sharing.traffic import BROKEN, COMPLETE, KEPT, LEFT, Inquiry, Traffic
from .connection import (
    Cooperation,
    Environ,
    MustBlock,
    break_off,
    cooperation_of,
    is_gone,
    marks_its_end,
)
from .negotiation import Format
from .reply import Reply

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

    @property
    def answers(self) -> KeptAnswers:
        """Give the answers that are kept."""
        return self._traffic.answers

    def inquiry(self, query: str, environ: Environ | None = None) -> Inquiry:
        """Take note of a query of the client whose request this is, or is in hand."""
        asked = request.environ if environ is None else environ
        return self._traffic.inquiry(asked.get("REMOTE_ADDR", ""), query)

    def respond(self, query: Request, format_: Format, inquiry: Inquiry, key: str = "") -> Response:
        """Answer the request in hand as `reply` does."""
        return self.reply(query, format_, inquiry, request.environ, key).as_response()

    def reply(
        self, query: Request, format_: Format, inquiry: Inquiry, environ: Environ, key: str = ""
    ) -> Reply:
        """Answer with the result of a query; under its key a small answer is kept.

        An empty key is for queries that may answer differently the next time. Raises TooMuch,
        and what `Pool.answer` raises, before the first byte; and MustBlock.
        """
        headers = {"Content-Type": format_.header}
        kept = self.answers.get(key) if key else None
        if kept is not None:
            inquiry.end(KEPT, len(kept))
            return Reply(200, headers, kept, is_kept=True)
        answer = self._begin(query, inquiry, environ)
        if answer is None:
            return Reply(503, {})  # It reaches no one.
        if not answer.is_whole and marks_its_end(environ):
            return Reply(200, headers, Transfer(answer, environ, inquiry))
        body = self._finish(answer, inquiry)
        if key:
            self.answers.keep(key, body)
        return Reply(200, headers, body)

    def ask(self, query: Request, inquiry: Inquiry, make: Callable[[bytes], Made]) -> Made:
        """Give what a page makes of the whole result of a query of the public.

        Making it is counted with the query. Raises as `respond`, and what `make` raises.
        """
        answer = self._begin(query, inquiry, request.environ)
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

    def _begin(self, query: Request, inquiry: Inquiry, environ: Environ) -> Answer | None:
        cooperation = cooperation_of(environ)
        gone = partial(is_gone, environ)
        try:
            inquiry.admit()
            if query.federated:
                return self._federated_answer(query, inquiry, gone, cooperation)
            if cooperation is None:
                return self._pool.answer(query, None, inquiry.client, gone, inquiry.stay)
            return self._at_once(query, inquiry, gone, cooperation)
        except NobodyWaits:
            inquiry.end(LEFT)
            return None
        except Problem as problem:
            inquiry.end(problem.code)
            raise

    def _federated_answer(
        self,
        query: Request,
        inquiry: Inquiry,
        gone: Callable[[], bool],
        cooperation: Cooperation | None,
    ) -> Answer:
        """Give the answer of a worker that waits for others, in places of its own.

        It is slow from the beginning. Raises MustBlock where a greenlet would wait for it.
        """
        if cooperation is not None:
            raise MustBlock
        inquiry.is_slow()
        return self.pool_for(query).answer(query, None, inquiry.client, gone, always)

    def _at_once(
        self, query: Request, inquiry: Inquiry, gone: Callable[[], bool], cooperation: Cooperation
    ) -> Answer:
        """Give the answer of a worker that is idle; raises MustBlock when none is."""
        try:
            return self._pool.answer(query, 0, inquiry.client, gone, inquiry.stay, cooperation.wait)
        except Busy:
            raise MustBlock from None

    def _finish(self, answer: Answer, inquiry: Inquiry) -> bytes:
        try:
            body = answer.whole()
        except Problem as problem:
            inquiry.end(problem.code)
            raise
        inquiry.end(COMPLETE, len(body))
        return body
