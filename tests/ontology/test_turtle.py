"""The Turtle is complete and careful: labels, definitions, languages, links, code lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from klynge.ontology import modules
from klynge.ontology.terms import PREFIXES, expand

ONTOLOGY = URIRef("https://w3id.org/klynge/ont")


def own_terms(graph: Graph) -> set[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return {URIRef(t) for t in found if isinstance(t, URIRef) and t.startswith(expand("kly:"))}


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    texts = [text for text in graph.objects(subject, predicate) if isinstance(text, Literal)]
    return sorted(str(text.language) for text in texts)


def test_each_term_has_one_label_and_one_definition_per_language() -> None:
    graph = modules.read(*modules.CORE)
    terms = own_terms(graph)

    for term in terms:
        assert languages(graph, term, RDFS.label) == ["en", "nb"], term
        assert languages(graph, term, SKOS.definition) == ["en", "nb"], term
        assert graph.value(term, RDFS.isDefinedBy) == ONTOLOGY, term
    assert len(terms) > 250


def test_no_two_terms_of_a_kind_share_a_definition() -> None:
    graph = modules.read(*modules.CORE)
    for language in ("en", "nb"):
        texts = [o for o in graph.objects(None, SKOS.definition) if isinstance(o, Literal)]
        said = [str(text) for text in texts if text.language == language]

        assert len(said) == len(set(said)) > 250


def test_every_definition_is_a_sentence() -> None:
    graph = modules.read(*modules.CORE, *modules.CODE_LISTS)
    for predicate in (SKOS.definition, SKOS.scopeNote):
        for text in graph.objects(None, predicate):
            assert re.fullmatch(r"\S.*\S\.", str(text)), text
            assert str(text)[0].isupper() or str(text)[0].isdigit(), text


def test_terms_point_to_declared_terms_only() -> None:
    graph = modules.read(*modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS)
    declared = {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef)}
    pointing = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, OWL.onProperty, OWL.onClass)

    for predicate in (*pointing, RDFS.domain, RDFS.range, RDF.first):
        for value in graph.objects(None, predicate):
            if isinstance(value, URIRef) and value.startswith(expand("kly:")):
                assert value in declared, value


@pytest.mark.parametrize("scheme", modules.schemes())
def test_each_concept_has_code_labels_and_definitions(scheme: str) -> None:
    texts, concepts = modules.scheme_texts(scheme), modules.concepts(scheme)

    assert set(texts["label"]) == set(texts["definition"]) == {"en", "nb"}
    for concept in concepts:
        assert concept.iri == f"{PREFIXES['voc']}{scheme}/{concept.code}"
        assert set(concept.labels) == set(concept.definitions) == {"en", "nb"}
        assert concept.broader in {"", *(other.code for other in concepts)}


@pytest.mark.parametrize("scheme", modules.schemes())
@pytest.mark.parametrize("language", ["en", "nb"])
def test_no_two_concepts_of_a_list_share_a_label(scheme: str, language: str) -> None:
    labels = [concept.labels[language] for concept in modules.concepts(scheme)]

    assert len(labels) == len(set(labels))


def test_a_concept_is_on_top_or_has_a_broader_one() -> None:
    graph = modules.read(*modules.CODE_LISTS)

    for concept in graph.subjects(RDF.type, SKOS.Concept):
        on_top = (concept, SKOS.topConceptOf, None) in graph
        assert on_top != ((concept, SKOS.broader, None) in graph), concept


def test_a_preferred_label_is_not_an_alternative_one() -> None:
    graph = modules.read(*modules.CODE_LISTS)

    for concept, label in graph.subject_objects(SKOS.altLabel):
        assert (concept, SKOS.prefLabel, label) not in graph


def test_the_fourteen_ecosystems_carry_the_codes_of_eurostat() -> None:
    graph = modules.read(*modules.CODE_LISTS)

    codes = sorted(str(o) for o in graph.objects(None, URIRef(expand("kly:eurostatCode"))))

    assert codes == [f"IES{number:02}" for number in range(1, 15)]


@pytest.mark.parametrize("path", modules.published_files(), ids=lambda path: path.name)
def test_a_file_begins_with_a_banner_and_sorted_prefixes(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    prefixes = [line.split()[1].rstrip(":") for line in lines if line.startswith("@prefix")]

    assert lines[0] == "#" * 100
    assert prefixes == sorted(prefixes)
    assert len(lines) < 900
