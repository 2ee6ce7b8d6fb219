"""Columns of answers are called in the words of the reader, where there are words."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from asking import Client

from klynge.server.pages.examples import Example, packaged_examples, ready_pictures
from klynge.server.pictures.columns import COLUMNS
from klynge.server.texts import column_text

UNKNOWN = "noSuchColumn"
EVERY = [*packaged_examples(), *ready_pictures()]


def columns(client: Client, query: str) -> list[str]:
    address = "/sparql?" + urlencode({"query": query, "format": "json"})
    found: list[str] = client.ask(address).json["head"]["vars"]
    return found


def has_words(name: str, language: str) -> bool:
    """Tell whether a heading stands in the texts; some are the same word as the column."""
    return column_text(name, language) != name


@pytest.mark.parametrize("one", EVERY, ids=[one.name for one in EVERY])
def test_every_column_of_questions_and_pictures_has_a_heading_in_both_languages(
    client: Client, one: Example
) -> None:
    found = columns(client, one.query)

    assert found
    assert [n for n in found for lang in ("en", "nb") if not has_words(n, lang)] == []


def test_every_column_that_a_picture_reads_has_a_heading() -> None:
    found = {n for c in COLUMNS.values() for names in (*c.needs, c.uses) for n in names}

    assert [n for n in found for lang in ("en", "nb") if not has_words(n, lang)] == []


def test_a_column_without_words_stays_as_it_is() -> None:
    assert column_text(UNKNOWN, "nb") == UNKNOWN
    assert not has_words(UNKNOWN, "en")


def test_a_source_beside_a_target_is_where_something_comes_from() -> None:
    assert column_text("source", "nb") == "Kilde"
    assert column_text("source", "nb", ["source", "target"]) == "Fra"


def headings(page: str) -> dict[str, str]:
    return dict(re.findall(r'<th scope="col" data-column="(\w+)">([^<]*)</th>', page))


def test_pages_of_questions_and_pictures_show_the_headings(client: Client) -> None:
    question = headings(client.page("/questions/cq05", "nb"))
    picture = headings(client.page("/pictures/members-and-partners", "en"))

    assert question["partner"] == "Partner" and question["aim"] == "Mål"
    assert picture["source"] == "From" and picture["target"] == "To"


def test_the_query_page_shows_the_names_that_its_writer_gave(client: Client) -> None:
    query = urlencode({"query": "SELECT (1 AS ?aim) {}", "view": "table"})

    assert '<th scope="col">aim</th>' in client.page(f"/query?{query}", "nb")
