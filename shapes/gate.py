"""The gate: applies SHACL shapes to a graph and gives findings; the only door to pySHACL.

Nothing is fetched, nothing is inferred and the data stays as it is. The texts of a finding come
from the shapes graph and not from the report, because pySHACL drops the language of the messages
of SPARQL constraints.
"""

from __future__ import annotations

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ..ontology.errors import KlyngeError
from .components import UNMET, found
from .report import Finding, Message, Severity
from .shapes_graph import shapes_graph

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_REPEATED = (SH.zeroOrOnePath, SH.zeroOrMorePath, SH.oneOrMorePath)


class UnusableShapes(KlyngeError):
    """Shapes that cannot be applied, because they are not well-formed SHACL."""

    def __init__(self, reason: str) -> None:
        """Say what is wrong with the shapes."""
        super().__init__(
            f"the shapes cannot be applied: {reason}; correct them, see https://www.w3.org/TR/shacl/"
        )


def validate(
    data: Graph, shapes: Graph | None = None, ontology: Graph | None = None
) -> tuple[Finding, ...]:
    """Give what the shapes find in a graph, sorted; nothing when the graph conforms.

    `shapes` are the packaged ones unless given. Code lists and subclass axioms are part of the
    data graph (SHACL, section 3.2): either `data` holds them or `ontology` does. A value that
    fails several constraints of one shape gives one finding. Raises `UnusableShapes`.
    """
    used = shapes_graph() if shapes is None else shapes
    report = _report(data if ontology is None else data + ontology, used)
    findings: dict[tuple[str, str, str], Finding] = {}
    for result in sorted(report.objects(None, SH.result), key=lambda one: _component(one, report)):
        finding = _finding(result, report, used)
        findings.setdefault((finding.focus_node, finding.rule, finding.value), finding)
    return tuple(findings[key] for key in sorted(findings))


def _report(data: Graph, shapes: Graph) -> Graph:
    """Run pySHACL and give the validation report (SHACL, section 3.6)."""
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=with_own_targets(shapes), inplace=True, do_owl_imports=False
        )
    except ReportableRuntimeError as error:
        raise UnusableShapes(str(error)) from error
    if not isinstance(report, Graph):
        raise UnusableShapes(text)
    return report


def with_own_targets(shapes: Graph) -> Graph:
    """Give the same shapes with the targets of node shapes on their property shapes.

    A property shape gives the same results either way (SHACL, sections 2.1.3 and 4.7.2), but
    pySHACL checks the targets of a shape in one go and the focus nodes of a shape's `sh:property`
    one by one, which takes five times as long. Node shapes that others refer to, that are closed
    or deactivated or have no explicit target stay as they are.
    """
    moved = Graph()
    moved += shapes
    for node in set(shapes.subjects(SH.property, None)):
        targets = [(kind, value) for kind in _TARGETS for value in shapes.objects(node, kind)]
        if not targets or _stands_apart(node, shapes):
            continue
        for property_shape in shapes.objects(node, SH.property):
            moved.remove((node, SH.property, property_shape))
            for kind, value in targets:
                moved.add((property_shape, kind, value))
    return moved


def _stands_apart(node: Node, shapes: Graph) -> bool:
    return any(
        pattern in shapes
        for pattern in (
            (None, None, node),
            (node, SH.path, None),
            (node, SH.closed, None),
            (node, SH.deactivated, None),
            (node, RDF.type, RDFS.Class),
        )
    )


def _finding(result: Node, report: Graph, shapes: Graph) -> Finding:
    shape = report.value(result, SH.sourceShape)
    value = report.value(result, SH.value)
    return Finding(
        rule=f"shape.{_local_name(_named(shape, shapes))}",
        severity=_SEVERITIES.get(report.value(result, SH.resultSeverity), Severity.VIOLATION),
        message=_message(result, report, shapes),
        value="" if value is None else str(value),
        focus_node=str(report.value(result, SH.focusNode)),
        path=_first_predicate(report.value(result, SH.resultPath), report),
        shape=str(shape) if isinstance(shape, URIRef) else "",
    )


def _message(result: Node, report: Graph, shapes: Graph) -> Message:
    """Say what was found, from the component, then what is expected, from the shape."""
    was_found = found(_component(result, report))
    expected = _texts(report.value(result, SH.sourceConstraint), shapes) or _texts(
        report.value(result, SH.sourceShape), shapes
    )
    if expected is None:
        return was_found
    if was_found is UNMET:
        return expected
    return Message(f"{was_found.en} {expected.en}", f"{was_found.nb} {expected.nb}")


def _texts(node: Node | None, shapes: Graph) -> Message | None:
    """Give the `sh:message` of a shape or constraint; a missing language gets the other text."""
    if node is None:
        return None
    texts = {
        text.language or "": str(text)
        for text in shapes.objects(node, SH.message)
        if isinstance(text, Literal)
    }
    if not texts:
        return None
    other = texts[min(texts)]
    return Message(texts.get("en", other), texts.get("nb", other))


def _component(result: Node, report: Graph) -> str:
    return _local_name(report.value(result, SH.sourceConstraintComponent))


def _named(shape: Node | None, shapes: Graph) -> Node | None:
    """Give the shape itself or, where it is anonymous, the shape that holds it."""
    while isinstance(shape, BNode):
        shape = shapes.value(None, SH.property, shape)
    return shape


def _first_predicate(path: Node | None, report: Graph) -> str:
    """Give the predicate of the cell to mend: the first one of a path (SHACL, section 2.3.1).

    Empty where there is no path, or one with a choice, or one that goes backwards.
    """
    while isinstance(path, BNode):
        first = report.value(path, RDF.first)
        inner = (report.value(path, kind) for kind in _REPEATED)
        path = first or next((one for one in inner if one is not None), None)
    return "" if path is None else str(path)


def _local_name(node: Node | None) -> str:
    if node is None:
        return "unnamed"
    return str(node).rpartition("#")[2].rpartition("/")[2]
