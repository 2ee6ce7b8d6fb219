"""What an endpoint sent becomes terms, and those inline data: whole, exactly, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klynge.server.federation.solutions import (
    NoSolutions,
    Solutions,
    TooManySolutions,
    as_values,
    nothing_bound,
    read_solutions,
)

A = {"type": "uri", "value": "http://example.org/a"}


def document(*bindings: Any) -> bytes:
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


def read(body: bytes, *variables: str) -> tuple[tuple[Any, ...], ...]:
    return read_solutions(body, variables or ("x",), most=10).rows


def evaluated(solutions: Solutions) -> list[tuple[Any, ...]]:
    text, functions = as_values(solutions)
    found = ox.Store().query(f"SELECT * {{ {text} }}", custom_functions=functions)
    assert isinstance(found, ox.QuerySolutions)
    assert {v.value for v in found.variables} == set(solutions.variables)
    return [tuple(row[name] for name in solutions.variables) for row in found]


def test_each_kind_of_term_is_read() -> None:
    terms = [
        A,
        {"type": "literal", "value": "a"},
        {"type": "literal", "value": "a", "xml:lang": "en"},
        {"type": "literal", "value": "a", "xml:lang": ""},
        {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#int"},
        {"type": "typed-literal", "value": "1", "datatype": "x:t"},
    ]

    rows = read(document(*({"x": term} for term in terms)))

    assert [str(row[0]) for row in rows] == [
        "<http://example.org/a>",
        '"a"',
        '"a"@en',
        '"a"',
        '"1"^^<http://www.w3.org/2001/XMLSchema#int>',
        '"1"^^<x:t>',
    ]


def test_blank_nodes_are_one_within_an_answer_whatever_they_are_called() -> None:
    # Virtuoso names them so, though no N-Triples could.
    node, other = ({"type": "bnode", "value": f"nodeID://b{n}"} for n in (1, 2))

    body = document({"x": node}, {"x": node}, {"x": other})
    rows, again = read(body), read(body)

    assert rows[0] == rows[1] != rows[2]
    assert isinstance(rows[0][0], ox.BlankNode)
    assert rows[0] != again[0]


def test_what_is_not_bound_is_left_open_and_duplicates_stay() -> None:
    body = document({"x": A}, {"x": A}, {"y": A}, {})

    node = ox.NamedNode(A["value"])
    assert read(body, "x", "y") == ((node, None), (node, None), (None, node), (None, None))


def test_an_answer_without_variables_counts_its_solutions() -> None:
    solutions = read_solutions(document({}, {}), (), most=10)

    assert solutions.rows == ((), ())
    assert evaluated(solutions) == [(), ()]
    assert evaluated(nothing_bound(("x", "y"))) == [(None, None)]


@pytest.mark.parametrize(
    "body",
    {
        "nothing": b"",
        "a page": b"<!doctype html><title>Error</title>",
        "XML": b'<?xml version="1.0"?><sparql/>',
        "XML with entities": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        "cut": document({"x": A})[:-4],
        "cut at a row": document({"x": A})[:-3],
        "more after it": document() + b"x",
        "a boolean": b'{"head":{},"boolean":true}',
        "a list": b"[]",
        "a number": b"1",
        "bindings of another kind": b'{"results":{"bindings":{"x":1}}}',
        "a row that is a list": document([A]),
        "a row that is a text": document("x"),
        "a term that is a text": document({"x": "a"}),
        "a term without a value": document({"x": {"type": "uri"}}),
        "a value that is a number": document({"x": {"type": "literal", "value": 1}}),
        "an unknown kind": document({"x": {"type": "formula", "value": "a"}}),
        "a triple": document({"x": {"type": "triple", "value": {"subject": A}}}),
        "a direction": document(
            {"x": {"type": "literal", "value": "a", "xml:lang": "en", "its:dir": "ltr"}}
        ),
        "a variable not asked for": document({"x": A, "z": A}),
        "a relative IRI": document({"x": {"type": "uri", "value": "a"}}),
        "an IRI that ends its own": document({"x": {"type": "uri", "value": "x:a> } #"}}),
        "an IRI with a line end": document({"x": {"type": "uri", "value": "x:a\nb"}}),
        "a language that is none": document(
            {"x": {"type": "literal", "value": "a", "xml:lang": "en } #"}}
        ),
        "a datatype that is none": document(
            {"x": {"type": "literal", "value": "a", "datatype": "x:t> } #"}}
        ),
        "half a character": document({"x": {"type": "literal", "value": "\ud800"}}),
        "another character set": document({"x": A}).decode().encode("utf-16"),
        "wrong bytes": document({"x": A})[:-3] + b"\xff]}}",
        "deep lists": b'{"results":{"bindings":' + b"[" * 1_000_000,
        "deep objects": b'{"a":' * 1_000_000,
        "deep triples": b'{"type":"triple","value":{"subject":' * 200_000,
        "a long number": b'{"results":' + b"1" * 1_000_000 + b"}",
    }.values(),
)
def test_what_is_no_result_is_refused(body: bytes) -> None:
    with pytest.raises(NoSolutions):
        read(body)


def test_more_solutions_than_are_taken_are_refused() -> None:
    assert len(read(document(*[{"x": A}] * 10))) == 10
    with pytest.raises(TooManySolutions):
        read(document(*[{"x": A}] * 11))


def test_blank_nodes_come_out_of_inline_data_as_what_they_are() -> None:
    first, second = ox.BlankNode(), ox.BlankNode()
    # Names that the query makes up must not meet those of the answer.
    variables = ("blank0", "blank_1", "x")
    iri = ox.NamedNode("x:y")
    rows = ((first, iri, second), (iri, iri, None), (first, iri, first), (second, iri, iri))

    assert evaluated(Solutions(variables, rows)) == list(rows)


def test_an_iri_that_looks_like_ours_stays_an_iri() -> None:
    node = ox.BlankNode()
    (ours,) = as_values(Solutions(("x",), ((node,),)))[1]
    rows = ((node,), (ox.NamedNode(f"{ours.value}{node.value}"),))

    found = evaluated(Solutions(("x",), rows))

    # The marks of each call are new, so none of another call means anything.
    assert found == list(rows)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "en", "nb-no"]), st.booleans()), max_size=5))
@example([('\\u0022 } INSERT "', "", False), ("\\", "en", True), ('"""\n\r\t\x00\ufffe', "", True)])
def test_any_text_an_endpoint_sends_comes_out_as_it_was(found: list[tuple[str, str, bool]]) -> None:
    literals = [ox.Literal(text, language=language or None) for text, language, _ in found]
    rows = tuple(
        (literal, ox.BlankNode() if blank else None)
        for literal, (_, _, blank) in zip(literals, found, strict=True)
    )

    assert evaluated(Solutions(("x", "y"), rows)) == list(rows)
