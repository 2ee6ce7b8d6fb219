"""Choosing a media type and a language: RFC 9110, section 12, without any server."""

from __future__ import annotations

import pytest

from klynge.server.responses.negotiation import (
    SOLUTIONS,
    TRIPLES,
    choose,
    choose_format,
    choose_language,
    named_format,
    prefers_html,
)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "a/a"),
        ("a/b", "a/b"),
        ("a/*", "a/a"),
        ("a/b;q=0.5, a/a;q=0.4", "a/b"),
        ("a/*;q=0.5, a/a;q=0", "a/b"),
        ("*/*;q=0.1, a/b;q=0.2", "a/b"),
        ("A/B", "a/b"),
        ("a/b ; q=1.0 , a/a ; q=0.999", "a/b"),
        ("c/c", None),
        ("*/*;q=0", None),
        ("a/b;q=2, a/a;q=0.1", "a/a"),
    ],
)
def test_the_most_specific_range_and_the_best_quality_win(accept: str, chosen: str | None) -> None:
    assert choose(accept, ["a/a", "a/b"]) == chosen


def test_json_means_each_kind_of_json() -> None:
    solutions = choose_format("application/json", SOLUTIONS)
    triples = choose_format("application/json", TRIPLES)

    assert solutions is not None and solutions.name == "json"
    assert triples is not None and triples.name == "jsonld"


@pytest.mark.parametrize("name", ["turtle", "ttl", "text/turtle", "n3", "text/x, text/n3"])
def test_a_format_is_found_by_any_of_its_names(name: str) -> None:
    found = named_format(name, TRIPLES)

    assert found is not None and found.media_type == "text/turtle"


def test_only_text_formats_carry_a_charset() -> None:
    headers = {format_.name: format_.header for format_ in (*SOLUTIONS, *TRIPLES)}

    assert headers["csv"] == "text/csv; charset=utf-8"
    assert headers["json"] == "application/sparql-results+json"


def test_a_program_that_accepts_anything_does_not_prefer_a_page() -> None:
    assert not prefers_html("", "application/problem+json")
    assert not prefers_html("*/*", "application/problem+json")
    assert prefers_html("text/html,*/*;q=0.8", "application/problem+json")


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        ("", "", "en"),
        ("", "nb-NO,nb;q=0.9,en;q=0.8", "nb"),
        ("", "nn", "nb"),
        ("", "de,no;q=0.5,en;q=0.4", "nb"),
        ("", "de", "en"),
        ("", "nb;q=0,en", "en"),
        ("en", "nb", "en"),
        ("nb", "en", "nb"),
        ("xx", "nb", "nb"),
    ],
)
def test_the_language_asked_for_goes_before_the_one_the_browser_names(
    asked: str, header: str, language: str
) -> None:
    assert choose_language(asked, header) == language
