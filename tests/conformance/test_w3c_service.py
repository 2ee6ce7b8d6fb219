"""The W3C's tests of federated queries, through a server that may ask the endpoints they need.

Each endpoint of a test is one on this machine over the test's data, and its address takes the
place of the one in the query. An endpoint without data is one that is not there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import Client, Reply
from endpoints import Endpoint, endpoint, over_store
from rdflib import Namespace
from served import running, write_release
from serving import free_port
from w3c_manifests import BASE, Case, cases, file_of
from w3c_results import RESULTS, read_results, same

from klynge.server.federation.services import Services

QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
MISSING = "http://invalid.endpoint.org/sparql"
LISTED = tomllib.loads(Path(__file__).with_name("w3c.toml").read_text(encoding="utf-8"))
REASONS: dict[str, str] = LISTED["not_applicable"]["services"]


def evaluation() -> list[Case]:
    return list(cases(f"{BASE}sparql11/service/manifest.ttl"))


def syntax() -> list[Case]:
    return list(cases(f"{BASE}sparql11/syntax-fed/manifest.ttl"))


def data_of(case: Case) -> dict[str, str]:
    """Give the file of each endpoint of a test."""
    graph = case.manifest
    return {
        str(graph.value(node, QT.endpoint)): str(graph.value(node, QT.data))
        for node in graph.objects(case.action, QT.serviceData)
    }


def store_of(file: str) -> ox.Store:
    store = ox.Store()
    store.load(file_of(file).read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=file)
    return store


@dataclass(frozen=True)
class Federation:
    """A server, and where the endpoints of each test are on this machine."""

    client: Client
    places: dict[tuple[str, str], Endpoint]
    missing: str


@pytest.fixture(scope="module")
def federation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federation]:
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(file))
        for case in evaluation()
        for file in case.default_graphs
        for quad in store_of(file)
    ]
    data = ox.serialize(quads, format=ox.RdfFormat.TRIG)
    assert data
    release = write_release(tmp_path_factory.mktemp("w3c-service"), data)
    with ExitStack() as stack:
        places = {
            (case.name, iri): stack.enter_context(endpoint(over_store(store_of(file))))
            for case in evaluation()
            for iri, file in data_of(case).items()
        }
        missing = f"http://127.0.0.1:{free_port()}/sparql"
        services = Services((*(place.url for place in places.values()), missing))
        client = stack.enter_context(running(release, services=services))
        yield Federation(client, places, missing)


def ask(federation: Federation, case: Case) -> Reply:
    query = file_of(case.query).read_text(encoding="utf-8").replace(MISSING, federation.missing)
    for (name, iri), place in federation.places.items():
        if name == case.name:
            query = query.replace(f"<{iri}>", f"<{place.url}>")
    graph = {"default-graph-uri": case.default_graphs[0]} if case.default_graphs else {}
    return federation.client.query(query, RESULTS["srx"][0], **graph)


@pytest.mark.parametrize("case", evaluation(), ids=lambda case: case.name)
def test_a_federated_query_gives_what_the_w3c_says(federation: Federation, case: Case) -> None:
    reply = ask(federation, case)

    if case.name in REASONS:
        # Refused, and by what the reason says: a test that came to pass may not be listed.
        assert reply.json["type"].endswith(("/service-inside", "/service-variable"))
        return
    assert reply.status == 200, reply.text
    wanted = read_results(file_of(case.result).read_bytes(), RESULTS["srx"][1])
    assert same(wanted, read_results(reply.body, RESULTS["srx"][1]), case.is_lax)


@pytest.mark.parametrize("case", syntax(), ids=lambda case: case.name)
def test_a_federated_query_is_read(federation: Federation, case: Case) -> None:
    # Their endpoint is the relative IRI <g>, which is on no list; but it was read that far.
    reply = federation.client.query(file_of(case.query).read_text(encoding="utf-8"))

    assert case.kind.startswith("Positive")
    assert reply.json["type"].endswith("/service-not-listed")


def test_every_reason_is_about_a_test_there_is() -> None:
    assert REASONS.keys() < {case.name for case in evaluation()}
    assert len(evaluation()) - len(REASONS) == 4
