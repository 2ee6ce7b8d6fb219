"""Whose turn it is: idle workers go to the clients that wait, one client never takes all.

The next idle worker goes to the client that holds the fewest, of those to whoever came first. So
a client with fifty queries that nobody reads holds up its own queries, and not those of others.
All clients known for slow queries together hold no more than half, so that the other half is soon
idle again whatever they ask.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

from ..problems import Busy
from .worker_process import Worker

MOST_WAITING = 48
"""Queries of one client that wait; another one is told at once that the service is busy."""


def nobody(client: str) -> bool:
    """Tell that a client is not known for slow queries."""
    return False


class _Waiting:
    """One who waits for a worker."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.worker: Worker | None = None
        self.called = threading.Event()


class Turns:
    """The idle workers and those who wait for one."""

    def __init__(self, most: int, half: int = 1, is_slow: Callable[[str], bool] = nobody) -> None:
        """Start without workers; `most` is how many one client may hold.

        `half` is how many all those may hold of whom `is_slow` says that they are slow.
        """
        self._most = most
        self._half = half
        self._is_slow = is_slow
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._holders: dict[Worker, str] = {}
        self._waiting: list[_Waiting] = []
        self._closed = False

    @property
    def idle(self) -> int:
        """Give how many workers nobody holds."""
        return len(self._idle)

    @property
    def is_waited_for(self) -> bool:
        """Tell whether anyone waits while no worker is idle."""
        return bool(self._waiting) and not self._idle

    def take(self, client: str, patience: float) -> Worker:
        """Wait for a worker at most so many seconds; raises Busy."""
        one = _Waiting(client)
        with self._lock:
            waiting = sum(other.client == client for other in self._waiting)
            if self._closed or waiting >= MOST_WAITING:
                raise Busy()
            self._waiting.append(one)
            self._call()
        if one.worker is None and not (patience > 0 and one.called.wait(patience)):
            with self._lock:
                if one in self._waiting:
                    self._waiting.remove(one)
        if one.worker is None:
            raise Busy()
        return one.worker

    def put(self, worker: Worker) -> None:
        """Add an idle worker; the one that worked last is the first to work again."""
        with self._lock:
            self._idle.append(worker)
            self._call()

    def done(self, worker: Worker) -> None:
        """Note that a worker is no longer held, whoever holds it."""
        with self._lock:
            self._holders.pop(worker, None)
            self._call()

    def close(self) -> None:
        """Give no worker any more, and send away all who wait."""
        with self._lock:
            self._closed = True
            self._idle.clear()
            for one in self._waiting:
                one.called.set()
            self._waiting.clear()

    def _call(self) -> None:
        held = Counter(self._holders.values())
        while self._idle:
            able = self._able(held)
            if not able:
                return
            one = min(able, key=lambda other: held[other.client])
            self._waiting.remove(one)
            one.worker = self._idle.pop()
            self._holders[one.worker] = one.client
            held[one.client] += 1
            one.called.set()

    def _able(self, held: Counter[str]) -> list[_Waiting]:
        """Give those who wait and may have a worker now."""
        slow = {one.client: self._is_slow(one.client) for one in self._waiting}
        taken = sum(number for client, number in held.items() if self._is_slow(client))
        return [
            one
            for one in self._waiting
            if held[one.client] < self._most and not (slow[one.client] and taken >= self._half)
        ]
