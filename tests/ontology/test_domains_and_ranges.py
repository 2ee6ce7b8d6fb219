"""Domains and ranges stand in the core where something follows from them (SEMIC SC-R2).

The others stand in the definitions, where they help a reasoner to find faults. A page shows them
all alike.
"""

from __future__ import annotations

from typing import Any

import owl_api
import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from klynge.ontology import modules
from klynge.ontology.terms import PREFIXES, expand

EARNED = {
    ("kly:comparedWith", "rdfs:domain", "kly:ComparativeClaim"): (
        ':claim kly:comparedWith "the industry in general"@en .',
        ":claim",
    ),
    ("kly:managingOrganization", "rdfs:range", "kly:ClusterOrganization"): (
        ":management kly:managingOrganization :park .",
        ":park",
    ),
}
"""What the core keeps: axiom to data from which a type follows, and the thing that gets it.

The classes are defined by these properties (see the definitions), and OWL 2 RL has no other way to
say so: what is compared is enough to make a claim a comparison, and to manage a cluster is enough
to be a cluster organisation.
"""

Axiom = tuple[URIRef, URIRef, URIRef]


def axioms(*names: str) -> set[Axiom]:
    """Give the domains and ranges of some modules."""
    graph = modules.read(*names)
    return {
        (URIRef(str(s)), predicate, URIRef(str(o)))
        for predicate in (RDFS.domain, RDFS.range)
        for s, o in graph.subject_objects(predicate)
    }


def expanded(axiom: tuple[str, str, str]) -> Axiom:
    one, predicate, other = (URIRef(expand(curie)) for curie in axiom)
    return one, predicate, other


def has_type(core: Graph, data: str, thing: str, class_: str) -> bool:
    """Ask HermiT whether a type follows: whether it cannot be false."""
    lines = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    denied = f"{thing} a [ a owl:Class ; owl:complementOf {class_} ] ."
    lines += "@prefix : <https://example.org/id/> .\n"
    told = core + Graph().parse(data=lines + data + denied, format="turtle")
    ontology: Any = owl_api.load(owl_api.new_manager(), told)
    return not owl_api.started().HermiT.Reasoner(ontology).isConsistent()


def test_the_core_keeps_the_domains_and_ranges_from_which_something_follows() -> None:
    assert axioms(*modules.CORE) == {expanded(axiom) for axiom in EARNED}


@pytest.mark.parametrize("axiom", EARNED, ids=lambda axiom: axiom[0])
def test_without_it_a_type_of_the_core_is_lost(axiom: tuple[str, str, str]) -> None:
    data, thing = EARNED[axiom]
    core = modules.read(*modules.CORE)
    for header in set(core.subjects(RDF.type, OWL.Ontology)):
        core.remove((header, None, None))

    assert has_type(core, data, thing, axiom[2])
    core.remove(expanded(axiom))
    assert not has_type(core, data, thing, axiom[2])


def test_no_domain_or_range_is_said_in_two_modules() -> None:
    core, definitions = axioms(*modules.CORE), axioms(modules.DEFINITIONS)

    assert len(definitions) > 100
    assert core & definitions == set()
    assert axioms(modules.ALIGNMENT) == axioms(*modules.CODE_LISTS) == set()


@pytest.mark.parametrize("predicate", [RDFS.domain, RDFS.range], ids=["domains", "ranges"])
def test_on_the_shipped_catalogue_the_definitions_give_no_type_that_is_not_there(
    catalogue_store: Store, predicate: URIRef
) -> None:
    end = "?one" if predicate == RDFS.domain else "?other"
    rows = " ".join(
        f"({s.n3()} {o.n3()})" for s, p, o in axioms(modules.DEFINITIONS) if p == predicate
    )
    given = f"""SELECT DISTINCT ?property {end} ?class WHERE {{
        VALUES (?property ?class) {{ {rows} }} ?one ?property ?other """

    used = selected(catalogue_store, given + "}")
    not_there = selected(catalogue_store, given + f"FILTER NOT EXISTS {{ {end} a ?class }} }}")

    assert len({row[0] for row in used}) > 20
    assert not_there == []


def selected(store: Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return [tuple(str(value) for value in row) for row in found]
