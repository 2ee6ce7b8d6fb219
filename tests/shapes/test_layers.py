"""Two layers: core shapes that ask for nothing, a profile that says what a release must contain."""

from __future__ import annotations

from functools import cache

import pytest
from rdflib import DCTERMS, OWL, RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from klynge.ontology.modules import ALIGNMENT, DEFINITIONS, read
from klynge.ontology.modules import CORE as ONTOLOGY
from klynge.ontology.terms import CLASSES, PREFIXES, expand
from klynge.shapes.gate import validate
from klynge.shapes.profiles import CORE, DCAT_AP, PROFILES, PUBLISHING, Profile
from klynge.shapes.report import Severity
from klynge.shapes.shapes_graph import read_shapes, shapes_graph, shapes_texts

VANN = Namespace(PREFIXES["vann"])
CORE_IRI = URIRef("https://w3id.org/klynge/shapes")
PUBLISHING_IRI = URIRef("https://w3id.org/klynge/shapes/publishing")
DCAT_IRI = URIRef("https://w3id.org/klynge/shapes/dcat")
COUNTING = (SH.minCount, SH.maxCount, SH.uniqueLang, SH.hasValue, SH.closed, SH.lessThanOrEquals)
USED = [expand("foaf:Person"), expand("qb:Observation")]


@cache
def layer(name: str) -> Graph:
    """Give the shapes of one layer alone."""
    graph = Graph()
    for file, text in shapes_texts():
        if Profile(name, (name,)).takes(file):
            read_shapes(text, file, graph)
    return graph


def only_value(graph: Graph, subject: Node, predicate: Node) -> Node:
    [value] = graph.objects(subject, predicate)
    return value


@pytest.mark.parametrize("class_", [*sorted(expand(f"kly:{name}") for name in CLASSES), *USED])
def test_every_class_of_the_ontology_is_mirrored_by_one_core_shape(class_: str) -> None:
    # SEMIC DSC-R4. SKOS's own classes are not klynge's to shape.
    name = class_.rpartition("#")[2].rpartition("/")[2]

    targeting = set(layer("core").subjects(SH.targetClass, URIRef(class_)))

    assert URIRef(f"{CORE_IRI}#{name}Shape") in targeting
    assert len([one for one in targeting if str(one).endswith("Shape")]) == 1


def test_the_list_of_classes_above_is_that_of_the_ontology() -> None:
    ontology = read(*ONTOLOGY)

    classes = {str(c) for c in ontology.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef)}

    skos = {expand("skos:Concept"), expand("skos:ConceptScheme")}
    assert classes - skos == {expand(f"kly:{name}") for name in CLASSES} | set(USED)


def test_no_core_shape_requires_or_counts_or_orders() -> None:
    core = layer("core")
    reported = set(core.subjects(SH.severity))

    counting = {shape for shape in reported for kind in COUNTING if (shape, kind, None) in core}

    assert len(reported) > 150
    assert counting == set()
    assert (None, SH.minCount, None) in layer("publishing")


def test_things_of_which_nothing_is_said_conform_to_the_core_and_not_to_the_profile() -> None:
    kinds = sorted(set(layer("publishing").objects(None, SH.targetClass)), key=str)
    data = Graph()
    for number, kind in enumerate(kinds):
        data.add((URIRef(f"https://example.org/{number}"), RDF.type, kind))

    violating = {f.focus_node for f in validate(data) if f.severity is Severity.VIOLATION}

    assert validate(data, CORE) == ()
    assert len(violating) > 35


def test_a_history_of_two_of_everything_conforms_to_the_core(conforming: Graph) -> None:
    twice = Graph()
    twice += conforming
    membership = URIRef("https://w3id.org/klynge/id/membership/tek")
    for date in ("2001", "2004"):
        year = Literal(date, datatype=expand("xsd:gYear"))
        twice.add((membership, URIRef(expand("kly:startDate")), year))
    twice.add((membership, URIRef(expand("kly:inCluster")), cluster("seafood")))

    assert validate(twice, CORE) == ()
    assert {finding.rule for finding in validate(twice)} == {
        "shape.ClusterMembership-cluster",
        "shape.startDate-once",
    }


def cluster(name: str) -> URIRef:
    return URIRef(f"https://w3id.org/klynge/id/cluster/{name}")


def apart() -> list[Node]:
    """Give the shapes that keep the instances of a class out of other classes."""
    core = layer("core")
    return sorted(set(core.subjects(SH["not"])) & set(core.subjects(SH.targetClass)), key=str)


def test_some_shapes_keep_kinds_apart() -> None:
    assert len(apart()) > 3


@pytest.mark.parametrize("shape", apart())
def test_kinds_that_a_shape_keeps_apart_are_disjoint_in_the_ontology(shape: Node) -> None:
    core, ontology = layer("core"), read(*ONTOLOGY, ALIGNMENT, DEFINITIONS)
    [kind] = core.objects(shape, SH.targetClass)
    [ruled_out] = core.objects(shape, SH["not"])
    parts = core.value(ruled_out, SH["or"])
    others = [ruled_out] if parts is None else list(Collection(core, parts))

    for other in (core.value(one, SH["class"]) for one in others):
        assert any(
            {kind, other} <= set(Collection(ontology, listed))
            for listed in ontology.objects(None, OWL.members)
        )


@pytest.mark.parametrize(
    ("name", "iri", "prefix"),
    [
        ("core", CORE_IRI, "klysh"),
        ("publishing", PUBLISHING_IRI, "klypub"),
        ("dcat", DCAT_IRI, "klydcat"),
    ],
)
def test_a_layer_is_an_ontology_with_a_header_and_a_namespace(
    name: str, iri: URIRef, prefix: str
) -> None:
    graph = layer(name)

    assert set(graph.subjects(RDF.type, OWL.Ontology)) == {iri}
    version = str(only_value(graph, iri, OWL.versionInfo))
    assert str(only_value(graph, iri, OWL.versionIRI)) == f"{iri}/{version}"
    assert str(only_value(graph, iri, DCTERMS.license)).startswith("https://creativecommons.org/")
    assert str(only_value(graph, iri, VANN.preferredNamespacePrefix)) == prefix
    assert str(only_value(graph, iri, VANN.preferredNamespaceUri)) == f"{iri}#" == PREFIXES[prefix]
    for dated in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified, DCTERMS.creator):
        assert str(only_value(graph, iri, dated))
    for text in (DCTERMS.title, DCTERMS.description):
        languages = [t.language for t in graph.objects(iri, text) if isinstance(t, Literal)]
        assert sorted(map(str, languages)) == ["en", "nb"]
    named = {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef)} - {iri}
    assert {str(shape).rpartition("#")[0] for shape in named} == {str(iri)}


@pytest.mark.parametrize("severity", ["violation", "warning"])
@pytest.mark.parametrize("iri", [CORE_IRI, PUBLISHING_IRI, DCAT_IRI])
def test_the_header_says_by_which_principle_severities_are_given(
    iri: URIRef, severity: str
) -> None:
    [english] = [
        str(text)
        for profile in (PUBLISHING, DCAT_AP)
        for text in shapes_graph(profile).objects(iri, DCTERMS.description)
        if isinstance(text, Literal) and text.language == "en"
    ]

    assert f"a {severity} is" in english


def test_the_profile_imports_the_core_by_version_and_nothing_else_is_imported() -> None:
    graph = shapes_graph()

    imports = list(graph.subject_objects(OWL.imports))

    assert imports == [(PUBLISHING_IRI, only_value(graph, CORE_IRI, OWL.versionIRI))]
    assert PUBLISHING.layers == ("core", "publishing")


def test_every_file_of_shapes_belongs_to_a_profile() -> None:
    left = [n for n, _ in shapes_texts() if not any(p.takes(n) for p in PROFILES.values())]

    assert left == []
    assert not CORE.takes("publishing-actors.ttl")
    assert not CORE.takes("corely.ttl")


def test_a_profile_for_others_takes_the_core_and_its_own_layer() -> None:
    own = Profile("eccp", ("core", "eccp"))

    assert own.takes("core.ttl")
    assert own.takes("eccp-organisations.ttl")
    named = {str(shape) for shape in shapes_graph(own).subjects(SH.path)}
    assert f"{CORE_IRI}#homepage" in named
    assert not any(shape.startswith(str(PUBLISHING_IRI)) for shape in named)
