"""The service patterns of a query, and what each asks its endpoint (SPARQL 1.1 Federated Query).

Section 3.2 defines the value of `SERVICE iri {P}` as the solutions of `SELECT * WHERE {P}` at the
endpoint, and section 3.1 joins it to its group as any other part of one. So the solutions may
stand in its place as inline data, which is joined in the same way (SPARQL 1.1 Query, 18.2.2.6),
and the engine never sees the word. Refused is what this does not hold for:

- a variable for the endpoint, whose meaning the standard leaves open (section 4, informative);
- SERVICE inside EXISTS, where the solutions in hand are put into the pattern (18.6, substitute),
  hence also into what the endpoint would be asked;
- SERVICE inside GRAPH, since the engine does not join inline data with the variable of GRAPH;
- SERVICE inside SERVICE: one endpoint would ask another on our behalf;
- a query in which the word may stand where the grammar does not see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ..pool.outlet import Refused
from ..pool.wire import Failure
from ..problems import Problem
from ..protocol.screen import names_a_service
from ..protocol.tokens import Form, tokens
from ..rewriting.patterns import iri, prefixes_of
from ..rewriting.syntax import Edit, Node, Reader, edited
from ..service_problems import (
    ServiceInside,
    ServiceNotListed,
    ServiceUnread,
    ServiceVariable,
    TooManyServices,
    facts_of,
)
from .call import Call
from .services import Services

_SERVICE = "service_graph_pattern"
_PLACES = {
    "exists_func": "EXISTS",
    "not_exists_func": "NOT EXISTS",
    "graph_graph_pattern": "GRAPH",
    _SERVICE: "SERVICE",
}
"""Where SERVICE is refused: the kinds of node in the grammar, and the words a reader knows."""


@dataclass(frozen=True, slots=True)
class ServicePattern:
    """A service pattern: its call, its variables in scope, its place in bytes of the query.

    `line_ends` are as many as it has: in its place they keep the lines of a message right.
    """

    call: Call
    silent: bool
    variables: tuple[str, ...]
    start: int
    end: int
    line_ends: str


def refused(kind: type[Problem], **facts: object) -> Refused:
    """Give the exception that refuses a query with a problem of this kind."""
    return Refused(Failure(kind.code, facts_of(**facts)))


def service_patterns(
    query: str, base: str, services: Services, reader: Reader
) -> tuple[ServicePattern, ...]:
    """Give the service patterns of a query in their order, at least one.

    `base` is what relative IRIs are resolved against. Raises Refused, and SyntaxError for a
    pattern that the engine does not read.
    """
    tree = reader.read(query)
    found = tuple(tree.within(_SERVICE)) if tree else ()
    if tree is None:
        raise refused(ServiceUnread, place=_place(query, reader.uncovered(query)))
    if not found or not _is_certain(query, found):
        raise refused(ServiceUnread, place=_place(query, query.upper().find("SERVICE")))
    if len(found) > services.calls:
        raise refused(TooManyServices, found=len(found), most=services.calls)
    for node in found:
        _check_place(tree, node)
    prefixes, prologue = prefixes_of(tree), tree.first("prologue")
    head = f"BASE <{base}>\n" if base else ""
    head += f"{prologue.text}\n" if prologue else ""
    return tuple(_pattern(node, head, prefixes, services) for node in found)


def replaced(query: str, patterns: tuple[ServicePattern, ...], texts: list[str]) -> str:
    """Give the query with a text in place of each service pattern."""
    pairs = zip(patterns, texts, strict=True)
    return edited(query, [Edit(one.start, one.end, f" {text} ") for one, text in pairs])


def _pattern(
    node: Node, head: str, prefixes: Mapping[str, str], services: Services
) -> ServicePattern:
    name, group = node.children
    endpoint = _endpoint(name, prefixes, services)
    query = f"{head}SELECT * WHERE {group.text}"
    solutions = ox.Store().query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    variables = tuple(variable.value for variable in solutions.variables)
    silent, line_ends = "SILENT" in node.words, "\n" * node.text.count("\n")
    call = Call(endpoint, query)
    return ServicePattern(call, silent, variables, node.start, node.end, line_ends)


def _endpoint(name: Node, prefixes: Mapping[str, str], services: Services) -> str:
    """Give the endpoint that a pattern names, which must stand on the list letter by letter."""
    if name.kind == "var":
        raise refused(ServiceVariable, variable=name.text)
    endpoint = iri(name, prefixes)
    if endpoint not in services.endpoints:
        told = endpoint or name.text
        raise refused(ServiceNotListed, endpoint=told, listed=services.listed)
    return endpoint


def _check_place(tree: Node, node: Node) -> None:
    for outer in tree.within(*_PLACES):
        if outer.start <= node.start and node.end <= outer.end and outer.start != node.start:
            raise refused(ServiceInside, place=_PLACES[outer.kind])


def _place(query: str, position: int) -> str:
    """Give a place in a query as the engine's messages have it: line and column from 1."""
    before = query[: max(position, 0)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def _is_certain(query: str, found: tuple[Node, ...]) -> bool:
    """Tell whether every reading of a query finds the word just where the grammar does."""
    source = query.encode()
    places = {len(source[: node.start].decode()) for node in found}
    words = (
        {
            token.start
            for token in tokens(query, compare)
            if token.form is Form.WORD and "SERVICE" in token.text.upper()
        }
        for compare in (False, True)
    )
    without = edited(query, [Edit(node.start, node.end, " {} ") for node in _outermost(found)])
    return all(places == seen for seen in words) and not names_a_service(without)


def _outermost(found: tuple[Node, ...]) -> list[Node]:
    return [node for node in found if not any(_holds(other, node) for other in found)]


def _holds(outer: Node, inner: Node) -> bool:
    return outer is not inner and outer.start <= inner.start and inner.end <= outer.end
