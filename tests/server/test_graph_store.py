"""The SPARQL 1.1 Graph Store Protocol, read part, against the running server."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from asking import Client

NIC = "https://w3id.org/klynge/graph/nic"
INFERRED = "https://w3id.org/klynge/graph/inferred"
STORE = "/rdf-graph-store"
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


def at(graph: str) -> str:
    return f"{STORE}?graph={quote(graph, safe='')}"


def triples(client: Client, path: str, accept: str = "application/n-triples") -> set[str]:
    reply = client.ask(path, headers={"Accept": accept})
    assert reply.status == 200, reply.text
    assert reply.media_type == accept
    quads = ox.parse(reply.body, format=FORMATS[accept])
    return {f"{quad.subject} {quad.predicate} {quad.object} {quad.graph_name}" for quad in quads}


def count(client: Client, graph: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return int(client.query(query, "text/csv").text.split()[1])


def test_a_graph_is_had_by_naming_it(client: Client) -> None:
    assert len(triples(client, at(INFERRED))) == 3
    assert len(triples(client, at(NIC))) == count(client, NIC)


def test_the_default_graph_is_the_union(client: Client) -> None:
    whole = triples(client, f"{STORE}?default")

    assert whole > triples(client, at(NIC)) | triples(client, at(INFERRED))


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_graph_is_the_same_in_each_format(client: Client, media_type: str) -> None:
    assert triples(client, at(INFERRED), media_type) == triples(client, at(INFERRED))


@pytest.mark.parametrize("name", ["trig", "nquads", "nq", "turtle", "jsonld"])
def test_the_format_may_be_a_parameter(client: Client, name: str) -> None:
    reply = client.ask(f"{at(INFERRED)}&format={name}")

    assert reply.status == 200
    assert reply.media_type in FORMATS


def test_the_iri_of_a_graph_leads_to_its_content_and_browsers_to_its_page(client: Client) -> None:
    reply = client.ask("/graph/nic", headers={"Accept": "text/turtle"})
    page = client.ask("/graph/nic?lang=nb", headers={"Accept": "text/html,*/*;q=0.8"})

    assert triples(client, "/graph/nic") == triples(client, at(NIC))
    assert reply.headers["Link"] == '</data/graph/nic.ttl>; rel="describedby"; type="text/turtle"'
    assert page.status == 303
    assert page.headers["Location"] == "/page/graph/nic?lang=nb"
    assert "Accept" in page.headers["Vary"].split(", ")
    assert client.ask("/data/graph/nic.ttl").status == 200


@pytest.mark.parametrize("path", [at(INFERRED), f"{STORE}?default", "/graph/inferred"])
def test_head_gives_the_headers_of_get_and_no_body(client: Client, path: str) -> None:
    accept = {"Accept": "text/turtle"}
    got, head = client.ask(path, headers=accept), client.ask(path, "HEAD", accept)

    assert head.status == 200
    assert head.body == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [at("https://no.example/"), at(f"{NIC}/"), "/graph/none"])
def test_a_graph_that_is_not_there_is_not_found(client: Client, method: str, path: str) -> None:
    assert client.ask(path, method, {"Accept": "text/turtle"}).status == 404


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        f"?default&graph={NIC}",
        f"?graph={NIC}&graph={INFERRED}",
        "?graph=nic",
        "?graph=",
        "?graph=%FF",
    ],
)
def test_anything_but_one_graph_is_a_bad_request(client: Client, parameters: str) -> None:
    reply = client.ask(STORE + parameters)

    assert reply.status == 400
    assert reply.json["type"] == "https://w3id.org/klynge/problem/bad-parameter"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [at(NIC), f"{STORE}?default", STORE, "/graph/nic"])
def test_nothing_is_written(client: Client, method: str, path: str) -> None:
    reply = client.ask(path, method, {"Content-Type": "text/turtle"}, b"<a:> <b:> <c:> .")

    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert reply.json["type"] == "https://w3id.org/klynge/problem/wrong-method"


def test_options_names_the_methods(client: Client) -> None:
    reply = client.ask(at(NIC), "OPTIONS")

    assert reply.status == 204
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_format_nobody_has_is_not_acceptable(client: Client) -> None:
    assert client.ask(at(NIC), headers={"Accept": "image/png"}).status == 406


def test_a_graph_that_the_client_has_is_not_sent_again(client: Client) -> None:
    tag = client.ask(at(NIC)).headers["ETag"]

    assert client.ask(at(NIC), headers={"If-None-Match": tag}).status == 304
    assert client.ask(at(INFERRED)).headers["ETag"] != tag


def test_the_parameters_are_percent_decoded_once(client: Client) -> None:
    twice = urlencode({"graph": quote(NIC, safe="")})

    assert client.ask(f"{STORE}?{twice}").status in {400, 404}
    assert client.ask(f"{STORE}?graph={NIC}").status == 200
