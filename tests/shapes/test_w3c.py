"""The W3C test suite of SHACL: three engines give the results it says, no more and no less.

Of the 121 tests 114 have a report and seven a failure: shapes that a processor must refuse. What
is not met, and why, stands in tests/data/shapes/w3c.toml.
"""

from __future__ import annotations

import logging
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Node
from shapes_engines import ENGINES, Told, reported
from shared import shared

from klynge.shapes.compiled.compiled_shapes import compile_shapes
from klynge.shapes.gate import UnusableShapes, validate

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
NOT_MET = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "shapes" / "w3c.toml").read_text(encoding="utf-8")
)
REPORTS, FAILURES = 114, 7


@dataclass(frozen=True)
class Case:
    """One test of the suite; without a report, a failure is what is wanted."""

    name: str
    data: Graph
    shapes: Graph
    manifest: Graph
    report: Node | None

    @property
    def wanted(self) -> Told | None:
        return None if self.report is None else reported(self.manifest, self.report)


def read(path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def cases_of(path: Path, name: str) -> Iterator[Case]:
    manifest = read(path)
    for test in manifest.subjects(RDF.type, SHT.Validate):
        action, result = manifest.value(test, MF.action), manifest.value(test, MF.result)
        files = (manifest.value(action, kind) for kind in (SHT.dataGraph, SHT.shapesGraph))
        paths = [Path(unquote(str(file).removeprefix("file://"))) for file in files]
        data, shapes = (manifest if file == path else read(file) for file in paths)
        yield Case(name, data, shapes, manifest, None if result == SHT.Failure else result)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    suite = shared("conformance", "w3c-shacl-tests", "data-shapes-test-suite", "tests")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
        return [
            case
            for path in sorted(suite.rglob("*.ttl"))
            for case in cases_of(path, path.relative_to(suite).with_suffix("").as_posix())
        ]


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # rdflib tells of ill-typed literals, which are on purpose


def outcome(engine: str, case: Case) -> Told | None:
    """Give what an engine finds; None where it refuses the shapes."""
    try:
        return ENGINES[engine](case.data, case.shapes)
    except (UnusableShapes, NotImplementedError):
        return None


@pytest.mark.parametrize("engine", ENGINES)
def test_the_score_of_an_engine(
    engine: str, cases: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    met = {case.name: outcome(engine, case) == case.wanted for case in cases}

    failures = {case.name for case in cases if case.report is None}
    core = {name for name in met if name.startswith("core/")}
    with capsys.disabled():
        print(
            f"\nW3C SHACL suite, {engine}: {sum(met.values())} of {len(met)}, of which "
            f"{sum(met[name] for name in failures)} of {len(failures)} refusals; "
            f"Core {sum(met[name] for name in core)} of {len(core)}"
        )
    assert (len(met), len(failures), len(core)) == (REPORTS + FAILURES, FAILURES, 98)
    assert {name for name, same in met.items() if not same} == NOT_MET[engine].keys()


def test_pyshacl_gives_as_many_reports_as_it_is_known_to(cases: list[Case]) -> None:
    same = [case for case in cases if case.report and outcome("pyshacl", case) == case.wanted]

    assert len(same) == 112


def test_what_is_left_to_pyshacl_is_named_with_its_reason(cases: list[Case]) -> None:
    with_report = (case for case in cases if case.report)

    left = {case.name for case in with_report if compile_shapes(case.shapes).not_covered}

    assert left == NOT_MET["left-to-pyshacl"].keys()


def test_findings_have_the_severities_of_the_reports(cases: list[Case]) -> None:
    core = [case for case in cases if case.name.startswith("core/") and case.report]

    met = {case.name: severities_found(case) == severities_wanted(case) for case in core}

    assert {name for name, same in met.items() if not same} == {
        *NOT_MET["severities"],
        *(name for name in NOT_MET["gate"] if name.startswith("core/")),
    }


def severities_found(case: Case) -> set[tuple[str, str, str]]:
    found = validate(case.data, case.shapes)
    return {(one.focus_node, one.shape, one.severity.value) for one in found}


def severities_wanted(case: Case) -> set[tuple[str, str, str]]:
    report = case.manifest
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(shape) if isinstance(shape := report.value(result, SH.sourceShape), URIRef) else "",
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower(),
        )
        for result in report.objects(case.report, SH.result)
    }
