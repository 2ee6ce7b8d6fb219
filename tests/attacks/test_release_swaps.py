"""Releases that follow one another under load: no failed request, no mixed answer, none left."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
import pytest
from asking import Client
from served import DATA, running, soon, workers_below, write_release

NAMES = ("release-a", "release-b")
# Every row says which release it comes from, and there are too many for one frame. A client that
# takes no bytes for a second while others wait is broken off, and eight that share a busy process
# with the test now and then are such; so an answer is not larger than a socket holds.
QUERY = "SELECT ?name ?a ?b { <urn:x:here> <urn:x:name> ?name . ?a ?p ?b . ?x ?y ?z } LIMIT 600"


@dataclass
class Askers:
    """Clients that ask one thing over and over, and what came of it."""

    client: Client
    answers: int = 0
    failures: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self._ask()
                self.answers += 1
            except Exception as error:
                self.failures.append(repr(error))
                return

    def _ask(self) -> None:
        reply = self.client.query(QUERY, format="json")
        assert reply.status == 200, reply.text
        names = {row["name"]["value"] for row in reply.json["results"]["bindings"]}
        assert names == {reply.headers["Klynge-Release"]}, names
        self.seen |= names


@pytest.fixture
def pointer(tmp_path: Path) -> Iterator[Path]:
    for name in NAMES:
        (tmp_path / name).mkdir()
        data = f'{DATA.read_text()}\n<urn:x:graph> {{ <urn:x:here> <urn:x:name> "{name}" }}\n'
        write_release(tmp_path / name, data.encode(), name)
    yield tmp_path / "current"


def publish(pointer: Path, name: str) -> None:
    beside = pointer.with_suffix(".new")
    beside.write_text(f"{name}\n")
    beside.replace(pointer)


def is_served(client: Client, name: str) -> bool:
    return client.ask("/health").headers["Klynge-Release"] == name


def swap(pointer: Path, swaps: int, clients: int) -> Askers:
    publish(pointer, NAMES[0])
    # Eight clients behind one address, as here, would soon have used its share.
    with running(pointer, workers=2, shares="unshared") as client:
        askers = Askers(client)
        threads = [threading.Thread(target=askers.run) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for number in range(1, swaps + 1):
            publish(pointer, NAMES[number % 2])
            assert soon(partial(is_served, client, NAMES[number % 2]), within=60)
        askers.stop.set()
        for thread in threads:
            thread.join()
        old = NAMES[(swaps + 1) % 2]
        assert soon(lambda: len(workers_below(client.pid)) == 2, within=30)
        assert not [path for path in open_files(client) if f"/{old}/" in path]
        assert [path for path in open_files(client) if f"/{NAMES[swaps % 2]}/" in path]
    return askers


def open_files(client: Client) -> list[str]:
    below = psutil.Process(client.pid).children(recursive=True)
    return [file.path for process in below for file in process.open_files()]


def test_two_swaps_fail_no_request_and_mix_no_answer(pointer: Path) -> None:
    askers = swap(pointer, swaps=2, clients=3)

    assert askers.failures == []
    assert askers.answers > 3
    assert askers.seen == set(NAMES)


@pytest.mark.slow
def test_many_swaps_fail_no_request_and_mix_no_answer(pointer: Path) -> None:
    swaps = int(os.environ.get("KLYNGE_SWAPS", "100"))
    askers = swap(pointer, swaps=swaps, clients=8)

    print(json.dumps({"swaps": swaps, "answers": askers.answers}))
    assert askers.failures == []
    assert askers.seen == set(NAMES)
