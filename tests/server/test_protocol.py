"""The SPARQL 1.1 Protocol, query part, clause by clause, against the running server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from asking import Client

from klynge.server.protocol.description import service_description
from klynge.server.store import open_release

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
NIC = "https://w3id.org/klynge/graph/nic"
INFERRED = "https://w3id.org/klynge/graph/inferred"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def count(client: Client, query: str, *parameters: tuple[str, str]) -> int:
    address = "/sparql?" + urlencode([("query", query), ("format", "csv"), *parameters])
    reply = client.ask(address)
    assert reply.status == 200, reply.text
    return int(reply.text.split()[1])


def test_the_default_graph_is_the_union_of_the_named_ones(client: Client) -> None:
    inferred = count(client, COUNT, ("default-graph-uri", INFERRED))
    nic = count(client, COUNT, ("default-graph-uri", NIC))

    assert count(client, COUNT) > nic > inferred == 3


def test_a_default_graph_of_the_protocol_leaves_no_named_graphs(client: Client) -> None:
    assert count(client, COUNT_NAMED, ("default-graph-uri", INFERRED)) == 0


def test_a_named_graph_of_the_protocol_leaves_the_default_graph_empty(client: Client) -> None:
    assert count(client, COUNT, ("named-graph-uri", INFERRED)) == 0
    assert count(client, COUNT_NAMED, ("named-graph-uri", INFERRED)) == 3


def test_several_default_graphs_are_merged(client: Client) -> None:
    both = count(client, COUNT, ("default-graph-uri", INFERRED), ("default-graph-uri", NIC))

    assert both == count(client, COUNT, ("default-graph-uri", NIC)) + 3


def test_from_in_the_query_chooses_the_graph(client: Client) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{INFERRED}> {{ ?s ?p ?o }}"

    assert count(client, query) == 3


def test_the_dataset_of_the_protocol_goes_before_the_one_of_the_query(client: Client) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{NIC}> {{ ?s ?p ?o }}"

    assert count(client, query, ("default-graph-uri", INFERRED)) == 3


def test_a_graph_on_the_web_is_not_fetched(client: Client) -> None:
    reply = client.ask("/health")

    assert reply.status == 200
    assert count(client, COUNT, ("default-graph-uri", f"{client.url}data/cluster/raufoss.ttl")) == 0


@pytest.mark.parametrize(
    ("name", "method", "path", "headers", "body", "status", "code"),
    [
        ("two queries", "GET", "?query=ASK{}&query=ASK{}", {}, b"", 400, "not-one-query"),
        ("none in a form", "POST", "", FORM, b"format=json", 400, "not-one-query"),
        ("one in the body, one outside", "POST", "?query=ASK{}", QUERY, b"ASK{}", 400,
         "not-one-query"),
        ("syntax", "GET", "?query=SELEKT", {}, b"", 400, "query-syntax"),
        ("empty query", "GET", "?query=", {}, b"", 400, "query-syntax"),
        ("unknown function", "GET", "?query=SELECT(%3Cx:f%3E(1)AS%3Fx){}", {}, b"", 400,
         "query-not-evaluated"),
        ("broken bytes", "GET", "?query=ASK%7B%7D%FF", {}, b"", 400, "bad-parameter"),
        ("broken bytes in the body", "POST", "", QUERY, b"ASK{}\xff", 400, "bad-parameter"),
        ("graph that is no IRI", "GET", "?query=ASK{}&default-graph-uri=nic", {}, b"", 400,
         "bad-parameter"),
        ("graph format for a SELECT", "GET", "?query=ASK{}&format=turtle", {}, b"", 400,
         "bad-parameter"),
        ("plain text", "POST", "", {"Content-Type": "text/plain"}, b"ASK{}", 415,
         "unknown-media-type"),
        ("no type", "POST", "", {}, b"ASK{}", 415, "unknown-media-type"),
        ("other charset", "POST", "", {"Content-Type": "application/sparql-query; charset=UTF-16"},
         "ASK{}".encode("utf-16"), 415, "unknown-media-type"),
        ("update in the address", "GET", "?update=CLEAR+ALL", {}, b"", 403, "update-refused"),
        ("graph of an update", "GET", "?query=ASK{}&using-named-graph-uri=x:g", {}, b"", 403,
         "update-refused"),
        ("update as a form", "POST", "", FORM, b"update=CLEAR+ALL", 403, "update-refused"),
        ("update as a body", "POST", "", {"Content-Type": "application/sparql-update"},
         b"CLEAR ALL", 403, "update-refused"),
        ("update as a query", "POST", "", QUERY, b"DELETE WHERE { ?s ?p ?o }", 403,
         "update-refused"),
        ("other method", "PUT", "", QUERY, b"ASK{}", 405, "wrong-method"),
        ("service", "GET", "?query=ASK{SERVICE%3Chttp://x.example/%3E{}}", {}, b"", 400,
         "service-refused"),
        ("nothing acceptable", "GET", "?query=ASK{}", {"Accept": "image/png"}, b"", 406,
         "not-acceptable"),
        ("nothing left", "GET", "?query=ASK{}", {"Accept": "*/*;q=0"}, b"", 406,
         "not-acceptable"),
        ("long query", "POST", "", QUERY, b"ASK{} #" + b"x" * 17_000, 413, "query-too-long"),
        ("long body", "POST", "", QUERY, b"ASK{} #" + b"x" * 70_000, 413, "body-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_a_reason(
    client: Client,
    name: str,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    code: str,
) -> None:
    reply = client.ask("/sparql" + path, method, headers, body)

    assert reply.status == status
    assert reply.media_type == "application/problem+json"
    assert reply.json["type"] == f"https://w3id.org/klynge/problem/{code}"
    assert "Traceback" not in reply.text


def test_a_wrong_method_is_told_the_right_ones(client: Client) -> None:
    reply = client.ask("/sparql", "DELETE")

    assert {"GET", "POST"} <= set(reply.headers["Allow"].split(", "))


def test_percent_signs_in_a_query_are_decoded_once(client: Client) -> None:
    sent = urlencode({"query": "SELECT ('%41' AS ?x) {}", "format": "csv"}).encode()

    reply = client.ask("/sparql", "POST", FORM, sent)

    assert reply.text == "x\r\n%41\r\n"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*;q=0.3, text/csv;q=0", "text/tab-separated-values"),
        ("image/png, text/csv;q=0.1", "text/csv"),
        ("application/json", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/sparql-results+json"),
        ("text/csv;q=nonsense, text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_accept_with_qualities_chooses_the_format(client: Client, accept: str, chosen: str) -> None:
    assert client.query("SELECT * {}", accept).media_type == chosen


def test_head_gives_the_headers_of_get_and_no_body(client: Client) -> None:
    got = client.ask("/sparql?query=ASK{}")
    head = client.ask("/sparql?query=ASK{}", "HEAD")

    assert head.status == 200
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(got.body))
    assert head.headers["ETag"] == got.headers["ETag"]


def test_options_answers_a_browsers_preflight(client: Client) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}

    reply = client.ask("/sparql", "OPTIONS", headers)

    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in reply.headers["Access-Control-Allow-Headers"]
    assert reply.headers["Access-Control-Allow-Credentials"] is None


def test_any_origin_may_read_answers_and_problems(client: Client) -> None:
    for path in ("/sparql?query=ASK{}", "/sparql?query=ASK", "/data/cluster/raufoss.ttl", "/no"):
        assert client.ask(path).headers["Access-Control-Allow-Origin"] == "*"


def test_an_answer_that_the_client_has_is_not_sent_again(client: Client) -> None:
    first = client.query("SELECT * { ?s ?p ?o }", "text/csv")
    other = client.query("SELECT * { ?s ?p ?o }", "text/tab-separated-values")
    tag = first.headers["ETag"]

    again = client.ask(
        "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"}),
        headers={"Accept": "text/csv", "If-None-Match": f'"x", {tag}'},
    )

    assert again.status == 304
    assert again.body == b""
    assert again.headers["ETag"] == tag
    assert not tag.startswith("W/")
    assert other.headers["ETag"] != tag


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (RAND() AS ?x) {}",
        "CONSTRUCT { [] ?p ?o } { ?s ?p ?o }",
        "ASK { FILTER(NOW() > 1) }",
    ],
)
def test_an_answer_that_changes_each_time_may_not_be_kept(client: Client, query: str) -> None:
    reply = client.query(query)

    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["ETag"] is None


def test_without_a_query_a_browser_gets_the_query_page(client: Client) -> None:
    reply = client.ask("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})

    assert reply.status == 303
    assert reply.headers["Location"] == "/query"


@pytest.mark.parametrize("accept", ["", "text/turtle", "application/rdf+xml"])
def test_without_a_query_a_program_gets_the_service_description(
    client: Client, accept: str
) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    reply = client.ask("/sparql", headers={"Accept": accept} if accept else {})
    name = "turtle" if reply.media_type == "text/turtle" else "xml"

    graph = rdflib.Graph().parse(data=reply.text, format=name)

    endpoint = rdflib.URIRef(f"{client.url}sparql")
    assert (endpoint, rdflib.RDF.type, sd.Service) in graph
    assert (endpoint, sd.endpoint, endpoint) in graph
    assert {str(name) for name in graph.objects(None, sd.name)} >= {NIC, INFERRED}


def test_the_service_description_tells_the_limits_and_all_formats(client: Client) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    reply = client.ask("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=reply.text, format="turtle")
    endpoint = rdflib.URIRef(f"{client.url}sparql")

    limits = {
        str(graph.value(limit, rdflib.SDO.propertyID)): graph.value(limit, rdflib.SDO.value)
        for limit in graph.objects(endpoint, rdflib.SDO.additionalProperty)
    }
    formats = {str(name).rpartition("/")[2] for name in graph.objects(endpoint, sd.resultFormat)}
    assert float(str(limits["deadline"])) == 20  # What this server was started with.
    assert int(str(limits["rows"])) == 5_000_000
    assert len(limits) >= 10
    assert formats >= {"SPARQL_Results_JSON", "Turtle", "TriG", "N-Quads"}
    assert not any(isinstance(node, rdflib.BNode) for triple in graph for node in triple)


def test_behind_a_proxy_the_service_description_names_the_public_address(release: Path) -> None:
    query = service_description(open_release(release), "https://public.example/kg/")

    graph = ox.Store().query(query)
    assert isinstance(graph, ox.QueryTriples)
    addresses = {str(t.object) for t in graph if t.predicate.value.endswith("#endpoint")}
    assert addresses == {"<https://public.example/kg/sparql>"}


def test_head_without_a_query_gives_the_headers_of_the_service_description(
    client: Client,
) -> None:
    accept = {"Accept": "application/rdf+xml"}
    got, head = client.ask("/sparql", headers=accept), client.ask("/sparql", "HEAD", accept)

    assert (head.status, head.media_type, head.body) == (200, "application/rdf+xml", b"")
    assert head.headers["ETag"] == got.headers["ETag"]


def test_a_relative_iri_is_read_against_the_address_of_the_endpoint(client: Client) -> None:
    asked = client.query("SELECT (STR(<a>) AS ?x) (STR(<#b>) AS ?y) {}", "text/csv")
    based = client.query("BASE <http://b.example/> SELECT (STR(<a>) AS ?x) {}", "text/csv")

    assert asked.text.split() == ["x,y", f"{client.url}a,{client.url}sparql#b"]
    assert based.text.split() == ["x", "http://b.example/a"]


@pytest.mark.parametrize(
    ("name", "format_"), [("trig", ox.RdfFormat.TRIG), ("n-quads", ox.RdfFormat.N_QUADS)]
)
def test_a_graph_may_be_had_in_the_formats_of_datasets(
    client: Client, name: str, format_: ox.RdfFormat
) -> None:
    query = "CONSTRUCT { <a:> <b:> 'c' } WHERE {}"
    media_type = f"application/{name}"
    by_name, by_accept = client.query(query, format=name), client.query(query, media_type)

    assert by_name.media_type == by_accept.media_type == media_type
    assert by_name.body == by_accept.body
    assert [str(quad) for quad in ox.parse(by_name.body, format=format_)] == ['<a:> <b:> "c"']


def test_the_service_description_does_not_repeat_the_host_header(client: Client) -> None:
    host = {"Host": "localhost:1", "Accept": "text/turtle"}

    assert "localhost" not in client.ask("/sparql", headers=host).text


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    reply = client.ask("/sparql?query=ASK{}", headers={"Host": "evil.example"})

    assert reply.status == 400
    assert "evil.example" not in reply.text
