"""A query over several graphs is asked of their merge: what two of them say is said once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from asking import Client
from served import running, write_release

from klynge.server.rewriting import datasets
from klynge.server.rewriting.datasets import Datasets, DatasetTooLarge
from klynge.server.rewriting.evaluation import Evaluator

DATA = b"""
@prefix : <urn:x:> .
:one { :a :p :b , :c . :b :q [ :r 1 ] }
:two { :a :p :b . :b :q :d . }
:three { :e :p :f . }
"""
PREFIX = "PREFIX : <urn:x:> "


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with running(write_release(tmp_path_factory.mktemp("overlapping"), DATA)) as client:
        yield client


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TRIG)
    return store


def counted(client: Client, query: str, *parameters: tuple[str, str]) -> int:
    asked = urlencode([("query", PREFIX + query), *parameters])
    reply = client.ask(f"/sparql?{asked}", headers={"Accept": "text/csv"})
    assert reply.status == 200, reply.text
    return int(reply.text.split("\r\n")[1])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :two { ?s ?p ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :one { ?s ?p ?o }", 4),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :three { ?s ?p ?o }", 5),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :two { :a :p ?o }", 2),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :two { :a :p/:q ?o }", 2),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :two { :a (:p|:q) ?o }", 2),
        ("SELECT (COUNT(*) AS ?n) FROM :two FROM :unknown { ?s ?p ?o }", 2),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :two { GRAPH ?g { ?s ?p ?o } }", 0),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM :two FROM NAMED :two { GRAPH ?g {?s ?p ?o} }", 2),
        ("SELECT (COUNT(*) AS ?n) FROM :one FROM NAMED :two { GRAPH ?g { ?s ?p ?o } }", 2),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED :one FROM NAMED :two { ?s ?p ?o }", 0),
        ("SELECT (COUNT(*) AS ?n) from:one\nfrom<urn:x:two>{ ?s ?p ?o }", 5),
        ("BASE <urn:x:y/> SELECT (COUNT(*) AS ?n) FROM :one FROM <urn:x:two> {?s ?p ?o}", 5),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STR(?o) != 'from :one from :two') }", 5),
    ],
)
def test_a_triple_in_two_of_the_graphs_of_a_query_counts_once(
    client: Client, query: str, count: int
) -> None:
    assert counted(client, query) == count


def test_the_same_holds_for_the_dataset_of_the_protocol(client: Client) -> None:
    of = [("default-graph-uri", "urn:x:one"), ("default-graph-uri", "urn:x:two")]
    named = ("named-graph-uri", "urn:x:two")

    assert counted(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *of) == 5
    assert counted(client, "SELECT (COUNT(*) AS ?n) FROM :three { ?s ?p ?o }", *of) == 5
    assert counted(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g {?s ?p ?o} }", *of, named) == 2
    assert counted(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", of[0], of[0]) == 4


def test_the_engine_alone_counts_twice(store: ox.Store) -> None:
    # The control: without it these tests would show nothing.
    query = "SELECT (COUNT(*) AS ?n) FROM <urn:x:one> FROM <urn:x:two> { ?s ?p ?o }"
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)

    assert [solution["n"].value for solution in solutions] == ["6"]


def test_a_graph_is_described_and_built_from_the_merge(client: Client) -> None:
    for query in (
        "CONSTRUCT { ?s :made ?o } FROM :one FROM :two { ?s :p ?o }",
        "DESCRIBE :a FROM :one FROM :two",
    ):
        reply = client.query(PREFIX + query, "application/n-triples")

        assert len(reply.body.splitlines()) == 2, reply.text


def test_explain_says_that_the_graphs_are_merged(client: Client) -> None:
    several = client.query(PREFIX + "ASK FROM :one FROM :two { ?s :p/:q ?o }", explain="1").json
    single = client.query(PREFIX + "ASK FROM :one { ?s :p/:q ?o }", explain="1").json

    assert "merge" in several["dataset"]
    assert (several["rules"], single["dataset"]) == ([], None)


def test_graphs_too_large_to_be_merged_are_refused_unless_they_share_nothing(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "MOST", 4)
    evaluator = Evaluator(store, None)

    def count(*graphs: str) -> str:
        clauses = " ".join(f"FROM <urn:x:{graph}>" for graph in graphs)
        query = f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?s ?p ?o }}"
        solutions = evaluator.query(query, whole=True)
        assert isinstance(solutions, ox.QuerySolutions)
        return str(next(solutions)["n"].value)

    assert count("one", "three") == "5"
    assert count("two", "three") == "3"
    with pytest.raises(DatasetTooLarge):
        count("one", "two")
    assert count("one", "three", "one") == "5"


def test_a_dataset_too_large_is_told_with_what_to_do(tmp_path: Path) -> None:
    of_graph = "".join(f"<urn:s:{n}> <urn:p> {n} .\n" for n in range(60_000))
    data = f"<urn:x:one> {{ {of_graph} }} <urn:x:two> {{ {of_graph} }}"
    with running(write_release(tmp_path, data.encode())) as client:
        reply = client.query(PREFIX + "SELECT (COUNT(*) AS ?n) FROM :one FROM :two { ?s ?p ?o }")

        assert (reply.status, reply.json["type"].rpartition("/")[2]) == (413, "dataset-too-large")
        assert "DISTINCT" in reply.json["detail"]
        assert counted(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 60_000


def test_the_last_merge_is_kept(store: ox.Store) -> None:
    kept = Datasets(store)
    query = "ASK FROM <urn:x:one> FROM <urn:x:two> {}"
    first = kept.of(query, {})
    assert first is not None

    again = kept.of(query.replace("ASK", "ASK #"), {}), kept.of(query.replace("ASK", "ASK "), {})
    other = kept.of("ASK FROM <urn:x:one> FROM <urn:x:three> {}", {})

    assert again[1] is not None and again[1][0] is first[0]
    assert other is not None and other[0] is not first[0]
