"""Answers in a content coding, from the running server, undone by the clients' decoders."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard
from asking import Client, Reply

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().stream_reader(body).read(),
}
# About 150 bytes a row: a small answer, and one that goes out as a stream.
WHOLE = "SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
STREAM = "%20".join(["SELECT", "*", "%7B", "%3Fs%20%3Fp%20%3Fo.%3Ft%20%3Fq%20%3Fu", "%7D"])


def ask(client: Client, query: str, coding: str, **headers: str) -> Reply:
    sent = {"Accept-Encoding": coding, "Accept": "text/csv", **headers}
    return client.ask(f"/sparql?query={query}", headers=sent)


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("query", [WHOLE, STREAM], ids=["whole", "stream"])
def test_a_coded_answer_decodes_to_the_plain_one(client: Client, query: str, coding: str) -> None:
    plain = ask(client, query, "identity")

    reply = ask(client, query, coding)

    assert reply.status == plain.status == 200
    assert reply.headers["Content-Encoding"] == coding
    assert "Content-Encoding" not in plain.headers
    assert sorted(DECODERS[coding](reply.body).split()) == sorted(plain.body.split())
    assert len(reply.body) < len(plain.body)


def test_the_longer_of_the_two_is_a_stream_indeed(client: Client) -> None:
    assert ask(client, STREAM, "gzip").headers["Transfer-Encoding"] == "chunked"
    assert ask(client, WHOLE, "gzip").headers["Content-Length"]


def test_each_coding_has_an_entity_tag_of_its_own_that_is_known_again(client: Client) -> None:
    tags = {ask(client, WHOLE, coding).headers["ETag"] for coding in (*DECODERS, "identity")}
    assert len(tags) == 4

    for coding in (*DECODERS, "identity"):
        tag = ask(client, WHOLE, coding).headers["ETag"]
        again = ask(client, WHOLE, coding, **{"If-None-Match": tag})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_caches_are_told_that_the_coding_was_negotiated(client: Client) -> None:
    for coding in ("gzip", "identity"):
        vary = ask(client, WHOLE, coding).headers["Vary"]
        assert "Accept-Encoding" in vary and "Accept," in vary + ","


def test_pages_are_coded_too_and_a_short_answer_is_not(client: Client) -> None:
    page = client.ask("/", headers={"Accept-Encoding": "br", "Accept": "text/html"})
    short = client.ask("/sparql?query=ASK%7B%7D", headers={"Accept-Encoding": "br"})

    assert page.headers["Content-Encoding"] == "br"
    assert short.status == 200 and "Content-Encoding" not in short.headers
