"""Fair shares of the pool: what each client has used of late, and who may hold it for long.

Counted are seconds of query time and errors, not requests: a thousand lookups cost less than one
bad join. The measures are those that the Wikidata Query Service has run with for years: 60
seconds of query time a minute with a burst of 120, 30 errors a minute with a burst of 60.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field

MOST_CLIENTS = 10_000
"""How many clients are remembered; the one not seen for longest is forgotten first."""

SLOW = 1.0
"""After so many seconds a query counts as slow and must have one of the slow places."""


PER_CLIENT = 2
"""How many of the slow places one client may have."""

REMEMBERED = 60.0
"""For so many seconds after a slow query a client is known for it; see `SlowPlaces.knows`."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a client may use: `rate` per second for ever, and `burst` at once."""

    rate: float
    burst: float


SECONDS = Allowance(rate=1.0, burst=120.0)
"""Of query time, as measured from the worker's first byte of work to its last."""

ERRORS = Allowance(rate=0.5, burst=60.0)
"""Queries that are refused, fail, or are stopped."""


@dataclass(slots=True)
class _Bucket:
    """What a client has used and not yet been forgiven."""

    used: float = 0.0
    at: float = 0.0

    def add(self, amount: float, allowance: Allowance, now: float) -> None:
        self.used = self._left(allowance, now) + amount
        self.at = now

    def wait(self, allowance: Allowance, now: float) -> float:
        """Give the seconds until there is room again, 0.0 when there is."""
        over = self._left(allowance, now) - allowance.burst
        return 0.0 if over < 0 else over / allowance.rate + 1.0

    def _left(self, allowance: Allowance, now: float) -> float:
        return max(0.0, self.used - (now - self.at) * allowance.rate)


@dataclass(slots=True)
class _Account:
    seconds: _Bucket = field(default_factory=_Bucket)
    errors: _Bucket = field(default_factory=_Bucket)


class Ledger:
    """What all clients have used of late; times are given by the caller (`time.monotonic`)."""

    def __init__(
        self, seconds: Allowance = SECONDS, errors: Allowance = ERRORS, most: int = MOST_CLIENTS
    ) -> None:
        """Open a ledger in which nobody has used anything."""
        self._allowed = (seconds, errors)
        self._most = most
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str, now: float) -> float:
        """Give the seconds a client must wait before its next query, 0.0 when it need not."""
        seconds, errors = self._allowed
        with self._lock:
            account = self._accounts.get(client)
            if account is None:
                return 0.0
            return max(account.seconds.wait(seconds, now), account.errors.wait(errors, now))

    def charge(self, client: str, seconds: float, failed: bool, now: float) -> None:
        """Write down what a query has used."""
        allowed_seconds, allowed_errors = self._allowed
        with self._lock:
            account = self._accounts.setdefault(client, _Account())
            self._accounts.move_to_end(client)
            account.seconds.add(seconds, allowed_seconds, now)
            account.errors.add(1.0 if failed else 0.0, allowed_errors, now)
            if len(self._accounts) > self._most:
                self._accounts.popitem(last=False)


class SlowPlaces:
    """The places for queries that have become slow: half of the pool, and few for one client.

    A query that turns slow when none is left is stopped, so that quick ones always find a worker.
    Until it turns slow it may have any worker, so who has just been slow is remembered: else a
    few clients that begin one after another hold all workers, each for less than that time.
    """

    def __init__(self, workers: int, per_client: int = PER_CLIENT) -> None:
        """Make places for a pool of so many workers; there is always at least one."""
        self.places = max(1, workers // 2)
        self._per_client = per_client
        self._taken: Counter[str] = Counter()
        self._last_slow: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, client: str, now: float) -> None:
        """Note that a query of a client is slow now, or has cost a worker."""
        with self._lock:
            self._last_slow[client] = now
            self._last_slow.move_to_end(client)
            if len(self._last_slow) > MOST_CLIENTS:
                self._last_slow.popitem(last=False)

    def knows(self, client: str, now: float | None = None) -> bool:
        """Tell whether a client has had a slow query of late; `now` is the clock's if not given."""
        at = self._last_slow.get(client)
        now = time.monotonic() if now is None else now
        return at is not None and now - at < REMEMBERED

    def visit(self, client: str) -> Visit:
        """Give one query its claim to a place; whoever has it must leave in the end."""
        return Visit(self, client)

    def _take(self, client: str) -> bool:
        with self._lock:
            most = min(self._per_client, self.places)
            if self._taken.total() >= self.places or self._taken[client] >= most:
                return False
            self._taken[client] += 1
            return True

    def _give_back(self, client: str) -> None:
        with self._lock:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]


class Visit:
    """One query's claim to a slow place."""

    def __init__(self, places: SlowPlaces, client: str) -> None:
        """Begin without a place: most queries never need one."""
        self._places = places
        self._client = client
        self._holds = False

    def stay(self) -> bool:
        """Ask for a place now that the query is slow; False when it must be stopped."""
        self._places.remember(self._client, time.monotonic())
        # Both names are of this module: a visit is the only caller of these two.
        self._holds = self._holds or self._places._take(self._client)
        return self._holds

    def leave(self) -> None:
        """Give the place back, if there was one."""
        if self._holds:
            self._holds = False
            self._places._give_back(self._client)
