"""Mixed load for a while: nothing grows, nothing is left behind, good queries are answered.

`KLYNGE_ENDURANCE_SECONDS` says how long: 40 by default, 300 or 3600 to be sure.
"""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from asking import Client, told
from served import running, soon, workers_below

pytestmark = pytest.mark.slow

SECONDS = float(os.environ.get("KLYNGE_ENDURANCE_SECONDS", "40"))
LARGE = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 3000"
BOMBS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (<urn:x:p>|!<urn:x:p>)* ?b . ?c (<urn:x:p>|!<urn:x:p>)* ?d }",
)


@dataclass(frozen=True)
class Held:
    """What the process that serves holds."""

    memory: float
    handles: int
    zombies: int

    @classmethod
    def by(cls, client: Client) -> Held:
        (front,) = psutil.Process(client.pid).children()
        below = psutil.Process(client.pid).children(recursive=True)
        zombies = sum(process.status() == psutil.STATUS_ZOMBIE for process in below)
        return cls(front.memory_info().rss / 1e6, front.num_fds(), zombies)


class Load:
    """Clients of several kinds that ask until they are stopped."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.statuses: Counter[int] = Counter()
        self.took: list[float] = []
        self.failures: list[str] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, good: int, bombs: int) -> None:
        kinds = [*[self._ask_well] * good, *[self._bomb] * bombs]
        self._threads = [threading.Thread(target=kind, args=(n,)) for n, kind in enumerate(kinds)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask_well(self, number: int) -> None:
        paths = (f"/sparql?query=SELECT({number}AS?x){{}}", "/", "/health", "/downloads/void.ttl")
        turn = 0
        while not self._stop.is_set():
            turn += 1
            start = time.monotonic()
            try:
                large = turn % 20 == 0
                reply = self.client.query(LARGE) if large else self.client.ask(paths[turn % 4])
                if reply.status != 200:
                    self.failures.append(f"{reply.status}: {reply.text[:200]}")
            except (http.client.IncompleteRead, ConnectionError) as error:
                self.failures.append(repr(error)[:200])
            self.took.append(time.monotonic() - start)
            self._stop.wait(0.02)

    def _bomb(self, number: int) -> None:
        while not self._stop.is_set():
            # The address tells the server that this is another client than the good ones.
            with suppress(http.client.IncompleteRead, ConnectionError):
                reply = self.client.query_from(f"127.0.0.{10 + number}", BOMBS[number % 4])
                self.statuses[reply.status] += 1


def test_mixed_load_leaves_nothing_behind(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running(large, deadline=2, workers=3) as client:
        load = Load(client)
        load.start(good=3, bombs=2)
        time.sleep(SECONDS / 3)
        before = Held.by(client)
        time.sleep(SECONDS * 2 / 3)
        load.stop()
        assert soon(lambda: len(workers_below(client.pid)) == 3, within=30)
        after = Held.by(client)

    with capsys.disabled():
        print(f"\n{SECONDS:.0f} s: {told(sorted(load.took))}; {dict(load.statuses)} to bombs")
        print(f"{len(load.failures)} good requests failed; {before} then {after}")
    assert after.memory - before.memory < 20
    assert after.handles <= before.handles + 10
    assert after.zombies == 0
    assert set(load.statuses) <= {200, 413, 503, 504}


def test_good_traffic_beside_bombs(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The harness for fairness; so far only that every good request ends and most are answered."""
    with running(large, deadline=2, workers=4) as client:
        quiet, load = Load(client), Load(client)
        quiet.start(good=4, bombs=0)
        time.sleep(10)
        quiet.stop()
        load.start(good=4, bombs=8)
        time.sleep(SECONDS / 2)
        load.stop()

    with capsys.disabled():
        print(f"\nquiet: {told(sorted(quiet.took))}")
        print(f"beside 8 bombs: {told(sorted(load.took))}, {len(load.failures)} failed")
    assert quiet.failures == []
    assert load.took
