"""The comparison that the W3C tests rest on: it must tell results apart as well as equal them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from w3c_results import Row, Table, read_csv, read_graph, read_results, same

ONE = '"1"'
TURTLE = ox.RdfFormat.TURTLE


def table(*rows: Row, ordered: bool = False) -> Table:
    return Table(frozenset({"a", "b"}), rows, ordered)


@pytest.mark.parametrize(
    ("expected", "got", "equal"),
    [
        (table({"a": "_:x", "b": "_:y"}), table({"a": "_:p", "b": "_:q"}), True),
        (table({"a": "_:x", "b": "_:y"}), table({"a": "_:p", "b": "_:p"}), False),
        (table({"a": "_:x", "b": "_:x"}), table({"a": "_:p", "b": "_:q"}), False),
        (table({"a": "_:x"}, {"a": "_:y"}), table({"a": "_:p"}, {"a": "_:p"}), False),
        (table({"a": "_:x"}), table({"a": "<x:x>"}), False),
        (table({"a": ONE}, {"a": ONE}), table({"a": ONE}), False),
        (table({"a": ONE}), table({"a": ONE, "b": ONE}), False),
        (table({"a": ONE}, {"b": ONE}), table({"b": ONE}, {"a": ONE}), True),
        (table({"a": ONE}, {"b": ONE}, ordered=True), table({"b": ONE}, {"a": ONE}), False),
        (
            # The pairing that comes first must not stand in the way of the one that fits.
            table({"a": "_:x"}, {"a": "_:x", "b": ONE}, {"a": "_:y"}),
            table({"a": "_:p"}, {"a": "_:q"}, {"a": "_:q", "b": ONE}),
            True,
        ),
        (True, True, True),
        (True, False, False),
        (True, table({}), False),
    ],
)
def test_results_are_the_same_when_they_are(
    expected: Table | bool, got: Table | bool, equal: bool
) -> None:
    assert same(expected, got) is equal


def test_reduced_results_may_lack_repetitions_and_nothing_else() -> None:
    twice = table({"a": ONE}, {"a": ONE}, {"b": ONE})

    assert same(twice, table({"a": ONE}, {"b": ONE}), lax=True)
    assert not same(twice, table({"a": ONE}), lax=True)
    assert not same(twice, table({"a": ONE}, {"b": ONE}, {"b": ONE}), lax=True)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [("1.0", "1.00", True), ("1.0", "1", False), ("01", "1", True), ("1e0", "1.0e0", True)],
)
def test_numbers_are_the_same_by_type_and_value(one: str, other: str, equal: bool) -> None:
    first, second = (
        read_results(f"?x\n{text}\n".encode(), ox.QueryResultsFormat.TSV) for text in (one, other)
    )

    assert same(first, second) is equal


def test_numbers_in_csv_are_the_same_by_value() -> None:
    assert same(read_csv(b"x\r\n1.0e6\r\n"), read_csv(b"x\r\n1000000\r\n"))
    assert not same(read_csv(b"x\r\n1.0e6\r\n"), read_csv(b"x\r\n1000001\r\n"))


def test_graphs_are_the_same_up_to_the_names_of_blank_nodes() -> None:
    first, second, third = (
        read_graph(text, TURTLE, "http://b.example/")
        for text in (b"_:a <p:> _:b .", b"_:x <p:> _:y .", b"_:x <p:> _:x .")
    )

    assert same(first, second)
    assert not same(first, third)


def test_a_result_written_as_a_graph_keeps_its_order() -> None:
    rows = "rs:solution [ rs:index {} ; rs:binding [ rs:variable 'a' ; rs:value <x:{}> ] ]"
    text = (
        "@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .\n"
        f"[] a rs:ResultSet ; rs:resultVariable 'a' ; {rows.format(2, 'b')} ; "
        f"{rows.format(1, 'a')} ."
    )

    found = read_graph(text.encode(), TURTLE, "http://b.example/")

    assert found == Table(frozenset({"a"}), ({"a": "<x:a>"}, {"a": "<x:b>"}), ordered=True)
