"""Everything klynge says of its terms, codes and modules it says in English and in Norwegian."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from klynge.ontology import modules

LANGUAGES = ("en", "nb")
BASE = "https://w3id.org/klynge/"

NEEDED = {
    OWL.Ontology: (DCTERMS.title, DCTERMS.description, SKOS.changeNote),
    OWL.Class: (RDFS.label, SKOS.definition),
    OWL.ObjectProperty: (RDFS.label, SKOS.definition),
    OWL.DatatypeProperty: (RDFS.label, SKOS.definition),
    SKOS.ConceptScheme: (SKOS.prefLabel, SKOS.definition),
    SKOS.Concept: (SKOS.prefLabel, SKOS.definition),
}
"""What each thing of klynge's own must say of itself, by its kind."""

NAMES = {SKOS.altLabel}
"""Other names are what a language happens to have."""

Text = tuple[URIRef, URIRef, str]
"""A thing, what is said of it, and the language."""


@pytest.fixture(scope="module")
def everything() -> Graph:
    return modules.read(*modules.CORE, modules.ALIGNMENT, modules.DEFINITIONS, *modules.CODE_LISTS)


def needed(graph: Graph) -> set[Text]:
    """Give each text that must be there: what is needed, and what is said in one language."""
    own = {
        (URIRef(str(thing)), predicate)
        for kind, predicates in NEEDED.items()
        for thing in graph.subjects(RDF.type, kind)
        for predicate in predicates
        if str(thing).startswith(BASE)
    }
    said = {(thing, predicate) for thing, predicate, _ in texts(graph)}
    return {(*each, language) for each in own | said for language in LANGUAGES}


def texts(graph: Graph) -> list[Text]:
    """Give each text with a language."""
    return [
        (URIRef(str(thing)), URIRef(str(predicate)), text.language)
        for thing, predicate, text in graph
        if isinstance(text, Literal) and text.language and predicate not in NAMES
    ]


def test_every_text_is_there_once_in_each_language(everything: Graph) -> None:
    found = texts(everything)

    wanted = needed(everything)
    for language in LANGUAGES:
        there = sum(each in wanted for each in found if each[2] == language)
        asked = sum(each[2] == language for each in wanted)
        print(f"{language}: {there} of {asked} texts")
        assert there == asked > 1200
    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_no_text_is_without_a_language(everything: Graph) -> None:
    spoken = {predicate for predicates in NEEDED.values() for predicate in predicates}
    spoken |= {SKOS.scopeNote, SKOS.editorialNote, SKOS.altLabel}

    bare = [
        (thing, text)
        for predicate in spoken
        for thing, text in everything.subject_objects(predicate)
        if not (isinstance(text, Literal) and text.language in LANGUAGES)
    ]

    assert bare == []


@pytest.mark.parametrize(
    ("thing", "predicate"),
    [
        ("ont/definitions", DCTERMS.description),
        ("ont#Cluster", SKOS.definition),
        ("voc/size-class", SKOS.prefLabel),
        ("voc/size-class/micro", SKOS.definition),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_is_taken_away_is_missed(
    everything: Graph, thing: str, predicate: URIRef, language: str
) -> None:
    iri, graph = URIRef(BASE + thing), everything + Graph()
    for text in list(graph.objects(iri, predicate)):
        if isinstance(text, Literal) and text.language == language:
            graph.remove((iri, predicate, text))

    assert needed(graph) - set(texts(graph)) == {(iri, predicate, language)}
