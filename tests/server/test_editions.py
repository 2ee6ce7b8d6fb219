"""Releases that follow one another: no request fails, and none is answered from two of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from served import soon

from klynge.ontology.errors import KlyngeError
from klynge.server.editions import Edition, Editions
from klynge.server.pool.workers import Pool


class Held:
    """Stands for the workers of a release: all that counts here is whether they were ended."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


class Shelf:
    """A pointer to a release, and what was opened because of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.opened: dict[str, Held] = {}

    def find(self) -> Path:
        if not self.name:
            raise KlyngeError("nothing is published")
        return Path(self.name)

    def open(self, folder: Path) -> Edition:
        if folder.name == "broken":
            raise KlyngeError("this one cannot be opened")
        self.opened[folder.name] = Held()
        return Edition(folder, Speaker(folder.name), cast(Pool, self.opened[folder.name]))


class Speaker:
    """An application that says its name twice, in two parts."""

    def __init__(self, name: str) -> None:
        self.name = name.encode()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        if environ.get("fails"):
            raise ValueError("as asked")
        if environ.get("file"):
            return File()
        return iter((self.name, self.name))


class File(list[bytes]):
    """What a server knows for an open file."""


def is_told(editions: Editions, name: str) -> bool:
    return told(editions) == f"{name} {name}".encode()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf("first")


@pytest.fixture
def editions(shelf: Shelf) -> Iterator[Editions]:
    editions = Editions(shelf.find, shelf.open)
    yield editions
    editions.close()


def ask(editions: Editions, **environ: Any) -> Any:
    return editions({"wsgi.file_wrapper": File, **environ}, lambda *_: lambda data: None)


def told(editions: Editions) -> bytes:
    answer = ask(editions)
    try:
        return b" ".join(answer)
    finally:
        answer.close()


def test_another_release_takes_over(shelf: Shelf, editions: Editions) -> None:
    before = told(editions)
    shelf.name = "second"

    assert before == b"first first"
    assert soon(lambda: told(editions) == b"second second")
    assert shelf.opened["first"].closed.wait(5)
    assert not shelf.opened["second"].closed.is_set()


def test_an_answer_in_the_middle_keeps_its_release_open(shelf: Shelf, editions: Editions) -> None:
    answer = ask(editions)
    parts = iter(answer)
    first = next(parts)
    shelf.name = "second"
    assert soon(lambda: told(editions) == b"second second")

    assert not shelf.opened["first"].closed.wait(1)
    assert (first, next(parts)) == (b"first", b"first")
    answer.close()
    assert shelf.opened["first"].closed.wait(5)


def test_a_request_that_fails_and_a_file_give_their_release_back(
    shelf: Shelf, editions: Editions
) -> None:
    with pytest.raises(ValueError, match="as asked"):
        ask(editions, fails=True)
    assert isinstance(ask(editions, file=True), File)
    shelf.name = "second"

    assert soon(lambda: told(editions) == b"second second")
    assert shelf.opened["first"].closed.wait(5)


@pytest.mark.parametrize("name", ["broken", ""])
def test_a_release_that_cannot_be_opened_changes_nothing(
    shelf: Shelf, editions: Editions, name: str
) -> None:
    shelf.name = name
    threading.Event().wait(0.6)

    assert told(editions) == b"first first"
    shelf.name = "third"
    assert soon(lambda: told(editions) == b"third third")


@pytest.mark.parametrize("name", ["broken", ""])
def test_the_log_is_told_once_what_is_wrong(
    shelf: Shelf, editions: Editions, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.name = name
    threading.Event().wait(1.2)

    assert [record.message.partition(";")[0] for record in caplog.records] in (
        ["this one cannot be opened"],
        ["nothing is published"],
    )


def test_a_release_may_come_back(shelf: Shelf, editions: Editions) -> None:
    for name in ("second", "first"):
        shelf.name = name
        assert soon(partial(is_told, editions, name))


def test_what_cannot_be_found_at_the_start_is_raised(shelf: Shelf) -> None:
    shelf.name = ""
    with pytest.raises(KlyngeError, match="nothing is published"):
        Editions(shelf.find, shelf.open)
