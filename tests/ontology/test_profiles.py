"""The OWL API's own profile checker reads the ontology.

It is given the modules one by one, and finds what a module imports among those given before: it
would look for anything else on the network, and fail.
"""

from __future__ import annotations

from collections import Counter

import jpype
import owl_api
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF

from klynge.ontology import modules

ABSENT = URIRef("file:///no-such-folder/absent.owl")

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


def violations(profile: str, *graphs: Graph) -> list[str]:
    """Give what breaks a profile in the last graph and what it imports, as the OWL API words it."""
    manager = owl_api.new_manager()
    *_, ontology = [owl_api.load(manager, graph) for graph in graphs]
    assert sum(part.getAxiomCount() for part in ontology.getImportsClosure()) > 500
    checker = getattr(owl_api.started().owlapi.profiles, f"OWL2{profile}Profile")()
    report = checker.checkOntology(ontology)
    return [str(violation) for violation in report.getViolations()]


def claimed(graph: Graph) -> str:
    """Give the profile that the header of a module says it keeps."""
    (profile,) = graph.objects(None, DCTERMS.conformsTo)
    return str(profile).removeprefix("http://www.w3.org/ns/owl-profile/")


@pytest.fixture
def core() -> Graph:
    return modules.read(*modules.CORE)


@pytest.mark.parametrize("profile", ["RL", "DL"])
@pytest.mark.parametrize("module", [(), (modules.ALIGNMENT,), modules.CODE_LISTS])
def test_core_alignment_and_code_lists_are_in_rl_and_dl(
    core: Graph, profile: str, module: tuple[str, ...]
) -> None:
    graphs = [core, *([modules.read(*module)] if module else [])]

    assert claimed(graphs[-1]) == "RL"
    assert violations(profile, *graphs) == []


def test_the_axioms_of_the_definitions_are_read_as_axioms(core: Graph) -> None:
    manager = owl_api.new_manager()
    owl_api.load(manager, core)

    definitions = owl_api.load(manager, modules.read(modules.DEFINITIONS))

    found = Counter(str(axiom.getAxiomType().getName()) for axiom in definitions.getAxioms())
    assert found["ObjectPropertyDomain"] > 60
    assert found["FunctionalDataProperty"] == 3
    assert found["AnnotationPropertyDomain"] == 0


def test_the_definitions_are_in_dl_and_go_beyond_rl(core: Graph) -> None:
    definitions = modules.read(modules.DEFINITIONS)

    assert claimed(definitions) == "DL"
    assert violations("DL", core, definitions) == []
    assert violations("RL", core, definitions) != []


def test_all_modules_together_are_in_dl(core: Graph) -> None:
    others = ((modules.ALIGNMENT,), (modules.DEFINITIONS,), modules.CODE_LISTS)
    parts = [modules.read(*names) for names in others]
    headers = [o for part in parts for o in part.objects(None, OWL.versionIRI)]
    all_of_them = Graph().add((URIRef("urn:klynge:all"), RDF.type, OWL.Ontology))
    for header in headers:
        all_of_them.add((URIRef("urn:klynge:all"), OWL.imports, header))

    found = violations("DL", core, *parts, all_of_them)

    assert len(headers) == 3
    assert found == []


def test_a_module_whose_import_is_not_given_is_not_read_in_half() -> None:
    graph = modules.read(modules.DEFINITIONS)
    for one in set(graph.objects(None, OWL.imports)):
        graph.remove((None, OWL.imports, one))
        graph.add((URIRef("https://w3id.org/klynge/ont/definitions"), OWL.imports, ABSENT))

    with pytest.raises(jpype.JException, match="Could not load imported ontology"):
        violations("DL", graph)


@pytest.mark.parametrize(("profile", "planted"), [("RL", BEYOND_RL), ("DL", BEYOND_DL)])
def test_a_planted_violation_is_found(core: Graph, profile: str, planted: str) -> None:
    found = violations(profile, core.parse(data=planted, format="turtle"))

    assert len(found) == 1
