"""Clients that send slowly or never read, beside which everybody else is answered."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from asking import Client, told
from served import running, soon, workers_below

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = "127.0.0.2"
"""Where the others call from: to the server, another client."""


def connect(client: Client) -> socket.socket:
    address = urlsplit(client.url)
    ours = socket.socket()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    ours.bind((HOSTILE, 0))
    ours.settimeout(30)
    ours.connect((address.hostname, address.port))
    return ours


@contextmanager
def slow_headers(client: Client, number: int) -> Iterator[None]:
    """Hold connections whose headers never end; one that the server ends is made anew."""
    stop = threading.Event()

    def trickle() -> None:
        with ExitStack() as stack:
            held = [stack.enter_context(closing(connect(client))) for _ in range(number)]
            while not stop.wait(0.5):
                for place, one in enumerate(held):
                    try:
                        one.sendall(b"GET /sparql HTTP/1.1\r\nX-Slow: a"[:9])
                    except OSError:
                        with suppress(OSError):
                            held[place] = stack.enter_context(closing(connect(client)))

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def not_reading(client: Client, number: int) -> Iterator[None]:
    """Hold connections that ask for endless answers and take not one byte."""
    request = f"GET /sparql?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(closing(connect(client))).sendall(request.encode())
        yield


def good_requests(client: Client, seconds: float) -> list[float]:
    """Ask good queries for a while and give how long each took; one that fails raises."""
    took: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        start = time.monotonic()
        reply = client.query(f"SELECT (<urn:x:{len(took)}> AS ?x) {{}}", format="csv")
        assert (reply.status, reply.text.split()[1]) == (200, f"urn:x:{len(took)}")
        took.append(time.monotonic() - start)
        time.sleep(0.01)
    return sorted(took)


def test_good_requests_are_answered_beside_a_few(large: Path) -> None:
    with running(large, deadline=10) as client:
        with slow_headers(client, 40), not_reading(client, 10):
            took = good_requests(client, seconds=5)

        assert len(took) > 5
        # A worker lost to a silent client is replaced, which takes a moment.
        assert soon(lambda: len(workers_below(client.pid)) == 2)


@pytest.mark.slow
def test_good_requests_are_answered_beside_many(
    large: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = float(os.environ.get("KLYNGE_SLOW_SECONDS", "60"))
    with running(large, deadline=10, workers=3) as client:
        quiet = good_requests(client, seconds=5)
        with slow_headers(client, 200), not_reading(client, 50):
            took = good_requests(client, seconds)

    with capsys.disabled():
        print(f"\nquiet: {told(quiet)}; beside 200 slow and 50 silent clients: {told(took)}")
    assert len(took) > seconds
