"""Rule `joins`: the joins of a group in the order, and the way, that its statistics suggest.

The engine knows no counts. It starts where a pattern has constants, goes row by row, and tests
a FILTER at the end: a box on a map reads every address, an aggregation looks up a hundred
thousand rows one by one. Here the group's triples are written in the order of a plan
(`plan.py`): LATERAL where a row is looked up, sub-selects where two sides are hashed, each
condition as soon as its variables are bound.

It is the same because (SPARQL 1.1 Query, sections 18.2.2, 18.3 and 18.5)

- the solutions of a basic graph pattern are the join of those of its triple patterns, a join may
  be made in any order, LATERAL of triple patterns is their join, and a sub-select of all
  variables is what it selects from;
- a condition on variables that a pattern always binds keeps the same solutions before and after
  any join, OPTIONAL, MINUS or BIND, and `A && B` keeps what A and B keep;
- a sequence path is its steps through a new variable, which no `SELECT *` may see.

The group must be free (`groups.py`), its triples plain terms and plain properties, all joined.
An OPTIONAL that follows is hashed, as a sub-select of all its variables, where it stands under
many rows and its own FILTERs read its own variables only.

Not the same, and not promised by SPARQL: the order of rows without ORDER BY, and with it the
last digit of a SUM or AVG of xsd:double.
"""

from __future__ import annotations

from dataclasses import dataclass

from .patterns import MOST_PATTERNS, Condition, Pattern, Run, Runs, in_steps, is_variable, moved
from .plan import HASH, LOOK_UP, ROW, WORTH, Plan, Planner
from .syntax import Edit, Node


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a group: the edits, the bodies they took in, the rows it is taken to give."""

    edits: list[Edit]
    bodies: tuple[Node, ...]
    rows: float


def is_worth(before: float, after: float) -> bool:
    """Tell whether a change saves enough microseconds to be made."""
    return before - after > WORTH and after < 0.6 * before


class Joiner:
    """Plans the groups of one query."""

    def __init__(self, planner: Planner, runs: Runs, fresh: str) -> None:
        """Keep the planner, what groups begin with, how names of new variables begin.

        `fresh` is empty where there may be no new variables.
        """
        self._planner, self._runs, self._fresh = planner, runs, fresh

    def join(self, group: Node) -> Joined | None:
        """Plan a free group; None where its triples are not for planning."""
        run = self._runs.of(group)
        filters = group.all("filter")
        plan = run and self._plan(run, filters)
        if not run or not plan:
            return None
        edits = self._replaced(run, filters, plan) if len(plan.stages) > 1 else []
        hashed = [(body, edit) for body in _bodies(group) if (edit := self._hashed(body, plan))]
        edits += [edit for _, edit in hashed]
        return Joined(edits, tuple(body for body, _ in hashed), plan.rows)

    def _replaced(self, run: Run, filters: tuple[Node, ...], plan: Plan) -> list[Edit]:
        """Give the edits that put a plan in place of what it plans, none where it does not pay."""
        conditions = _moved(run, filters)
        engine = self._planner.engine(self._steps(run), [c for f in conditions.values() for c in f])
        if not is_worth(engine.cost, plan.cost):
            return []
        gone = [Edit(filter_.start, filter_.end, "") for filter_ in conditions]
        return run.replaced_by(plan.text + " ") + gone

    def plan_alone(self, body: Node) -> Plan | None:
        """Plan a body that is nothing but triples, and FILTERs on their variables."""
        run = self._runs.of(body)
        if run is None or not run.whole or len(_moved(run, run.filters)) < len(run.filters):
            return None
        return self._plan(run, run.filters)

    def _plan(self, run: Run, filters: tuple[Node, ...]) -> Plan | None:
        patterns = self._steps(run)
        if not all(pattern.simple and _is_known(pattern) for pattern in patterns):
            return None
        conditions = [c for found in _moved(run, filters).values() for c in found]
        plan = self._planner.plan(patterns, conditions)
        return None if plan.loose else plan

    def _hashed(self, body: Node, left: Plan) -> Edit | None:
        """Give the edit that makes a hash join of an OPTIONAL; None where it does not pay."""
        if not is_worth(left.rows * LOOK_UP * MOST_PATTERNS, 0.0):
            return None
        plan = self.plan_alone(body)
        if plan is None:
            return None
        looked_up = left.rows * LOOK_UP * len(plan.stages)
        hashed = plan.cost + (left.rows + plan.rows) * HASH + plan.rows * ROW
        if not is_worth(looked_up, hashed):
            return None
        return Edit(body.start, body.end, f"{{ SELECT * {{ {plan.text} }} }}")

    def _steps(self, run: Run) -> tuple[Pattern, ...]:
        return in_steps(run, self._fresh) if self._fresh else run.patterns


def _is_known(pattern: Pattern) -> bool:
    """Tell whether we know of which property a pattern is, or that it is of any."""
    return pattern.predicate is not None or is_variable(pattern.verb)


def _moved(run: Run, filters: tuple[Node, ...]) -> dict[Node, tuple[Condition, ...]]:
    """Give the FILTERs all of whose conditions may move into the triples, with the conditions."""
    found = {filter_: moved(filter_, run.variables) for filter_ in filters}
    return {filter_: conditions for filter_, conditions in found.items() if conditions}


def _bodies(group: Node) -> list[Node]:
    """Give the bodies of the OPTIONALs that follow the triples of a group directly."""
    bodies: list[Node] = []
    for child in group.children:
        if child.kind == "optional_graph_pattern":
            bodies += child.all("group_graph_pattern")
        elif child.kind not in {"triples_block", "filter"}:
            break
    return bodies
