"""Validation of quads: by pySHACL where they are few, by compiled shapes where they are many.

pySHACL is the reference. What the compiler does not cover goes to it, a sample of each full run
does, and where the sample differs everything does; each time a finding says so. After a release
only what changed is looked at, and what the change concerns.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
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
from .findings import Wording
from .gate import read_lines, results
from .incremental.last_graph import FullNeeded
from .incremental.revalidation import Since, revalidate
from .plan import make_plan
from .profiles import PUBLISHING, Profile
from .report import Finding
from .shapes_graph import shapes_graph
from .worded import Worded, together

FEW = 50_000
"""Up to so many lines pySHACL validates: tests/benchmarks/test_validation.py prints what that
costs, with a SPARQL-based constraint on every organisation. Without it, 4.6 CPU s; compiled 0.8."""


class Engine(StrEnum):
    """What validates."""

    AUTO = "auto"
    """pySHACL up to `FEW` lines, compiled shapes above."""
    PYSHACL = "pyshacl"
    COMPILED = "compiled"


@dataclass(frozen=True, slots=True)
class Quads:
    """Sorted N-Quads lines of one graph, with what they lean on; gone through more than once.

    `ontology` are code lists and subclass axioms, `types` those that other sources give.
    """

    lines: Iterable[str]
    ontology: Iterable[str] = ()
    types: Iterable[str] = ()

    def __iter__(self) -> Iterator[str]:
        """Give all lines."""
        yield from chain(self.lines, self.ontology, self.types)


@dataclass(frozen=True, slots=True)
class Validated:
    """What a validation found; `worded` is for the next one, empty where it must be a full one."""

    findings: tuple[Finding, ...]
    worded: tuple[Worded, ...] | None = None


class Anything:
    """Whatever it is: for those who look up themselves what a result is about."""

    def __contains__(self, _: object) -> bool:
        """Tell that it is."""
        return True


def validate_quads(
    quads: Quads,
    about: Container[str],
    shapes: Graph | Profile = PUBLISHING,
    engine: Engine = Engine.AUTO,
    since: Since | None = None,
) -> Validated:
    """Give what shapes find `about` focus nodes in quads, sorted; raises `UnusableShapes`.

    `since` says what an earlier validation found, with the same shapes and ontology, and what has
    changed; the result is that of a full validation.
    """
    written = shapes_graph(shapes) if isinstance(shapes, Profile) else shapes
    run = _Run(quads, written)
    if engine is Engine.PYSHACL or (engine is Engine.AUTO and run.is_small):
        return Validated(_of(together(run.by_pyshacl(written)), about))
    compiled = _compiled(shapes) if isinstance(shapes, Profile) else compile_shapes(shapes)
    worded, notes = run.changed(compiled, since) or run.compiled(compiled)
    kept = None if notes else tuple(worded)
    return Validated((*notes, *_of(together(worded), about)), kept)


@cache
def _compiled(profile: Profile) -> CompiledShapes:
    return compile_shapes(shapes_graph(profile))


def _of(findings: Iterable[Finding], about: Container[str]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.focus_node in about)


Found = tuple[list[Worded], tuple[Finding, ...]]
"""Results in words, and what there is to say about the engine."""


class _Run:
    """One validation of some quads by shapes as they are written."""

    def __init__(self, quads: Quads, shapes: Graph) -> None:
        self._quads = quads
        self._shapes = shapes
        self._wording = Wording(shapes)

    @property
    def is_small(self) -> bool:
        return next(islice(self._quads, FEW, None), None) is None

    def by_pyshacl(self, shapes: Graph) -> Iterator[Worded]:
        """Give the reference's results for these shapes, or for some of them."""
        for result in results(read_lines(self._quads), make_plan(shapes)):
            yield self._wording.worded(result)

    def changed(self, shapes: CompiledShapes, since: Since | None) -> Found | None:
        """Give the results by way of what changed; None where a full validation is needed."""
        if since is None:
            return None
        ontology = MemorySource(line_triples(self._quads.ontology))
        try:
            return revalidate(shapes, self._shapes, since, ontology), ()
        except FullNeeded:
            return None

    def compiled(self, shapes: CompiledShapes) -> Found:
        """Give the results of compiled shapes, compared with the reference's on a sample."""
        context = MemorySource(line_triples(chain(self._quads.ontology, self._quads.types)))
        data = StreamedGraph(LineSource(self._quads.lines), context, shapes.reads)
        check, found = CrossCheck(shapes, data), list[Worded]()
        for focus, of_focus in Evaluation(shapes, data).by_focus_node():
            check.consider(focus, of_focus)
            found += (self._wording.worded(result, focus) for result in of_focus)
        if doubtful := check.disagreement(self._shapes):
            return list(self.by_pyshacl(self._shapes)), (disagreed(doubtful),)
        if left := shapes.not_covered:
            found += self.by_pyshacl(with_targets_of(left, self._shapes))
        return found, not_compiled(left)
