"""What a client can see of an answer on its way: that it is whole, or that it is not."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from asking import Client
from served import running, soon, workers_below, write_large_release

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FRONTS = ("greenlets", "threads")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_large_release(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module", params=FRONTS)
def server(large: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    with running(large, deadline=3, front=request.param) as client:
        yield client


@pytest.fixture(scope="module")
def patient(large: Path) -> Iterator[Client]:
    """A server whose deadline no test lives to see."""
    with running(large, deadline=300) as client:
        yield client


def path(query: str, format_: str = "csv") -> str:
    return "/sparql?" + urlencode({"query": query, "format": format_})


@contextmanager
def connected(client: Client, query: str, version: str = "1.1") -> Iterator[socket.socket]:
    """Send a query and leave the answer where it is."""
    parts = urlsplit(client.url)
    with closing(socket.create_connection((parts.hostname, parts.port), timeout=60)) as ours:
        head = f"GET {path(query)} HTTP/{version}\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ours.sendall(head.encode())
        yield ours


def pids(client: Client) -> set[int]:
    return {worker.pid for worker in workers_below(client.pid)}


def test_a_small_answer_has_its_length_and_a_tag(server: Client) -> None:
    reply = server.ask(path("SELECT * { ?s ?p ?o } LIMIT 2"))

    assert int(reply.headers["Content-Length"]) == len(reply.body)
    assert reply.headers["ETag"]
    assert reply.headers["Klynge-Release"] == "2026-11-22-abc"


def test_a_large_answer_ends_with_the_chunk_that_marks_its_end(server: Client) -> None:
    with connected(server, LARGE) as ours, ours.makefile("rb") as answer:
        head, _, body = answer.read().partition(b"\r\n\r\n")

    assert b"Transfer-Encoding: chunked" in head
    assert body.endswith(b"\r\n0\r\n\r\n")


def test_a_large_answer_is_whole_and_has_a_tag(server: Client) -> None:
    reply = server.ask(path(LARGE))

    assert reply.body.count(b"\r\n") == 20_001
    assert reply.headers["ETag"]
    assert server.ask(path(LARGE), headers={"If-None-Match": reply.headers["ETag"]}).status == 304


def test_an_answer_past_its_deadline_breaks(server: Client) -> None:
    with pytest.raises(http.client.IncompleteRead):
        server.ask(path(ENDLESS))

    assert server.ask(path("ASK {}")).status == 200


def test_a_large_answer_is_whole_for_a_client_without_chunks(server: Client) -> None:
    with connected(server, LARGE, "1.0") as ours, ours.makefile("rb") as answer:
        head, _, body = answer.read().partition(b"\r\n\r\n")

    assert b"chunked" not in head
    assert body.count(b"\r\n") == 20_001


def test_a_client_without_chunks_sees_that_an_answer_breaks(server: Client) -> None:
    with connected(server, ENDLESS, "1.0") as ours, ours.makefile("rb") as answer:
        try:
            told = answer.read()
        except ConnectionResetError:
            return

    # A server that has no means to break the connection sends no half answer at all.
    assert b" 504 " in told.partition(b"\r\n")[0]
    assert b"problem/deadline" in told


def test_head_has_the_headers_and_keeps_no_worker(server: Client) -> None:
    reply = server.ask(path(ENDLESS), method="HEAD")

    assert reply.status == 200
    assert reply.body == b""
    assert server.ask(path("ASK {}")).status == 200


def test_a_client_that_leaves_in_the_middle_frees_its_worker(patient: Client) -> None:
    before = pids(patient)
    with connected(patient, ENDLESS) as ours:
        assert ours.recv(100_000)

    assert soon(lambda: len(pids(patient)) == 2 and pids(patient) != before)


def test_a_client_that_leaves_before_the_first_byte_frees_its_worker(patient: Client) -> None:
    before = pids(patient)
    with connected(patient, HEAVY):
        busy = soon(lambda: any(w.cpu_percent(0.1) > 20 for w in workers_below(patient.pid)))

    assert busy
    assert soon(lambda: len(pids(patient)) == 2 and pids(patient) != before)


def test_a_killed_worker_breaks_the_answer(patient: Client) -> None:
    parts = urlsplit(patient.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    with closing(connection):
        connection.request("GET", path(ENDLESS))
        response = connection.getresponse()
        assert response.read(100_000)
        for worker in workers_below(patient.pid):
            worker.kill()

        with pytest.raises(http.client.IncompleteRead):
            response.read()


def test_the_first_bytes_come_long_before_the_last(patient: Client) -> None:
    start = time.monotonic()
    with connected(patient, ENDLESS) as ours:
        first = ours.recv(1000)

    assert b"200 OK" in first
    assert time.monotonic() - start < 60
