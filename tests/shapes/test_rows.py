"""Every constraint of every shape: rows that conform and rows that do not (see shapes_rows)."""

from __future__ import annotations

from collections import defaultdict

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node
from shapes_rows import BASE, BROKEN, EDGES, KLY, TURTLE, Case, iri, shape_of

from klynge.loaders.tables.schema import Table, load_schema
from klynge.shapes.gate import validate
from klynge.shapes.report import Finding
from klynge.shapes.shapes_graph import shapes_graph

NOT_CONSTRAINTS = {"path", "severity", "message", "name", "property"} | {
    f"target{kind}" for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf")
}


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
    rows = set(conforming.subjects(RDF.type, iri(table.class_)))

    filled = {predicate for row in rows for predicate in conforming.predicates(row)}

    wanted = {iri(column.property) for column in table.columns.values() if column.property}
    wanted |= {iri(column.day) for column in table.columns.values() if column.day}
    assert rows
    assert wanted <= filled


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.shape}-{case.component}")
def test_a_broken_row_gives_the_one_finding_expected(
    case: Case, findings: dict[str, list[Finding]]
) -> None:
    [finding] = findings.get(case.focus, [])

    assert finding.rule == f"shape.{case.shape}"
    assert finding.shape == str(shape_of(case))
    assert finding.severity == case.severity
    assert finding.value == (case.focus if case.value == "this" else case.value)
    assert finding.path == path_of(case)
    assert finding.message.en != finding.message.nb


def put_values(case: Case) -> set[str]:
    """Give what stands in the changed row, as the steward would look for it."""
    graph = Graph().parse(data=f"{TURTLE}<row> <urn:p> {case.put or '()'} .", format="turtle")
    return {str(value) for value in graph.objects(URIRef(f"{BASE}row"), URIRef("urn:p"))}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.shape}-{case.component}")
def test_a_message_names_the_value_or_what_is_missing_and_says_what_to_do(
    case: Case, findings: dict[str, list[Finding]]
) -> None:
    [finding] = findings.get(case.focus, [])
    shape, shapes = shape_of(case), shapes_graph()

    for language in ("en", "nb"):
        shown = finding.message.text(language)
        [expected] = [t for t in shapes.objects(shape, SH.message) if language_of(t) == language]
        [name] = [t for t in shapes.objects(shape, SH.name) if language_of(t) == language]
        assert shown.endswith(f" {expected}")
        was_found = shown.removesuffix(f" {expected}")
        if case.component == "MinCount":
            assert was_found.endswith(f": {name}.")
        elif shapes.value(shape, SH.maxCount) == Literal(0):
            [forbidden] = case.predicate.split()
            assert forbidden.partition(":")[2] in was_found
            assert not any(value in was_found for value in put_values(case))
        elif case.component in {"MaxCount", "UniqueLang"}:
            assert finding.path == str(KLY.previousPhase) or all(
                f"{value}" in was_found for value in put_values(case)
            )
        else:
            assert finding.value in was_found


def language_of(text: Node) -> str | None:
    return text.language if isinstance(text, Literal) else None


@pytest.mark.parametrize("case", EDGES, ids=lambda case: f"{case.predicate}={case.put}")
def test_a_row_at_the_edge_of_what_is_allowed_is_fine(
    case: Case, findings: dict[str, list[Finding]]
) -> None:
    assert findings.get(case.focus, []) == []


def path_of(case: Case) -> str:
    """A finding names the predicate of the cell; empty where a shape looks at several."""
    path = shapes_graph().value(shape_of(case), SH.path)
    if case.shape.startswith("ProgrammeParticipation-previous-"):
        return str(KLY.previousPhase)
    return str(path) if isinstance(path, URIRef) else ""


def test_only_the_broken_rows_have_findings(findings: dict[str, list[Finding]]) -> None:
    expected = {case.focus for case in BROKEN}

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
        (shape, name[0].upper() + name[1:])
        for shape in roots
        for predicate in shapes.predicates(shape)
        if str(predicate).startswith(str(SH))
        if (name := str(predicate).removeprefix(str(SH))) not in NOT_CONSTRAINTS
    }

    assert constraints == {(shape_of(case), case.component) for case in BROKEN}
