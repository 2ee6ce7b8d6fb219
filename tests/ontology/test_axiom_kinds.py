"""HermiT catches a planted fault for every kind of axiom and class expression that is used.

Each fault comes with a control, which differs in one place and is sound, and is no fault any more
when the axioms of its kind are taken away: so it is this kind of axiom that catches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import jpype
import owl_api
import pytest
from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from klynge.ontology import modules
from klynge.ontology.iris import CLASSIFICATIONS
from klynge.ontology.terms import PREFIXES, expand

SILENT = {"Declaration", "AnnotationAssertion", "Class"}
"""What is counted with the axioms and says nothing about the world."""

VOC = PREFIXES["voc"]
LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def never(one: str, property_: str, other: str) -> str:
    """Give the statement that two things are not so related (OWL 2, section 9.6.5)."""
    return f"""[] a owl:NegativePropertyAssertion ; owl:sourceIndividual {one} ;
        owl:assertionProperty {property_} ; owl:targetIndividual {other} ."""


def no(class_: str) -> str:
    return f"[ a owl:Class ; owl:complementOf {class_} ]"


def only(property_: str, class_: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {property_} ; owl:allValuesFrom {class_} ]"


def at_most(property_: str, number: int) -> str:
    return f"""[ a owl:Restriction ; owl:onProperty {property_} ;
        owl:maxCardinality "{number}"^^xsd:nonNegativeInteger ]"""


@dataclass(frozen=True)
class Fault:
    """Data that cannot be true, and nearly the same data that can."""

    planted: str
    sound: str


LEI = "5493001KJTIIGC8Y1R12"
NACE = CLASSIFICATIONS["nace2"]
COMPANY = f"<{VOC}actor-type/company>"
JOINT = f"<{VOC}project-kind/joint-project>"

FAULTS = {
    "DataPropertyDomain": Fault(
        f':x kly:comparedWith "others"@en ; a {no("kly:ComparativeClaim")} .',
        f':x kly:wording "others"@en ; a {no("kly:ComparativeClaim")} .',
    ),
    "DataSomeValuesFrom": Fault(
        f":x a kly:ComparativeClaim , {at_most('kly:comparedWith', 0)} .",
        f":x a kly:ComparativeClaim , {at_most('kly:comparedWith', 1)} .",
    ),
    "DisjointClasses": Fault(
        ":x a kly:Cluster , kly:ClusterOrganization .", ":x a kly:Cluster , kly:Actor ."
    ),
    "EquivalentClasses": Fault(
        f":x a kly:TripleHelixCluster , {only('kly:hasCurrentMember', no('kly:PublicBody'))} .",
        f":x a kly:TripleHelixCluster , {only('kly:hasCurrentMember', no('kly:Cluster'))} .",
    ),
    "FunctionalDataProperty": Fault(':x kly:lei "A" , "B" .', ':x kly:lei "A" ; kly:ror "B" .'),
    "FunctionalObjectProperty": Fault(
        ":n kly:nameOf :a , :b . :a owl:differentFrom :b .", ":n kly:nameOf :a , :b ."
    ),
    "HasKey": Fault(
        f':a a kly:Organization ; kly:lei "{LEI}" ; owl:differentFrom :b .'
        f':b a kly:Organization ; kly:lei "{LEI}" .',
        f':a a kly:Organization ; kly:lei "{LEI}" ; owl:differentFrom :b .'
        f':b a kly:Organization ; kly:lei "{LEI[::-1]}" .',
    ),
    "InverseObjectProperties": Fault(
        f":m kly:inCluster :c . {never(':c', 'kly:hasMembership', ':m')}",
        f":m kly:inCluster :c . {never(':c', 'kly:hasMember', ':m')}",
    ),
    "ObjectExactCardinality": Fault(
        ":w a kly:Collaboration ; kly:collaborationPartner :a , :b . :a owl:differentFrom :b ."
        ":a a kly:Organization . :b a kly:Organization .",
        ":w a kly:Collaboration ; kly:collaborationPartner :a , :b . :a owl:differentFrom :b ."
        f":a a kly:Organization . :b a {no('kly:Actor')} .",
    ),
    "ObjectHasValue": Fault(
        f":x a kly:Company . {never(':x', 'kly:actorType', COMPANY)}",
        f":x a kly:Company . {never(':x', 'kly:sizeClass', COMPANY)}",
    ),
    "ObjectIntersectionOf": Fault(
        f":x a kly:Organization , {no('kly:Company')} ; kly:actorType {COMPANY} .",
        f":x a kly:Project , {no('kly:Company')} ; kly:actorType {COMPANY} .",
    ),
    "ObjectMinCardinality": Fault(
        f":p a kly:CrossClusterProject , {at_most('kly:involvesCluster', 1)} .",
        f":p a kly:CrossClusterProject , {at_most('kly:involvesCluster', 2)} .",
    ),
    "ObjectOneOf": Fault(
        f"<{NACE}031> a {no('kly:FishingOrAquacultureCode')} .",
        f"<{NACE}0113> a {no('kly:FishingOrAquacultureCode')} .",
    ),
    "ObjectPropertyDomain": Fault(
        f":g kly:goalOf :c ; a {no('kly:Goal')} .", f":g kly:about :c ; a {no('kly:Goal')} ."
    ),
    "ObjectPropertyRange": Fault(
        f":p kly:throughProject :x . :x a {no('kly:ClusterProject')} .",
        f":p kly:throughProject :x . :p a {no('kly:ClusterProject')} .",
    ),
    "ObjectSomeValuesFrom": Fault(
        f":x a kly:RegionSectorCell , {only('kly:locatedIn', no('kly:Place'))} .",
        f":x a kly:RegionSectorCell , {only('kly:locatedIn', no('kly:Cluster'))} .",
    ),
    "ObjectUnionOf": Fault(
        f":p a kly:JointProject , {only('kly:jointProjectOf', 'owl:Nothing')} ."
        f"{never(':p', 'kly:projectKind', JOINT)}",
        f":p a kly:JointProject . {never(':p', 'kly:projectKind', JOINT)}",
    ),
    "SubClassOf": Fault(
        f":x a kly:ClusterOrganization , {no('kly:Actor')} .",
        f":x a kly:ClusterOrganization , {no('kly:Company')} .",
    ),
    "SubObjectPropertyOf": Fault(
        f":c kly:hasCurrentMembership :m . {never(':c', 'kly:hasMembership', ':m')}",
        f":c kly:hasMembership :m . {never(':c', 'kly:hasCurrentMembership', ':m')}",
    ),
    "SubPropertyChainOf": Fault(
        f":c kly:hasMembership :m . :m kly:memberActor :a . {never(':c', 'kly:hasMember', ':a')}",
        f":c kly:hasMembership :m . :m kly:memberActor :a . {never(':c', 'kly:hasMember', ':m')}",
    ),
    "SymmetricObjectProperty": Fault(
        f":a kly:collaboratesWith :b . {never(':b', 'kly:collaboratesWith', ':a')}",
        f":a kly:collaboratesWith :b . {never(':b', 'kly:collaboratesWith', ':c')}",
    ),
    "TransitiveObjectProperty": Fault(
        f":a kly:within :b . :b kly:within :c . {never(':a', 'kly:within', ':c')}",
        f":a kly:within :b . :b kly:within :c . {never(':c', 'kly:within', ':a')}",
    ),
}
"""Kinds by the names of OWL 2's structural specification."""

each_kind = pytest.mark.parametrize("kind", sorted(FAULTS))


def axioms() -> Graph:
    """Give what core, alignment and definitions say, without words and headers."""
    graph = modules.read(*modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS)
    for predicate in (RDFS.label, RDFS.isDefinedBy, SKOS.definition, SKOS.scopeNote):
        graph.remove((None, predicate, None))
    for header in set(graph.subjects(RDF.type, OWL.Ontology)):
        graph.remove((header, None, None))
    return graph


@pytest.fixture(scope="module")
def ontology() -> Any:
    return owl_api.load(owl_api.new_manager(), axioms())


@pytest.fixture(scope="module")
def declarations() -> Graph:
    """Give what kind each term is: the OWL API reads data only when it knows that."""
    graph, found = axioms(), Graph()
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in graph.subjects(RDF.type, kind):
            if str(term).startswith(expand("kly:")):
                found.add((term, RDF.type, kind))
    return found


def kinds(axiom: Any) -> set[str]:
    """Give the kind of an axiom and of every class expression in it."""
    inner = (each.getClassExpressionType() for each in axiom.getNestedClassExpressions())
    return {str(kind.getName()) for kind in (axiom.getAxiomType(), *inner)}


def consistent(ontology: Any, declarations: Graph, data: str) -> bool:
    """Ask HermiT whether the ontology and the data can be true together."""
    lines = f"{LINES}@prefix : <https://example.org/id/> .\n"
    told = declarations + Graph().parse(data=lines + data, format="turtle")
    axioms = owl_api.load(owl_api.new_manager(), told).getAxioms()
    with altered(ontology, add=axioms):
        return bool(owl_api.started().HermiT.Reasoner(ontology).isConsistent())


@contextmanager
def altered(ontology: Any, add: Any = (), without: Any = ()) -> Iterator[None]:
    """Change the ontology for a while."""
    manager, set_of = ontology.getOWLOntologyManager(), jpype.JClass("java.util.HashSet")
    new, gone = set_of(add), set_of(without)
    new.removeAll(ontology.getAxioms())
    manager.addAxioms(ontology, new)
    manager.removeAxioms(ontology, gone)
    try:
        yield
    finally:
        manager.removeAxioms(ontology, new)
        manager.addAxioms(ontology, gone)


def test_every_kind_of_axiom_that_is_used_has_a_fault(ontology: Any) -> None:
    used = {kind for axiom in ontology.getAxioms() for kind in kinds(axiom)}

    assert used - SILENT == set(FAULTS)


@each_kind
def test_a_planted_fault_is_caught(ontology: Any, declarations: Graph, kind: str) -> None:
    assert not consistent(ontology, declarations, FAULTS[kind].planted)


@each_kind
def test_nearly_the_same_data_is_sound(ontology: Any, declarations: Graph, kind: str) -> None:
    assert consistent(ontology, declarations, FAULTS[kind].sound)


@each_kind
def test_without_its_kind_of_axiom_a_fault_is_missed(
    ontology: Any, declarations: Graph, kind: str
) -> None:
    of_the_kind = [axiom for axiom in ontology.getAxioms() if kind in kinds(axiom)]

    with altered(ontology, without=of_the_kind):
        assert consistent(ontology, declarations, FAULTS[kind].planted)
