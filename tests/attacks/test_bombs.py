"""Bombs: each client gets a definite answer in time, the front lives, the next query is answered.

`KLYNGE_ALL=1` runs the positive control for every bomb, and not for the first few of each group.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from statistics import median

import psutil
import pytest
from asking import Client
from attacks.bombs import BOMBS, HTTP_BOMBS, Bomb, HttpBomb
from served import running, soon, workers_below, write_large_release

from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool
from klynge.server.problems import Problem
from klynge.server.protocol.screen import screen

DEADLINE = 1.0
GRACE = 0.5
LOADED = 4.0
"""Seconds more for a machine that others use too; how many needed them is printed."""

STARVED = 0.03
"""Share of good queries that may be told to come again: others use the machine, too."""

SAMPLE = len(BOMBS) if os.environ.get("KLYNGE_ALL") else 2
"""Bombs of each group whose positive control is run."""

NAKED = """
import resource, sys
import pyoxigraph as ox
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30))
store = ox.Store.read_only(sys.argv[1])
print("open", flush=True)
result = store.query(sys.stdin.read(), use_default_graph_as_union=True)
if isinstance(result, ox.QueryTriples):
    ox.serialize(result, open("/dev/null", "wb"), ox.RdfFormat.N_TRIPLES)
else:
    result.serialize(open("/dev/null", "wb"), format=ox.QueryResultsFormat.JSON)
"""


@dataclass(frozen=True)
class Outcome:
    """What came of one bomb: a status, or 0 for an answer that broke off; and after how long."""

    name: str
    status: int
    media_type: str
    seconds: float
    next_status: int
    next_seconds: float

    @property
    def is_definite(self) -> bool:
        """An answer that broke off, a result, or a problem that is not our own fault."""
        if self.status in {0, 200, 304}:
            return True
        return 400 <= self.status < 600 and self.status != 500


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_large_release(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def server(large: Path) -> Iterator[Client]:
    with running(large, deadline=DEADLINE, workers=4) as client:
        yield client


def throw(client: Client, number: int, bomb: Bomb | HttpBomb) -> Outcome:
    """Send a bomb from an address of its own, then a good query from another."""
    bomber = replace(client, source=f"127.1.{number // 200}.{number % 200 + 1}")
    began = time.monotonic()
    status, media_type = 0, ""
    try:
        if isinstance(bomb, HttpBomb):
            reply = bomber.ask(bomb.path, bomb.method, bomb.headers, bomb.body)
        else:
            headers = {"Content-Type": "application/sparql-query"}
            reply = bomber.ask("/sparql", "POST", headers, bomb.query.encode())
        status, media_type = reply.status, reply.media_type
    except (http.client.HTTPException, ConnectionError):
        pass  # It broke off, and the client saw it: that is definite.
    seconds, began = time.monotonic() - began, time.monotonic()
    # Each is asked once only, so that none is answered from memory.
    good = replace(client, source="127.0.0.2").query(f"ASK {{ ?s ?p 'number {number}' }}")
    return Outcome(bomb.name, status, media_type, seconds, good.status, time.monotonic() - began)


def thrown(client: Client, bombs: Sequence[Bomb | HttpBomb], start: int) -> list[Outcome]:
    with ThreadPoolExecutor(2) as throwers:
        numbers = range(start, start + len(bombs))
        return list(
            throwers.map(lambda pair: throw(client, *pair), zip(numbers, bombs, strict=True))
        )


def check(outcomes: Sequence[Outcome], kind: str) -> None:
    """Print what came of the bombs and hold it against what is asked."""
    late = {o.name: round(o.seconds, 2) for o in outcomes if o.seconds > DEADLINE + GRACE}
    statuses = Counter(outcome.status for outcome in outcomes)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    good = median(outcome.next_seconds for outcome in outcomes)
    print(f"\n{len(outcomes)} {kind}: {dict(statuses)} (0: broke off, and the client saw it)")
    print(
        f"slowest: {slowest.name}, {slowest.seconds:.2f} s; beyond the deadline: {late or 'none'}"
    )
    starved = [outcome.name for outcome in outcomes if outcome.next_status in {503, 504}]
    print(f"the next good query: p50 {good * 1e3:.1f} ms; starved: {starved or 'none'}")

    assert [o for o in outcomes if not o.is_definite] == []
    assert {o.next_status for o in outcomes} <= {200, 503, 504}
    assert len(starved) <= len(outcomes) * STARVED
    assert [o for o in outcomes if o.seconds > DEADLINE + GRACE + LOADED] == []
    assert good < 0.05 + LOADED / 10


def front_of(client: Client) -> tuple[psutil.Process, ...]:
    """The supervisor and the process that serves HTTP; equal only to those that never ended."""
    supervisor = psutil.Process(client.pid)
    return (supervisor, *supervisor.children())


@pytest.mark.slow
def test_there_are_sixty_bombs_of_different_names() -> None:
    assert len({(bomb.group, bomb.name) for bomb in BOMBS}) == len(BOMBS) >= 60


@pytest.mark.slow
def test_every_bomb_leaves_the_front_and_the_other_clients_alone(server: Client) -> None:
    before = front_of(server)

    outcomes = thrown(server, BOMBS, 0)

    check(outcomes, "bombs over HTTP")
    assert front_of(server) == before
    assert soon(lambda: len(workers_below(server.pid)) == 4)


@pytest.mark.slow
def test_every_hostile_request_is_answered(server: Client) -> None:
    before = front_of(server)

    outcomes = thrown(server, HTTP_BOMBS, 1_000)

    check(outcomes, "hostile requests")
    assert front_of(server) == before


@pytest.mark.slow
def test_a_bomb_that_passes_the_screen_is_survived_by_the_pool(large: Path) -> None:
    # The screen is a courtesy; the defence must hold for what it turns away, too.
    held = [bomb for bomb in BOMBS if is_screened(bomb)]
    pool = Pool(Settings(str(large / "store"), deadline=DEADLINE), workers=2)
    late: dict[str, float] = {}
    try:
        for bomb in held:
            began = time.monotonic()
            try:
                pool.ask(Request(bomb.query, "text/csv"))
            except Problem as problem:
                assert problem.code != "fault"
            seconds = time.monotonic() - began
            if seconds > DEADLINE + GRACE:
                late[bomb.name] = round(seconds, 2)
            assert pool.ask(Request("ASK {}", "text/csv"), patience=30) == b"true"
    finally:
        pool.close()
    print(
        f"\n{len(held)} bombs without the screen; beyond the deadline + {GRACE} s: {late or 'none'}"
    )

    assert len(held) > 20
    assert all(seconds < DEADLINE + GRACE + LOADED for seconds in late.values())


def is_screened(bomb: Bomb) -> bool:
    try:
        screen(bomb.query)
    except Problem:
        return True
    return False


def harm(bomb: Bomb, store: Path) -> str:
    """Evaluate a bomb in a process with the naked engine; tell what became of it."""
    command = [sys.executable, "-c", NAKED, str(store)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            _, told = process.communicate(bomb.query.encode(), timeout=2 * DEADLINE)
        except subprocess.TimeoutExpired:
            process.kill()
            return "stalled"
    if process.returncode < 0:
        return f"killed by signal {-process.returncode}"
    return f"none (status {process.returncode}: {told.decode()[-200:]})"


@pytest.mark.slow
def test_the_bombs_harm_the_naked_engine(large: Path) -> None:
    groups = [list(group) for _, group in groupby(BOMBS, key=lambda bomb: bomb.group)]
    sample = [bomb for group in groups for bomb in group[:SAMPLE]]
    with ThreadPoolExecutor(2) as throwers:
        harms = throwers.map(lambda bomb: (bomb.name, harm(bomb, large / "store")), sample)
        found = dict(harms)
    print(f"\nnaked engine: {found}")

    assert {name: harm for name, harm in found.items() if harm.startswith("none")} == {}
    assert harm(Bomb("good", "", "ASK {}"), large / "store").startswith("none (status 0")
