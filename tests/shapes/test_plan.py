"""A planned validation gives what pySHACL gives for the shapes as they are written."""

from __future__ import annotations

import pyshacl
from rdflib import SH, Graph, Literal, URIRef

from klynge.shapes.gate import validate
from klynge.shapes.plan import make_plan, targets
from klynge.shapes.shapes_graph import read_shapes, shapes_graph

PREFIXES = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix : <urn:x:> .
"""
Told = set[tuple[str, str, str, str]]


def told_by_the_gate(data: Graph, shapes: Graph) -> Told:
    return {
        (finding.focus_node, finding.shape, finding.value, finding.severity)
        for finding in validate(data, shapes)
    }


def told_by_pyshacl(data: Graph, shapes: Graph) -> Told:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    told = set()
    for result in report.objects(None, SH.result):
        value = report.value(result, SH.value, default="")
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        told.add(
            (
                str(report.value(result, SH.focusNode)),
                str(report.value(result, SH.sourceShape)),
                str(value),
                severity,
            )
        )
    return told


def comparable(data: Graph) -> Graph:
    """Leave out what pySHACL cannot compare: it stops at an ill-typed literal."""
    graph = Graph()
    for subject, predicate, value in data:
        if not (isinstance(value, Literal) and value.ill_typed):
            graph.add((subject, predicate, value))
    return graph


def test_the_packaged_shapes_find_the_same_planned_and_as_written(broken: Graph) -> None:
    data = comparable(broken)

    gate, reference = told_by_the_gate(data, shapes_graph()), told_by_pyshacl(data, shapes_graph())

    assert len(reference) > 450
    assert gate == reference


def read(text: str) -> Graph:
    return read_shapes(PREFIXES + text, "test.ttl")


def test_shapes_that_a_plan_must_leave_alone_find_the_same() -> None:
    shapes = read("""
        :Closed a sh:NodeShape ; sh:targetClass :Box ; sh:closed true ;
            sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
            sh:property :size .
        :size a sh:PropertyShape ; sh:path :size ; sh:minCount 1 .
        :Off a sh:NodeShape ; sh:targetClass :Box ; sh:deactivated true ; sh:property :lid .
        :lid a sh:PropertyShape ; sh:path :lid ; sh:minCount 1 .
        :off a sh:PropertyShape ; sh:targetClass :Box ; sh:deactivated true ; sh:path :colour ;
            sh:not [ sh:nodeKind sh:Literal ] .
        :Part a sh:NodeShape ; sh:targetClass :Part ; sh:property :maker .
        :maker a sh:PropertyShape ; sh:path :maker ; sh:minCount 1 .
        :part a sh:PropertyShape ; sh:targetClass :Box ; sh:path :part ; sh:node :Part .
        :Thing a sh:NodeShape , rdfs:Class ; sh:targetNode :spare ; sh:property :weight .
        :weight a sh:PropertyShape ; sh:path :weight ; sh:maxCount 0 .
        :pair a sh:PropertyShape ; sh:targetClass :Box ; sh:path :part ; sh:property :colour .
        :colour a sh:PropertyShape ; sh:path :colour ; sh:minCount 1 .
        :far a sh:PropertyShape ; sh:targetClass :Box ; sh:path ( :part :maker ) ;
            sh:not [ sh:nodeKind sh:IRI ] .
        :Idle a sh:NodeShape ; sh:property :height .
        :height a sh:PropertyShape ; sh:path :height ; sh:minCount 1 .
    """)
    data = read("""
        :box a :Box ; :colour "red" ; :part :bolt , :nut .
        :crate a :Box ; :size 1 .
        :bolt a :Part . :nut a :Part ; :maker :smith .
        :spare :weight 1 . :heavy a :Thing ; :weight 2 .
    """)

    gate, reference = told_by_the_gate(data, shapes), told_by_pyshacl(data, shapes)

    assert len(reference) == 11
    assert gate == reference


def test_a_value_is_judged_for_the_focus_nodes_of_the_shape_alone() -> None:
    shapes = read("""
        :Old sh:targetClass :Old ; a sh:NodeShape ; sh:property :kind .
        :kind a sh:PropertyShape ; sh:path :kind ; sh:or ( [ sh:class :Kind ] ) .
        :subject a sh:PropertyShape ; sh:targetSubjectsOf :from ; sh:path :kind ;
            sh:not [ sh:in ( "wrong" ) ] .
        :object a sh:PropertyShape ; sh:targetObjectsOf :from ; sh:path :kind ;
            sh:node [ sh:in ( "right" ) ] .
        :named a sh:PropertyShape ; sh:targetNode :d ; sh:path :kind ;
            sh:xone ( [ sh:in ( "right" ) ] [ sh:in ( "wrong" ) ] ) .
    """)
    data = read("""
        :Elder rdfs:subClassOf :Old .
        :a a :Old ; :kind "wrong" . :b a :Elder ; :kind "wrong" .
        :c a :New ; :kind "wrong" ; :from :d . :d :kind "wrong" .
    """)

    gate, reference = told_by_the_gate(data, shapes), told_by_pyshacl(data, shapes)

    assert {focus for focus, *_ in reference} == {f"urn:x:{name}" for name in "abcd"}
    assert gate == reference


def test_a_plan_leaves_the_shapes_as_they_are() -> None:
    before = set(shapes_graph())

    plan = make_plan(shapes_graph())

    assert set(shapes_graph()) == before
    assert set(plan.shapes) != before


def test_targets_are_those_of_all_four_kinds() -> None:
    shapes = read("""
        :shape sh:targetClass :A ; sh:targetNode :one ; sh:targetSubjectsOf :p ;
            sh:targetObjectsOf :q .
    """)
    data = read("""
        :B rdfs:subClassOf :A . :two a :A . :three a :B . :four a :C .
        :five :p :six . :seven :q :eight .
    """)

    found = targets(URIRef("urn:x:shape"), shapes, data)

    names = ("one", "two", "three", "five", "eight")
    assert found == {URIRef(f"urn:x:{name}") for name in names}
