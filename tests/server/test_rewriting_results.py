"""Rows that were sorted by us are written byte for byte as the engine writes them."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest

from klynge.server.rewriting import results

FORMATS = (
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.TSV,
)
XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS = (
    "UNDEF",
    "<http://example.org/é?a=1&b='2'>",
    '"plain"',
    '""',
    '" "',
    '" both ends "',
    '"\\ttab"',
    '"line\\n"',
    '"\\r"',
    '"  two  "',
    '"   "',
    '" \\n \\t "',
    '"a,b"',
    '"say \\"x\\""',
    '"back\\\\slash"',
    '"<&>]]>\'"',
    '"\\u0001\\u0008\\u000C\\u001F\\u007F\\u0085\\u2028\\uFFFE"',
    '"\\U0001F600"',
    '"x"@nb',
    '"x"@EN-gb',
    "1",
    "-1",
    "+1",
    "1.0",
    "1.5e3",
    "-0.5",
    "true",
    "false",
    f'"01"^^<{XSD}boolean>',
    f'"abc"^^<{XSD}integer>',
    f'"1"^^<{XSD}double>',
    f'"INF"^^<{XSD}float>',
    f'"5."^^<{XSD}decimal>',
    f'"2020-01-01"^^<{XSD}date>',
    f'"http://example.org/"^^<{XSD}anyURI>',
    '"y"^^<http://example.org/t>',
    f'"99999999999999999999"^^<{XSD}integer>',
    f'" 1"^^<{XSD}integer>',
    f'"TRUE"^^<{XSD}boolean>',
)


def ours(answer: ox.QuerySolutions, format_: ox.QueryResultsFormat) -> bytes:
    output = io.BytesIO()
    names = [variable.value for variable in answer.variables]
    results.write(names, (tuple(row) for row in answer), format_, output)
    return output.getvalue()


def solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


@pytest.mark.parametrize("format_", FORMATS, ids=str)
@pytest.mark.parametrize("term", TERMS)
def test_each_kind_of_term_is_written_alike(term: str, format_: ox.QueryResultsFormat) -> None:
    query = f"SELECT ?one ?two {{ VALUES (?one ?two) {{ ({term} 1) (UNDEF {term}) }} }}"
    store = ox.Store()

    expected = solutions(store, query).serialize(format=format_)

    assert ours(solutions(store, query), format_) == expected


@pytest.mark.parametrize("format_", FORMATS, ids=str)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a {FILTER(false)}",
        "SELECT ?a {VALUES ?a {UNDEF 1 UNDEF}}",
        "SELECT * {}",
        "SELECT ?s ?o {?s ?p ?o}",
    ],
)
def test_edges_of_a_table_are_written_alike(query: str, format_: ox.QueryResultsFormat) -> None:
    store = ox.Store()
    blank = ox.Quad(ox.BlankNode("b1"), ox.NamedNode("http://example.org/p"), ox.BlankNode("b2"))
    store.add(blank)

    expected = solutions(store, query).serialize(format=format_)

    assert ours(solutions(store, query), format_) == expected


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_a_large_table_is_written_alike_and_in_pieces(format_: ox.QueryResultsFormat) -> None:
    store = ox.Store()
    terms = " ".join(f'({number} "text {number}"@en)' for number in range(2_000))
    query = f"SELECT * {{ VALUES (?n ?t) {{ {terms} }} }}"

    expected = solutions(store, query).serialize(format=format_)

    assert ours(solutions(store, query), format_) == expected
