"""The default graph is the merge of all graphs: what two of them say is said once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import Client
from served import running, write_release

DATA = b"""
@prefix : <urn:x:> .
:one { :a :p :b , :c . }
:two { :a :p :b . :b :q :d . }
"""


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("overlapping"), DATA)


@pytest.fixture(scope="module")
def client(overlapping: Path) -> Iterator[Client]:
    with running(overlapping) as client:
        yield client


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over the same release as an older klynge made it, with no default graph."""
    folder = write_release(tmp_path_factory.mktemp("older"), DATA)
    store = ox.Store(folder / "store")
    store.clear_graph(ox.DefaultGraph())
    store.flush()
    del store
    facts = json.loads((folder / "catalogue.json").read_text())
    del facts["triples"]
    (folder / "catalogue.json").write_text(json.dumps(facts))
    with running(folder) as client:
        yield client


def rows(client: Client, query: str, **parameters: str) -> int:
    reply = client.query(f"PREFIX : <urn:x:> {query}", "text/csv", **parameters)
    assert reply.status == 200, reply.text
    return reply.text.count("\r\n") - 1


def test_a_triple_in_two_graphs_counts_once(client: Client) -> None:
    assert rows(client, "SELECT * { ?s ?p ?o }") == 3
    assert rows(client, "SELECT * { :a :p ?o }") == 2
    assert client.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text == "n\r\n3\r\n"


def test_each_graph_still_says_it(client: Client) -> None:
    assert rows(client, "SELECT ?g { GRAPH ?g { :a :p :b } }") == 2
    assert rows(client, "SELECT * { ?s ?p ?o }", **{"default-graph-uri": "urn:x:one"}) == 2
    assert rows(client, "SELECT * FROM :two { ?s ?p ?o }") == 2


def test_a_graph_is_given_without_repetitions(client: Client) -> None:
    for path in ("/sparql?query=CONSTRUCT{?s?p?o}{?s?p?o}", "/rdf-graph-store?default"):
        body = client.ask(path, headers={"Accept": "application/n-triples"}).body

        assert len(body.splitlines()) == 3


def test_a_path_beside_a_rewritten_body_is_found_once(client: Client) -> None:
    query = "SELECT * { :a (:p|:q) ?b OPTIONAL { ?b :q ?c . :a :p ?b } }"

    assert client.query(f"PREFIX : <urn:x:> {query}", explain="1").json["rules"] == ["steps"]
    assert rows(client, query) == 2


def test_the_description_counts_as_the_endpoint_does(client: Client) -> None:
    text = client.ask("/sparql", headers={"Accept": "application/n-triples"}).text
    union = [line for line in text.splitlines() if line.startswith(f"<{client.url}sparql#union>")]

    assert any('void#triples> "3"' in line for line in union)


def test_a_release_without_a_default_graph_is_served_as_a_union(older: Client) -> None:
    assert rows(older, "SELECT DISTINCT * { ?s ?p ?o }") == 3
    assert rows(older, "SELECT ?g { GRAPH ?g { :a :p :b } }") == 2
