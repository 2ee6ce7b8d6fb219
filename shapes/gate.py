"""The gate: applies SHACL shapes to a graph and gives findings; the only door to pySHACL.

Nothing is fetched, nothing is inferred and the data stays as it is. The texts of a finding come
from the shapes graph and not from the report, because pySHACL drops the language of the messages
of SPARQL constraints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pyshacl
from pyshacl.entrypoints import meta_validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ..ontology.errors import KlyngeError
from .components import UNMET, found
from .paths import predicates, values_at
from .plan import Plan, make_plan, targets
from .profiles import PUBLISHING, Profile
from .report import Finding, Message, Severity
from .shapes_graph import shapes_graph

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_REPEATED = (SH.zeroOrOnePath, SH.zeroOrMorePath, SH.oneOrMorePath)


class UnusableShapes(KlyngeError):
    """Shapes that cannot be applied, because they are not well-formed SHACL."""

    def __init__(self, reason: str) -> None:
        """Say what is wrong with the shapes."""
        self.reason = reason
        super().__init__(
            f"the shapes cannot be applied: {reason}; correct them, see https://www.w3.org/TR/shacl/"
        )


@dataclass(frozen=True, slots=True)
class _Result:
    """A validation result (SHACL, section 3.6.2)."""

    component: str
    constraint: Node | None
    focus: Node
    path: str
    shape: Node
    value: Node | None


def validate(
    data: Graph, shapes: Graph | Profile = PUBLISHING, ontology: Graph | None = None
) -> tuple[Finding, ...]:
    """Give what shapes, or those of a profile, find in a graph, sorted; nothing when it conforms.

    Code lists and subclass axioms are part of the data graph (SHACL, section 3.2): either `data`
    holds them or `ontology` does. A value that fails several constraints of one shape gives one
    finding. Raises `UnusableShapes`.
    """
    written = shapes_graph(shapes) if isinstance(shapes, Profile) else shapes
    everything = _comparable(data if ontology is None else data + ontology)
    plan = _plan_of(shapes) if isinstance(shapes, Profile) else make_plan(shapes)
    report = _report(everything, plan.shapes)
    findings: dict[tuple[str, str, str, str], Finding] = {}
    for result in sorted(_results(report, plan, everything), key=lambda one: one.component):
        finding = _finding(result, written, everything)
        key = (finding.focus_node, finding.rule, finding.value, finding.shape)
        findings.setdefault(key, finding)
    return tuple(findings[key] for key in sorted(findings))


def ill_formed(shapes: Graph) -> tuple[str, ...]:
    """Say what is not as SHACL wants it (its own shapes for shapes, SHACL, appendix C), sorted.

    A shape is named by its IRI; a part without a name, by the property that is wrong.
    """
    _, report, text = meta_validate(shapes, inference="none")
    if not isinstance(report, Graph):
        raise UnusableShapes(text)
    return tuple(sorted({_of_shape(node, report) for node in report.objects(None, SH.result)}))


def _of_shape(node: Node, report: Graph) -> str:
    focus, path = report.value(node, SH.focusNode), report.value(node, SH.resultPath)
    about = f"sh:{_local_name(path)}" if path is not None else "its form"
    of = f" of {_local_name(focus)}" if isinstance(focus, URIRef) else ""
    return f"{about}{of}: {report.value(node, SH.resultMessage)}."


@cache
def _plan_of(profile: Profile) -> Plan:
    return make_plan(shapes_graph(profile))


def _comparable(data: Graph) -> Graph:
    """Give the data with ill-typed literals as texts of a type no shape asks for.

    rdflib raises TypeError when it compares an ill-typed literal (30 February as an xsd:date),
    and pySHACL does not compare texts with other values. Neither form has the datatype that the
    shape asks for (SHACL, section 4.1.2). A copy only where there are any.
    """
    ill = [(s, p, o) for s, p, o in data if isinstance(o, Literal) and o.ill_typed]
    if not ill:
        return data
    copy = Graph()
    copy += data
    for subject, predicate, literal in ill:
        copy.remove((subject, predicate, literal))
        copy.add((subject, predicate, Literal(str(literal), datatype=XSD.normalizedString)))
    return copy


def _report(data: Graph, shapes: Graph) -> Graph:
    """Run pySHACL and give the validation report (SHACL, section 3.6.1)."""
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, do_owl_imports=False
        )
    except ReportableRuntimeError as error:
        raise UnusableShapes(str(error)) from error
    if not isinstance(report, Graph):
        raise UnusableShapes(text)
    return report


def _results(report: Graph, plan: Plan, data: Graph) -> Iterator[_Result]:
    """Give the top-level results; one about a value is told of each focus node that holds it."""

    @cache
    def focus_nodes(shape: Node) -> set[Node]:
        return targets(shape, plan.shapes, data)

    for node in report.objects(None, SH.result):
        result = _result(node, report)
        owner = plan.joined.get((result.shape, result.component), result.shape)
        result = replace(result, shape=owner)
        shape = plan.judges.get(result.shape)
        if shape is None:
            yield result
            continue
        predicate = _required(plan.shapes.value(shape, SH.path))
        path, value = str(predicate), result.focus
        for holder in focus_nodes(shape) & set(data.subjects(predicate, value)):
            yield replace(result, focus=holder, path=path, shape=shape, value=value)


def _result(node: Node, report: Graph) -> _Result:
    return _Result(
        component=_local_name(report.value(node, SH.sourceConstraintComponent)),
        constraint=report.value(node, SH.sourceConstraint),
        focus=_required(report.value(node, SH.focusNode)),
        path=_first_predicate(report.value(node, SH.resultPath), report),
        shape=_required(report.value(node, SH.sourceShape)),
        value=report.value(node, SH.value),
    )


def _finding(result: _Result, shapes: Graph, data: Graph) -> Finding:
    return Finding(
        rule=f"shape.{_local_name(_named(result.shape, shapes))}",
        severity=_SEVERITIES.get(shapes.value(result.shape, SH.severity), Severity.VIOLATION),
        message=_message(result, shapes, data),
        value="" if result.value is None else str(result.value),
        focus_node=str(result.focus),
        path=result.path,
        shape=str(result.shape) if isinstance(result.shape, URIRef) else "",
        expected=_expected(result, shapes),
    )


def _expected(result: _Result, shapes: Graph) -> Message | None:
    """Give what a constraint's own message says, or its shape's: what is expected."""
    own = _texts(result.constraint, SH.message, shapes)
    return own or _texts(result.shape, SH.message, shapes)


def _message(result: _Result, shapes: Graph, data: Graph) -> Message:
    """Say what was found, from the component, then what is expected, from the shape."""
    last_resort = _local_name(URIRef(result.path)) if result.path else ""
    name = _texts(result.shape, SH.name, shapes) or Message(last_resort, last_resort)
    others = _compared(result, shapes, data)
    was_found = found(result.component, _failing(result, shapes, data), name, others)
    expected = _expected(result, shapes)
    if expected is None:
        return was_found
    if was_found is UNMET:
        return expected
    return Message(f"{was_found.en} {expected.en}", f"{was_found.nb} {expected.nb}")


def _failing(result: _Result, shapes: Graph, data: Graph) -> list[str]:
    """Give the values that a result is about: its value, or all that there are too many of.

    Where there may be none, the properties: what must not be published is not told either.
    """
    path = shapes.value(result.shape, SH.path)
    if result.value is not None or path is None:
        return [str(result.focus if result.value is None else result.value)]
    if shapes.value(result.shape, SH.maxCount) == Literal(0):
        held = set(data.predicates(result.focus))
        return sorted(_local_name(one) for one in predicates(path, shapes) if one in held)
    return sorted(str(value) for value in values_at(path, result.focus, shapes, data))


def _compared(result: _Result, shapes: Graph, data: Graph) -> list[str]:
    """Give the values that `sh:lessThan` and its like compare with (SHACL, section 4.5)."""
    properties = (shapes.value(result.shape, one) for one in (SH.lessThan, SH.lessThanOrEquals))
    return sorted(
        str(v) for p in properties if p is not None for v in data.objects(result.focus, p)
    )


def _texts(node: Node | None, predicate: Node, shapes: Graph) -> Message | None:
    """Give the texts of a shape or constraint; a missing language gets the other text."""
    texts = {
        text.language or "": str(text)
        for text in (shapes.objects(node, predicate) if node is not None else ())
        if isinstance(text, Literal)
    }
    if not texts:
        return None
    other = texts[min(texts)]
    return Message(texts.get("en", other), texts.get("nb", other))


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


def _required(node: Node | None) -> Node:
    if node is None:
        raise UnusableShapes("a result of pySHACL names no focus node, shape or path")
    return node


def _local_name(node: Node | None) -> str:
    if node is None:
        return "unnamed"
    return str(node).rpartition("#")[2].rpartition("/")[2]
