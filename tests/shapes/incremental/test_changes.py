"""Validating what changed gives what validating everything gives, change by change.

The shapes are the product's own and the rows those of every table, sound ones and broken ones. A
change removes, adds and rewrites statements, moves them to other things, forgets whole things and
gives types here and in another source. `KLYNGE_CHANGES=2000` tries as many as the full measure.
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from rdflib import Graph
from shapes_rows import read_conforming, with_changed_rows

from klynge.loaders.gating import types_referred_to
from klynge.loaders.spooling.lines import sorted_lines
from klynge.loaders.staging import graph_lines
from klynge.ontology.modules import CODE_LISTS, read
from klynge.shapes.compiled.blocks import LineSource, MemorySource, line_triples
from klynge.shapes.compiled.compiled_shapes import CompiledShapes, compile_shapes
from klynge.shapes.compiled.evaluation import Evaluation
from klynge.shapes.compiled.streamed_graph import StreamedGraph
from klynge.shapes.findings import Wording
from klynge.shapes.gate import read_lines, results
from klynge.shapes.incremental.last_graph import FullNeeded, LastGraph
from klynge.shapes.incremental.revalidation import Since, revalidate
from klynge.shapes.incremental.sorted_quads import Changes, SortedQuads
from klynge.shapes.plan import make_plan
from klynge.shapes.report import Finding
from klynge.shapes.shapes_graph import shapes_graph
from klynge.shapes.worded import Worded, together

GRAPH, OTHER = "urn:x:graph", "urn:x:other"
NUMBER = int(os.environ.get("KLYNGE_CHANGES", "100"))
ASKED = 50
"""Of so many changes one is also put to pySHACL."""

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

Lines = tuple[str, ...]


@cache
def compiled() -> CompiledShapes:
    return compile_shapes(shapes_graph())


@cache
def wording() -> Wording:
    return Wording(shapes_graph())


@dataclass(frozen=True)
class State:
    """The sorted lines of a source and of another one that gives types."""

    lines: Lines
    other: Lines
    ontology: Lines

    @cached_property
    def worded(self) -> list[Worded]:
        """Give what a full validation finds."""
        types = types_referred_to(self.lines, self.other)
        context = MemorySource(line_triples((*self.ontology, *types)))
        data = StreamedGraph(LineSource(self.lines), context, compiled().reads)
        return [
            wording().worded(result, focus)
            for focus, found in Evaluation(compiled(), data).by_focus_node()
            for result in found
        ]

    def by_pyshacl(self) -> tuple[Finding, ...]:
        """Give what the reference finds about the things of the source."""
        types = types_referred_to(self.lines, self.other)
        found = results(
            read_lines((*self.lines, *self.ontology, *types)), make_plan(shapes_graph())
        )
        return _about(self.lines, map(wording().worded, found))


def _about(lines: Lines, worded: Iterable[Worded]) -> tuple[Finding, ...]:
    own = {line.split(" ", 1)[0].strip("<>") for line in lines}
    return tuple(one for one in together(worded) if one.focus_node in own)


class Before:
    """A release: its state, its store, and what changes are made of."""

    def __init__(self) -> None:
        code_lists = read(*CODE_LISTS)
        sound = read_conforming(Graph())
        everything = graph_lines(with_changed_rows(sound), GRAPH)
        self.pool = everything
        subjects = sorted({line.split(" ", 1)[0] for line in everything})
        some = {s for n, s in enumerate(subjects) if n % 6 == 0}
        kept = set(graph_lines(sound, GRAPH))
        lines = [line for line in everything if line in kept or line.split(" ", 1)[0] in some]
        typing = [line for line in lines if f" {TYPE} " in line][::7]
        self.state = State(
            lines=sorted_lines(lines),
            other=sorted_lines(line.replace(GRAPH, OTHER) for line in typing),
            ontology=graph_lines(code_lists, "urn:x:ontology"),
        )
        self.subjects = (*subjects, "<urn:x:new>", "<urn:x:newer>")
        objects = {line.split(" ", 2)[2].rpartition(" <")[0] for line in everything}
        self.objects = (*sorted(objects), '"2006-02-30"', '""', '"01"', "<urn:x:new>")
        self.objects_of: dict[str, list[str]] = defaultdict(list)
        for line in everything:
            self.objects_of[line.split(" ", 2)[1]].append(_object(line))
        self.classes = sorted({o for line in everything if TYPE in line for o in [_object(line)]})
        self.store = Store()
        for part in (self.state.lines, self.state.other):
            self.store.bulk_load("".join(part).encode(), format=RdfFormat.N_QUADS)

    def since(self, after: State) -> Since:
        """Give what is known when the state is another one."""
        changes = [
            Changes(SortedQuads.of_lines(was), SortedQuads.of_lines(is_))
            for was, is_ in ((self.state.lines, after.lines), (self.state.other, after.other))
        ]
        graph = LastGraph(self.store, GRAPH, [OTHER])
        return Since(self.state.worded, changes[0], changes[1:], graph)


def _object(line: str) -> str:
    return line.split(" ", 2)[2].rpartition(" <")[0]


Edit = tuple[str, int, int]


def edited(before: Before, edits: Sequence[Edit]) -> State:
    """Apply edits, one after the other."""
    lines, other = dict.fromkeys(before.state.lines), dict.fromkeys(before.state.other)
    for kind, first, second in edits:
        line = _chosen(tuple(lines), first)
        subject, predicate, _ = line.split(" ", 2)
        if kind in {"remove", "rewrite", "move"}:
            del lines[line]
        if kind == "rewrite":
            objects = before.objects if second % 2 else before.objects_of[predicate]
            lines[f"{subject} {predicate} {_at(objects, second // 2)} <{GRAPH}> .\n"] = None
        elif kind == "move":
            lines[f"{_at(before.subjects, second)} {line.split(' ', 1)[1]}"] = None
        elif kind == "forget":
            lines = {each: None for each in lines if not each.startswith(f"{subject} ")}
        elif kind == "add":
            lines[_chosen(before.pool, second)] = None
        elif kind == "type":
            lines[f"{subject} {TYPE} {_at(before.classes, second)} <{GRAPH}> .\n"] = None
        elif kind == "type elsewhere":
            other[f"{subject} {TYPE} {_at(before.classes, second)} <{OTHER}> .\n"] = None
        elif kind == "forget elsewhere" and other:
            del other[_at(tuple(other), second)]
    return State(sorted_lines(lines), sorted_lines(other), before.state.ontology)


def _chosen(lines: Lines, number: int) -> str:
    """Give a line: every second time one that shapes look at from another thing."""
    if number % 2:
        return _at(lines, number // 2)
    looked_at = compiled().reads.inverse() | compiled().reads.far()
    return _at([line for line in lines if line.split(" ", 2)[1] in looked_at], number // 2)


def _at(values: Sequence[str], number: int) -> str:
    return values[number % len(values)]


KINDS = (
    *("remove", "rewrite", "move", "forget", "add", "type", "type elsewhere", "forget elsewhere"),
)
NUMBERS = st.integers(0, 1 << 20)
EDITS = st.lists(st.tuples(st.sampled_from(KINDS), NUMBERS, NUMBERS), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def before() -> Before:
    return Before()


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)  # rdflib tells of ill-typed literals, which are on purpose


def revalidated(before: Before, after: State) -> list[Worded]:
    since = before.since(after)
    return revalidate(compiled(), shapes_graph(), since, MemorySource(line_triples(after.ontology)))


def test_incremental_equals_full(before: Before, capsys: pytest.CaptureFixture[str]) -> None:
    counted = {"changes": 0, "other findings": 0, "full needed": 0, "put to pySHACL": 0}

    @settings(
        max_examples=NUMBER,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(EDITS)
    def changed(edits: list[Edit]) -> None:
        after = edited(before, edits)
        counted["changes"] += 1
        try:
            found = revalidated(before, after)
        except FullNeeded as reason:
            counted["full needed"] += 1
            event(str(reason))
            return
        counted["other findings"] += together(found) != together(before.state.worded)
        assert together(found) == together(after.worded)
        if counted["changes"] % ASKED == 0:
            counted["put to pySHACL"] += 1
            assert _about(after.lines, found) == after.by_pyshacl()

    changed()

    with capsys.disabled():
        print(f"\nincremental equals full: {', '.join(f'{n:,} {k}' for k, n in counted.items())}")
    assert counted["changes"] >= NUMBER
    assert counted["other findings"] > NUMBER * 0.8
    assert counted["full needed"] < NUMBER * 0.05


def test_no_change_looks_at_nothing(before: Before) -> None:
    assert together(revalidated(before, before.state)) == together(before.state.worded)
    assert len(before.state.worded) > 80
