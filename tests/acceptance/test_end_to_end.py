"""The shipped catalogue served by the real command, asked by the clients people use."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import free_port, running
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
)

MAIN = [sys.executable, "-c", "from klynge.cli import main; main()"]
NAMES = """
PREFIX kly: <https://w3id.org/klynge/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name WHERE { <https://w3id.org/klynge/id/cluster/heidner> a kly:Cluster ; rdfs:label ?name }
"""
DESCRIBE = "DESCRIBE <https://w3id.org/klynge/id/cluster/heidner>"
HEIDNER = URIRef("https://w3id.org/klynge/id/cluster/heidner")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("demo")
    command = [*MAIN, "demo", "--port", str(port), "--folder", str(folder)]
    with running(command, port) as served:
        yield served


def wrapper(address: str, query: str, form: str) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{address}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


def answered(client: SPARQLWrapper) -> Any:
    return client.query().convert()


def test_sparqlwrapper_reads_every_result_format_of_select(address: str) -> None:
    rows = answered(wrapper(address, NAMES, JSON))["results"]["bindings"]
    xml = answered(wrapper(address, NAMES, XML)).toxml()
    csv, tsv = (answered(wrapper(address, NAMES, form)).decode() for form in (CSV, TSV))

    assert [row["name"]["value"] for row in rows] == ["NCE Heidner Biocluster"]
    assert "<literal>NCE Heidner Biocluster</literal>" in xml
    assert csv.splitlines() == ["name", "NCE Heidner Biocluster"]
    assert tsv.splitlines() == ["?name", '"NCE Heidner Biocluster"']


@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_reads_ask(address: str, form: str) -> None:
    answer = answered(wrapper(address, "ASK { ?s ?p ?o }", form))

    assert (
        answer["boolean"] is True if form == JSON else "<boolean>true</boolean>" in answer.toxml()
    )


@pytest.mark.filterwarnings(  # SPARQLWrapper still parses into the class rdflib has left
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_every_format_of_describe(address: str, form: str) -> None:
    answer = answered(wrapper(address, DESCRIBE, form))

    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert len(list(graph.predicate_objects(HEIDNER))) > 3


@pytest.mark.parametrize("directly", [False, True], ids=["form", "directly"])
def test_sparqlwrapper_posts_both_ways(address: str, directly: bool) -> None:
    client = wrapper(address, NAMES, JSON)
    client.setMethod(POST)
    if directly:
        client.setRequestMethod(POSTDIRECTLY)

    assert len(answered(client)["results"]["bindings"]) == 1


def test_rdflibs_sparqlstore_is_a_graph_of_the_endpoint(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql"))

    (row,) = graph.query(NAMES)

    assert str(row[0]) == "NCE Heidner Biocluster"  # type: ignore[index]  # a SELECT gives rows
    assert (HEIDNER, None, None) in graph


def test_a_things_address_leads_to_a_page_for_people_and_data_for_machines(address: str) -> None:
    request = urllib.request.Request(
        f"{address}/id/cluster/heidner", headers={"Accept": "text/html"}
    )
    with urllib.request.urlopen(request) as page:
        html = page.read().decode()
    request = urllib.request.Request(
        f"{address}/id/cluster/heidner", headers={"Accept": "text/turtle"}
    )
    with urllib.request.urlopen(request) as data:
        graph = Graph().parse(data=data.read(), format="turtle")

    assert "/page/" in page.url and "NCE Heidner Biocluster" in html
    assert "/data/" in data.url and len(graph) > 3


def test_demo_a_second_time_builds_nothing_again(tmp_path: Path) -> None:
    command = [*MAIN, "demo", "--folder", str(tmp_path)]
    first = free_port()
    with running([*command, "--port", str(first)], first):
        made = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/MANIFEST.json")}

    second = free_port()
    with running([*command, "--port", str(second)], second, patience=20):
        again = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/MANIFEST.json")}

    assert made and again == made
