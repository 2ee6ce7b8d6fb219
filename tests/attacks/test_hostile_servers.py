"""Whatever answers a fetch: it ends, in bounds, as a fault in words, and stops no other source."""

from __future__ import annotations

import socket
import tracemalloc
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from types import MappingProxyType

import pytest
from attacks.canary import Canary
from attacks.raw_answers import Raw, raw
from fetching_catalogue import Fetching, fetching

from klynge.loaders import sources
from klynge.loaders.facts import SourceFacts
from klynge.loaders.fetching.archive import unpack
from klynge.loaders.fetching.fault import Fault
from klynge.loaders.fetching.request import Request, Wanted
from klynge.network.transport import opener_to

ROOT = Path(__file__).parents[1]
ROR = (ROOT / "data" / "loaders" / "sources" / "ror" / "sample.jsonl").read_bytes()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BUSY = b"HTTP/1.1 429 Busy\r\nContent-Length: 0\r\nRetry-After: "
AWAY = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "


def whole(*headers: bytes, body: bytes = ROR) -> list[bytes]:
    """Give a sound answer with more headers."""
    more = b"".join(header + b"\r\n" for header in headers)
    return [OK + more + b"Content-Length: %d\r\n\r\n" % len(body), body]


@pytest.fixture(scope="module")
def server() -> Iterator[Raw]:
    with raw() as here:
        here.answers["/other.json"] = whole()
        yield here


@pytest.fixture
def catalogue(server: Raw, tmp_path: Path) -> Fetching:
    """A catalogue with a source of a hostile server, and then another one."""
    here = fetching(tmp_path / "catalogue")
    here.source("ror", "ror", server.url("/ror.json"), more='only = "used"')
    here.source("other", "ror", server.url("/other.json"), more='only = "used"')
    server.asked.clear()
    return here


ANSWERS = {
    "chunk below zero": [CHUNKED, b"-5\r\n", ROR],
    "chunk of all there is": [CHUNKED, b"-1\r\n", ROR],
    "chunk without a size": [CHUNKED, b"\r\n", ROR],
    "chunk longer than its line": [CHUNKED, b"f" * 70_000],
    "wait in a zone without end": [BUSY + b"Thu, 01 Jan 2026 00:00:00 +99999999999999\r\n\r\n"],
    "wait in a year without end": [BUSY + b"Thu, 01 Jan 99999999999 00:00:00 GMT\r\n\r\n"],
    "wait for good": [BUSY + b"9" * 5_000 + b"\r\n\r\n"],
    "host of a long label": [AWAY + b"http://" + b"a" * 70 + b".example/\r\n\r\n"],
    "host without a label": [AWAY + b"http://a..example/\r\n\r\n"],
    "host without an end": [AWAY + b"http://[::1\r\n\r\n"],
    "port without end": [AWAY + b"http://example:99999999/\r\n\r\n"],
    "file of this machine": [AWAY + b"file:///etc/passwd\r\n\r\n"],
    "headers without end": [OK + b"X: y\r\n" * 2_000],
    "answers before the answer": [b"HTTP/1.1 103 Early\r\n\r\n" * 500],
    "no answer at all": [b"\x00\xff" * 1_000],
    "status without end": [b"HTTP/1.1 99999 OK\r\n\r\n"],
    "length below zero": [OK + b"Content-Length: -1\r\n\r\n", ROR],
    "unasked part": [OK.replace(b"200", b"206") + b"Content-Range: bytes 0-3/4\r\n"
                     b"Content-Length: 4\r\n\r\n[{}]"],
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_none_is_a_fault_and_the_next_source_is_fetched(
    answer: str, server: Raw, catalogue: Fetching
) -> None:
    server.answers["/ror.json"] = ANSWERS[answer]

    hostile, other = catalogue.fetch()

    assert (hostile["state"], other["state"]) == ("failed", "fetched")
    assert hostile["reasons"][0]["why"]
    assert sum(catalogue.time.waited) < 600
    server.answers["/ror.json"] = whole()
    assert [each["state"] for each in catalogue.fetch()] == ["fetched", "unchanged"]


def test_a_chunk_of_all_there_is_takes_no_memory(server: Raw) -> None:
    def flood() -> Iterator[bytes]:
        yield CHUNKED + b"-1\r\n"
        yield from (bytes(1 << 20) for _ in range(64))

    def peak(opener: urllib.request.OpenerDirector) -> float:
        server.answers["/flood"] = flood()
        tracemalloc.start()
        with suppress(OSError, HTTPException):
            opener.open(server.url("/flood")).read(1_000)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size / (1 << 20)

    ours = opener_to(lambda: socket.create_connection(("127.0.0.1", server.port)))

    assert peak(ours) < 4
    assert peak(urllib.request.build_opener()) > 60  # The bare library does read it all.


POISON = {
    "long tag": b'ETag: "' + b"a" * 60_000 + b'"',
    "tag of control characters": b'ETag: "a\x1b[31m\x00b"',
    "tag in two lines": b'ETag: "a\r\n X-Evil: 1"',
    "day to come": b"Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT",
    "no day": b"Last-Modified: x\x1b[31m",
}


@pytest.mark.parametrize("header", POISON)
def test_a_poisoned_condition_is_not_sent_back(
    header: str, server: Raw, catalogue: Fetching
) -> None:
    server.answers["/ror.json"] = whole(POISON[header])
    assert next(catalogue.fetch())["state"] == "fetched"
    server.asked.clear()

    list(catalogue.fetch())

    (head,) = [each for each in server.asked if b"/ror.json" in each]
    assert b"If-" not in head and b"Evil" not in head and len(head) < 1_000


def test_a_sound_condition_is_sent_back(server: Raw, catalogue: Fetching) -> None:
    day = b"Thu, 01 Jan 2026 00:00:00 GMT"
    server.answers["/ror.json"] = whole(b'ETag: "a"', b"Last-Modified: " + day)
    list(catalogue.fetch())
    server.asked.clear()

    list(catalogue.fetch())

    assert b'If-None-Match: "a"' in server.asked[0]
    assert b"If-Modified-Since: " + day in server.asked[0]


def test_no_answer_colours_the_terminal(server: Raw, catalogue: Fetching) -> None:
    server.answers["/ror.json"] = [b"HTTP/1.1 500 \x1b[31mred\r\nContent-Length: 0\r\n\r\n"]
    list(catalogue.fetch())
    folder = catalogue.folder / "fetched" / "other"
    (folder / "\x1b[31mred\u202e.json").write_bytes(b"")

    _, told = catalogue.run("fetch", "--private")

    assert "\\x1b[31mred\\u202e.json" in told  # The name is told, and spelled out.
    assert "\x1b" not in told and "\u202e" not in told


SAME_MACHINE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "localhost", "LOCALHOST",
    "[::ffff:127.0.0.1]",
)  # fmt: skip
NEVER = ("[::1]", "[::]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]",
         "169.254.169.254", "10.0.0.1", "100.64.0.1", "224.0.0.1", "[::ffff:10.0.0.1]", "a@127.1",
         "127.0.0.1%2f", "\u2488.1", "a\0b", "a b", "[::1%25lo]")  # fmt: skip


@pytest.mark.parametrize("host", [*SAME_MACHINE, *NEVER])
def test_a_catalogue_cannot_spell_a_private_host_so_that_it_is_asked(
    host: str, bird: Canary, tmp_path: Path
) -> None:
    here = fetching(tmp_path / "catalogue")
    here.source("ror", "ror", f"http://{host}:{bird.port}/spelled.json", more='only = "used"')

    status, told = here.run("fetch")

    assert status in {1, 2} and not bird.was_reached("spelled", told)
    assert not any(here.time.waited), "nothing was connected to, so nothing is tried again"


@pytest.mark.parametrize("host", SAME_MACHINE)
def test_a_bare_library_does_ask_a_host_so_spelled(host: str, bird: Canary) -> None:
    with suppress(OSError):
        urllib.request.urlopen(f"http://{host}:{bird.port}/control-{host}", timeout=5)

    assert bird.was_reached(f"control-{host}")


def packed(path: Path, method: int) -> Path:
    """Write an archive whose one file is large, and says that it is small."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.csv", bytes(50_000_000))
    lied = path.read_bytes().replace((50_000_000).to_bytes(4, "little"), b"\n\0\0\0")
    path.write_bytes(lied)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_zipfile_unpacks_at_once_is_refused(method: int, tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", method)

    def peak_of(read: Callable[[], object]) -> float:
        tracemalloc.start()
        with suppress(zipfile.BadZipFile, Fault):
            read()
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size / 1e6

    assert peak_of(lambda: list(unpack(archive, tmp_path, ("*",)))) < 4
    assert peak_of(lambda: zipfile.ZipFile(archive).open("a.csv").read(10)) > 45
    with pytest.raises(Fault, match="deflate"):
        list(unpack(archive, tmp_path, ("*",)))


def test_an_archive_whose_list_is_endless_is_not_read(tmp_path: Path) -> None:
    def written(number: int) -> Path:
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in range(number):
                archive.writestr(f"{'x' * 200}/{name}.csv", b"")
        return path

    assert len(list(unpack(written(3), tmp_path, ("*",)))) == 3
    with pytest.raises(Fault, match="its list has"):
        list(unpack(written(20_000), tmp_path, ("*",)))


def test_an_archive_with_changed_bytes_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("\u00e6/a.csv", b"")
    assert len(list(unpack(path, tmp_path, ("*",)))) == 1
    path.write_bytes(path.read_bytes().replace("\u00e6".encode(), b"\xff\xff"))

    with pytest.raises(Fault):
        list(unpack(path, tmp_path, ("*",)))


def test_a_service_that_answers_that_there_is_nothing_takes_no_copy_away(
    server: Raw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookups(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
        for number in range(3):
            yield Request(f"{number}.json", server.url(f"/{number}"), optional=True)

    way = {"lookups": lookups}
    kind = replace(sources.KINDS["ror"], type="lookup", read=lambda _: iter(()), ways=way)
    monkeypatch.setattr(sources, "KINDS", MappingProxyType({**sources.KINDS, "lookup": kind}))
    here = fetching(tmp_path / "catalogue")
    with (here.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "reg"\ntype = "lookup"\nfetch = "lookups"\nonly = "used"\n')
    nothing = [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]
    server.answers.update({f"/{number}": whole() for number in range(3)})
    assert here.one()["state"] == "fetched"
    server.answers["/0"] = nothing
    one_gone = here.one()
    server.answers.update({f"/{number}": nothing for number in range(3)})

    all_gone = here.one()

    assert (one_gone["state"], one_gone["gone"]) == ("fetched", ["0.json"])
    assert (all_gone["state"], all_gone["gone"]) == ("kept", [])
    assert here.kept("reg") == {"1.json": ROR, "2.json": ROR}
