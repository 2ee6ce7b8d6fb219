"""The differential check of federated queries, against the same data in one store.

SPARQL gives `SERVICE iri {P}` and `GRAPH name {P}` the same part in a group. So where the graph
holds what the endpoint does, and P names no graph, both give the same bag of solutions.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from klynge.server.federation.call import Call
from klynge.server.federation.evaluator import FederatedEvaluator
from klynge.server.federation.services import Services
from klynge.server.rewriting.evaluation import Evaluator

URL = "http://127.0.0.1:9/sparql"
GRAPH = ox.NamedNode("urn:x:remote")
PREFIX = "PREFIX : <http://example.org/>\n"
VARIABLES = ("?a", "?b", "?c", "?d")
PROPERTIES = (":p", ":q", "?d")
TERMS = (":r0", ":r1", ":r2", "1", "2", '"x"', '"y"@en')
NODES = ("_:b0", "_:b1")
CONDITIONS = (
    "{0} = {1}",
    "{0} != {1}",
    "{1} > 1",
    "isBlank({1})",
    "isIRI({1})",
    "EXISTS {{ {0} :q {1} }}",
    "NOT EXISTS {{ {1} :p {0} }}",
)
"""Over what their own group binds. By the standard an expression sees nothing else, but the engine,
when it joins row by row, lets one in a group inside see the row outside; with other plans it does
not, so that there would be two answers to compare with."""


@dataclass
class Tally:
    """How many queries were compared, how many had solutions, and what differed."""

    compared: int = 0
    with_rows: int = 0
    with_blank_nodes: int = 0
    calls: int = 0
    differing: list[str] = field(default_factory=list)


def check(seeds: range) -> Tally:
    """Compare a random federated query over random data for each seed."""
    tally = Tally()
    for seed in seeds:
        chance = random.Random(seed)
        # Two calls never share a blank node, two looks at a graph do: one SERVICE only with them.
        blank = chance.random() < 0.5
        local, remote = _triples(chance, False), _triples(chance, blank)
        query = PREFIX + _select(chance, 1 if blank else 3)
        if "SERVICE" in query:
            _compare(query, local, remote, tally)
    return tally


def _compare(query: str, local: str, remote: str, tally: Tally) -> None:
    one, other, both = ox.Store(), ox.Store(), ox.Store()
    one.load(local.encode(), format=ox.RdfFormat.TURTLE)
    other.load(remote.encode(), format=ox.RdfFormat.TURTLE)
    both.extend(one)
    both.extend(ox.Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in other)
    evaluator = FederatedEvaluator(
        Evaluator(one, None), Services((URL,)), lambda call: _ask(call, other, tally)
    )
    try:
        expected = both.query(query.replace(f"SERVICE <{URL}>", f"GRAPH {GRAPH}"))
    except SyntaxError:
        return  # A BIND to a variable that is in use, say: nothing to compare.
    found = evaluator.query(query, whole=False)
    bags = _rows(expected), _rows(found)
    tally.compared += 1
    tally.with_rows += bool(bags[0][1])
    tally.with_blank_nodes += any("_:" in cell for row in bags[0][1] for cell in row)
    if bags[0] != bags[1]:
        tally.differing.append(f"{query}\n{local}\n{remote}\n{bags}")


def _ask(call: Call, store: ox.Store, tally: Tally) -> bytes:
    assert call.endpoint == URL
    tally.calls += 1
    solutions = store.query(call.query)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions.serialize(format=ox.QueryResultsFormat.JSON) or b""


def _rows(solutions: Any) -> tuple[list[str], Counter[tuple[str, ...]], int]:
    """Give variables, the bag of rows with blank nodes all alike, and how many of these differ."""
    names = [variable.value for variable in solutions.variables]
    rows = [tuple(str(row[name]) for name in names) for row in solutions]
    nodes = {cell for row in rows for cell in row if cell.startswith("_:")}
    alike = (tuple("_:" if cell in nodes else cell for cell in row) for row in rows)
    return names, Counter(alike), len(nodes)


def _triples(chance: random.Random, blank: bool) -> str:
    subjects = TERMS[:3] + (NODES if blank else ())
    objects = TERMS + (NODES if blank else ())
    lines = (
        f"{chance.choice(subjects)} {chance.choice(PROPERTIES[:2])} {chance.choice(objects)} ."
        for _ in range(chance.randint(3, 12))
    )
    return "@prefix : <http://example.org/> .\n" + "\n".join(lines)


def _select(chance: random.Random, services: int) -> str:
    names = "*" if chance.random() < 0.5 else " ".join(chance.sample(VARIABLES, k=2))
    distinct = "DISTINCT " if chance.random() < 0.2 else ""
    return f"SELECT {distinct}{names} {_Groups(chance, services).group(2)}"


class _Groups:
    """Makes groups with so many SERVICE in them at most."""

    def __init__(self, chance: random.Random, services: int) -> None:
        self._chance = chance
        self._left = services

    def group(self, depth: int, inside: bool = False) -> str:
        parts = [self._part(depth, inside) for _ in range(self._chance.randint(1, 4))]
        if not inside and self._left and depth == 2:
            parts.insert(self._chance.randint(0, len(parts)), self._service(1))
        return f"{{ {' '.join(parts)} }}"

    def _part(self, depth: int, inside: bool) -> str:
        kinds = ["triple", "triple", "filter", "bind", "values"]
        if depth:
            kinds += ["OPTIONAL", "condition", "MINUS", "UNION", "select", "group"]
            kinds += [] if inside or not self._left else ["service"] * 4
        kind = self._chance.choice(kinds)
        inner = depth - 1
        match kind:
            case "triple":
                return self._triple()
            case "filter":
                ends = self._chance.sample(VARIABLES, k=2)
                condition = self._chance.choice(CONDITIONS).format(*ends)
                return f"{ends[0]} :p {ends[1]} . FILTER({condition})"
            case "bind":
                read, name = self._chance.choice(VARIABLES), f"?new{self._chance.randint(0, 99)}"
                return f"{read} :p ?d . BIND(STR({read}) AS {name})"
            case "values":
                name, terms = self._chance.choice(VARIABLES), self._chance.sample(TERMS, k=2)
                return f"VALUES {name} {{ {' '.join(terms)} UNDEF }}"
            case "condition":
                # The condition of an OPTIONAL, which does see the row outside (section 18.2.2.6).
                first, second = self._chance.sample(VARIABLES, k=2)
                part = self._triple() if inside or not self._left else self._service(inner)
                return f"OPTIONAL {{ {part} FILTER({first} != {second}) }}"
            case "OPTIONAL" | "MINUS":
                return f"{kind} {self.group(inner, inside)}"
            case "UNION":
                return f"{self.group(inner, inside)} UNION {self.group(inner, inside)}"
            case "select":
                names = " ".join(self._chance.sample(VARIABLES, k=2))
                return f"{{ SELECT {names} {self.group(inner, inside)} }}"
            case "service":
                return self._service(inner)
        return self.group(inner, inside)

    def _service(self, depth: int) -> str:
        self._left -= 1
        return f"SERVICE <{URL}> {self.group(depth, inside=True)}"

    def _triple(self) -> str:
        ends = (*VARIABLES, *VARIABLES, *TERMS[:3])
        subject, object_ = self._chance.choice(ends), self._chance.choice((*ends, *TERMS[3:]))
        return f"{subject} {self._chance.choice(PROPERTIES)} {object_} ."
