"""The surroundings of a focus node: the triples that its results depend on, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .data_graph import DataGraph
from .reads import ANY, States, Step
from .terms import Term

Triple = tuple[Term, Term, Term]
Triples = dict[Triple, None]
"""Triples, each once, in the order they were met."""


def surroundings(
    focus: Term, steps: Mapping[int, Sequence[Step]], begin: States, data: DataGraph
) -> Triples:
    """Give the triples that are met when the steps of some reads are followed from a node."""
    found: Triples = {}
    seen = {(focus, state) for state in begin}
    waiting = list(seen)
    while waiting:
        here, state = waiting.pop()
        for step in steps.get(state, ()):
            for triple in _along(step, here, data):
                found[triple] = None
                there = (triple[0] if step.inverse else triple[2], step.end)
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
    return found


def _along(step: Step, here: Term, data: DataGraph) -> Iterator[Triple]:
    if step.inverse:
        for subject in data.referrers(step.predicate, here):
            yield subject, step.predicate, here
    elif step.predicate == ANY:
        for predicate, values in data.block(here).items():
            yield from ((here, predicate, value) for value in values)
    else:
        for value in data.objects(here, step.predicate):
            yield here, step.predicate, value
