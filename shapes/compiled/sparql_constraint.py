"""SPARQL-based constraints (W3C SHACL, section 5): a query per focus node over what it reads.

The triples that the query looks at, and no others, go into a store of their own, so that memory
does not grow with the data. Oxigraph answers where it means the same as rdflib, which the
reference asks; rdflib answers where values are such that the two differ (dates that are none,
numbers that Oxigraph would rewrite, comparisons of one type with another).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import QuerySolutions, RdfFormat, Store, Variable
from rdflib import SH, XSD, Graph
from rdflib.term import Identifier, Node

from ..paths import sparql_path
from ..results import Result
from .constraint import NEVER, Counts, Shaped
from .data_graph import DataGraph
from .ox_terms import OxTerm, ox_term
from .parameters import is_true, the_text
from .reads import FOCUS, Reads, States, Step
from .sparql_query import THIS, SelectQuery, constants, select_query
from .sparql_reads import look
from .surroundings import Triples, surroundings
from .terms import Term, canonical, datatype, is_iri, is_literal, language, node, string, term

_NUMBERS = {
    str(XSD.integer): re.compile(r"-?\d{1,17}"),
    str(XSD.decimal): re.compile(r"-?\d{1,9}\.\d{0,7}[1-9]"),
}
"""Numbers that Oxigraph gives back as they were written."""

_ALIKE = frozenset(("", str(XSD.date), str(XSD.boolean)))
"""Other datatypes that Oxigraph and rdflib treat alike; the empty one is that of plain text."""

Row = dict[str, Term]
"""The variables that a row binds, by name."""


@dataclass(frozen=True, slots=True, eq=False)
class SparqlConstraint:
    """One `sh:sparql` of a shape; `node` is the constraint in the shapes graph.

    `steps` lead to what the query looks at, `kinds` are those of its own literals.
    """

    node: Node
    query: SelectQuery
    steps: Mapping[int, Sequence[Step]]
    kinds: frozenset[str]
    of_property: bool

    @property
    def enough(self) -> Counts:
        """Give the counts of values that need no closer look."""
        return NEVER

    def allows(self, value: Term, data: DataGraph) -> bool:
        """Leave values by themselves alone."""
        return True

    def results(
        self, shape: Shaped, focus: Term, values: Sequence[Term], data: DataGraph
    ) -> Iterator[Result]:
        """Give a result for each row that the query gives."""
        triples = surroundings(focus, self.steps, FOCUS, data)
        ask = _oxigraph if self._alike(focus, triples) else _rdflib
        for row in ask(self.query, focus, triples):
            if not row.keys() & {"this", "path", "value"}:
                continue
            value = row.get("value", None if self.of_property else focus)
            found = shape.result("SPARQLConstraintComponent", row.get("this", focus), value, values)
            path = row.get("path", "")
            told = string(path) if path and is_iri(path) else found.path
            yield replace(found, constraint=self.node, path=told)

    def reads(self, reads: Reads, focus: States, values: States) -> None:
        """Look at what the query looks at."""
        look(self.query.read.algebra, reads, focus)

    def _alike(self, focus: Term, triples: Triples) -> bool:
        """Tell whether Oxigraph and rdflib give the same for these triples."""
        if not self.query.agreed:
            return False
        values = (focus, *(value for _, _, value in triples))
        kinds = self.kinds | {_kind(value) for value in values if is_literal(value)}
        return "" not in kinds and not (self.query.orders and len(kinds) > 1)


def sparql_constraints(shape: Node, shapes: Graph) -> Iterator[SparqlConstraint]:
    """Make the constraints of `sh:sparql`; raises `NotCovered`."""
    path = shapes.value(shape, SH.path)
    way = "" if path is None else sparql_path(path, shapes)
    for constraint in shapes.objects(shape, SH.sparql):
        for message in shapes.objects(constraint, SH.message):
            the_text(message, SH.message)
        if is_true(constraint, SH.deactivated, shapes):
            continue
        query, alone = select_query(constraint, way, shapes), Reads()
        look(query.read.algebra, alone, FOCUS)
        yield SparqlConstraint(
            node=constraint,
            query=query,
            steps=alone.by_begin(),
            kinds=frozenset(_kind(term(value)) for value in constants(query)),
            of_property=path is not None,
        )


def _oxigraph(query: SelectQuery, focus: Term, triples: Triples) -> Iterator[Row]:
    store = Store()
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
    store.load(lines.encode(), format=RdfFormat.N_TRIPLES)
    this: dict[Variable, OxTerm] = {Variable(str(THIS)): ox_term(focus)}
    solutions = store.query(query.text, substitutions=this)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        found = ((name, solution[name]) for name in names)
        yield {name: canonical(str(value)) for name, value in found if value is not None}


def _rdflib(query: SelectQuery, focus: Term, triples: Triples) -> Iterator[Row]:
    graph, this = Graph(bind_namespaces="none"), node(focus)
    graph.addN((node(s), node(p), node(o), graph) for s, p, o in triples)
    assert isinstance(this, Identifier)
    for solution in graph.query(query.read, initBindings={str(THIS): this}).bindings:
        yield {str(variable): term(value) for variable, value in solution.items()}


def _kind(literal: Term) -> str:
    """Give a kind of literals that Oxigraph and rdflib treat alike; empty where they may not."""
    own = datatype(literal)
    if language(literal):
        return "language"
    if own in _NUMBERS:
        return "number" if _NUMBERS[own].fullmatch(string(literal)) else ""
    return (own or "text") if own in _ALIKE else ""
