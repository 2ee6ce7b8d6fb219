"""HermiT reads the whole shipped catalogue: no contradiction, and the types that the rules gave."""

from __future__ import annotations

import pytest
from inference import named_graph, types, types_by_hermit
from pyoxigraph import Store
from rdflib import Graph, URIRef
from worlds import together

from klynge.ontology import modules
from klynge.ontology.terms import PREFIXES, expand

pytestmark = pytest.mark.slow

GRAPHS = "https://w3id.org/klynge/graph/"

CLOSED = ("collaboratesWith", "hasCurrentMembership", "involvesCluster", "participatesIn")
"""The relations that rules give from a closed world: HermiT is told them."""


@pytest.fixture(scope="module")
def stated(catalogue_store: Store) -> Graph:
    return named_graph(catalogue_store, f"{GRAPHS}norwegian-innovation-clusters")


@pytest.fixture(scope="module")
def inferred(catalogue_store: Store) -> Graph:
    return named_graph(catalogue_store, f"{GRAPHS}inferred")


def told(stated: Graph, inferred: Graph) -> Graph:
    """Give what HermiT is told: the catalogue with the relations that need a closed world."""
    relations = {URIRef(expand(f"kly:{name}")) for name in CLOSED}
    told = together((stated,))
    for triple in inferred:
        if triple[1] in relations:
            told.add(triple)
    return told


def ours(found: frozenset[tuple[object, object]]) -> frozenset[tuple[object, object]]:
    return frozenset(pair for pair in found if str(pair[1]).startswith(PREFIXES["kly"]))


def test_with_the_alignment_hermit_finds_the_types_that_the_rules_gave(
    stated: Graph, inferred: Graph
) -> None:
    ontology = modules.read(*modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS)

    found = types_by_hermit(told(stated, inferred), ontology)

    assert found ^ types(together((stated, inferred))) == frozenset()
    assert len(found) > len(types(stated))


def test_without_the_alignment_hermit_finds_the_same_types_of_klynge(
    stated: Graph, inferred: Graph
) -> None:
    ontology = modules.read(*modules.CORE, modules.DEFINITIONS)

    found = types_by_hermit(told(stated, inferred), ontology)

    assert ours(found) ^ ours(types(together((stated, inferred)))) == frozenset()
