"""The rules that are no axioms give what their words say, asked of an oracle in Python."""

from __future__ import annotations

from closed_world import ORACLES, facts
from hypothesis import given, settings
from inference import AXIOMS, NO_AXIOMS, Triples, by_rules, needed
from rdflib import Graph
from worlds import made_up, together, worlds

from klynge.ontology.rules import rule_files

WORLDS = 20
"""How many worlds are taken together where each rule is to be needed."""


def expected(world: Graph) -> Triples:
    """Give what follows: what the closed world adds, and what the axioms make of all that."""
    added = facts(world)
    return by_rules(together((world, added)), AXIOMS) | frozenset(added)


def test_each_rule_that_is_no_axiom_has_an_oracle() -> None:
    assert {path.stem for path in NO_AXIOMS} == set(ORACLES)


@settings(max_examples=30, derandomize=True, database=None, deadline=None)
@given(worlds())
def test_hypothesis_finds_no_world_where_something_else_follows(world: Graph) -> None:
    assert by_rules(world, rule_files()) == expected(world)


def test_the_same_follows_in_many_worlds_and_each_rule_is_needed() -> None:
    many = together(made_up(range(WORLDS)))

    assert by_rules(many, rule_files()) == expected(many)
    assert needed(NO_AXIOMS, rule_files(), many) == set(NO_AXIOMS)
