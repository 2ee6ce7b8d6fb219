"""The rows told from the bytes of a result are the rows of the result, whatever the values hold."""

from __future__ import annotations

import io
import random

import pyoxigraph as ox
import pytest

from klynge.server.pool.row_count import RowCount
from klynge.server.pool.worker import SOLUTIONS

HOSTILE = (
    'x},{"y',
    '"},{"s":{"',
    "<result>",
    "a\r\nb",
    'say "\r\n" twice',
    '""',
    "\n",
    '\\"},{\\"',
    "tab\tand\nline",
    "plain",
)


def result(values: tuple[str, ...], media_type: str) -> bytes:
    store = ox.Store()
    subject, predicate = ox.NamedNode("http://s.example/"), ox.NamedNode("http://p.example/")
    for value in values:
        store.add(ox.Quad(subject, predicate, ox.Literal(value)))
    output = io.BytesIO()
    solutions = store.query("SELECT ?s ?o { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)
    solutions.serialize(output=output, format=SOLUTIONS[media_type])
    return output.getvalue()


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_rows_are_counted_past_values_that_look_like_the_end_of_a_row(media_type: str) -> None:
    for size in range(1, len(HOSTILE) + 1):
        body = result(HOSTILE[:size], media_type)

        assert RowCount(media_type).add(body) == size


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_it_does_not_matter_where_the_bytes_are_cut(media_type: str) -> None:
    body = result(HOSTILE, media_type)
    dice = random.Random(7)
    for _ in range(200):
        cuts = sorted(dice.sample(range(1, len(body)), 5))
        count = RowCount(media_type)
        ends = [*cuts, len(body)]

        counted = [count.add(body[a:b]) for a, b in zip([0, *cuts], ends, strict=True)]

        assert counted[-1] == len(HOSTILE)


def test_a_graph_has_no_rows() -> None:
    assert RowCount("text/turtle").add(b"<a> <b> <c> .\n") == 0
