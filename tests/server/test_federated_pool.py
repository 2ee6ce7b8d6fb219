"""Workers for federated queries: apart from others, without a network, ended with their calls."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import pytest
from asking import Client, Reply
from endpoints import Endpoint, endpoint, over, silent
from flask.testing import FlaskClient
from served import pool_of, running, soon

from klynge.server.app import create_app
from klynge.server.federation.federated_pool import WAITING, FederatedPool, NotJailed
from klynge.server.federation.federated_worker import FederatedWorker
from klynge.server.federation.services import FederatedSettings, Services
from klynge.server.pool.wire import Request, Settings
from klynge.server.problems import Busy, DeadlinePassed, Problem, WorkerLost
from klynge.server.service_problems import ServiceNotListed, ServiceTimeout, ServiceUnreachable
from klynge.server.sharing.traffic import Traffic
from klynge.server.store import open_release

LIGHT = "SELECT ?s { ?s ?p ?o } LIMIT 3"


@pytest.fixture
def mute() -> Iterator[Endpoint]:
    """An endpoint that says nothing until it is let go."""
    with endpoint(silent) as found:
        yield found


@pytest.fixture
def good() -> Iterator[Endpoint]:
    with endpoint(over(':s :n "name" .')) as found:
        yield found


@contextmanager
def pool_for(release: Path, *endpoints: Endpoint, **changes: Any) -> Iterator[FederatedPool]:
    services = Services(tuple(one.url for one in endpoints), workers=1)
    settings = Settings(str(release / "store"))
    pool = FederatedPool(FederatedSettings.over(settings, replace(services, **changes)))
    try:
        yield pool
    finally:
        pool.close()


def asking(asked: Endpoint, silent: str = "") -> Request:
    query = f"SELECT ?n {{ SERVICE {silent} <{asked.url}> {{ ?s <http://example.org/n> ?n }} }}"
    return Request(query, "text/csv", federated=True)


def modules_below(pid: int, name: str) -> list[psutil.Process]:
    found = []
    for process in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):
            if f"klynge.server.federation.{name}" in process.cmdline():
                found.append(process)
    return found


def ours(name: str) -> list[psutil.Process]:
    return modules_below(psutil.Process().pid, name)


def test_a_worker_for_federated_queries_has_no_network_and_low_priority(
    release: Path, good: Endpoint
) -> None:
    with pool_for(release, good) as pool:
        (worker,) = ours("worker")

        assert pool.jail
        assert worker.nice() > psutil.Process().nice()
        assert pool.ask(asking(good)) == b"n\r\nname\r\n"
        # Its way out is the socket it is started with.
        assert worker.net_connections(kind="inet") == []


def test_without_a_jail_there_are_no_federated_queries(
    release: Path, good: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FederatedWorker, "wait_until_ready", lambda worker: "")

    with pytest.raises(NotJailed, match="--service"):
        with pool_for(release, good):
            pass
    assert ours("worker") == []


def test_the_front_asks_no_endpoint_that_is_not_on_its_own_list(
    release: Path, good: Endpoint, mute: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pool_for(release, good) as pool:
        assert pool.ask(asking(good))
        before = len(good.asked)
        (worker,) = pool._workers
        assert isinstance(worker, FederatedWorker)
        # A worker that asks for more than its query may: as one that an attacker has taken over.
        monkeypatch.setattr(worker, "_services", Services((mute.url,)))

        with pytest.raises(ServiceNotListed):
            pool.ask(asking(good))

        assert len(good.asked) == before


def test_a_call_that_takes_too_long_is_ended_and_the_worker_kept(
    release: Path, good: Endpoint, mute: Endpoint
) -> None:
    with pool_for(release, good, mute, call=1) as pool:
        workers = ours("worker")

        with pytest.raises(ServiceTimeout):
            pool.ask(asking(mute))

        assert pool.ask(asking(good), patience=30) == b"n\r\nname\r\n"
        assert ours("worker") == workers


def test_a_query_has_a_deadline_whatever_its_calls_have(release: Path, mute: Endpoint) -> None:
    with pool_for(release, mute, deadline=1, call=60) as pool:
        with pytest.raises(DeadlinePassed):
            pool.ask(asking(mute, "SILENT"))

        assert soon(lambda: len(ours("worker")) == 1 and len(ours("fetcher")) == 1)


@pytest.mark.parametrize(
    ("killed", "problem"), [("fetcher", ServiceUnreachable), ("worker", WorkerLost)]
)
def test_a_process_that_dies_in_a_call_is_told_and_replaced(
    release: Path, good: Endpoint, mute: Endpoint, killed: str, problem: type[Problem]
) -> None:
    with pool_for(release, good, mute) as pool, ThreadPoolExecutor(1) as thread:
        before = ours(killed)
        hanging = thread.submit(pool.ask, asking(mute))
        assert soon(lambda: bool(mute.asked))

        for process in before:
            process.kill()

        with pytest.raises(problem):
            hanging.result(30)
        assert pool.ask(asking(good), patience=30) == b"n\r\nname\r\n"
        assert soon(lambda: len(ours("worker")) == 1 and len(ours("fetcher")) == 1)


def test_more_queries_than_have_room_are_told_so_at_once(release: Path, mute: Endpoint) -> None:
    with pool_for(release, mute) as pool, ThreadPoolExecutor(1 + WAITING) as threads:
        hanging = [threads.submit(pool.ask, asking(mute), 30) for _ in range(1 + WAITING)]
        assert soon(lambda: bool(mute.asked))

        with pytest.raises(Busy):
            pool.ask(asking(mute), patience=30)

        assert not any(one.done() for one in hanging)
        mute.let_go.set()
        for one in hanging:
            assert isinstance(one.exception(60), ServiceUnreachable)


def test_a_closed_pool_leaves_no_process(release: Path, good: Endpoint, mute: Endpoint) -> None:
    with ThreadPoolExecutor(1) as thread:
        with pool_for(release, good, mute) as pool:
            pool.ask(asking(good))
            hanging: Future[bytes] = thread.submit(pool.ask, asking(mute))
            assert soon(lambda: bool(mute.asked))

        assert isinstance(hanging.exception(30), Problem)
    assert ours("worker") == ours("fetcher") == []


def test_a_connected_fetcher_can_reach_nobody_else(good: Endpoint, mute: Endpoint) -> None:
    program = """
import socket, sys
from klynge.server.federation.fetcher import _connected
from klynge.server.federation.services import Services
asked, other = sys.argv[1:]
def reaches():
    try:
        socket.create_connection(("127.0.0.1", int(other)), 5).close()
    except PermissionError:
        return False
    return True
print(reaches())
found = _connected(asked, Services((asked,)))
print(reaches(), found.getpeername()[1])
"""
    arguments = [sys.executable, "-c", program, good.url, str(mute.port)]

    done = subprocess.run(arguments, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "False", str(good.port)]


@pytest.fixture
def hanging(release: Path, good: Endpoint, mute: Endpoint) -> Iterator[Client]:
    """A server that may ask two endpoints, one of which says nothing."""
    services = Services((good.url, mute.url), call=120, deadline=120)
    with running(release, services=services, workers=2) as client:
        yield client


def hang(client: Client, mute: Endpoint, source: str) -> Reply:
    path = "/sparql?" + urlencode({"query": asking(mute).query})
    return client.ask(path, source=source)


def test_plain_queries_are_all_answered_while_federated_ones_hang(
    hanging: Client, mute: Endpoint
) -> None:
    places = 4 + WAITING
    with ThreadPoolExecutor(2 * places) as threads:
        stuck = [
            threads.submit(hang, hanging, mute, f"127.5.0.{number + 1}")
            for number in range(2 * places)
        ]
        assert soon(lambda: len(mute.asked) == 4, within=60)
        # Those without room have been told so, and hold nothing.
        assert soon(lambda: sum(one.done() for one in stuck) >= places, within=60)

        # Each another text, so that workers answer and no kept answer does.
        replies = [hanging.query_from("127.6.0.1", f"{LIGHT} # {n}") for n in range(300)]
        same_client = [hanging.query_from("127.5.0.1", f"{LIGHT} # s{n}") for n in range(10)]
        pages = [hanging.ask(path).status for path in ("/", "/health", "/query")]

        # The control: all that time the federated ones hung.
        assert len(mute.asked) == 4
        assert sum(not one.done() for one in stuck) >= 4
        mute.let_go.set()
        statuses = [one.result(120).status for one in stuck]
    assert {reply.status for reply in replies} == {200}
    assert {reply.status for reply in same_client} == {200}
    assert pages == [200, 200, 200]
    assert set(statuses) == {502, 503}
    assert statuses.count(502) >= 4


def test_a_client_that_leaves_frees_the_worker_and_ends_the_call(
    hanging: Client, mute: Endpoint
) -> None:
    def idle() -> str:
        lines = hanging.ask("/metrics").text.splitlines()
        return next(one for one in lines if one.startswith("klynge_idle_federated_workers"))

    parts = hanging.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((parts[0], int(parts[1]))) as client:
        path = "/sparql?" + urlencode({"query": asking(mute).query})
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert soon(lambda: bool(mute.asked))
        assert idle().endswith(" 3.0")

    assert soon(lambda: idle().endswith(" 4.0"), within=30)
    assert soon(lambda: len(modules_below(hanging.pid, "fetcher")) == 4)


def test_a_client_with_a_federated_query_counts_as_slow(
    release: Path, good: Endpoint, mute: Endpoint
) -> None:
    with pool_of(release) as plain, pool_for(release, good) as federated:
        traffic = Traffic(plain.size)
        client = FlaskClient(create_app(open_release(release), plain, traffic, federated=federated))
        path = "/sparql?" + urlencode({"query": asking(good).query})
        known: list[bool] = []

        def ask(path: str, address: str) -> None:
            reply = client.get(path, environ_base={"REMOTE_ADDR": address})
            assert reply.status_code == 200, reply.text
            known.append(traffic.places.knows(traffic.inquiry(address, "").client))

        ask("/sparql?query=ASK{}", "192.0.2.1")
        ask(path, "192.0.2.2")

    assert known == [False, True]


def test_many_calls_leave_no_handles_and_no_zombies(release: Path, good: Endpoint) -> None:
    with pool_for(release, good) as pool:
        pool.ask(asking(good))
        here = psutil.Process()
        before = here.num_fds()

        for _ in range(5):
            pool.ask(asking(good), patience=30)

        assert here.num_fds() <= before
        assert [p for p in here.children(recursive=True) if p.status() == "zombie"] == []
