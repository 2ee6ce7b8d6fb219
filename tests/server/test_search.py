"""Search: what people mistype is found, what they narrow by holds, nothing hostile gets through."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from asking import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from served import running

from klynge.ontology.folding import fold
from klynge.server.search import index as search_index
from klynge.server.search.criteria import Criteria
from klynge.server.search.index import Index
from klynge.server.search.matching import quality
from klynge.server.search.results import search

BASE = "https://w3id.org/klynge/"
RAUFOSS = f"{BASE}id/cluster/raufoss"


def found(client: Client, language: str = "en", **parameters: str) -> list[str]:
    reply = client.ask(
        f"/search.json?{urlencode(parameters)}", headers={"Accept-Language": language}
    )
    assert reply.status == 200, reply.text
    return [hit["iri"] for hit in reply.json["hits"]]


@pytest.mark.parametrize(
    "text", ["raufoss", "NCE RAUFOSS", "rauf", "raufos", "ruafoss", "rafoss", "industripark"]
)
def test_a_cluster_is_found_by_its_names_and_by_names_mistyped(client: Client, text: str) -> None:
    assert RAUFOSS in found(client, q=text)[:2]


def test_letters_that_a_keyboard_lacks_are_no_hindrance(client: Client) -> None:
    assert f"{BASE}id/organization/blåbær" in found(client, q="blabaer sonn")


def test_what_begins_so_comes_before_what_is_mistyped() -> None:
    assert quality(["raufoss"], "nce raufoss") > quality(["raufos"], "nce raufoss")
    assert quality(["raufos"], "nce raufoss") > quality(["raofos"], "nce raufoss") > 0


def test_a_word_that_is_nowhere_finds_nothing(client: Client) -> None:
    assert found(client, q="raufoss zzzzz") == []
    assert quality(["nce"], "nca raufoss") == 0  # Short words must be right.


def test_an_earlier_name_says_that_it_is_one(client: Client) -> None:
    page = client.page("/search?q=industripark")

    assert "NCE Raufoss" in page
    assert "found as Raufoss Industripark" in page


def test_results_are_narrowed_by_kind_and_by_facet(client: Client) -> None:
    programme = f"{BASE}id/programme/nce"

    assert found(client, q="raufoss", kind="organization") == [f"{BASE}id/organization/nammo"]
    assert found(client, programme=programme) == [RAUFOSS]
    assert f"{BASE}id/cluster/subsea" in found(client, kind="cluster")


def test_hits_and_facets_link_on_and_can_be_taken_back(client: Client) -> None:
    page = client.page("/search?kind=cluster", language="nb")

    assert f"/search?kind=cluster&amp;programme={quote(BASE, safe='')}" in page
    assert "slag: klynge" in page
    assert 'href="/page/cluster/raufoss"' in page


def test_json_and_csv_hold_the_same_hits(client: Client) -> None:
    reply = client.ask("/search.csv?q=raufoss")
    rows = list(csv.DictReader(io.StringIO(reply.text)))

    assert [row["iri"] for row in rows] == found(client, q="raufoss")
    assert reply.media_type == "text/csv"


def test_a_release_is_searched_once_for_the_same_question(client: Client) -> None:
    first = client.ask("/search.json?q=raufoss")
    second = client.ask("/search.json?q=raufoss", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status == 304
    assert client.ask("/search.json?q=nammo").headers["ETag"] != first.headers["ETag"]


def test_suggestions_name_the_thing_and_its_page(client: Client) -> None:
    suggested = client.ask("/suggest?q=rauf").json

    assert suggested[0] == {
        "label": "NCE Raufoss",
        "kind": "cluster",
        "title": "cluster",
        "href": "/page/cluster/raufoss",
        "name": "",
        "period": "",
    }


def test_names_that_would_harm_a_page_are_text_there(client: Client) -> None:
    page = client.page("/search?q=subsea")

    assert "&lt;script&gt;alert" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 201,
        "q=" + "+".join("ab"[n % 2] for n in range(13)),
        "kind=../x",
        "programme=not+an+iri",
        "on=2012-13-01",
        "q=nce&page=0",
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_name(client: Client, query: str) -> None:
    for path in ("/search", "/search.json", "/search.csv"):
        reply = client.ask(f"{path}?{query}")
        assert reply.status == 400
        assert "parameter" in reply.text


@pytest.mark.parametrize("text", ['"', "' OR 1=1 --", "NEAR(a b)", "* AND", "word:x", "\x00", "%"])
def test_words_of_the_index_language_are_words_to_search_for(client: Client, text: str) -> None:
    reply = client.ask("/search.json?" + urlencode({"q": text}))

    assert reply.status == 200


def test_a_release_without_an_index_says_so(release: Path, tmp_path: Path) -> None:
    older = shutil.copytree(release, tmp_path / "older")
    manifest = json.loads(older.joinpath("MANIFEST.json").read_text())
    del manifest["files"]["search.sqlite"]
    older.joinpath("MANIFEST.json").write_text(json.dumps(manifest))

    with running(older, workers=1) as client:
        reply = client.ask("/search.json?q=raufoss")

    assert reply.status == 404
    assert "search.sqlite" in reply.text


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, release: Path) -> Index:
    """An index of a hundred thousand names that are alike."""
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    path.write_bytes(release.joinpath("search.sqlite").read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO thing VALUES (?, ?, 'organization')",
            ((n, f"{BASE}id/organization/{n}") for n in range(1_000, 101_000)),
        )
        connection.executemany(
            "INSERT INTO name VALUES (NULL, ?, 'name', ?, ?, '', '', '')",
            ((n, f"Raufossen {n} AS", f"raufossen {n} as") for n in range(1_000, 101_000)),
        )
        for table in ("word", "trigram"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    return Index(path)


def test_a_search_for_more_than_can_be_ranked_says_that_there_is_more(large: Index) -> None:
    results = search(large, Criteria("rauf"), "en")

    assert not results.complete
    assert 0 < len(results.hits) <= search_index.MOST_NAMES


def test_a_look_that_takes_too_long_is_ended_and_told(
    large: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "PATIENCE", -1.0)
    monkeypatch.setattr(search_index, "_STEPS", 100)

    results = search(large, Criteria("rauf"), "en")

    assert not results.complete


@settings(max_examples=1000)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
