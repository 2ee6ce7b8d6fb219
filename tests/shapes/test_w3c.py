"""The W3C tests of SHACL Core: the gate finds what they say, no more and no less.

A finding tells of the focus node, the value, the shape and the severity; several results of one
shape on one value are one finding, so results are compared as sets.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Node
from shared import shared

from klynge.shapes.gate import validate

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
NOT_MET = {
    "severity-002": "a severity of its own, where the project has three",
    "uniqueLang-002": "rdflib reads the boolean 1 as true before any shape is seen",
}
Told = set[tuple[str, str, str, str]]


def read(path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def cases(folder: Path) -> Iterator[tuple[Path, Graph, Node]]:
    for path in sorted(folder.rglob("*.ttl")):
        manifest = read(path)
        for test in manifest.subjects(RDF.type, SHT.Validate):
            yield path, manifest, test


def expected(manifest: Graph, test: Node) -> Told:
    results = manifest.objects(manifest.value(test, MF.result), SH.result)
    return {
        (
            str(manifest.value(result, SH.focusNode)),
            written(manifest.value(result, SH.value)),
            named(manifest.value(result, SH.sourceShape)),
            str(manifest.value(result, SH.resultSeverity)).rpartition("#")[2].lower(),
        )
        for result in results
    }


def written(value: Node | None) -> str:
    return "" if value is None else str(value)  # an empty or false literal is a value too


def named(shape: Node | None) -> str:
    return str(shape) if isinstance(shape, URIRef) else ""


def told(path: Path, manifest: Graph, test: Node) -> Told:
    action = manifest.value(test, MF.action)
    graphs = []
    for kind in (SHT.dataGraph, SHT.shapesGraph):
        file = Path(str(manifest.value(action, kind)).removeprefix("file://"))
        graphs.append(manifest if file == path else read(file))
    return {
        (finding.focus_node, finding.value, finding.shape, finding.severity.value)
        for finding in validate(*graphs)
    }


@pytest.mark.parametrize(
    "folder", ["complex", "misc", "node", "path", "property", "targets", "validation-reports"]
)
def test_the_gate_gives_the_results_of_the_w3c_tests(
    folder: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    suite = "data-shapes-test-suite/tests/core"
    core = shared("conformance", "w3c-shacl-tests", *suite.split("/"), folder)

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
        met = {
            path.stem: told(path, manifest, test) == expected(manifest, test)
            for path, manifest, test in cases(core)
        }

    assert met
    assert {name for name, same in met.items() if not same} == NOT_MET.keys() & met.keys()
