"""Good queries beside clients that throw bombs and of whom nothing is known beforehand.

`KLYNGE_GOOD=5000` asks as many good queries as the full measure has.
"""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from statistics import median

import pytest
from asking import Client
from attacks.bombs import CROSS, GROWTH, PATHS, PLANNING
from served import running, write_large_release

GOOD = int(os.environ.get("KLYNGE_GOOD", "600"))
BOMBERS = 8
RATIO = 3.0
LOADED = 0.25
"""Seconds more for a machine that others use too; the bare ratio is printed."""

LOOKUP = """PREFIX kly: <https://w3id.org/klynge/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?cluster ?name { ?cluster a kly:Cluster ; rdfs:label ?name FILTER(?name != "%d") }"""

SEED = 20261122


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    large = write_large_release(tmp_path_factory.mktemp("large"))
    with running(large, deadline=10, workers=4) as client:
        yield client


def asked(client: Client, numbers: Sequence[int]) -> tuple[list[float], Counter[int]]:
    """Ask good queries, two at a time, each a new one; give how long each took, and statuses."""
    statuses: Counter[int] = Counter()

    def ask(number: int) -> float:
        began = time.monotonic()
        reply = client.query(LOOKUP % number, "text/csv")
        statuses[reply.status if reply.status != 200 or b"Raufoss" in reply.body else 0] += 1
        return time.monotonic() - began

    with ThreadPoolExecutor(2) as askers:
        return list(askers.map(ask, numbers)), statuses


@contextmanager
def bombed(client: Client) -> Iterator[Counter[int]]:
    """Let clients throw one bomb after another, each from an address of its own."""
    stop, thrown = threading.Event(), Counter[int]()
    bombs = [bomb for bomb in (*CROSS, *PATHS, *GROWTH, *PLANNING) if len(bomb.query) < 16_000]

    def throw(number: int) -> None:
        bomber = replace(client, source=f"127.3.0.{number + 1}")
        dice = random.Random(SEED + number)
        headers = {"Content-Type": "application/sparql-query"}
        while not stop.is_set():
            query = dice.choice(bombs).query
            try:
                thrown[bomber.ask("/sparql", "POST", headers, query.encode()).status] += 1
            except (http.client.HTTPException, OSError):
                thrown[0] += 1

    with ThreadPoolExecutor(BOMBERS) as bombers:
        for number in range(BOMBERS):
            bombers.submit(throw, number)
        try:
            yield thrown
        finally:
            stop.set()


def p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


@pytest.mark.slow
def test_good_queries_are_answered_beside_bombs(server: Client) -> None:
    quiet, statuses = asked(server, range(GOOD))
    assert statuses == {200: GOOD}

    with bombed(server) as thrown:
        loud, beside = asked(server, range(GOOD, 2 * GOOD))
    ratio = p99(loud) / p99(quiet)
    print(f"\n{GOOD} good queries: p99 {p99(quiet) * 1e3:.1f} ms quiet, {p99(loud) * 1e3:.1f} ms")
    print(f"beside {BOMBERS} bomb clients, {ratio:.1f} times; bombs (seed {SEED}): {dict(thrown)}")

    print(f"p50 {median(quiet) * 1e3:.1f} and {median(loud) * 1e3:.1f} ms; {dict(beside)}")

    assert beside == {200: GOOD}
    assert thrown.total() >= BOMBERS
    assert p99(loud) <= RATIO * p99(quiet) + LOADED
