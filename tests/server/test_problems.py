"""One body for everything that goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from string import Formatter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from klynge.ontology.errors import KlyngeError
from klynge.server import problems, service_problems
from klynge.server.app import create_app
from klynge.server.pool.workers import Pool
from klynge.server.problems import NotOneQuery, Problem
from klynge.server.store import open_release
from klynge.server.texts import page_text, problem_text

ALL = [
    value
    for module in (problems, service_problems)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Problem) and value is not Problem
]


@pytest.fixture
def app(release: Path, pool: Pool) -> Iterator[Flask]:
    app = create_app(open_release(release), pool)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("a secret of ours")

    yield app


def test_the_body_of_a_problem_is_this_and_nothing_else(app: Flask) -> None:
    reply = FlaskClient(app).get("/sparql?query=ASK{}&query=ASK{}")

    assert reply.status_code == 400
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers["Content-Language"] == "en"
    assert reply.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert reply.get_json() == {
        "type": "https://w3id.org/klynge/problem/not-one-query",
        "title": "Not exactly one query",
        "status": 400,
        "detail": "The request holds 2 queries; send exactly one "
        "(SPARQL 1.1 Protocol, section 2.1).",
    }


def test_a_fault_of_ours_is_logged_and_not_shown(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = FlaskClient(app).get("/broken")

    assert reply.status_code == 500
    assert reply.get_json()["type"] == "https://w3id.org/klynge/problem/fault"
    assert "secret" not in reply.text
    assert "secret" in caplog.text


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_every_problem_has_its_words_in_both_languages(kind: type[Problem]) -> None:
    gaps = {
        language: {name for _, name, _, _ in Formatter().parse(text) if name}
        for language in ("en", "nb")
        for text in [problem_text(kind.code, "detail", language)]
    }

    assert gaps["en"] == gaps["nb"]
    assert problem_text(kind.code, "title", "en") != problem_text(kind.code, "title", "nb")
    assert kind.status in set(HTTPStatus)
    assert kind.__doc__


def test_a_problem_reads_as_a_sentence_outside_the_web_too() -> None:
    problem = NotOneQuery(found=3)

    assert isinstance(problem, KlyngeError)
    assert str(problem).startswith("The request holds 3 queries; send exactly one")


def test_an_unknown_text_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(KeyError):
        page_text("no such text", "en")
