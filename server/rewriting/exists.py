"""Rule `exists`: an EXISTS over many rows as one set made once, NOT EXISTS as a MINUS.

The engine evaluates the body of an EXISTS once for every row: 1.7 s for a hundred thousand.
Where the statistics say that making the body's solutions once is cheaper,

- `FILTER NOT EXISTS { B }` becomes `MINUS { SELECT ?v { B } }`,
- `FILTER EXISTS { B }` becomes a join with `{ SELECT DISTINCT ?v { B } }`,

both at the end of the group, for the variables ?v that body and group share. It is the same
(SPARQL 1.1 Query, sections 8.3.3, 18.5 and 18.6) because, each checked:

- B is nothing but triples and FILTERs on its own variables, so EXISTS asks only whether B has a
  solution that agrees with the row on ?v;
- there is a shared variable, and both B and the group's own triples bind every shared one, so
  that a row and a solution agree, and are not disjoint, just when they are equal on ?v;
- the solutions of the join are distinct on ?v, so each row stays once;
- the FILTER stands alone in its group, and the group is free (`groups.py`).
"""

from __future__ import annotations

from .joins import Joined, Joiner, is_worth
from .plan import HASH, LOOK_UP, ROW
from .syntax import Edit, Node


def as_sets(
    group: Node, joined: Joined, joiner: Joiner, certain: frozenset[str]
) -> tuple[list[Edit], list[Node]]:
    """Give the edits for the EXISTS filters of a planned group, and the bodies they took in.

    `certain` are the variables that the triples of the group bind.
    """
    edits: list[Edit] = []
    bodies: list[Node] = []
    for filter_ in group.all("filter"):
        test = filter_.children[0]
        if test.kind not in {"exists_func", "not_exists_func"}:
            continue
        body = test.children[0]
        made = _as_set(group, filter_, body, certain, joined.rows, joiner)
        if made:
            edits += _placed(group, filter_, made, test.kind == "exists_func")
            bodies.append(body)
    return edits, bodies


def _as_set(
    group: Node,
    filter_: Node,
    body: Node,
    certain: frozenset[str],
    rows: float,
    joiner: Joiner,
) -> str:
    """Give the shared variables and the body as a selection, empty where the rule fails."""
    outside = [child.variables() for child in group.children if child is not filter_]
    plan = joiner.plan_alone(body)
    shared = body.variables() & frozenset().union(*outside)
    if plan is None or not shared or not shared <= certain:
        return ""
    if not is_worth(
        rows * LOOK_UP * len(plan.stages), plan.cost + (rows + plan.rows) * (HASH + ROW)
    ):
        return ""
    return f"{' '.join(f'?{name}' for name in sorted(shared))} {{ {plan.text} }}"


def _placed(group: Node, filter_: Node, made: str, exists: bool) -> list[Edit]:
    gone = Edit(filter_.start, filter_.end, "")
    end = group.end - 1
    if not exists:
        return [gone, Edit(end, end, f" MINUS {{ SELECT {made} }} ")]
    start = group.start + 1
    # Two sub-selects are joined by hash; a plain group would be looked up row by row.
    return [
        gone,
        Edit(start, start, " { SELECT * { "),
        Edit(end, end, f" }} }} {{ SELECT DISTINCT {made} }} "),
    ]
