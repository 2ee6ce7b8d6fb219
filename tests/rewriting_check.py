"""The differential check of the rewrites: the same query, rewritten and as it came, compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
from random_queries import Query, dataset, query

from klynge.server.rewriting.evaluation import Evaluator, SortedRows
from klynge.server.rewriting.rewriter import Rewriter
from klynge.server.rewriting.statistics import Partition, Statistics

RULES = ("steps", "joins", "exists", "counting", "ordering")
PER_DATASET = 20
MERGED: dict[str, Any] = {}
UNION: dict[str, Any] = {"use_default_graph_as_union": True}
"""How the engine is asked: of a release, and of one that an older klynge has made."""

Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]


@dataclass
class Tally:
    """How many queries were compared, how often a rule applied, and what differed."""

    compared: int = 0
    with_rows: int = 0
    applied: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)


def check(rule: str, seeds: range, merged: bool = True) -> Tally:
    """Compare a random query of a rule's kind for each seed."""
    tally, graphs = Tally(), MERGED if merged else UNION
    for asked, evaluator in _asked(rule, seeds, merged):
        store = evaluator._store
        try:
            expected = rows(store.query(asked.text, **graphs))
        except SyntaxError:
            continue  # A blank node in two patterns, say: nothing to compare.
        rewriter = evaluator._rewriter
        assert rewriter
        rewritten = rewriter.rewrite(asked.text)
        store.query(rewritten.query, **graphs)  # Raises for a text the engine does not read.
        answer = evaluator.query(asked.text, whole=True, **graphs)
        tally.compared += 1
        tally.with_rows += bool(expected[1])
        tally.applied.update(rewritten.rules)
        paged = rewritten.order is not None and rewritten.order.page is not None
        tally.applied["ordering"] += isinstance(answer, SortedRows) or paged
        if not equal(asked, expected, rows(answer)):
            tally.differing.append(f"{asked.text}\n{rewritten}")
    return tally


def _asked(rule: str, seeds: range, merged: bool) -> Iterator[tuple[Query, Evaluator]]:
    for seed in seeds:
        if seed == seeds.start or seed % PER_DATASET == 0:
            chance = random.Random(seed // PER_DATASET)
            only_text = rule == "ordering" and chance.random() < 0.85
            store = dataset(chance, only_text, merged)
            # Without statistics the joins do not take the bodies that `steps` is about.
            counts = None if rule == "steps" else statistics(store)
            evaluator = Evaluator(store, Rewriter(counts, merged))
        yield query(random.Random(f"{rule} {seed}"), rule), evaluator


def statistics(store: ox.Store) -> Statistics:
    """Count the triples of a default graph, as a release does, else those of every graph."""
    merge = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    triples = [(quad.subject, quad.predicate, quad.object) for quad in merge or store]
    properties = {}
    for iri in {predicate.value for _, predicate, _ in triples}:
        own = [(s, o) for s, p, o in triples if p.value == iri]
        properties[iri] = Partition(len(own), len({s for s, _ in own}), len({o for _, o in own}))
    a = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    kinds = [o.value for _, p, o in triples if p.value == a and isinstance(o, ox.NamedNode)]
    return Statistics(len(triples), properties, Counter(kinds))


def rows(answer: Any) -> Rows:
    """Give the variables and the rows of an answer, the engine's or ours."""
    if isinstance(answer, SortedRows):
        return answer.variables, [tuple(row) for row in answer.rows]
    names = tuple(variable.value for variable in answer.variables)
    return names, [tuple(row[place] for place in range(len(names))) for row in answer]


def equal(asked: Query, expected: Rows, found: Rows) -> bool:
    """Tell whether two answers are the same bag, and the same sequence of sort keys."""
    places = [expected[0].index(key) for key, _ in asked.ordered if key in expected[0]]
    keys = [
        [tuple(row[place] for place in places) for row in side[1]] for side in (expected, found)
    ]
    if expected[0] != found[0] or (asked.ordered and keys[0] != keys[1]):
        return False
    # Of rows with equal keys, a LIMIT may keep any.
    return asked.sliced or Counter(expected[1]) == Counter(found[1])
