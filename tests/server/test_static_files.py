"""Static files: addresses with a digest, kept for good; any other address is soon asked again."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from asking import Client
from served import ROOT

STATIC = ROOT / "server" / "static"
PAGES = ("/", "/search", "/query", "/pictures/programme-timeline", "/questions/cq05",
         "/page/cluster/raufoss", "/nothing")  # fmt: skip


def addresses(client: Client, path: str) -> list[str]:
    text = client.ask(path, headers={"Accept": "text/html"}).text
    return re.findall(r'(?:href|src)="(/static/[^"]*)"', text)


@pytest.mark.parametrize("path", PAGES)
def test_every_static_address_of_a_page_has_the_digest_of_its_file(
    client: Client, path: str
) -> None:
    found = addresses(client, path)

    assert len(found) >= 3
    for address in found:
        name, _, digest = address.removeprefix("/static/").partition("?v=")
        assert digest == sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def test_a_file_asked_for_by_its_digest_may_be_kept_for_good(client: Client) -> None:
    for address in addresses(client, "/pictures/programme-timeline"):
        reply = client.ask(address)
        again = client.ask(address, headers={"If-None-Match": reply.headers["ETag"]})

        assert (reply.status, again.status) == (200, 304)
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "?v=", "?v=00000000", "?v=ffffffff&v=0"])
def test_a_file_asked_for_otherwise_is_soon_asked_for_again(client: Client, query: str) -> None:
    reply = client.ask(f"/static/style.css{query}")

    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "public, max-age=60"


def test_a_missing_file_is_never_kept(client: Client) -> None:
    reply = client.ask("/static/none.css?v=00000000")

    assert reply.status == 404
    assert reply.headers["Cache-Control"] == "no-store"
