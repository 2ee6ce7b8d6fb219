"""The gate: applies SHACL shapes to a graph and gives findings; the only door to pySHACL.

pySHACL is the reference: whatever else validates for klynge gives its results. Nothing is fetched,
nothing is inferred and the data stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pyshacl
from pyshacl.entrypoints import meta_validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ..ontology.errors import KlyngeError
from .comparable import comparable_graph
from .findings import make_findings
from .paths import predicates, values_at
from .plan import Plan, make_plan, targets
from .profiles import PUBLISHING, Profile
from .report import Finding
from .results import Result, first_predicate, local_name, texts
from .shapes_graph import shapes_graph

_COMPARING = {
    "LessThanConstraintComponent": SH.lessThan,
    "LessThanOrEqualsConstraintComponent": SH.lessThanOrEquals,
}


class UnusableShapes(KlyngeError):
    """Shapes that cannot be applied, because they are not well-formed SHACL."""

    def __init__(self, reason: str) -> None:
        """Say what is wrong with the shapes."""
        self.reason = reason
        super().__init__(
            f"the shapes cannot be applied: {reason}; correct them, see https://www.w3.org/TR/shacl/"
        )


def validate(
    data: Graph, shapes: Graph | Profile = PUBLISHING, ontology: Graph | None = None
) -> tuple[Finding, ...]:
    """Give what shapes, or those of a profile, find in a graph, sorted; nothing when it conforms.

    Code lists and subclass axioms are part of the data graph (SHACL, section 3.2): either `data`
    holds them or `ontology` does. A value that fails several constraints of one shape gives one
    finding. Raises `UnusableShapes`.
    """
    written = shapes_graph(shapes) if isinstance(shapes, Profile) else shapes
    everything = data if ontology is None else data + ontology
    plan = _plan_of(shapes) if isinstance(shapes, Profile) else make_plan(shapes)
    return make_findings(results(everything, plan), written)


def read_lines(lines: Iterable[str]) -> Graph:
    """Give N-Quads lines as one graph, whatever their named graphs."""
    triples = {f"{line[: line.rindex(' <')]} .\n" for line in lines}
    return Graph(bind_namespaces="none").parse(data="".join(triples), format="nt")


def results(data: Graph, plan: Plan) -> Iterator[Result]:
    """Give pySHACL's results for planned shapes; raises `UnusableShapes`."""
    compared = comparable_graph(data)
    report = _report(compared, plan.shapes)
    return _results(report, plan, compared)


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
    about = f"sh:{local_name(path)}" if path is not None else "its form"
    of = f" of {local_name(focus)}" if isinstance(focus, URIRef) else ""
    return f"{about}{of}: {report.value(node, SH.resultMessage)}."


@cache
def _plan_of(profile: Profile) -> Plan:
    return make_plan(shapes_graph(profile))


def _report(data: Graph, shapes: Graph) -> Graph:
    """Run pySHACL and give the validation report (SHACL, section 3.6.1)."""
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, do_owl_imports=False
        )
    except ReportableRuntimeError as error:
        raise UnusableShapes(str(error)) from error
    except re.error as error:
        raise UnusableShapes(f"{error.pattern!r} is no pattern: {error}") from error
    if not isinstance(report, Graph):
        raise UnusableShapes(text)
    return report


def _results(report: Graph, plan: Plan, data: Graph) -> Iterator[Result]:
    """Give the top-level results; one about a value is told of each focus node that holds it."""

    @cache
    def focus_nodes(shape: Node) -> set[Node]:
        return targets(shape, plan.shapes, data)

    for node in report.objects(None, SH.result):
        focus = _required(report.value(node, SH.focusNode))
        result = _result(node, report, plan)
        judged = plan.judges.get(result.shape)
        if judged is None:
            yield _told(result, focus, plan, data)
            continue
        predicate = _required(plan.shapes.value(judged, SH.path))
        about = replace(result, path=str(predicate), shape=judged, value=str(focus))
        for holder in focus_nodes(judged) & set(data.subjects(predicate, focus)):
            yield _told(replace(about, focus=str(holder)), holder, plan, data)


def _result(node: Node, report: Graph, plan: Plan) -> Result:
    shape = _required(report.value(node, SH.sourceShape))
    value = report.value(node, SH.value)
    component = local_name(report.value(node, SH.sourceConstraintComponent))
    return Result(
        component=component,
        focus=str(report.value(node, SH.focusNode)),
        shape=plan.joined.get((shape, component), shape),
        path=first_predicate(report.value(node, SH.resultPath), report),
        value=None if value is None else str(value),
        constraint=report.value(node, SH.sourceConstraint),
    )


def _told(result: Result, focus: Node, plan: Plan, data: Graph) -> Result:
    """Give a result with what its message tells, from the data."""
    shapes = plan.shapes
    compared = shapes.objects(result.shape, _COMPARING.get(result.component, RDF.nil))
    others = texts(value for other in compared for value in data.objects(focus, other))
    path = shapes.value(result.shape, SH.path)
    if result.value is not None or path is None:
        return replace(result, others=others) if others else result
    held = set(data.predicates(focus))
    return replace(
        result,
        values=texts(values_at(path, focus, shapes, data)),
        held=tuple(sorted(local_name(one) for one in predicates(path, shapes) if one in held)),
        others=others,
    )


def _required(node: Node | None) -> Node:
    if node is None:
        raise UnusableShapes("a result of pySHACL names no focus node, shape or path")
    return node
