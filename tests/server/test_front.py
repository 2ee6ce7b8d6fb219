"""The front: what it takes in, whom it waits for, and how it gives way to another."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
import pytest
from asking import Client
from served import DATA, RUNNER, running, soon, workers_below, write_release

ASK = "/sparql?query=ASK{}"


@pytest.fixture(scope="module", params=["greenlets", "threads"])
def server(release: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    with running(release, front=request.param) as client:
        yield client


def sent(client: Client, *parts: bytes) -> bytes:
    """Send bytes and give all that comes back until the server closes."""
    address = urlsplit(client.url)
    with closing(socket.create_connection((address.hostname, address.port), timeout=60)) as ours:
        with suppress(ConnectionError):
            for part in parts:
                ours.sendall(part)
        received = b""
        with suppress(ConnectionError):
            while data := ours.recv(65_536):
                received += data
        return received


HEAD = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"Content-Type: application/sparql-query\r\n"
)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_query_in_chunks_is_answered(server: Client) -> None:
    body = chunk(b"ASK {") + chunk(b"}") + b"0\r\n\r\n"

    answer = sent(server, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body)

    assert b" 200 " in answer.partition(b"\r\n")[0]
    assert answer.endswith(b"true}")


@pytest.mark.parametrize("size", [70_000, 1_100_000, 5_000_000])
def test_an_upload_in_chunks_that_is_too_large_is_refused_and_not_cut(
    server: Client, size: int
) -> None:
    # Cut anywhere, the query would be a good one followed by a comment.
    comment = chunk(b"# nothing\n" * 100) * (size // 1000)

    answer = sent(
        server,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(b"ASK {}\n"),
        comment,
        b"0\r\n\r\n",
    )

    assert not answer or b" 413 " in answer.partition(b"\r\n")[0]


def test_a_body_that_is_declared_too_large_is_refused(server: Client) -> None:
    answer = sent(server, HEAD + b"Content-Length: 5000000\r\n\r\n", b"#" * 5_000_000)

    assert not answer or b" 413 " in answer.partition(b"\r\n")[0]


def test_a_query_whose_end_never_came_is_not_asked(server: Client) -> None:
    address = urlsplit(server.url)
    with closing(socket.create_connection((address.hostname, address.port), timeout=60)) as ours:
        ours.sendall(HEAD + b"Content-Length: 100\r\n\r\nASK {}\n")
        ours.shutdown(socket.SHUT_WR)
        answer = ours.recv(1000)

    assert b" 200 " not in answer.partition(b"\r\n")[0]


def test_a_long_query_fits_into_an_address(server: Client) -> None:
    query = "ASK {} #" + "å" * 7_000
    reply = server.ask("/sparql?" + urlencode({"query": query}))

    assert len(urlencode({"query": query})) > 40_000
    assert reply.status == 200


def test_a_line_or_headers_without_an_end_are_refused(server: Client) -> None:
    line = sent(server, b"GET /" + b"a" * 300_000)
    headers = sent(server, b"GET / HTTP/1.1\r\n" + b"X-A: aaaaaaaaaaaaaaaaaaaaa\r\n" * 20_000)

    for answer in (line, headers):
        assert not answer or answer.split()[1][:1] == b"4"


def test_two_lengths_are_refused_or_the_connection_ends(server: Client) -> None:
    body = chunk(b"ASK {}") + b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"

    answer = sent(server, HEAD + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + body)

    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_file_is_sent_whole(server: Client, release: Path) -> None:
    reply = server.ask("/downloads/klynge.nq")

    assert reply.body == release.joinpath("klynge.nq").read_bytes()


def test_a_reload_fails_no_request(release: Path) -> None:
    with running(release) as client:
        before, stop, statuses = workers_below(client.pid), threading.Event(), list[int]()

        def keep_asking() -> None:
            while not stop.is_set():
                statuses.append(client.ask(ASK).status)

        clients = [threading.Thread(target=keep_asking) for _ in range(3)]
        for thread in clients:
            thread.start()
        os.kill(client.pid, signal.SIGHUP)
        reloaded = soon(lambda: not any(worker.is_running() for worker in before), within=60)
        stop.set()
        for thread in clients:
            thread.join()

        assert reloaded
        assert len(statuses) > 10
        assert set(statuses) == {200}


def test_a_front_that_is_killed_is_replaced_and_leaves_no_worker(release: Path) -> None:
    with running(release) as client:
        (front,) = psutil.Process(client.pid).children()
        workers = workers_below(client.pid)
        front.kill()

        assert soon(lambda: client.ask(ASK).status == 200, within=60)
        assert soon(lambda: not any(worker.is_running() for worker in workers))


def test_nothing_is_left_when_the_server_ends(release: Path) -> None:
    with running(release) as client:
        below = psutil.Process(client.pid).children(recursive=True)

    assert any(below)
    assert soon(lambda: not any(process.is_running() for process in below))


def test_a_release_whose_store_cannot_be_opened_is_told(tmp_path: Path) -> None:
    made = tmp_path / "release"
    made.mkdir()
    folder = write_release(made, DATA.read_bytes())
    shutil.rmtree(folder / "store")
    folder.joinpath("store").mkdir()

    command = [sys.executable, "-c", RUNNER, str(folder), "{}", "1", "", "0", "shared"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)

    assert done.returncode == 1
    assert "FrontNotStarted" in done.stderr
    assert "a worker could not open the store" in done.stderr
    assert done.stdout == ""
