"""The findings of a build as files: JSON for machines, HTML for people, SHACL for linked data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path

from rdflib import RDF, SH, XSD, Graph, Literal, URIRef

from ...ontology import iris
from ...ontology.terms import expand
from ...shapes.report import Finding, Location, Severity
from ..pipeline import Checked

_SEVERITIES = {
    Severity.VIOLATION: SH.Violation,
    Severity.WARNING: SH.Warning,
    Severity.INFO: SH.Info,
}


def write(folder: Path, checked: Checked) -> None:
    """Write `report.json`, `report.html` and `report.ttl` into a release folder."""
    findings = checked.findings
    (folder / "report.json").write_text(to_json(findings), encoding="utf-8", newline="\n")
    (folder / "report.html").write_text(to_html(findings), encoding="utf-8", newline="\n")
    graph = to_graph(findings, checked.catalogue.base)
    graph.serialize(folder / "report.ttl", format="turtle")


def to_json(findings: Sequence[Finding]) -> str:
    """Give all findings as a JSON document with counts by severity."""
    counts = Counter(finding.severity.value for finding in findings)
    document = {
        "counts": {severity.value: counts[severity.value] for severity in Severity},
        "findings": [as_values(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_values(finding: Finding) -> dict[str, object]:
    """Give one finding as plain values."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": {"en": finding.message.en, "nb": finding.message.nb},
        **_place(finding.location),
        "also": [_place(place) for place in finding.also],
        "value": finding.value,
        "focusNode": finding.focus_node,
        "path": finding.path,
        "shape": finding.shape,
    }


def _place(place: Location) -> dict[str, object]:
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "letter": place.letter,
    }


def to_html(findings: Sequence[Finding]) -> str:
    """Give all findings as one page that needs nothing else."""
    rows = "".join(_row(finding) for finding in findings)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Report</title>'
        "<style>body{font:1rem/1.5 system-ui;margin:2rem;color-scheme:light dark}"
        "table{border-collapse:collapse}td,th{padding:.3rem .6rem;text-align:left;"
        "vertical-align:top;border-top:1px solid #8886}</style>"
        f"<h1>Report: {len(findings)} findings</h1>"
        "<table><thead><tr><th>Severity<th>File<th>Row<th>Column<th>Value<th>What and how to mend"
        f"<tbody>{rows}</table></html>\n"
    )


def _row(finding: Finding) -> str:
    place = finding.location
    where = f"{place.file} {place.sheet}".strip()
    column = f"{place.column} ({place.letter})" if place.letter else place.column
    message = f'{escape(finding.message.en)}<br><span lang="nb">{escape(finding.message.nb)}</span>'
    cells = (finding.severity.value, where, str(place.row or ""), column, finding.value)
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + f"<td>{message}\n"


def to_graph(findings: Sequence[Finding], base: str) -> Graph:
    """Give the findings as a `sh:ValidationReport`; results have IRIs, not blank nodes."""
    graph = Graph()
    graph.bind("sh", SH)
    report = URIRef(iris.resource(base, "report", "current"))
    conforms = not any(f.severity is Severity.VIOLATION for f in findings)
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, Literal(conforms)))
    for number, finding in enumerate(findings, start=1):
        result = URIRef(iris.resource(base, "finding", str(number)))
        graph.add((report, SH.result, result))
        _add_result(graph, result, finding)
    return graph


def _add_result(graph: Graph, result: URIRef, finding: Finding) -> None:
    graph.add((result, RDF.type, SH.ValidationResult))
    graph.add((result, SH.resultSeverity, _SEVERITIES[finding.severity]))
    graph.add((result, SH.resultMessage, Literal(finding.message.en, lang="en")))
    graph.add((result, SH.resultMessage, Literal(finding.message.nb, lang="nb")))
    for predicate, iri in (
        (SH.focusNode, finding.focus_node),
        (SH.resultPath, finding.path),
        (SH.sourceShape, finding.shape),
    ):
        if iri:
            graph.add((result, predicate, URIRef(iri)))
    place = finding.location
    for curie, text in (
        ("kly:inFile", place.file),
        ("kly:inSheet", place.sheet),
        ("kly:inColumn", place.column),
        ("kly:foundValue", finding.value),
    ):
        if text:
            graph.add((result, URIRef(expand(curie)), Literal(text)))
    if place.row:
        row = Literal(place.row, datatype=XSD.integer)
        graph.add((result, URIRef(expand("kly:inRow")), row))
