"""The files of a release over HTTP, VoID, and health."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import rdflib
from asking import Client


def test_the_downloads_page_lists_every_file_with_size_and_digest(
    client: Client, release: Path
) -> None:
    text = client.page("/downloads")
    data = (release / "klynge.nq").read_bytes()

    assert hashlib.sha256(data).hexdigest() in text
    assert f">{len(data)}<" in text
    assert "/downloads/dumps/nic.ttl" in text
    assert "secret.txt" not in text


def test_a_file_is_served_as_it_is(client: Client, release: Path) -> None:
    reply = client.ask("/downloads/klynge.nq")

    assert reply.media_type == "application/n-quads"
    assert reply.body == (release / "klynge.nq").read_bytes()
    assert reply.headers["ETag"] == f'"{hashlib.sha256(reply.body).hexdigest()}"'


def test_a_file_that_the_client_has_is_not_sent_again(client: Client) -> None:
    tag = client.ask("/downloads/void.ttl").headers["ETag"]

    assert client.ask("/downloads/void.ttl", headers={"If-None-Match": tag}).status == 304


@pytest.mark.parametrize(
    "path",
    [
        "secret.txt",
        "MANIFEST.json/../secret.txt",
        "../secret.txt",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "dumps/../secret.txt",
        "store/CURRENT",
        "klynge.nq%00.ttl",
        "dumps",
        "",
    ],
)
def test_nothing_but_listed_files_is_ever_sent(client: Client, path: str) -> None:
    reply = client.ask(f"/downloads/{path}")

    assert reply.status in {308, 400, 404}
    assert b"root:" not in reply.body
    assert b"not in the manifest" not in reply.body


def test_a_listed_file_that_links_out_of_the_release_is_not_sent(
    client: Client, release: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("outside")
    inside = release / "dumps" / "nic.ttl"
    kept = inside.read_bytes()
    inside.unlink()
    os.symlink(outside, inside)
    try:
        reply = client.ask("/downloads/dumps/nic.ttl")
    finally:
        inside.unlink()
        inside.write_bytes(kept)

    assert reply.status == 404


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("accept", "media_type", "name"),
    [
        ("", "text/turtle", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml", "xml"),
        ("application/n-triples", "application/n-triples", "nt"),
    ],
)
def test_void_is_at_its_well_known_place(
    client: Client, accept: str, media_type: str, name: str
) -> None:
    reply = client.ask("/.well-known/void", headers={"Accept": accept} if accept else {})

    found = rdflib.Graph().parse(data=reply.text, format=name)
    dataset = rdflib.URIRef("https://w3id.org/klynge/")
    assert reply.media_type == media_type
    assert (dataset, rdflib.RDF.type, rdflib.VOID.Dataset) in found
    assert found.value(dataset, rdflib.VOID.sparqlEndpoint) == rdflib.URIRef(f"{client.url}sparql")
    dump = str(found.value(dataset, rdflib.VOID.dataDump)).removeprefix(client.url)
    assert client.ask(f"/{dump}").status == 200


def test_void_is_not_sent_again_nor_in_a_format_nobody_has(client: Client) -> None:
    tag = client.ask("/.well-known/void").headers["ETag"]

    assert client.ask("/.well-known/void", headers={"If-None-Match": tag}).status == 304
    assert client.ask("/.well-known/void", headers={"Accept": "image/png"}).status == 406


def test_health_names_the_release(client: Client) -> None:
    reply = client.ask("/health")

    assert reply.status == 200
    assert reply.json == {"status": "ok", "release": "2026-11-22-abc"}
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_page_among_the_files_may_do_nothing(client: Client) -> None:
    reply = client.ask("/downloads/report.html")

    assert reply.media_type == "text/html"
    assert reply.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
