"""Rule `steps`: the triples in an OPTIONAL or EXISTS are looked up one after another.

The engine joins two or more triple patterns in such a body by reading each of them whole, once
for every row outside. Written as `first LATERAL { second } LATERAL { third }` they are looked up
from the row in hand instead (SPARQL-dev SEP-0006; 54 s become 8 ms on the yardstick).

It is the same because a basic graph pattern is the join of its triple patterns (SPARQL 1.1
Query, section 18.2.2), and LATERAL of triple patterns is their join: what one row binds only
narrows what the next pattern matches. The body stays a body, so no scope changes: OPTIONAL,
its FILTER, and EXISTS read the same variables as before. Conditions, each checked:

- two or more triple patterns of plain terms (a blank node may not stand in two patterns);
- no path but a sequence: what `?x p* ?y` or `?x !p ?y` finds, and how often, depends on whether
  the engine is given ?x;
- a sequence path is taken apart only inside EXISTS, where no variable can be seen from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .patterns import Pattern, Runs, in_steps
from .syntax import Edit, Node


def in_lookups(
    body: Node, variables: Callable[[], Iterable[Node]], runs: Runs, fresh: str
) -> list[Edit]:
    """Give the edits for a body in a query, none where the rule does not hold.

    `variables` gives all that occur in the query, each time. `fresh` begins the names of new
    ones, and is empty where there may be none.
    """
    run = runs.of(body)
    if run is None or not all(pattern.joinable for pattern in run.patterns):
        return []
    patterns = in_steps(run, fresh) if fresh else run.patterns
    if len(patterns) < 2:
        return []
    return run.replaced_by(in_order(patterns, _outside(variables(), body)) + " ")


def in_order(patterns: Iterable[Pattern], bound: frozenset[str]) -> str:
    """Write patterns as look-ups, one after another, from these variables."""
    first, *others = connected(patterns, bound)
    return first.text + "".join(f" LATERAL {{ {pattern.text} }}" for pattern in others)


def connected(patterns: Iterable[Pattern], bound: frozenset[str]) -> tuple[Pattern, ...]:
    """Put patterns in an order in which each finds as many of its variables bound as can be."""
    left, order = list(patterns), []
    while left:
        best = min(left, key=lambda pattern: _openness(pattern, bound))
        left.remove(best)
        order.append(best)
        bound |= best.variables
    return tuple(order)


def _openness(pattern: Pattern, bound: frozenset[str]) -> tuple[bool, int]:
    open_ = len(pattern.variables - bound)
    # A pattern without anything bound, not even a constant, reads the whole property.
    return open_ == len(pattern.variables) and open_ > 1, open_


def _outside(variables: Iterable[Node], body: Node) -> frozenset[str]:
    """Give the variables of a query that occur outside a part of it."""
    return frozenset(
        node.text[1:] for node in variables if node.end <= body.start or body.end <= node.start
    )
