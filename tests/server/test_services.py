"""The allow-list as an operator writes it, and how it is told to others."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from served import pool_of

from klynge.cli import group
from klynge.server.federation.services import (
    FederatedSettings,
    Services,
    UnusableService,
    read_services,
)
from klynge.server.pool.wire import Request, Settings
from klynge.server.protocol.description import service_description
from klynge.server.protocol.limits import limits
from klynge.server.store import open_release

URL = "https://example.org/sparql"


@pytest.mark.parametrize(
    "endpoint",
    [
        URL,
        "http://example.org:8080/a/b?default-graph-uri=http://x/",
        "http://127.0.0.1:3030/ds",
        "http://[::1]:3030/ds",
        "https://example.org",
    ],
)
def test_an_address_may_be_an_endpoint(endpoint: str) -> None:
    assert read_services([endpoint]).endpoints == (endpoint,)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "example.org/sparql",
        "/sparql",
        "ftp://example.org/sparql",
        "file:///etc/passwd",
        "HTTPS://example.org/sparql",
        "https://Example.org/sparql",
        "https://user@example.org/sparql",
        "https://user:word@example.org/sparql",
        "https://@example.org/sparql",
        "https://exa%6dple.org/sparql",
        "https://example.org/sparql#part",
        "https://example.org/sparql#",
        "https://example.org:99999/sparql",
        "https://example.org:0/sparql",
        "https://example.org:x/sparql",
        "https:///sparql",
        "https://exämple.org/sparql",
        "https://example.org/spärql",
        "https://example.org/a b",
        "https://example.org\\@evil.example/",
        "https://[::1/sparql",
        "https://example.org/\r\nHost: evil.example",
    ],
)
def test_an_address_that_cannot_be_one_is_misuse_and_told(endpoint: str) -> None:
    with pytest.raises(UnusableService, match="cannot be an endpoint for SERVICE"):
        read_services([URL, endpoint])


def test_an_endpoint_named_twice_is_one() -> None:
    assert read_services([URL, "http://b.example/", URL]).endpoints == (URL, "http://b.example/")


def test_a_list_of_public_names_is_told_to_those_who_ask_for_another() -> None:
    assert Services((URL, "http://b.example/")).listed == f": {URL}, http://b.example/"


@pytest.mark.parametrize(
    "services",
    [
        Services((URL,), private=True),
        Services((URL, "http://127.0.0.1:3030/ds")),
        Services((URL, "http://[fd00::1]/ds")),
        Services(("http://localhost/ds",)),
        Services(),
    ],
)
def test_a_list_that_may_name_private_places_is_told_to_nobody(services: Services) -> None:
    assert services.listed == ""


def test_services_and_settings_survive_a_command_line() -> None:
    services = Services((URL,), private=True, call=3)
    settings = FederatedSettings.over(Settings("store", rows=7), services)

    assert Services.from_argument(services.to_argument()) == services
    assert FederatedSettings.from_argument(settings.to_argument()) == settings
    assert (settings.store, settings.rows, settings.deadline) == ("store", 7, services.deadline)


def test_without_endpoints_no_limit_and_no_feature_is_told(release: Path) -> None:
    assert limits(Settings(""), Services()) == limits(Settings(""))
    assert "BasicFederatedQuery" not in service_description(open_release(release), URL)


def test_the_limits_of_services_are_those_that_hold() -> None:
    services = Services((URL,), deadline=9, call=3, answer=11, rows=12, calls=2, workers=5)
    found = {limit.name: limit for limit in limits(Settings(""), services)}

    assert (found["services"].value, found["services"].status) == (1, 400)
    assert (found["calls"].value, found["calls"].status) == (2, 400)
    assert (found["federated"].value, found["federated"].status) == (9, 504)
    assert (found["call"].value, found["call"].status) == (3, 504)
    assert (found["received"].value, found["received"].status) == (11, 502)
    assert (found["solutions"].value, found["solutions"].status) == (12, 502)
    assert (found["parallel"].value, found["parallel"].status) == (5, 503)


def test_the_command_prints_them() -> None:
    arguments = ["serve", "--service", URL, "--service", "http://b.example/", "--limits"]

    text = CliRunner().invoke(group, arguments)
    values = CliRunner().invoke(group, [*arguments, "--json"])

    assert "services  2 endpoints" in text.output
    assert {"name": "services", "value": 2} in [
        {key: limit[key] for key in ("name", "value")} for limit in json.loads(values.output)
    ]


def test_the_command_tells_an_unusable_endpoint() -> None:
    done = CliRunner().invoke(group, ["serve", "--service", "ftp://example.org/", "--limits"])

    assert done.exit_code == 2
    assert "neither http nor https" in done.output


def test_the_description_says_that_queries_may_be_federated(release: Path) -> None:
    query = service_description(open_release(release), "https://a.example/", (), federates=True)

    with pool_of(release) as pool:
        found = pool.ask(Request(query, "application/n-triples"))
    feature = "http://www.w3.org/ns/sparql-service-description#"
    assert feature + "BasicFederatedQuery" in {
        quad.object.value
        for quad in ox.parse(found, format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate.value == feature + "feature"
    }
