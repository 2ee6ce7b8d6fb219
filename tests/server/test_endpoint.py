"""The endpoint as two client libraries see it, each result format included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.dom.minidom import Document, Text
from xml.etree import ElementTree

import pytest
import rdflib
from asking import Client
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

KLY = rdflib.Namespace("https://w3id.org/klynge/ont#")
RAUFOSS = rdflib.URIRef("https://w3id.org/klynge/id/cluster/raufoss")

SELECT = """
PREFIX kly: <https://w3id.org/klynge/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?cluster ?name WHERE { ?cluster a kly:Cluster ; rdfs:label ?name } ORDER BY ?name
"""
CONSTRUCT = """
PREFIX kly: <https://w3id.org/klynge/ont#>
CONSTRUCT { ?c a kly:Cluster } WHERE { ?c a kly:Cluster }
"""
# SPARQLWrapper and rdflib's JSON-LD parser use a class of graph that rdflib wants to drop.
OLD_GRAPH = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
WAYS = {"get": (GET, URLENCODED), "form": (POST, URLENCODED), "direct": (POST, POSTDIRECTLY)}


@pytest.fixture(params=WAYS)
def wrapper(client: Client, request: pytest.FixtureRequest) -> Iterator[SPARQLWrapper]:
    """SPARQLWrapper, set to one of the three ways to send a query."""
    wrapper = SPARQLWrapper(f"{client.url}sparql")
    method, encoding = WAYS[request.param]
    wrapper.setMethod(method)
    wrapper.setRequestMethod(encoding)
    yield wrapper


def converted(wrapper: SPARQLWrapper, query: str, format_: str) -> Any:
    wrapper.setQuery(query)
    wrapper.setReturnFormat(format_)
    response = wrapper.query()
    try:
        return response.convert()
    finally:
        response.response.close()


def test_select_as_json(wrapper: SPARQLWrapper) -> None:
    result = converted(wrapper, SELECT, JSON)

    assert result["head"]["vars"] == ["cluster", "name"]
    assert result["results"]["bindings"][1]["name"]["value"] == "NCE Raufoss"


def test_ask_as_json(wrapper: SPARQLWrapper) -> None:
    assert converted(wrapper, "ASK { ?s ?p ?o }", JSON)["boolean"] is True


def test_select_as_xml(wrapper: SPARQLWrapper) -> None:
    document = converted(wrapper, SELECT, XML)

    assert isinstance(document, Document)
    texts = [node.firstChild for node in document.getElementsByTagName("literal")]
    assert [text.data for text in texts if isinstance(text, Text)] == [
        "<script>alert('x')</script> \"Subsea\" & Co",
        "NCE Raufoss",
    ]


def test_select_as_csv(wrapper: SPARQLWrapper) -> None:
    lines = converted(wrapper, SELECT, CSV).decode().split("\r\n")

    assert lines[0] == "cluster,name"
    assert lines[2] == f"{RAUFOSS},NCE Raufoss"


def test_select_as_tsv(wrapper: SPARQLWrapper) -> None:
    lines = converted(wrapper, SELECT, TSV).decode().splitlines()

    assert lines[0] == "?cluster\t?name"
    assert lines[2] == f'<{RAUFOSS}>\t"NCE Raufoss"'


@OLD_GRAPH
@pytest.mark.parametrize("format_", [RDFXML, JSONLD])
def test_construct_as_a_graph(wrapper: SPARQLWrapper, format_: str) -> None:
    graph = converted(wrapper, CONSTRUCT, format_)

    assert (RAUFOSS, rdflib.RDF.type, KLY.Cluster) in graph
    assert len(graph) == 2


@pytest.mark.parametrize(("format_", "name"), [(TURTLE, "turtle"), (N3, "turtle")])
def test_construct_as_text(wrapper: SPARQLWrapper, format_: str, name: str) -> None:
    text = converted(wrapper, CONSTRUCT, format_)

    assert len(rdflib.Graph().parse(data=text, format=name)) == 2


@OLD_GRAPH
def test_describe_as_a_graph(wrapper: SPARQLWrapper) -> None:
    graph = converted(wrapper, f"DESCRIBE <{RAUFOSS}>", RDFXML)

    assert (RAUFOSS, rdflib.RDFS.label, rdflib.Literal("NCE Raufoss")) in graph


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store_reads_the_endpoint(client: Client, method: Any) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{client.url}sparql", method=method))

    names = {str(name) for name in graph.objects(RAUFOSS, rdflib.RDFS.label)}
    rows = list(graph.query(SELECT))

    assert names == {"NCE Raufoss"}
    assert len(rows) == 2
    assert (RAUFOSS, rdflib.RDF.type, KLY.Cluster) in graph


@pytest.mark.parametrize(
    ("accept", "format_", "first"),
    [
        ("application/sparql-results+json", "json", b'{"head"'),
        ("application/sparql-results+xml", "xml", b"<?xml"),
        ("text/csv", "csv", b"name\r\n"),
        ("text/tab-separated-values", "tsv", b"?name\n"),
    ],
)
def test_a_result_by_accept_and_by_parameter_is_the_same(
    client: Client, accept: str, format_: str, first: bytes
) -> None:
    query = "SELECT ?name { BIND('x' AS ?name) }"

    by_accept = client.query(query, accept)
    by_parameter = client.query(query, "text/turtle", format=format_)

    assert by_accept.status == by_parameter.status == 200
    assert by_accept.media_type == by_parameter.media_type == accept
    assert by_accept.body == by_parameter.body
    assert by_accept.body.startswith(first)


@OLD_GRAPH
@pytest.mark.parametrize("format_", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_a_graph_in_each_format_holds_the_same_triples(client: Client, format_: str) -> None:
    names = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    query = "CONSTRUCT FROM <https://w3id.org/klynge/graph/ontology> WHERE { ?s ?p ?o }"
    expected = rdflib.Graph().parse(data=client.query(query, format="ntriples").text, format="nt")

    reply = client.query(query, format=format_)
    graph = rdflib.Graph().parse(data=reply.text, format=names[format_])

    assert len(graph) > 20
    assert set(graph) == set(expected)


def test_a_graph_names_only_the_prefixes_it_uses(client: Client) -> None:
    text = client.query(CONSTRUCT, "text/turtle").text

    assert "@prefix kly:" in text
    assert "@prefix skos:" not in text


@pytest.mark.parametrize("number", [1, 200])
@pytest.mark.parametrize("property_", ["urn:x:22", "https://x.example/", "https:alert(1)"])
def test_a_property_that_has_no_name_in_xml_is_refused_there(
    client: Client, property_: str, number: int
) -> None:
    rows = " ".join(f'"{n} {"x" * 20}"' for n in range(number))
    query = f"CONSTRUCT {{ <urn:s> <%s> ?o }} WHERE {{ VALUES ?o {{ {rows} }} }}"

    refused = client.query(query % property_, accept="application/rdf+xml")
    turtle = client.query(query % property_, accept="text/turtle")
    named = client.query(query % "urn:x:y22", accept="application/rdf+xml")

    assert refused.status == 406
    assert refused.json["type"].endswith("/not-representable")
    assert turtle.status == 200
    assert named.status == 200
    assert len(list(ElementTree.fromstring(named.body))) > 0


def test_control_characters_survive_in_json_and_are_refused_in_xml(client: Client) -> None:
    query = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?note { ?s skos:note ?note }"""

    as_json = client.query(query, "application/sparql-results+json")
    as_xml = client.query(query, "application/sparql-results+xml")

    value = json.loads(as_json.text)["results"]["bindings"][0]["note"]["value"]
    assert value == 'a bell\u0001, a "quote", a \\ and a line\nbreak'
    assert as_xml.status == 406
    assert as_xml.json["type"].endswith("/not-representable")
