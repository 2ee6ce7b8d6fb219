"""What the query of a SPARQL-based constraint looks at, followed from its focus node.

Each triple pattern must be reached from `$this` over the patterns that its solutions are joined
with; a query that looks elsewhere is not covered. So the triples that are reached from a focus
node are all that its results depend on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from .not_covered import NotCovered
from .reads import ANY, Reads, States
from .sparql_query import EXISTS, THIS
from .terms import Term, term

Known = Mapping[Node, States]
"""Where variables lead, of those that are reached from the focus node."""

Edge = tuple[Node, tuple[Term, ...], bool, Node]
"""From a node over any of some properties to a node; whether again and again."""


def look(algebra: CompValue, reads: Reads, focus: States) -> None:
    """Say what a query looks at; raises `NotCovered` where that is not bounded."""
    _Looking(reads).at(algebra, {THIS: focus})


class _Looking:
    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._fresh = (Variable(f"_{number}") for number in count())

    def at(self, part: CompValue, known: Known) -> Known:
        """Look at a part of the algebra and give which variables it leads to."""
        if part.name in {"SelectQuery", "Project", "Distinct"}:
            return self.at(part.p, known)
        if part.name in {"Filter", "Extend"}:
            after = self.at(part.p, known)
            self._at_filter(part.expr, _bound(after, part.p))
            return after
        if part.name in {"BGP", "Join"}:
            return self._at_join(list(_joined(part)), known)
        if part.name == "LeftJoin":
            after = self.at(part.p1, known)
            inner = self.at(part.p2, _bound(after, part.p1))
            self._at_filter(part.expr, inner)
            return after
        if part.name == "Union":
            left, right = self.at(part.p1, known), self.at(part.p2, known)
            return {node: left[node] | right[node] for node in left.keys() & right.keys()}
        raise NotCovered(f"a query with {part.name}")

    def _at_join(self, parts: list[CompValue], known: Known) -> Known:
        patterns = [triple for part in parts if part.name == "BGP" for triple in part.triples]
        edges = [edge for triple in patterns for edge in self._edges(*triple)]
        after = self._along(edges, dict(known))
        for part in parts:
            if part.name != "BGP":
                after = {**after, **self.at(part, after)}
        return after

    def _along(self, edges: list[Edge], known: dict[Node, States]) -> dict[Node, States]:
        waiting = edges
        while waiting:
            left = [edge for edge in waiting if not self._follow(edge, known)]
            if len(left) == len(waiting):
                raise NotCovered("a query that looks where $this does not lead")
            waiting = left
        return known

    def _follow(self, edge: Edge, known: dict[Node, States]) -> bool:
        begin, predicates, again, end = edge
        inverse = begin not in known
        start, goal = (end, begin) if inverse else (begin, end)
        if start not in known or (inverse and ANY in predicates):
            return False
        reached: States = known[start] if again else frozenset()
        for predicate in predicates:
            reached |= self._reads.follow(known[start], predicate, inverse)
        for predicate in predicates if again else ():
            self._reads.loop(reached, predicate, inverse)
        if isinstance(goal, (Variable, BNode)):
            known[goal] = known.get(goal, frozenset()) | reached
        return True

    def _edges(self, begin: Node, predicate: Node | Path, end: Node) -> Iterator[Edge]:
        """Give a triple pattern as edges."""
        if isinstance(predicate, URIRef):
            yield begin, (term(predicate),), False, end
        elif isinstance(predicate, InvPath):
            yield from self._edges(end, predicate.arg, begin)
        elif isinstance(predicate, SequencePath):
            between = [begin, *(next(self._fresh) for _ in predicate.args[1:]), end]
            for step, part in enumerate(predicate.args):
                yield from self._edges(between[step], part, between[step + 1])
        elif isinstance(predicate, AlternativePath):
            yield begin, _singles(predicate), False, end
        elif isinstance(predicate, MulPath):
            yield begin, _singles(predicate.path), True, end
        elif isinstance(predicate, Variable):
            yield begin, (ANY,), False, end
        else:
            raise NotCovered("a query with a path of an unknown kind")

    def _at_filter(self, expression: object, known: Known) -> None:
        """Look at what the EXISTS of a filter looks at."""
        if isinstance(expression, CompValue):
            if expression.name in EXISTS:
                self.at(expression.graph, known)
                return
            for key, inner in expression.items():
                if key != "_vars":
                    self._at_filter(inner, known)
        elif isinstance(expression, (list, tuple)):
            for each in expression:
                self._at_filter(each, known)


def _bound(known: Known, part: CompValue) -> Known:
    """Give what leads on from the solutions of a part of its own.

    An OPTIONAL or EXISTS depends on what is not there, so what is joined with it from outside
    does not narrow what it looks at.
    """
    certain = _certain(part) | {THIS}
    return {node: states for node, states in known.items() if node in certain}


def _certain(part: CompValue) -> frozenset[Node]:
    """Give the variables that every solution of a part binds."""
    if part.name == "BGP":
        return frozenset(node for triple in part.triples for node in (triple[0], triple[2]))
    if part.name == "Join":
        return _certain(part.p1) | _certain(part.p2)
    if part.name == "Union":
        return _certain(part.p1) & _certain(part.p2)
    return _certain(part.p1 if part.name == "LeftJoin" else part.p)


def _joined(part: CompValue) -> Iterator[CompValue]:
    """Give the parts that are joined on one level."""
    if part.name == "Join":
        yield from _joined(part.p1)
        yield from _joined(part.p2)
    else:
        yield part


def _singles(path: Node | Path) -> tuple[Term, ...]:
    """Give the properties of a path that goes one step forwards, over any of several."""
    if isinstance(path, URIRef):
        return (term(path),)
    if isinstance(path, AlternativePath):
        return tuple(single for part in path.args for single in _singles(part))
    raise NotCovered("a query with a longer path that is repeated or a choice")
