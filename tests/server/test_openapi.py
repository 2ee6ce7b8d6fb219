"""The description of the addresses, held against the addresses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from asking import Client
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from klynge import __version__
from klynge.server.app import create_app
from klynge.server.pool.workers import Pool
from klynge.server.store import open_release


@pytest.fixture(scope="module")
def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.ask("/openapi.json").json
    return found


def test_it_names_this_service_and_its_version(client: Client, document: dict[str, Any]) -> None:
    assert document["servers"] == [{"url": client.url.rstrip("/")}]
    assert document["info"]["title"] == "Test catalogue"
    assert document["info"]["version"] == __version__


def test_every_reference_leads_somewhere(client: Client, document: dict[str, Any]) -> None:
    references = re.findall(r'"#/([^"]+)"', client.ask("/openapi.json").text)

    for reference in references:
        place: Any = document
        for step in reference.split("/"):
            place = place[step]
        assert place
    assert len(references) > 10


def test_every_address_and_method_is_one_of_ours(
    release: Path, pool: Pool, document: dict[str, Any]
) -> None:
    app = create_app(open_release(release), pool)

    wrong = [
        f"{method} {path}"
        for path, methods in document["paths"].items()
        for method in methods
        if not is_routed(app, path, method)
    ]

    assert wrong == []
    assert not is_routed(app, "/nothing", "get")
    assert not is_routed(app, "/health", "post")


def is_routed(app: Flask, path: str, method: str) -> bool:
    address = re.sub(r"\{\w+\}", "cluster/raufoss", path)
    try:
        app.url_map.bind("localhost").match(address, method.upper())
    except (NotFound, MethodNotAllowed):
        return False
    return True


def test_a_program_that_has_it_is_not_sent_it_again(client: Client) -> None:
    tag = client.ask("/openapi.json").headers["ETag"]

    assert client.ask("/openapi.json", headers={"If-None-Match": tag}).status == 304
