"""In made-up worlds the rules give what owlrl and HermiT give, neither less nor more.

What is compared, and what is not, is said in `inference.py`. The facts that only a closed world
gives are stated first (`closed_world.py`). In one respect HermiT gives more, and the last test
shows it: from what must exist but is not stated. The quick tests take a few worlds in which every
rule is needed; the slow ones take them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache

import pytest
from closed_world import facts
from hypothesis import given, settings
from inference import AXIOMS, by_owlrl, by_rules, needed, types, types_by_hermit
from rdflib import Graph
from rdflib.namespace import RDF
from worlds import axioms, made_up, together, worlds

from klynge.ontology import modules

WORLDS = 100
"""How many worlds the slow tests compare."""

SEARCHED = 400
"""How many worlds are looked through for one in which a rule is needed."""

AT_ONCE = {"owlrl": 5, "hermit": 20}
"""The worlds that a reasoner is given at once; owlrl's time grows faster than their number."""


@pytest.fixture(scope="module", autouse=True)
def quick_java() -> Iterator[None]:
    """Let Java compile little and collect garbage simply: each run here is short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


def closed(world: Graph) -> Graph:
    """Give a world with what the closed world adds to it."""
    return together((world, facts(world)))


@cache
def telling() -> Graph:
    """Give a few worlds, closed, in which every rule is needed, as far as there are such worlds."""
    chosen: list[Graph] = []
    unseen = set(AXIOMS)
    for first in range(0, SEARCHED, 10):
        ten = [closed(world) for world in made_up(range(first, first + 10))]
        seen = needed(unseen, AXIOMS, together(ten))
        unseen -= seen
        for world in sorted(ten, key=len):
            shown = needed(seen, AXIOMS, world)
            seen -= shown
            chosen += [world] if shown else []
        if not unseen:
            break
    for world in sorted(chosen, key=len, reverse=True):
        rest = [other for other in chosen if other is not world]
        if needed(AXIOMS, AXIOMS, together(rest)) == set(AXIOMS):
            chosen = rest
    return together(chosen)


def all_worlds(reasoner: str) -> Iterator[Graph]:
    """Give all worlds, as many in one graph as a reasoner is to have."""
    step = AT_ONCE[reasoner]
    for first in range(0, WORLDS, step):
        yield together(made_up(range(first, first + step)))


def same(found: Set[object], expected: Set[object]) -> bool:
    """Say whether both hold the same; where not, the IRIs name the worlds that show it."""
    too_much, missing = sorted(map(str, found - expected)), sorted(map(str, expected - found))
    assert (too_much, missing) == ([], [])
    return bool(expected)


# owlrl


def test_the_rules_give_what_owlrl_gives_and_each_rule_is_needed() -> None:
    world = telling()

    expected = by_owlrl(world)

    assert same(by_rules(world, AXIOMS), expected)
    assert needed(AXIOMS, AXIOMS, world) == set(AXIOMS)


@pytest.mark.slow
def test_the_rules_give_what_owlrl_gives_in_all_worlds() -> None:
    for world in map(closed, all_worlds("owlrl")):
        assert same(by_rules(world, AXIOMS), by_owlrl(world))


@pytest.mark.slow
@settings(max_examples=10, derandomize=True, database=None, deadline=None)
@given(worlds())
def test_hypothesis_finds_no_world_where_owlrl_gives_something_else(drawn: Graph) -> None:
    world = closed(drawn)

    assert by_rules(world, AXIOMS) == by_owlrl(world)


# HermiT


def for_hermit(world: Graph) -> Graph:
    """Give a world with the relations that the closed world adds; types HermiT finds itself."""
    relations = facts(world)
    relations.remove((None, RDF.type, None))
    return together((world, relations))


def types_by_rules(world: Graph) -> frozenset[tuple[object, object]]:
    return types(by_rules(closed(world), AXIOMS)) | types(closed(world))


def test_things_are_of_the_classes_that_hermit_finds() -> None:
    world, ontology = telling(), axioms() + modules.read(modules.DEFINITIONS)

    found = types_by_hermit(for_hermit(world), ontology)

    assert same(types_by_rules(world), found)


@pytest.mark.slow
def test_things_are_of_the_classes_that_hermit_finds_in_all_worlds() -> None:
    ontology = axioms() + modules.read(modules.DEFINITIONS)
    for world in all_worlds("hermit"):
        found = types_by_hermit(for_hermit(world), ontology)

        assert same(types_by_rules(world), found)


UNSTATED = """
@prefix : <https://w3id.org/klynge/id/> .
@prefix kly: <https://w3id.org/klynge/ont#> .
:cluster a kly:Cluster ; kly:hasCurrentMembership :membership .
:membership a kly:ClusterMembership ; kly:inCluster :cluster ; kly:activeInStage :stage .
:stage a kly:ValueChainStage ; kly:stageKind <https://w3id.org/klynge/voc/stage-kind/core> .
:activity a kly:ValueChainActivity ; kly:activityOf :stage ;
    kly:economicActivity <http://data.europa.eu/ux2/nace2/0311> .
"""
"""A stage of a chain that nobody names: the gate keeps such a stage out of a release."""


@pytest.mark.slow
def test_only_hermit_follows_what_must_exist_without_being_stated() -> None:
    world = Graph().parse(data=UNSTATED, format="turtle")
    ontology = axioms() + modules.read(modules.DEFINITIONS)

    more = types_by_hermit(for_hermit(world), ontology) - types_by_rules(world)

    assert [str(class_).rpartition("#")[2] for _, class_ in more] == ["SeafoodValueChainCluster"]
