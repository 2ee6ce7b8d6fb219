"""The three ways to the results of some shapes on some data, and what of a result is compared.

pySHACL as anyone runs it, pySHACL as klynge puts shapes to it, and the compiled shapes, with
pySHACL for those that are not compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyshacl
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from klynge.shapes.compiled.blocks import MemorySource, graph_triples
from klynge.shapes.compiled.compiled_shapes import CompiledShapes, compile_shapes, with_targets_of
from klynge.shapes.compiled.evaluation import Evaluation
from klynge.shapes.compiled.streamed_graph import StreamedGraph
from klynge.shapes.gate import UnusableShapes, results
from klynge.shapes.plan import make_plan
from klynge.shapes.results import Result, first_predicate, local_name

Told = frozenset[tuple[str, str | None, str, str, str]]
"""Focus node, value, shape, component and the first predicate of the path, of each result.

Several results of one shape on one value are one finding, so they are compared as sets; a shape
without a name is told by what it says.
"""


def reported(report: Graph, node: Node | None) -> Told:
    """Give what is compared of a validation report in RDF."""
    return frozenset(
        (
            str(report.value(one, SH.focusNode)),
            _text(report.value(one, SH.value)),
            _named(report.value(one, SH.sourceShape)),
            local_name(report.value(one, SH.sourceConstraintComponent)),
            first_predicate(report.value(one, SH.resultPath), report),
        )
        for one in report.objects(node, SH.result)
    )


def told(found: Iterable[Result]) -> Told:
    """Give what is compared of results."""
    return frozenset((r.focus, r.value, _named(r.shape), r.component, r.path) for r in found)


def by_pyshacl(data: Graph, shapes: Graph) -> Told:
    """Run pySHACL as anyone would; raises `UnusableShapes` where it tells of a failure."""
    _, report, text = pyshacl.validate(data, shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise UnusableShapes(text)
    return reported(report, None)


def by_gate(data: Graph, shapes: Graph) -> Told:
    """Run pySHACL with planned shapes, as klynge does what is small."""
    return told(results(data, make_plan(shapes)))


def by_compiled(data: Graph, shapes: Graph) -> Told:
    """Run the compiled shapes, and pySHACL for those that are left to it."""
    return told(_compiled(data, shapes, compile_shapes(shapes)))


def _compiled(data: Graph, shapes: Graph, compiled: CompiledShapes) -> Iterator[Result]:
    source, nothing = MemorySource(graph_triples(data)), MemorySource(())
    yield from Evaluation(compiled, StreamedGraph(source, nothing, compiled.reads)).results()
    if left := compiled.not_covered:
        yield from results(data, make_plan(with_targets_of(left, shapes)))


ENGINES: dict[str, Callable[[Graph, Graph], Told]] = {
    "pyshacl": by_pyshacl,
    "gate": by_gate,
    "compiled": by_compiled,
}


def _named(shape: Node | None) -> str:
    return str(shape) if isinstance(shape, URIRef) else ""


def _text(value: Node | None) -> str | None:
    return None if value is None else str(value)  # an empty or false literal is a value too
