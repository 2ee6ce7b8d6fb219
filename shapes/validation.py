"""Validation of quads: by pySHACL where they are few, by compiled shapes where they are many.

pySHACL is the reference. What the compiler does not cover goes to it, a sample of each compiled
run does, and where the sample differs everything does; each time a finding says so.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import chain, islice

from rdflib import Graph

from .compiled.blocks import LineSource, MemorySource, line_triples
from .compiled.compiled_shapes import CompiledShapes, compile_shapes, with_targets_of
from .compiled.evaluation import Evaluation
from .compiled.streamed_graph import StreamedGraph
from .cross_check import CrossCheck
from .engine_notes import disagreed, not_compiled
from .findings import make_findings
from .gate import read_lines, results
from .plan import make_plan
from .profiles import PUBLISHING, Profile
from .report import Finding
from .results import Result
from .shapes_graph import shapes_graph

FEW = 50_000
"""Up to so many lines pySHACL validates: tests/benchmarks/test_validation.py prints what that
costs."""


class Engine(StrEnum):
    """What validates."""

    AUTO = "auto"
    """pySHACL up to `FEW` lines, compiled shapes above."""
    PYSHACL = "pyshacl"
    COMPILED = "compiled"


def validate_lines(
    lines: Iterable[str],
    context: Iterable[str],
    about: Container[str],
    shapes: Graph | Profile = PUBLISHING,
    engine: Engine = Engine.AUTO,
) -> tuple[Finding, ...]:
    """Give what shapes find `about` focus nodes in the sorted N-Quads lines of one graph, sorted.

    `context` is what the lines lean on (code lists, subclass axioms, types of other sources'
    things). Both are gone through more than once. Raises `UnusableShapes`.
    """
    written = shapes_graph(shapes) if isinstance(shapes, Profile) else shapes
    run = _Run(lines, context, written)
    notes: tuple[Finding, ...] = ()
    if engine is Engine.PYSHACL or (engine is Engine.AUTO and run.is_small):
        found = make_findings(run.by_pyshacl(written), written)
    else:
        compiled = _compiled(shapes) if isinstance(shapes, Profile) else compile_shapes(shapes)
        found, notes = run.compiled(compiled)
    return (*notes, *(finding for finding in found if finding.focus_node in about))


@cache
def _compiled(profile: Profile) -> CompiledShapes:
    return compile_shapes(shapes_graph(profile))


class _Run:
    """One validation of some lines in their context by shapes as they are written."""

    def __init__(self, lines: Iterable[str], context: Iterable[str], shapes: Graph) -> None:
        self._lines = lines
        self._context = context
        self._shapes = shapes

    @property
    def is_small(self) -> bool:
        return next(islice(chain(self._lines, self._context), FEW, None), None) is None

    def by_pyshacl(self, shapes: Graph) -> Iterator[Result]:
        """Give the reference's results for these shapes, or for some of them."""
        return results(read_lines(chain(self._lines, self._context)), make_plan(shapes))

    def compiled(self, shapes: CompiledShapes) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Give the findings of compiled shapes, and what there is to say about the engine."""
        data = StreamedGraph(
            LineSource(self._lines), MemorySource(line_triples(self._context)), shapes.reads
        )
        check, found = CrossCheck(shapes, data), list[Result]()
        for focus, of_focus in Evaluation(shapes, data).by_focus_node():
            check.consider(focus, of_focus)
            found += of_focus
        if doubtful := check.disagreement(self._shapes):
            everything = make_findings(self.by_pyshacl(self._shapes), self._shapes)
            return everything, (disagreed(doubtful),)
        if left := shapes.not_covered:
            found += self.by_pyshacl(with_targets_of(left, self._shapes))
        return make_findings(found, self._shapes), not_compiled(left)
