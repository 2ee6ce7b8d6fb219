"""A report as RDF: a `sh:ValidationReport` (W3C SHACL, section 3.6) whose results have IRIs.

What SHACL has no words for - file, row, column, what is expected, suggestions - is told in terms
of klynge. Reading it back gives equal findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ...ontology import iris
from ...ontology.terms import PREFIXES, expand
from ...shapes.report import Finding, Location, Message, Severity, Suggestion, identified
from ..staging import graph_lines, turtle
from .report import Entry, Report
from .rules import rule_of

_SEVERITIES = {
    Severity.VIOLATION: SH.Violation,
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}
_BY_IRI: dict[Node | None, Severity] = {iri: severity for severity, iri in _SEVERITIES.items()}
_PLACE = {
    "file": "kly:inFile",
    "sheet": "kly:inSheet",
    "column": "kly:inColumn",
    "letter": "kly:columnLetter",
}
_TEXTS = {"rule": "kly:findingRule", "value": "kly:foundValue", "subject": "kly:findingRow"}
_IRIS = {"focus_node": SH.focusNode, "path": SH.resultPath, "shape": SH.sourceShape}


def to_graph(report: Report, compared: bool = True) -> Graph:
    """Give a report as a graph; without what has changed since the last release, if so asked."""
    graph = Graph()
    graph.bind("sh", SH)
    graph.bind("kly", expand("kly:"))
    node = URIRef(iris.resource(report.base, "report", "current"))
    conforms = not any(e.finding.severity is Severity.VIOLATION for e in report.entries)
    graph.add((node, RDF.type, SH.ValidationReport))
    graph.add((node, SH.conforms, Literal(conforms)))
    for entry in report.entries:
        result = _iri(report, entry.id)
        graph.add((node, SH.result, result))
        _add(graph, result, entry.finding)
        _add_acceptance(graph, result, entry)
        if compared and entry.state:
            graph.add((result, _term("kly:findingState"), Literal(entry.state.value)))
    if compared and report.compared_with:
        _add_comparison(graph, node, report)
    return graph


def to_turtle(report: Report) -> str:
    """Give a report as Turtle; the same report gives the same text."""
    name = iris.graph(report.base, "report")
    prefixes = {prefix: PREFIXES[prefix] for prefix in ("kly", "rdfs", "sh", "xsd")}
    return turtle(graph_lines(to_graph(report), name), prefixes).decode("utf-8")


def read_graph(graph: Graph) -> tuple[Finding, ...]:
    """Give the findings that a report's graph tells, sorted by their IRIs."""
    results = sorted(set(graph.objects(None, SH.result)), key=str)
    return tuple(_finding(graph, result) for result in results)


def _iri(report: Report, id_: str) -> URIRef:
    return URIRef(iris.resource(report.base, "finding", id_))


def _term(curie: str) -> URIRef:
    return URIRef(expand(curie))


def _add(graph: Graph, result: URIRef, finding: Finding) -> None:
    graph.add((result, RDF.type, SH.ValidationResult))
    graph.add((result, SH.resultSeverity, _SEVERITIES[finding.severity]))
    _add_texts(graph, result, SH.resultMessage, finding.message)
    _add_texts(graph, result, _term("kly:expectedValue"), finding.expected)
    _add_texts(graph, result, _term("kly:howToMend"), finding.mend)
    for name, predicate in _IRIS.items():
        if iri := getattr(finding, name):
            graph.add((result, predicate, URIRef(iri)))
    for name, curie in _TEXTS.items():
        _add_text(graph, result, curie, getattr(finding, name))
    if page := rule_of(finding).page:
        graph.add((result, RDFS.seeAlso, URIRef(page)))
    _add_place(graph, result, finding.location)
    for number, place in enumerate(finding.also, start=1):
        node = _part(graph, result, "kly:furtherPlace", f"place-{number}", number)
        _add_place(graph, node, place)
    for number, suggestion in enumerate(finding.suggestions, start=1):
        node = _part(graph, result, "kly:hasSuggestion", f"suggestion-{number}", number)
        _add_text(graph, node, "kly:suggestedValue", suggestion.value)
        _add_texts(graph, node, _term("kly:suggestionReason"), suggestion.reason)


def _part(graph: Graph, result: URIRef, curie: str, name: str, number: int) -> URIRef:
    node = URIRef(f"{result}.{name}")
    graph.add((result, _term(curie), node))
    graph.add((node, _term("kly:order"), Literal(number)))
    return node


def _add_place(graph: Graph, node: URIRef, place: Location) -> None:
    for name, curie in _PLACE.items():
        _add_text(graph, node, curie, getattr(place, name))
    if place.row:
        row = Literal(place.row, datatype=XSD.integer)
        graph.add((node, _term("kly:inRow"), row))


def _add_text(graph: Graph, node: URIRef, curie: str, text: str) -> None:
    if text:
        graph.add((node, _term(curie), Literal(_writable(text))))


def _add_texts(graph: Graph, node: URIRef, predicate: URIRef, message: Message | None) -> None:
    if message is not None:
        graph.add((node, predicate, Literal(_writable(message.en), lang="en")))
        graph.add((node, predicate, Literal(_writable(message.nb), lang="nb")))


def _writable(text: str) -> str:
    """Give a text that RDF can hold: half a surrogate pair is no character (RDF 1.1, 3.3)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _add_acceptance(graph: Graph, result: URIRef, entry: Entry) -> None:
    accepted = entry.acceptance
    if accepted is None:
        return
    until = Literal(accepted.until.isoformat(), datatype=XSD.date)
    _add_text(graph, result, "kly:acceptedBecause", accepted.reason)
    graph.add((result, _term("kly:acceptedUntil"), until))
    _add_text(graph, result, "kly:acceptedBy", accepted.by)


def _add_comparison(graph: Graph, node: URIRef, report: Report) -> None:
    """Say what the findings were compared with, and which findings are mended."""
    graph.add((node, _term("kly:comparedRelease"), Literal(report.compared_with)))
    for id_, finding in identified(report.mended).items():
        # The id may have gone to another finding, so the name says that this one is gone.
        result = _iri(report, f"{id_}.mended")
        graph.add((node, _term("kly:mendedFinding"), result))
        _add(graph, result, finding)
        graph.remove((result, RDF.type, SH.ValidationResult))


def _finding(graph: Graph, result: Node) -> Finding:
    iris_ = {name: str(graph.value(result, each) or "") for name, each in _IRIS.items()}
    texts = {name: _text(graph, result, curie) for name, curie in _TEXTS.items()}
    message = _message(graph, result, SH.resultMessage)
    return Finding(
        severity=_BY_IRI[graph.value(result, SH.resultSeverity)],
        message=message or Message("", ""),
        location=_location(graph, result),
        expected=_message(graph, result, _term("kly:expectedValue")),
        mend=_message(graph, result, _term("kly:howToMend")),
        suggestions=tuple(_suggestions(graph, result)),
        also=tuple(_location(graph, n) for n in _ordered(graph, result, "kly:furtherPlace")),
        **iris_,
        **texts,
    )


def _suggestions(graph: Graph, result: Node) -> Iterator[Suggestion]:
    for node in _ordered(graph, result, "kly:hasSuggestion"):
        reason = _message(graph, node, _term("kly:suggestionReason")) or Message("", "")
        yield Suggestion(_text(graph, node, "kly:suggestedValue"), reason)


def _ordered(graph: Graph, result: Node, curie: str) -> Iterable[Node]:
    """Give the parts of a finding in their order."""
    parts = graph.objects(result, _term(curie))
    return sorted(parts, key=lambda part: int(str(graph.value(part, _term("kly:order")))))


def _location(graph: Graph, node: Node) -> Location:
    texts = {name: _text(graph, node, curie) for name, curie in _PLACE.items()}
    return Location(row=int(_text(graph, node, "kly:inRow") or 0), **texts)


def _text(graph: Graph, node: Node, curie: str) -> str:
    return str(graph.value(node, _term(curie)) or "")


def _message(graph: Graph, node: Node, predicate: Node) -> Message | None:
    texts = {
        text.language: str(text)
        for text in graph.objects(node, predicate)
        if isinstance(text, Literal)
    }
    return Message(texts["en"], texts["nb"]) if texts else None
