"""The rules give what the axioms give (owlrl is asked), what the closed world adds, no more."""

from __future__ import annotations

import datetime
import re
import warnings
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from klynge.ontology import modules
from klynge.ontology.rules import infer, rule_files
from klynge.ontology.terms import PREFIXES, expand

DATA = Path(__file__).parents[1] / "data" / "ontology"
ID = "https://w3id.org/klynge/id/"
STATED = "https://w3id.org/klynge/graph/tables"
INFERRED = "https://w3id.org/klynge/graph/inferred"
DAY = datetime.date(2020, 6, 1)

Statement = tuple[str, str, str]


def store_of(*names: str) -> Store:
    store = Store()
    for name in names:
        graph = NamedNode(STATED)
        store.load(path=str(DATA / name), format=RdfFormat.TURTLE, to_graph=graph)
    return store


def inferred(store: Store, day: datetime.date = DAY) -> set[Statement]:
    """Apply the rules and give what they wrote, with short names."""
    infer(store, INFERRED, day)
    quads = store.quads_for_pattern(None, None, None, NamedNode(INFERRED))
    return {(short(q.subject.value), short(q.predicate.value), short(q.object.value)) for q in quads}


def short(iri: str) -> str:
    for prefix, namespace in {"": ID, **PREFIXES}.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def axioms() -> Graph:
    """Give the core and the alignment without the words, which cost owlrl much time."""
    graph = modules.read(*modules.CORE, modules.ALIGNMENT)
    for predicate in (RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.scopeNote):
        graph.remove((None, predicate, None))
    return graph


def by_owlrl(*names: str) -> set[Statement]:
    """Give what owlrl derives about the data from the axioms."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import owlrl  # warns at import

        graph = axioms()
        for name in names:
            graph.parse(DATA / name, format="turtle")
        stated = set(graph)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {
        (short(str(s)), short(str(p)), short(str(o)))
        for s, p, o in set(graph) - stated
        if str(s).startswith(ID) and isinstance(o, URIRef) and of_interest(p, o)
    }


def of_interest(predicate: object, value: URIRef) -> bool:
    """Leave out owl:Thing, owl:sameAs and the nameless classes of restrictions."""
    ours = ("kly:", "org:", "foaf:", "prov:")
    return short(str(value if predicate == RDF.type else predicate)).startswith(ours)


def test_the_rules_give_the_same_triples_as_owlrl() -> None:
    given = store_of("two-clusters.ttl", "two-clusters-closed-world.ttl")

    found = {triple for triple in inferred(given) if triple[0].startswith(":")}

    assert found == by_owlrl("two-clusters.ttl", "two-clusters-closed-world.ttl")
    assert len(found) > 150
    assert (":cluster/fish", "rdf:type", "kly:TripleHelixCluster") in found
    assert (":cluster/fish", "rdf:type", "kly:SeafoodValueChainCluster") in found
    assert (":cluster/ships", "rdf:type", "kly:NCECluster") in found


def test_the_closed_world_adds_what_the_file_says_it_adds() -> None:
    expected = Graph().parse(DATA / "two-clusters-closed-world.ttl", format="turtle")

    found = inferred(store_of("two-clusters.ttl"))

    by_hand = {(short(str(s)), short(str(p)), short(str(o))) for s, p, o in expected}
    assert by_hand <= found
    closed = {p for _, p, _ in by_hand if p.startswith("kly:")}
    beyond = {t for t in found if t[1] in closed} - by_hand
    assert {t for t in beyond if t not in inferred(store_of("two-clusters.ttl", CLOSED))} == set()


CLOSED = "two-clusters-closed-world.ttl"
