"""RDF: a validation report in SHACL's words and ours, with IRIs, that reads back equal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faulty_catalogue import hostile_finding, with_findings
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from klynge.loaders.reports.report import Report
from klynge.loaders.reports.shacl_report import read_graph, to_graph, to_turtle
from klynge.ontology.terms import CLASSES, PROPERTIES, expand
from klynge.shapes.report import Finding, Location, Message, Severity, Suggestion, identified

# What RDF 1.1 can hold: every character, so no half surrogate pairs (section 3.3).
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
MESSAGES = st.builds(Message, TEXT, TEXT)
PLACES = st.builds(Location, TEXT, TEXT, st.integers(0, 10**6), TEXT, TEXT)
IRIS = st.sampled_from(["", "https://example.org/a", "https://example.org/b#c"])
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["cell.date", "shape.Cluster-name"]),
    severity=st.sampled_from(Severity),
    message=MESSAGES,
    location=PLACES,
    value=TEXT,
    focus_node=IRIS,
    path=IRIS,
    shape=IRIS,
    subject=TEXT,
    expected=st.none() | MESSAGES,
    mend=st.none() | MESSAGES,
    suggestions=st.lists(st.builds(Suggestion, TEXT, MESSAGES), max_size=3).map(tuple),
    also=st.lists(PLACES, max_size=3).map(tuple),
)


def through(graph: Graph, format_: str) -> Graph:
    return Graph().parse(data=graph.serialize(format=format_), format=format_)


def term(curie: str) -> URIRef:
    return URIRef(expand(curie))


@pytest.mark.parametrize("format_", ["turtle", "nt", "xml"])
@pytest.mark.parametrize("which", ["report", "later"])
def test_a_report_reads_back_equal(
    which: str, format_: str, request: pytest.FixtureRequest
) -> None:
    report: Report = request.getfixturevalue(which)

    found = read_graph(through(to_graph(report), format_))

    assert len(found) == len(report.entries)
    assert set(found) == {each.finding for each in report.entries}
    assert {finding.id for finding in found} == {each.finding.id for each in report.entries}


@settings(max_examples=60, deadline=None)
@given(findings=st.lists(FINDINGS, max_size=4))
def test_any_findings_read_back_equal(report: Report, findings: list[Finding]) -> None:
    entries = [
        replace(report.entries[0], id=id_, finding=finding)
        for id_, finding in identified(findings).items()
    ]
    graph = to_graph(replace(report, entries=tuple(entries)))

    assert sorted(map(repr, read_graph(through(graph, "turtle")))) == sorted(map(repr, findings))


def test_the_turtle_of_a_report_is_its_graph_and_the_same_twice(later: Report) -> None:
    assert isomorphic(Graph().parse(data=to_turtle(later), format="turtle"), to_graph(later))
    assert to_turtle(later) == to_turtle(later)


def test_hostile_texts_read_back_too_but_for_half_characters(report: Report) -> None:
    finding = hostile_finding()

    text = to_turtle(with_findings(report, finding))
    (found,) = read_graph(Graph().parse(data=text, format="turtle"))

    assert found.value == finding.value.replace("\udc80", "\\udc80")


def test_nothing_is_a_blank_node_and_every_term_is_ours_or_shacls(later: Report) -> None:
    graph = to_graph(later)

    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    used = set(map(str, graph.predicates()))
    ours = {each.removeprefix(expand("kly:")) for each in used if each.startswith(expand("kly:"))}
    assert ours <= CLASSES | PROPERTIES
    assert len(ours) >= 12


def test_a_finding_is_named_by_its_id_and_not_by_its_number(report: Report) -> None:
    backwards = replace(report, entries=tuple(reversed(report.entries)))

    assert isomorphic(to_graph(report), to_graph(backwards))
    names = {str(node).rpartition("/")[2] for node in to_graph(report).objects(None, SH.result)}
    assert names == {each.id for each in report.entries}


def test_what_changed_and_what_is_accepted_is_told(later: Report) -> None:
    graph = to_graph(later)
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)

    assert graph.value(node, SH.conforms) == Literal(False)
    assert graph.value(node, term("kly:comparedRelease")) == Literal("the-release-before")
    assert len(set(graph.objects(node, term("kly:mendedFinding")))) == len(later.mended)
    states = {str(state) for state in graph.objects(None, term("kly:findingState"))}
    assert states == {"new", "still-there"}
    (accepted,) = graph.subjects(term("kly:acceptedBecause"))
    assert str(graph.value(accepted, term("kly:acceptedUntil"))) == "2027-12-31"
    results = set(graph.subjects(RDF.type, SH.ValidationResult))
    assert results == set(graph.objects(node, SH.result))


def test_in_a_release_the_graph_says_nothing_of_the_release_before(
    report: Report, later: Report
) -> None:
    graph = to_graph(later, compared=False)

    for curie in ("kly:findingState", "kly:comparedRelease", "kly:mendedFinding"):
        assert (None, term(curie), None) not in graph
    first = replace(later, compared_with="", mended=())
    alone = replace(first, entries=tuple(replace(e, state=None) for e in first.entries))
    assert isomorphic(graph, to_graph(alone))
    assert (None, term("kly:acceptedBecause"), None) in graph
