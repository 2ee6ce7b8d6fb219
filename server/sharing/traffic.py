"""The traffic of one server: who asks what, and what is known of it afterwards.

One for all releases that follow one another, so that a client does not start afresh with each.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from pathlib import Path

from ..problems import TooMuch, WorkerLost
from .clients import client_of, new_salt
from .fairness import Ledger, SlowPlaces
from .kept_answers import KeptAnswers
from .metrics import Metrics

log = logging.getLogger("klynge.queries")
"""One line of JSON for each query; it names no person, no address and no query text."""

KEPT, COMPLETE, BROKEN, LEFT = "kept", "complete", "broken", "left"
"""How an inquiry may end besides by a problem: with an answer from memory, a whole one, or one that
broke off after its first byte; or its client left before that."""


class Traffic:
    """What all queries to one server have in common: shares, places, kept answers, numbers."""

    def __init__(self, workers: int, ledger: Ledger | None = None) -> None:
        """Begin with no traffic, over a pool of so many workers."""
        self.ledger = ledger or Ledger()
        self.places = SlowPlaces(workers)
        self.answers = KeptAnswers()
        self.metrics = Metrics()
        self._salt = new_salt()

    def inquiry(self, address: str, query: str) -> Inquiry:
        """Take note of a query from an address; the inquiry must be ended."""
        digest = hashlib.sha256(query.encode()).hexdigest()[:16]
        return Inquiry(self, client_of(address, self._salt), digest)


class Inquiry:
    """One query of one client, from its arrival to its last byte."""

    def __init__(self, traffic: Traffic, client: str, query: str) -> None:
        """Begin now; `query` is a digest that tells equal queries apart from others."""
        self._traffic = traffic
        self.client = client
        self._query = query
        self._began = time.monotonic()
        self._visit = traffic.places.visit(client)
        self._is_over = False

    def admit(self) -> None:
        """Let the query through to a worker; raises TooMuch while its client must wait."""
        wait = self._traffic.ledger.wait(self.client, time.monotonic())
        if wait:
            raise TooMuch(seconds=math.ceil(wait))

    def is_slow(self) -> None:
        """Note that the query is slow whatever time it takes; it then needs no slow place."""
        self._traffic.places.remember(self.client, time.monotonic())

    def stay(self) -> bool:
        """Ask for a slow place; False when all are taken and the query must be stopped."""
        return self._visit.stay()

    def end(self, outcome: str, size: int = 0) -> None:
        """Write down how it ended, with the bytes sent; only the first end counts."""
        if self._is_over:
            return
        self._is_over = True
        self._visit.leave()
        now = time.monotonic()
        seconds = now - self._began
        self._charge(outcome, seconds, now)
        self._traffic.metrics.count(outcome, seconds, size)
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": self.client,
            "query": self._query,
            "outcome": outcome,
            "seconds": round(seconds, 4),
            "bytes": size,
        }
        log.info("%s", json.dumps(line))

    def _charge(self, outcome: str, seconds: float, now: float) -> None:
        if outcome in {KEPT, TooMuch.code}:
            return  # It cost next to nothing; and who waits must see an end of waiting.
        if outcome == WorkerLost.code:
            self._traffic.places.remember(self.client, now)
        # A client may leave, or lose its line, without having done wrong.
        failed = outcome not in {COMPLETE, LEFT, BROKEN}
        self._traffic.ledger.charge(self.client, seconds, failed, now)


def log_queries(path: Path) -> None:
    """Write the line of each query to a file, `-` for standard error; others' logs stay as set."""
    to_file = str(path) != "-"
    handler = logging.FileHandler(path, encoding="utf-8") if to_file else logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
