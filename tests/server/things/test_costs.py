"""What a page may cost: six queries, all over the pool of workers, and 100 kB of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from asking import Client
from flask import Flask
from flask.testing import FlaskClient
from served import pool_of
from thing_page import KINDS, tree

from klynge.server.app import create_app
from klynge.server.pool.wire import Request
from klynge.server.pool.workers import Pool
from klynge.server.store import open_release

MOST_QUERIES = 6
MOST_BYTES = 100_000


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the queries that pools are asked meanwhile, as they come."""
    asked: list[str] = []
    original = Pool.ask

    def ask(pool: Pool, request: Request, patience: float | None = None) -> bytes:
        asked.append(request.query)
        return original(pool, request, patience)

    with patch.object(Pool, "ask", ask):
        yield asked


@pytest.fixture(scope="module")
def browser(shipped_release: Path) -> Iterator[FlaskClient]:
    release = open_release(shipped_release)
    with pool_of(shipped_release) as pool:
        app: Flask = create_app(release, pool)
        yield app.test_client()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_at_most_six_times(browser: FlaskClient, kind: str) -> None:
    with counted() as asked:
        page = browser.get(f"/page/{KINDS[kind]}")
    sections = [a for a in tree(page.text).links if "section=" in a and "format=" not in a]

    assert page.status_code == 200
    assert 3 <= len(asked) <= MOST_QUERIES
    for address in sections[:3]:
        with counted() as asked:
            assert browser.get(address).status_code == 200
        assert 3 <= len(asked) <= MOST_QUERIES - 1


def test_a_page_that_the_reader_has_asks_nothing(browser: FlaskClient) -> None:
    tag = browser.get(f"/page/{KINDS['cluster']}").headers["ETag"]

    with counted() as asked:
        again = browser.get(f"/page/{KINDS['cluster']}", headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert asked == []


def test_a_page_is_made_once_and_kept_for_the_next_reader(browser: FlaskClient) -> None:
    first = browser.get(f"/page/{KINDS['programme']}")

    with counted() as asked:
        second = browser.get(f"/page/{KINDS['programme']}")
        other = browser.get(f"/page/{KINDS['programme']}", headers={"Accept-Language": "nb"})

    assert asked != []  # The other language is another page.
    assert (second.data, second.headers["Link"]) == (first.data, first.headers["Link"])
    assert other.data != first.data
    assert len(asked) <= MOST_QUERIES


def test_addresses_that_anyone_can_make_up_fill_no_memory(browser: FlaskClient) -> None:
    browser.get(f"/page/{KINDS['programme']}?made=up")

    with counted() as asked:
        browser.get(f"/page/{KINDS['programme']}?made=up")

    assert asked != []


@pytest.mark.parametrize("name", [*KINDS.values(), "voc/evidence-mark/sourced"])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_page_has_less_than_a_hundred_kilobytes(demo: Client, name: str, language: str) -> None:
    assert len(demo.page(f"/page/{name}", language).encode()) < MOST_BYTES


def test_a_page_takes_its_labels_in_one_query(browser: FlaskClient) -> None:
    with counted() as asked:
        browser.get(f"/page/{KINDS['cluster']}?kept=no")

    assert (
        len([query for query in asked if re.search(r"SELECT \?thing \?property \?label", query)])
        == 1
    )


def test_nothing_of_a_page_is_loaded_from_elsewhere(demo: Client) -> None:
    for name in KINDS.values():
        page = tree(demo.page(f"/page/{name}"))
        loaded = [e.attributes.get("src", "") for e in page.all() if "src" in e.attributes]
        loaded += [e.attributes["srcset"] for e in page.all("source")]
        loaded += [e.attributes["href"] for e in page.all("link")
                   if e.attributes["rel"] in {"stylesheet", "icon"}]  # fmt: skip
        assert [address for address in loaded if not address.startswith("/")] == []
