"""The vocabulary is read beside the first requests, once, and its pages are made once."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from served import site_of

from klynge.server.app import create_app
from klynge.server.pages import page
from klynge.server.pages.page import Page, Reader
from klynge.server.pool.workers import Pool
from klynge.server.site import Site
from klynge.server.store import open_release
from klynge.server.vocabulary.published import Published

HTML = {"Accept": "text/html"}


def test_the_vocabulary_is_read_before_anybody_asks(
    release: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[Published] = []
    monkeypatch.setattr(Published, "prepare", lambda self: prepared.append(self))

    create_app(open_release(release), pool, prepare=True)
    create_app(open_release(release), pool)
    for thread in threading.enumerate():
        if thread.name == "vocabulary":
            thread.join()

    assert len(prepared) == 1


def test_what_was_prepared_is_not_read_again(release: Path, pool: Pool) -> None:
    published = Published(site_of(open_release(release), pool))

    published.prepare()
    first = published.vocabulary

    assert published.vocabulary is first
    assert published.examples is published.examples


def test_a_release_without_an_ontology_is_told_to_the_log_and_to_those_who_ask(
    release: Path, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    bare = replace(open_release(release), documents={})
    app = create_app(bare, pool)

    with caplog.at_level(logging.WARNING):
        Published(site_of(bare, pool)).prepare()

    assert "ontology/*.ttl" in caplog.text
    assert app.test_client().get("/ont", headers=HTML).status_code == 404


def test_a_page_is_made_once_for_each_language_and_never_for_strange_addresses(
    release: Path, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    original = page.html

    def counted(site: Site, who: Reader, one: Page) -> str:
        made.append(one.template)
        return original(site, who, one)

    monkeypatch.setattr(page, "html", counted)
    client = create_app(open_release(release), pool).test_client()
    first = [client.get(f"/shapes{q}", headers=HTML).data for q in ("", "?lang=nb")]
    again = [client.get(f"/shapes{q}", headers=HTML).data for q in ("", "?lang=nb")]

    assert again == first
    assert first[0] != first[1]
    assert made == ["shapes.html", "shapes.html"]
    for _ in range(2):
        client.get("/shapes?x=1", headers=HTML)
    assert len(made) == 4
