"""In which order, and how, to join triple patterns: what a release's statistics make of it.

Only the cost is guessed here; any order and any way to join gives the same solutions. The
engine knows no counts: it joins row by row in an order of its own, ten microseconds a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .patterns import Condition, Pattern, is_variable
from .statistics import TYPE, Partition, Statistics

LOOK_UP = 14.0
"""Microseconds to look one row up in the other side (measured: 100,000 rows, 1.56 s)."""
HASH = 1.7
"""Microseconds a row of either side in a hash join (100,000 and 100,000 rows, 0.34 s)."""
ROW = 0.9
"""Microseconds to read or make a row."""
KEPT = 0.1
"""The part of the rows that a condition is taken to keep, for want of better."""
WORTH = 3_000.0
"""Microseconds that must be at stake before a query is changed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A pattern in its place: hashed or looked up, and the conditions that hold from here on."""

    pattern: Pattern
    hashed: bool
    own: tuple[Condition, ...] = ()
    """Conditions on this pattern's variables alone."""
    after: tuple[Condition, ...] = ()
    """Conditions that also read what came before."""

    @property
    def text(self) -> str:
        """Give the pattern and the conditions on it alone."""
        return f"{self.pattern.text} {filters(self.own)}".rstrip()


@dataclass(frozen=True, slots=True)
class Plan:
    """Stages in order, the rows they are taken to give, microseconds.

    `loose` tells that a pattern shares no variable with those before it.
    """

    stages: tuple[Stage, ...]
    rows: float
    cost: float
    loose: bool = False

    @property
    def text(self) -> str:
        """Give the plan in SPARQL: a sub-select for a side that is to be hashed, else LATERAL.

        Project over all variables is the pattern itself (section 18.2.4.3); the engine joins
        two sub-selects by hash and never takes one apart.
        """
        first, *others = self.stages
        text = first.text
        for stage in others:
            if stage.hashed:
                text = f"{{ SELECT * {{ {text} }} }} {{ SELECT * {{ {stage.text} }} }}"
            else:
                text = f"{{ {text} }} LATERAL {{ {stage.text} }}"
            if stage.after:
                text = f"{{ {text} {filters(stage.after)} }}"
        return text


def filters(conditions: Iterable[Condition]) -> str:
    """Give conditions as FILTERs."""
    return " ".join(f"FILTER({condition.text})" for condition in conditions)


class Planner:
    """Plans joins over a release with these statistics."""

    def __init__(self, statistics: Statistics) -> None:
        """Keep the statistics."""
        self._statistics = statistics

    def plan(self, patterns: Sequence[Pattern], conditions: Iterable[Condition]) -> Plan:
        """Give the cheapest plan that taking the cheapest next pattern leads to."""
        waiting = tuple(conditions)
        starts = [self._start(pattern, waiting) for pattern in patterns]
        plan = min(starts, key=lambda plan: (plan.rows, plan.cost))
        left = list(patterns)
        left.remove(plan.stages[0].pattern)
        waiting = _without(waiting, plan.stages[0])
        while left:
            bound = _bound(plan)
            joined = [p for p in left if p.variables & bound] or left
            plan = min((self._next(plan, p, waiting) for p in joined), key=_outlook)
            left.remove(plan.stages[-1].pattern)
            waiting = _without(waiting, plan.stages[-1])
        return plan

    def engine(self, patterns: Sequence[Pattern], conditions: Iterable[Condition]) -> Plan:
        """Give what the engine is taken to do: constants first, row by row, filters last."""
        left = sorted(patterns, key=_openness)
        plan = self._start(left.pop(0), ())
        while left:
            bound = _bound(plan)
            joined = [p for p in left if p.variables & bound] or left
            plan = self._next(plan, joined[0], (), may_hash=False)
            left.remove(joined[0])
        return replace(plan, rows=_kept(plan.rows, tuple(conditions)))

    def rows(self, pattern: Pattern) -> float:
        """Give how many triples match a pattern."""
        counts = self._partition(pattern)
        subject, object_ = is_variable(pattern.subject), is_variable(pattern.object)
        if pattern.predicate == TYPE and subject and not object_:
            return float(self._statistics.classes.get(pattern.value or "", 0))
        rows = float(counts.triples)
        rows /= 1 if subject else max(1, counts.subjects)
        rows /= 1 if object_ else max(1, counts.objects)
        return rows

    def _start(self, pattern: Pattern, waiting: tuple[Condition, ...]) -> Plan:
        own = tuple(c for c in waiting if c.variables <= pattern.variables)
        read = self.rows(pattern)
        return Plan((Stage(pattern, False, own),), _kept(read, own), read * ROW)

    def _next(
        self, plan: Plan, pattern: Pattern, waiting: tuple[Condition, ...], may_hash: bool = True
    ) -> Plan:
        bound = _bound(plan) | pattern.variables
        own = tuple(c for c in waiting if c.variables <= pattern.variables)
        after = tuple(c for c in waiting if c not in own and c.variables <= bound)
        found = plan.rows * self._matches(pattern, _bound(plan))
        read = self.rows(pattern)
        looked_up = plan.rows * LOOK_UP + found * ROW
        hashed = (plan.rows + read) * HASH + read * ROW + found * ROW
        # A hash table of a cross product would not help: nothing is looked up in it.
        by_hash = may_hash and hashed < looked_up and bool(pattern.variables & _bound(plan))
        stage = Stage(pattern, by_hash, own, after)
        cost = plan.cost + (hashed if by_hash else looked_up)
        loose = plan.loose or not pattern.variables & _bound(plan)
        return Plan((*plan.stages, stage), _kept(found, (*own, *after)), cost, loose)

    def _matches(self, pattern: Pattern, bound: frozenset[str]) -> float:
        """Give how many triples match a pattern for one row that binds these variables."""
        counts, rows = self._partition(pattern), self.rows(pattern)
        if is_variable(pattern.subject) and pattern.subject[1:] in bound:
            rows /= max(1, counts.subjects)
        if is_variable(pattern.object) and pattern.object[1:] in bound:
            rows /= max(1, counts.objects)
        return rows

    def _partition(self, pattern: Pattern) -> Partition:
        if is_variable(pattern.verb) or not pattern.simple or pattern.predicate is None:
            every = self._statistics.triples
            return Partition(every, max(1, every // 10), max(1, every // 10))
        return self._statistics.properties.get(pattern.predicate, Partition(0, 0, 0))


def _openness(pattern: Pattern) -> int:
    """Count the places of a pattern that are open; the engine begins where fewest are."""
    parts = (pattern.subject, pattern.verb, pattern.object)
    return sum(1 + (place == 0) for place, part in enumerate(parts) if is_variable(part))


def _outlook(plan: Plan) -> float:
    """Give what a plan costs with the next look-up of its rows, which few rows make cheap."""
    return plan.cost + plan.rows * LOOK_UP


def _bound(plan: Plan) -> frozenset[str]:
    return frozenset().union(*(stage.pattern.variables for stage in plan.stages))


def _kept(rows: float, conditions: tuple[Condition, ...]) -> float:
    return rows * KEPT ** len(conditions)


def _without(waiting: tuple[Condition, ...], stage: Stage) -> tuple[Condition, ...]:
    return tuple(c for c in waiting if c not in stage.own and c not in stage.after)
