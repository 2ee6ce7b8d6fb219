"""The answer to one query, on its way from a worker: first what it is, then its bytes.

Until the first bytes are handed on, whatever goes wrong is a problem that can be told. After
that the answer can only break off; it is never ended as if it were whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from ...ontology.errors import KlyngeError
from ..problems import (
    AnswerTooLarge,
    DatasetTooLarge,
    NotAcceptable,
    NotRepresentable,
    Problem,
    QueryNotEvaluated,
    QuerySyntax,
    TooManyRows,
    TooManySlow,
)
from ..service_problems import service_refusals
from ..sharing.fairness import SLOW
from .channel import Wait, in_thread
from .wire import Failure, Kind, Request
from .worker_process import Worker

HEAD = 65_536
"""An answer of fewer bytes is held until it is whole, and then sent with its length."""

LARGEST_WHOLE = 100 * 1024 * 1024
"""The bytes of an answer that is taken whole, as pages take theirs, and not passed on."""

PAUSE = 0.025
"""Seconds after the first bytes in which a small answer may become whole."""

TICK = 0.1
"""How often, in seconds, one who waits for the first bytes is looked after."""

REFUSALS: dict[str, Callable[[str], Problem]] = {
    "syntax": lambda message: QuerySyntax(message=message),
    "evaluation": lambda message: QueryNotEvaluated(message=message),
    "form": lambda message: NotAcceptable(offered=message),
    "characters": lambda message: NotRepresentable(),
    "size": lambda message: AnswerTooLarge(most=message),
    "dataset": lambda message: DatasetTooLarge(most=message),
    "rows": lambda message: TooManyRows(most=message),
    **service_refusals(),
}
"""What a worker's failure becomes; the worker itself is sound and goes on."""


class BrokenOff(KlyngeError):
    """An answer ended after its first bytes and before its last; its cause says why."""


class NobodyWaits(KlyngeError):
    """Whoever asked is gone, so the query was given up."""


def never() -> bool:
    """Tell that the one who waits is still there: for those who cannot go away."""
    return False


def always() -> bool:
    """Tell that a slow query may stay: for our own."""
    return True


class Answer:
    """The serialised result of one query: `head`, and the rest when `is_whole` is not true.

    Iterating gives all bytes, the head included, once. It holds a worker until it is whole or
    closed, so it must be read to its end or closed.
    """

    def __init__(
        self,
        worker: Worker,
        give_back: Callable[[Worker, bool], None],
        stay: Callable[[], bool] = always,
    ) -> None:
        """Keep the worker; `give_back` takes it again, and whether it is sound.

        `stay` is asked once the query is slow, and tells whether it may go on.
        """
        self._worker = worker
        self._give_back = give_back
        self._stay = stay
        self._is_held = True
        self._wait: Wait = in_thread
        self.head = b""
        self.is_whole = False

    def begin(self, request: Request, gone: Callable[[], bool], wait: Wait = in_thread) -> None:
        """Ask, and `wait` for the first bytes for as long as there is someone to wait.

        What comes after them is waited for in a thread. Raises NobodyWaits, DeadlinePassed,
        TooManySlow, WorkerLost, or what REFUSALS makes of the worker's word.
        """
        self._wait = wait
        try:
            self._worker.start(request)
            while not self._worker.has_more(TICK, wait) and not self._worker.is_overdue:
                self._look_at_time()
                if gone():
                    raise NobodyWaits("the client went away before the first byte of its answer")
            self.head = b"".join(self._first())
        except BaseException:
            self.close()
            raise
        self._wait = in_thread

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as they come; raises BrokenOff when the rest will never come."""
        if self.head:
            yield self.head
        try:
            while not self.is_whole:
                body = self._next()
                if body:
                    yield body
        except Problem as problem:
            raise BrokenOff(f"an answer broke off: {problem}") from problem
        finally:
            self.close()

    def whole(self) -> bytes:
        """Give all bytes at once; raises the problem that breaks the answer off."""
        try:
            return b"".join(self._parts())
        except BrokenOff as broken:
            raise broken.__cause__ or broken from None
        finally:
            self.close()

    def _parts(self) -> Iterator[bytes]:
        size = 0
        for part in self:
            size += len(part)
            if size > LARGEST_WHOLE:
                raise AnswerTooLarge(most=LARGEST_WHOLE)
            yield part

    def close(self) -> None:
        """Give the worker up, when it is still held: it is in the middle of an answer."""
        self._release(sound=False)

    def _first(self) -> Iterator[bytes]:
        size, until = 0, monotonic() + PAUSE
        while not self.is_whole and size < HEAD:
            if size and not self._worker.has_more(until - monotonic(), self._wait):
                return
            body = self._next()
            size += len(body)
            yield body

    def _look_at_time(self) -> None:
        """Let a query that has become slow make way; raises TooManySlow when it may not stay."""
        if self._worker.age > SLOW:
            self._worker.make_way()
            if not self._stay():
                raise TooManySlow()

    def _next(self) -> bytes:
        self._look_at_time()
        kind, body = self._worker.receive(self._wait)
        if kind is Kind.DATA:
            return body
        self._release(sound=True)
        if kind is Kind.FAILED:
            failure = Failure.from_bytes(body)
            raise REFUSALS[failure.kind](failure.message)
        self.is_whole = True
        return b""

    def _release(self, sound: bool) -> None:
        if self._is_held:
            self._is_held = False
            self._give_back(self._worker, sound)
