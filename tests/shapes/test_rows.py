"""Every constraint of every shape: rows that conform and rows that do not.

tests/data/shapes/conforming holds a row of every table with every column filled. Each line of
tests/data/shapes/broken/*.csv takes a copy of one of these rows (`on`), puts other values
(`put`, as Turtle; nothing = no value) in the place of those it has (`predicate`, several are
emptied, `^` = what points to the row), and says the one finding that is expected: the shape and
the component that fails, the severity and the value (`this` = the row itself).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from klynge.loaders.tables.schema import Table, load_schema
from klynge.shapes.components import found
from klynge.shapes.gate import validate
from klynge.shapes.report import Finding
from klynge.shapes.shapes_graph import shapes_graph
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef

BROKEN = Path(__file__).parents[1] / "data" / "shapes" / "broken"
BASE = "https://w3id.org/klynge/"
KLY = Namespace("https://w3id.org/klynge/ont#")
KLYSH = "https://w3id.org/klynge/shapes#"
NOT_CONSTRAINTS = {"path", "severity", "message", "name", "property"} | {
    f"target{kind}" for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf")
}
PREFIXES = """
    @base <https://w3id.org/klynge/> .
    @prefix locn: <http://www.w3.org/ns/locn#> .
    @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
"""


@dataclass(frozen=True)
class Case:
    """One line of a file of broken rows."""

    shape: str
    component: str
    on: str
    predicate: str
    put: str
    severity: str
    value: str
    focus: str


def read_cases() -> list[Case]:
    cases = []
    for file in sorted(BROKEN.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for number, line in enumerate(csv.DictReader(lines, delimiter=";"), start=2):
                cases.append(Case(**line, focus=f"{BASE}id/{line['on']}-{file.stem}-{number}"))
    return cases


CASES = read_cases()


def expand(curie: str) -> URIRef:
    return shapes_graph().namespace_manager.expand_curie(curie)


def add_copy(case: Case, rows: Graph, into: Graph) -> None:
    original, focus = URIRef(f"{BASE}id/{case.on}"), URIRef(case.focus)
    places = case.predicate.split()
    emptied = {expand(place) for place in places if not place.startswith("^")}
    assert places and (original, RDF.type, None) in rows
    for predicate, value in rows.predicate_objects(original):
        if predicate not in emptied:
            into.add((focus, predicate, value))
    if not case.predicate.startswith("^"):
        copy_stages(original, focus, rows, into)
    if case.put:
        bindings = "".join(
            f"@prefix {prefix}: <{iri}> .\n"
            for prefix, iri in shapes_graph().namespaces()
        )
        put = f"{PREFIXES}{bindings}<{focus}> {places[0]} {case.put} ."
        into.parse(data=put, format="turtle")


def copy_stages(original: URIRef, focus: URIRef, rows: Graph, into: Graph) -> None:
    """A value chain is nothing without its stages, so a copy of one gets copies of these."""
    for stage in rows.subjects(KLY.stageOf, original):
        for predicate, value in rows.predicate_objects(stage):
            copy = URIRef(f"{focus}-{str(stage).rpartition('/')[2]}")
            into.add((copy, predicate, focus if predicate == KLY.stageOf else value))


@pytest.fixture(scope="module")
def broken(conforming: Graph) -> Graph:
    graph = Graph()
    graph += conforming
    for case in CASES:
        add_copy(case, conforming, graph)
    return graph


@pytest.fixture(scope="module")
def findings(broken: Graph) -> dict[str, list[Finding]]:
    by_focus_node: dict[str, list[Finding]] = defaultdict(list)
    for finding in validate(broken):
        by_focus_node[finding.focus_node].append(finding)
    return by_focus_node


def test_rows_that_are_whole_give_no_finding(conforming: Graph) -> None:
    findings = validate(conforming)

    assert findings == ()


@pytest.mark.parametrize("table", load_schema().tables.values(), ids=lambda table: table.name)
def test_the_rows_that_conform_fill_every_column(table: Table, conforming: Graph) -> None:
    rows = set(conforming.subjects(RDF.type, expand(table.class_)))

    filled = {predicate for row in rows for predicate in conforming.predicates(row)}

    wanted = {expand(column.property) for column in table.columns.values() if column.property}
    wanted |= {expand(column.day) for column in table.columns.values() if column.day}
    assert rows
    assert wanted <= filled


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.shape}-{case.component}")
def test_a_broken_row_gives_the_one_finding_expected(
    case: Case, findings: dict[str, list[Finding]]
) -> None:
    [finding] = findings[case.focus]

    assert finding.rule == f"shape.{case.shape}"
    assert finding.shape == KLYSH + case.shape
    assert finding.severity == case.severity
    assert finding.value == (case.focus if case.value == "this" else case.value)
    assert finding.path == path_of(case)
    assert finding.message.en.startswith(found(case.component).en)
    assert finding.message.nb.startswith(found(case.component).nb)
    assert finding.message.en != finding.message.nb


def path_of(case: Case) -> str:
    """A finding names the predicate of the cell; empty where a shape looks at several."""
    path = shapes_graph().value(URIRef(KLYSH + case.shape), SH.path)
    if case.shape.startswith("ProgrammeParticipation-previous-"):
        return str(KLY.previousPhase)
    return str(path) if isinstance(path, URIRef) else ""


def test_only_the_broken_rows_have_findings(findings: dict[str, list[Finding]]) -> None:
    expected = {case.focus for case in CASES}

    assert set(findings) == expected


def test_every_constraint_of_every_shape_is_seen_to_fail() -> None:
    shapes = shapes_graph()
    roots = {
        shape
        for kind in (SH.PropertyShape, SH.NodeShape)
        for shape in shapes.subjects(RDF.type, kind)
        if isinstance(shape, URIRef) and (shape, SH.severity, None) in shapes
    }

    constraints = {
        (str(shape).removeprefix(KLYSH), name[0].upper() + name[1:])
        for shape in roots
        for predicate in shapes.predicates(shape)
        if predicate in SH and (name := str(predicate).removeprefix(str(SH)))
        if name not in NOT_CONSTRAINTS
    }

    assert constraints == {(case.shape, case.component) for case in CASES}
