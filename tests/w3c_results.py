"""Results of SPARQL queries, expected and got, and whether they are the same.

Literals of one datatype are the same when their values are: SPARQL says of no function how the
number it gives is written, and the engine writes all values in their canonical form. Blank
nodes are the same when one can stand for the other throughout.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox
from rdflib import RDF, XSD, Graph, Literal, Namespace
from rdflib.term import Node

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
Row = Mapping[str, str]
"""The terms of a solution as N-Triples has them, by variable; those of blank nodes begin `_:`."""

RESULTS = {
    "srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    "srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    "tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}
VALUES: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": lambda text: Decimal(text).normalize(),
    "double": float,
    "float": float,
    "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
    "date": lambda text: text.replace("+00:00", "Z"),
}
"""What gives the value of a literal, by the name of its datatype."""
GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES}


@dataclass(frozen=True)
class Table:
    """Solutions; `ordered` tells whether their order counts."""

    variables: frozenset[str]
    rows: tuple[Row, ...]
    ordered: bool = False


_NUMBER = re.compile(r"\A[+-]?[0-9.]+([eE][0-9]+)?\Z")

Result = bool | Table | list[ox.Quad]


def read_results(body: bytes, format_: ox.QueryResultsFormat) -> Result:
    """Read a result in one of the W3C's formats."""
    found = ox.parse_query_results(body, format=format_)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = []
    for solution in found:
        terms = zip(names, solution, strict=True)
        rows.append({name: written(term) for name, term in terms if term is not None})
    return Table(frozenset(names), tuple(rows))


def read_csv(body: bytes) -> Table:
    """Read a result in CSV, where terms have lost their kinds; numbers are read as such."""
    head, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    cells = [[_NUMBER.sub(lambda n: str(float(n[0])), cell) for cell in row] for row in rows]
    return Table(frozenset(head), tuple(dict(zip(head, row, strict=True)) for row in cells))


def read_graph(body: bytes, format_: ox.RdfFormat, base: str) -> Result:
    """Read a graph, or the result that a graph describes with the vocabulary of result sets."""
    name = "turtle" if format_ is ox.RdfFormat.TURTLE else "xml"
    if str(RS).encode() not in body:
        return list(ox.parse(body, format=format_, base_iri=base))
    graph = Graph().parse(data=body, format=name, publicID=base)
    found = graph.value(None, RDF.type, RS.ResultSet)
    truth = graph.value(found, RS.boolean)
    if truth is not None:
        return str(truth) == "true"
    solutions = sorted(graph.objects(found, RS.solution), key=lambda one: _index(graph, one))
    return Table(
        frozenset(map(str, graph.objects(found, RS.resultVariable))),
        tuple(_row(graph, solution) for solution in solutions),
        ordered=(None, RS["index"], None) in graph,
    )


def _index(graph: Graph, solution: Node) -> int:
    return int(str(graph.value(solution, RS["index"]) or 0))


def _row(graph: Graph, solution: Node) -> Row:
    pairs = {
        str(graph.value(binding, RS.variable)): graph.value(binding, RS.value)
        for binding in graph.objects(solution, RS.binding)
    }
    return {name: _from_rdflib(value) for name, value in pairs.items() if value is not None}


def _from_rdflib(term: Node) -> str:
    if isinstance(term, Literal):
        if term.language:
            return written(ox.Literal(str(term), language=term.language))
        type_ = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return written(ox.Literal(str(term), datatype=type_))
    return term.n3()


def written(term: object) -> str:
    """Give a term as text, a value in one way of the many that it may be written."""
    if not isinstance(term, ox.Literal):
        return str(term)
    type_ = term.datatype.value.removeprefix(str(XSD))
    try:
        value = VALUES[type_](term.value) if type_ in VALUES else None
    except (ValueError, ArithmeticError):
        value = None  # Such a literal has no value, only its text.
    return str(term) if value is None else f"{value} {type_}"


def _quad(quad: ox.Quad) -> ox.Quad:
    term = quad.object
    if isinstance(term, ox.Literal) and written(term) != str(term):
        term = ox.Literal(written(term), datatype=term.datatype)
    return ox.Quad(quad.subject, quad.predicate, term)


def same(expected: Result, got: Result, lax: bool = False) -> bool:
    """Tell whether two results are the same."""
    if isinstance(expected, Table) and isinstance(got, Table):
        if expected.variables != got.variables and expected.rows:
            return False
        if lax:
            most, found = Counter(map(_key, expected.rows)), Counter(map(_key, got.rows))
            return found.keys() == most.keys() and found <= most
        if len(expected.rows) != len(got.rows):
            return False
        return _matches(expected.rows, got.rows, {}, expected.ordered)
    if isinstance(expected, list) and isinstance(got, list):
        return _canonical(expected) == _canonical(got)
    return type(expected) is type(got) and expected == got


def _key(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset(row.items())


def _canonical(quads: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(map(_quad, quads))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))


def _matches(
    expected: Sequence[Row], got: Sequence[Row], blank: dict[str, str], ordered: bool
) -> bool:
    """Tell whether rows can be paired so that each blank node stands for one other."""
    if not expected:
        return True
    for n, row in enumerate(got[:1] if ordered else got):
        known = _paired(expected[0], row, blank)
        if known is not None:
            if _matches(expected[1:], [*got[:n], *got[n + 1 :]], known, ordered):
                return True
            if known == blank:
                return False  # A row without new blank nodes may go to any that equals it.
    return False


def _paired(one: Row, other: Row, blank: dict[str, str]) -> dict[str, str] | None:
    if one.keys() != other.keys():
        return None
    known = dict(blank)
    for name, term in one.items():
        if term.startswith("_:") and other[name].startswith("_:"):
            if known.setdefault(term, other[name]) != other[name]:
                return None
        elif term != other[name]:
            return None
    return known if len(set(known.values())) == len(known) else None
