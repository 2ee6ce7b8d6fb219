"""What a worker remembers of queries changes how fast they are rewritten, and never how."""

from __future__ import annotations

import random

import pytest
from random_queries import query
from rewriting_check import RULES

from klynge.server.rewriting.memory import Memory
from klynge.server.rewriting.rewriter import Rewriter
from klynge.server.rewriting.statistics import Partition, Statistics

EX = "http://example.org/"
PREFIX = f"PREFIX : <{EX}>\n"
MANY = Partition(100_000, 100_000, 100_000)
COUNTED = Statistics(1_000_000, {f"{EX}{name}": MANY for name in "pqr"}, {f"{EX}C": 40})
LOOKUP = PREFIX + 'SELECT * { ?o :p "800000700" OPTIONAL { ?o :q ?n } }'
SORTED = PREFIX + "SELECT ?o { ?o :p ?n . ?n :q ?m } ORDER BY ?n"


@pytest.mark.parametrize("rule", RULES)
def test_a_rewriter_that_remembers_says_what_a_new_one_says(rule: str) -> None:
    texts = [query(random.Random(f"{rule} {seed}"), rule).text for seed in range(600)]
    remembering = Rewriter(COUNTED)

    found = [remembering.rewrite(text) for text in texts]

    assert found == [Rewriter(COUNTED).rewrite(text) for text in texts]
    assert any(one.rules or one.order for one in found)


def recalled(first: str, second: str) -> bool:
    """Tell whether a query is known by the shape of another one."""
    rewriter = Rewriter(COUNTED)
    rewriter.rewrite(first)
    return rewriter._memory.recall(second, True) is not None


def test_a_lookup_of_another_string_is_known_by_its_shape() -> None:
    assert recalled(LOOKUP, LOOKUP.replace("800000700", "another"))
    assert not recalled(LOOKUP, LOOKUP.replace(":q", ":r"))


def test_a_lookup_of_another_iri_is_known_unless_the_iri_is_counted() -> None:
    one, other = (LOOKUP.replace('"800000700"', f"<{EX}{name}>") for name in ("x1", "x2"))

    assert recalled(one, other)
    assert not recalled(one, LOOKUP.replace('"800000700"', f"<{EX}C>"))
    assert not recalled(one, other.replace(f"PREFIX : <{EX}>", "PREFIX : <http://elsewhere/>"))


@pytest.mark.parametrize("held_back", ["RAND", "SERVICE", "\\u0041", "\\q", "x" * 20_000])
def test_what_keeps_one_query_from_being_rewritten_keeps_no_other(held_back: str) -> None:
    query = PREFIX + 'SELECT * { ?a :p ?b . ?b :q ?c . ?c :r ?d FILTER(?d != "kept") }'
    rewriter = Rewriter(COUNTED)
    before = rewriter.rewrite(query.replace("kept", held_back))

    assert not before.rules
    assert rewriter.rewrite(query).rules == ("joins",)


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klynge.server.rewriting.memory.REMEMBERED", 3)
    rewriter = Rewriter(COUNTED)
    for number in range(9):
        rewriter.rewrite(SORTED.replace("?m", f"?m{number}"))
        rewriter.rewrite(LOOKUP.replace("?n", f"?n{number}"))

    memory: Memory = rewriter._memory
    assert len(memory._queries) == len(memory._plain) == 3
