"""The W3C's tests of the SPARQL protocol, of graph stores and of service descriptions, replayed.

The tests of graph stores write and then read. Nothing can be written here, so each graph that a
test reads lies in the release already, as the test's writes would have left it, under a name of
its own; the requests that write must be refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pyoxigraph as ox
import pytest
from asking import Client, Reply
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from served import BASE as OURS
from served import running, write_release
from w3c_manifests import BASE, UT, Case, cases, file_of
from w3c_requests import Exchange, exchanges
from w3c_results import read_graph, same

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}
# SPARQL 1.1 Service Description, section 3: what each property is said of and leads to, where
# the latter is described here and not by someone else.
SCHEMA = {
    "endpoint": ("Service", ""),
    "feature": ("Service", ""),
    "supportedLanguage": ("Service", ""),
    "resultFormat": ("Service", ""),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", ""),
    "graph": ("NamedGraph", "Graph"),
}
READS = {"GET", "HEAD"}
DIRECT = "/gsp/"


def protocol_cases() -> list[Case]:
    return list(cases(f"{BASE}sparql11/protocol/manifest.ttl"))


def graph_store_cases() -> list[Case]:
    return list(cases(f"{BASE}sparql11/graph-store-protocol/manifest.ttl"))


def is_update(exchange: Exchange) -> bool:
    """Tell whether a request asks for an update, as it must not where it is meant to succeed."""
    kind = exchange.headers.get("content-type", "")
    return kind == "application/sparql-update" or exchange.body.startswith(b"update=")


def quads(text: bytes, name: str, base: str) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(name)
    format_ = ox.RdfFormat.TURTLE
    for quad in ox.parse(text, format=format_, base_iri=base, rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def named_graphs(case: Case) -> Iterator[ox.Quad]:
    graph = case.manifest
    for node in graph.objects(case.entry, UT.graphData):
        file = str(graph.value(node, UT.graph))
        name = str(graph.value(node, RDFS.label))
        yield from quads(file_of(file).read_bytes(), name, name)


def read_steps() -> Iterator[tuple[str, Exchange]]:
    """Give the reads of the graph store tests, each with the address of a graph of its own."""
    for case in graph_store_cases():
        for n, step in enumerate(exchanges(case)):
            if step.method in READS and "$LOCATION$" not in step.path:
                name = str(case.entry).rpartition("#")[2]
                yield f"{name}-{n}", step


def graph_of(step: Exchange, name: str) -> str:
    """Give the IRI of the graph that stands for the one a step reads."""
    if step.path.startswith(DIRECT):
        return f"{OURS}graph/{step.path.removeprefix(DIRECT)}/{name}"
    if step.path.endswith("?default"):
        return f"urn:x-klynge:{name}"
    return f"{parse_qs(urlsplit(step.path).query)['graph'][0]}/{name}"


def address_of(step: Exchange, name: str) -> str:
    if step.path.startswith(DIRECT):
        return f"/graph/{step.path.removeprefix(DIRECT)}/{name}"
    default = step.path.endswith("?default")
    path = step.path.replace("/gsp", "/rdf-graph-store", 1)
    return path if default else f"{path}{quote(f'/{name}', safe='')}"


def content_of(step: Exchange) -> bytes:
    """Give what is in the graph: what is to be read, or anything for a HEAD that finds it."""
    if step.content:
        return step.content.encode()
    return b"<a:> <b:> <c:> ." if step.expects(200) else b""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over a release that holds the graphs of the protocol and graph store tests."""
    found = {quad for case in protocol_cases() for quad in named_graphs(case)}
    for name, step in read_steps():
        if not step.path.endswith("?default"):
            found |= set(quads(content_of(step), graph_of(step, name), "http://www.example/gsp"))
    with running(_release(tmp_path_factory, found), workers=1) as client:
        yield client


@pytest.fixture(scope="module")
def lone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over a release with one graph only, so that it is the whole default graph."""
    (found,) = (
        set(quads(content_of(step), graph_of(step, name), "http://www.example/gsp"))
        for name, step in read_steps()
        if step.path.endswith("?default")
    )
    with running(_release(tmp_path_factory, found), workers=1) as client:
        yield client


def _release(tmp_path_factory: pytest.TempPathFactory, found: set[ox.Quad]) -> Path:
    data = ox.serialize(sorted(found, key=str), format=ox.RdfFormat.TRIG)
    assert data
    return write_release(tmp_path_factory.mktemp("w3c"), data)


def send(client: Client, step: Exchange, path: str) -> Reply:
    body = step.body if step.body or step.method == "POST" else None
    return client.ask(path, step.method, step.headers, body)


def boolean(reply: Reply) -> bool:
    found: bool = reply.json["boolean"]
    return found


@pytest.mark.slow
def test_every_protocol_test_of_queries_passes(client: Client) -> None:
    passed, updates = [], []
    for case in protocol_cases():
        name = str(case.entry).rpartition("#")[2]
        steps = list(exchanges(case))
        assert steps, name
        if any(is_update(step) and not step.expects(400) for step in steps):
            updates.append(name)
            continue
        for step in steps:
            reply = send(client, step, "/sparql" + step.path.removeprefix("/sparql/"))
            assert step.expects(reply.status), (name, reply.status, reply.text)
            if step.format:
                assert reply.media_type in FORMATS[step.format], name
            if step.boolean is not None:
                assert boolean(reply) is step.boolean, name
        passed.append(name)

    print(f"\nprotocol: {len(passed)} passed, 0 failed, {len(updates)} do not apply (updates)")
    assert len(passed) == 27
    assert len(updates) == 7


@pytest.mark.slow
def test_updates_of_the_protocol_tests_are_refused(client: Client) -> None:
    refused = 0
    for case in protocol_cases():
        for step in filter(is_update, exchanges(case)):
            reply = send(client, step, "/sparql" + step.path.removeprefix("/sparql/"))

            assert 400 <= reply.status < 500
            refused += 1

    assert refused >= 7


@pytest.mark.slow
def test_graphs_are_read_as_the_graph_store_tests_read_them(client: Client, lone: Client) -> None:
    read = set()
    for name, step in read_steps():
        asked = lone if step.path.endswith("?default") else client
        reply = send(asked, step, address_of(step, name))

        assert step.expects(reply.status), (name, reply.text)
        if step.media_type:
            assert reply.headers["Content-Type"] == step.media_type
        if step.content:
            got, expected = (
                read_graph(body, ox.RdfFormat.TURTLE, BASE)
                for body in (reply.body, step.content.encode())
            )
            assert same(expected, got), name
        read.add(name.rpartition("-")[0])

    left = {str(case.entry).rpartition("#")[2] for case in graph_store_cases()} - read
    print(f"\ngraph store, read part: {len(read)} passed, 0 failed, not applicable: {left}")
    assert left == {"post_get_new_graph"}  # It reads where its own write was told to look.


@pytest.mark.slow
def test_writes_of_the_graph_store_tests_are_refused(client: Client) -> None:
    for case in graph_store_cases():
        for step in exchanges(case):
            if step.method not in READS:
                reply = send(client, step, step.path.replace("/gsp", "/rdf-graph-store", 1))

                assert reply.status == (404 if step.path.startswith(DIRECT) else 405)


@pytest.mark.slow
def test_the_service_description_passes_the_three_tests_of_it(client: Client) -> None:
    reply = client.ask("/sparql")
    graph = Graph().parse(data=reply.text, format="turtle")
    endpoint = URIRef(f"{client.url}sparql")

    assert reply.status == 200
    assert graph.value(predicate=SD.endpoint, object=endpoint) is not None
    for subject, predicate, value in graph:
        name = str(predicate)
        if name.startswith(str(SD)):
            domain, range_ = SCHEMA[name.removeprefix(str(SD))]
            assert (subject, RDF.type, SD[domain]) in graph, name
            assert isinstance(value, URIRef), name
            if range_:
                assert (value, RDF.type, SD[range_]) in graph, name
    print("\nservice description: 3 passed")
