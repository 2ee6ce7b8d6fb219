"""The W3C's tests for CSV on the Web to RDF, in minimal mode: what describes tables is left out.

Most tests expect the standard mode, whose graphs also say which rows a table has; a source needs
what the rows say. So from what is expected all that is told of groups, tables and rows is taken
away, and what is left must be equal.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, BNode, Graph, Namespace
from rdflib.compare import isomorphic
from shared import shared

from klynge.loaders.mappings.csvw_triples import triples

BASE = "http://www.w3.org/2013/csvw/tests/"
CSVW = Namespace("http://www.w3.org/ns/csvw#")
KNOWN = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "loaders" / "csvw" / "w3c.toml").read_text("utf-8")
)
Test = dict[str, Any]


@pytest.fixture(scope="module")
def suite() -> Path:
    return shared("conformance", "w3c-csvw-tests", "tests")


def fetching(suite: Path) -> Any:
    def fetch(address: str) -> bytes:
        assert address.startswith(BASE), address
        return (suite / address[len(BASE) :].split("?")[0]).read_bytes()

    return fetch


def metadata_of(test: Test, suite: Path) -> str:
    """Give the metadata of a test: its own, those it names, or those beside its table."""
    action = test["action"].split("?")[0]
    if action.endswith(".json"):
        return str(action)
    if named := test.get("option", {}).get("metadata"):
        return str(named)
    folder = Path(action).parent
    if link := test.get("httpLink"):
        return str(folder / link.split(">")[0][1:])
    beside = (f"{action}-metadata.json", str(folder / "csv-metadata.json"))
    return next((name for name in beside if (suite / name).exists()), "")


def made(test: Test, suite: Path) -> tuple[Graph, list[str]]:
    """Give the graph of a test, and what is said about it; raises what the library raises."""
    name = metadata_of(test, suite)
    metadata = json.loads((suite / name).read_text(encoding="utf-8"))
    if not test["action"].endswith(".json") and not {"url", "tables"} & metadata.keys():
        metadata["url"] = test["action"].rpartition("/")[2]
    found = list(triples(metadata, BASE + name, fetching(suite)))
    lines = (f"{m.subject} {m.predicate} {m.object} .\n" for m in found if m.subject)
    return Graph().parse(data="".join(lines), format="nt"), [m.said for m in found if m.said]


def expected(test: Test, suite: Path) -> Graph:
    """Give what is expected without what is told of groups of tables, tables and rows."""
    graph = Graph().parse(suite / test["result"], format="turtle", publicID=BASE + test["result"])
    waiting, met = list(graph.subjects(RDF.type, CSVW.TableGroup)), set()
    while waiting:
        node = waiting.pop()
        if node not in met:
            met.add(node)
            for predicate, value in list(graph.predicate_objects(node)):
                graph.remove((node, predicate, value))
                if isinstance(value, BNode) and predicate != CSVW.describes:
                    waiting.append(value)
                if predicate in (CSVW.table, CSVW.row):
                    waiting.append(value)
    return graph


def passes(test: Test, suite: Path) -> bool:
    kind = test["type"].rpartition(":")[2]
    try:
        graph, said = made(test, suite)
    except Exception:  # whatever refuses metadata that are not valid
        return bool(kind == "NegativeRdfTest")
    if kind == "NegativeRdfTest":
        return False
    warned = bool(said) or kind != "ToRdfTestWithWarnings"
    return warned and isomorphic(graph, expected(test, suite))


def test_every_test_of_the_w3c_passes_or_stands_with_its_reason(suite: Path) -> None:
    entries = json.loads((suite / "manifest-rdf.jsonld").read_text(encoding="utf-8"))["entries"]
    tests = {entry["id"].rpartition("#")[2]: entry for entry in entries}
    outside = {name for name, test in tests.items() if not metadata_of(test, suite)}

    results = {name: passes(test, suite) for name, test in tests.items() if name not in outside}

    assert outside == set(KNOWN["not_applicable"])
    assert {name for name, passed in results.items() if not passed} == set(KNOWN["fails"])
    print(f"\nCSVW: {sum(results.values())} of {len(results)} pass, {len(outside)} do not apply")
    assert len(tests) == 270


def test_a_graph_that_is_not_the_expected_one_is_seen(suite: Path) -> None:
    """The control: data that are not there, and data that are too many, fail a test."""
    entries = json.loads((suite / "manifest-rdf.jsonld").read_text(encoding="utf-8"))["entries"]
    (test,) = (entry for entry in entries if entry["id"].endswith("#test011"))
    whole = expected(test, suite)

    assert len(whole) == 10
    assert passes(test, suite)
    assert not passes({**test, "result": "test012/result.ttl"}, suite)
