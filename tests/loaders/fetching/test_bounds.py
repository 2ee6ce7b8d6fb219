"""What bounds an answer: deadline, size, media type, what an archive unpacks to."""

from __future__ import annotations

import gzip
import io
import json
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fetching_catalogue import Time, fetching
from recorded import Answer, Recording, recorded

from klynge.loaders.fetching.archive import unpack
from klynge.loaders.fetching.download import download
from klynge.loaders.fetching.exchange import Line
from klynge.loaders.fetching.fault import Fault
from klynge.loaders.fetching.part import Part
from klynge.loaders.fetching.receipt import Fetched
from klynge.loaders.fetching.request import Request
from klynge.loaders.streams.packed import unwatched

BODY = b"[" + b"1," * 5000 + b"1]"
RESULTS = "application/sparql-results+json"


@pytest.fixture(scope="module")
def server() -> Iterator[Recording]:
    """A server that every test gives other answers."""
    with recorded() as here:
        yield here


Ask = Callable[..., tuple[Fetched, bytes]]


@pytest.fixture
def ask(server: Recording, tmp_path: Path) -> Ask:
    """Ask for one file of the server and give what is known of it, and its bytes."""

    def download_one(**how: object) -> tuple[Fetched, bytes]:
        server.asked.clear()
        request = replace(Request("file", server.url("/file")), **how)  # type: ignore[arg-type]  # by name
        part = Part(tmp_path, "file", unwatched)
        line = Line("klynge/test", Time().clock(), private=True)
        found = download(request, None, part, line)
        return found, part.path.read_bytes() if part.path.exists() else b""

    return download_one


def test_a_whole_file_comes_through_within_its_bounds(server: Recording, ask: Ask) -> None:
    for answer in (Answer(BODY), Answer(BODY, chunked=True)):
        server.put("/file", answer)

        found, body = ask(most=len(BODY), seconds=20.0, media_types=("application/json",))

        assert body == BODY
        assert (found.status, found.bytes) == (200, len(BODY))


@pytest.mark.parametrize(
    "answer",
    [Answer(BODY, drip=True), Answer(BODY, drip=True, chunked=True), Answer(drip_headers=True)],
    ids=["body", "chunked-body", "headers"],
)
def test_the_deadline_holds_against_a_byte_at_a_time(
    answer: Answer, server: Recording, ask: Ask
) -> None:
    server.put("/file", answer)

    with pytest.raises(Fault, match="not whole after 0.3 seconds"):
        ask(seconds=0.3)

    assert len(server.asked) == 1


def test_the_deadline_holds_in_a_handshake_that_does_not_end(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/file"

        with pytest.raises(Fault, match="not whole after 0.3 seconds"):
            ask(url=url, seconds=0.3)


@pytest.mark.parametrize(
    ("answer", "size"),
    [(Answer(BODY, length=10**9), "1,000,000,000"), (Answer(BODY, chunked=True), "10,003")],
    ids=["declared", "only-found"],
)
def test_a_file_that_is_too_large_is_not_taken(
    answer: Answer, size: str, server: Recording, ask: Ask, tmp_path: Path
) -> None:
    server.put("/file", answer)

    with pytest.raises(Fault, match=f"has {size} bytes or more; at most 10,000 are taken"):
        ask(most=10_000)

    assert len(server.asked) == 1
    assert not list(tmp_path.iterdir())


def test_a_page_in_place_of_the_file_is_not_taken(server: Recording, ask: Ask) -> None:
    server.put("/file", Answer(b"<html>", "text/html"))

    with pytest.raises(Fault, match="says that it is text/html; expected application/json"):
        ask(media_types=("application/json",))


def test_a_vendors_own_json_and_gzip_are_what_they_are_built_on(
    server: Recording, ask: Ask
) -> None:
    for media_type, wanted in (("application/vnd.x.v2+json", "application/json"),
                               ("application/vnd.x.v2+gzip", "application/gzip")):  # fmt: skip
        server.put("/file", Answer(BODY, f"{media_type};charset=UTF-8"))

        assert ask(media_types=(wanted,))[1] == BODY


def test_what_does_not_exist_is_an_answer_only_where_it_may_be(server: Recording, ask: Ask) -> None:
    server.put("/file", Answer(b"", "text/plain", 410))

    found, body = ask(optional=True)

    assert (found.status, found.files, body) == (410, (), b"")
    with pytest.raises(Fault, match="status 410"):
        ask()


QUERY = "SELECT ?s WHERE { ?s ?p ?o }"
ROWS = [{"s": {"type": "uri", "value": f"http://example.org/{n}"}} for n in range(3)]


def solutions(rows: list[dict[str, dict[str, str]]]) -> bytes:
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": rows}}).encode()


def test_a_query_is_asked_by_post_and_its_result_kept_in_one_form(
    server: Recording, ask: Ask
) -> None:
    kept = []
    for rows in (ROWS, ROWS[::-1]):
        server.put("/file", Answer(solutions(rows), RESULTS))
        kept.append(ask(sparql=QUERY)[1])

    assert kept[0] == kept[1]
    assert len(json.loads(kept[0])["results"]["bindings"]) == 3
    asked = server.asked[0]
    assert (asked.method, asked.headers["user-agent"]) == ("POST", "klynge/test")
    assert b"SELECT" in asked.body


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b'{"head": {}, "boolean": true}', RESULTS), "no result of a SELECT"),
        (Answer(b"[" * 100_000, RESULTS), "no result of a SELECT"),
        (Answer(solutions(ROWS), "text/html"), "says that it is text/html"),
        (Answer(solutions(ROWS), RESULTS, drip=True), "not whole after"),
        (Answer(status=302, headers={"Location": "/other"}), "status 302"),
        (Answer(b"", "text/plain", 500), "status 500"),
    ],
    ids=["no-result", "too-deep", "page", "drip", "redirect", "error"],
)
def test_what_an_endpoint_answers_instead_is_refused(
    answer: Answer, why: str, server: Recording, ask: Ask, tmp_path: Path
) -> None:
    server.put("/file", answer)

    with pytest.raises(Fault, match=why):
        ask(sparql=QUERY, seconds=0.5)

    assert not list(tmp_path.iterdir())


def test_nothing_of_the_environment_is_used(
    server: Recording, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nobody listens
    server.put("/file", Answer(BODY, headers={"Set-Cookie": "a=b"}))

    assert ask()[1] == BODY
    assert {"cookie", "authorization"}.isdisjoint(server.asked[0].headers)


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def unpacked(tmp_path: Path, body: bytes, *patterns: str) -> dict[str, bytes]:
    archive, folder = tmp_path / "a.zip", tmp_path / "out"
    archive.write_bytes(body)
    folder.mkdir()
    return {path.name: path.read_bytes() for path in unpack(archive, folder, patterns)}


def test_of_an_archive_only_the_files_come_that_are_read(tmp_path: Path) -> None:
    body = zipped({"csv/project.csv": b"id", "csv/other.csv": b"no", "readme.txt": b"no"})

    assert unpacked(tmp_path, body, "*project.csv") == {"project.csv": b"id"}


BOMB = bytes(100_000_000)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: zipped({"a.csv": BOMB}), "unpacks to more than"),
    "bomb-that-lies": (
        lambda: zipped({"a.csv": BOMB}).replace((100_000_000).to_bytes(4, "little"), b"\1\0\0\0"),
        "cannot be unpacked|unpacks to more",
    ),
    "leads-away": (lambda: zipped({"csv/.a.csv": b""}), "lead away"),
    "twice": (lambda: zipped({"x/a.csv": b"", "y/a.csv": b""}), "repeat"),
    "nothing-fits": (lambda: zipped({"a.json": b""}), "it has a.json, and none"),
    "no-archive": (lambda: b"PK\3\4 and so on", "cannot be unpacked"),
    "cut": (lambda: zipped({"a.csv": b"a" * 1000})[:-30], "cannot be unpacked"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_an_archive_that_could_harm_is_not_unpacked(how: str, tmp_path: Path) -> None:
    make, why = HOSTILE[how]

    with pytest.raises(Fault, match=why):
        unpacked(tmp_path, make(), "*.csv")

    # What an archive says of itself is enough to refuse most before anything is written.
    assert how == "bomb-that-lies" or not list((tmp_path / "out").iterdir())


def test_a_packed_bomb_ends_at_the_bound_of_the_reader(server: Recording, tmp_path: Path) -> None:
    here = fetching(tmp_path / "catalogue")
    here.source("ror", "ror", server.url("/ror.json.gz"))
    server.put("/ror.json.gz", Answer(gzip.compress(b"[" + b"\n" * len(BOMB)), "application/gzip"))

    outcome = here.one()

    assert outcome["state"] == "failed"
    assert "unpacks to more than" in outcome["reasons"][0]["why"]
