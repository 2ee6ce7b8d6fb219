"""The alignment is one table: complete, justified, and true of the vocabularies it names."""

from __future__ import annotations

import pytest
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from vocabularies import is_defined, labels

from klynge.ontology import alignment, modules
from klynge.ontology.alignment import AXIOMS, KINDS, NOTES, Link, UnknownLink, links, turtle
from klynge.ontology.terms import CLASSES, PREFIXES, PROPERTIES, UnknownTerm, expand

TEXT = alignment.TABLE.read_text(encoding="utf-8")
LINKS = links(TEXT)
CORE = modules.read(*modules.CORE)

ASKED = {"adms", "cv", "dcat", "eurio", "foaf", "frapo", "locn", "org", "prov", "qb", "rov",
         "schema", "skos", "vivo", "xkos"}  # fmt: skip


def header() -> dict[str, str]:
    """Give the lines of the header, which are YAML of the plainest kind, as key and value."""
    lines = [line.removeprefix("#") for line in TEXT.splitlines() if line.startswith("#")]
    pairs = (line.strip().partition(": ") for line in lines)
    return {key: value.strip('"') for key, _, value in pairs if value}


# The table


def test_the_turtle_is_what_the_table_gives() -> None:
    (path,) = modules.files(modules.ALIGNMENT)

    assert path.read_text(encoding="utf-8") == turtle(LINKS) == turtle(reversed(LINKS))


def test_the_turtle_says_each_link_once_and_no_other() -> None:
    said = {
        (s, p, o)
        for s, p, o in modules.read(modules.ALIGNMENT)
        if str(s).startswith(expand("kly:"))
    }

    table = {tuple(URIRef(expand(c)) for c in (x.subject, x.predicate, x.object)) for x in LINKS}
    assert said == table
    assert len(said) == len(LINKS) >= 60


def test_the_table_is_sorted_and_leads_to_every_vocabulary_asked_for() -> None:
    keys = [(row.subject, row.predicate, row.object) for row in LINKS]

    assert keys == sorted(keys)
    assert {row.object.partition(":")[0] for row in LINKS} >= ASKED


def test_notes_stay_outside_the_logic() -> None:
    graph = modules.read(modules.ALIGNMENT)
    graph.remove((next(graph.subjects(RDF.type, OWL.Ontology)), None, None))

    annotations = {str(s) for s in graph.subjects(RDF.type, OWL.AnnotationProperty)}
    assert annotations == {expand(note) for note in NOTES}
    assert {
        p for p in graph.predicates() if p not in (RDF.type, SKOS.closeMatch, SKOS.relatedMatch)
    } == {URIRef(expand(axiom)) for axiom in AXIOMS}


# SSSOM 1.0 by hand: the checker of SSSOM brings some eighty packages with it


def test_the_header_has_what_sssom_requires() -> None:
    found = header()

    assert found["sssom_version"] == "1.0"
    assert found["mapping_set_id"].startswith("https://w3id.org/klynge/")
    assert found["license"].startswith("https://creativecommons.org/")
    assert found["mapping_set_version"] == found["subject_source_version"] == modules.VERSION


def test_the_prefixes_of_the_header_are_those_of_klynge() -> None:
    curies = [c for x in LINKS for c in (x.subject, x.predicate, x.object, x.mapping_justification)]
    used = {curie.partition(":")[0] for curie in curies}

    found = {key: iri for key, iri in header().items() if key in PREFIXES}
    assert found == {prefix: PREFIXES[prefix] for prefix in used}


@pytest.mark.parametrize("row", LINKS, ids=lambda row: f"{row.subject} {row.object}")
def test_a_row_is_filled_justified_and_about_a_term_of_klynge(row: Link) -> None:
    subject = URIRef(expand(row.subject))

    assert row.subject.removeprefix("kly:") in CLASSES | PROPERTIES
    assert (subject, RDF.type, URIRef(expand(KINDS[row.subject_type]))) in CORE
    assert row.subject_label in {str(text) for text in CORE.objects(subject, RDFS.label)}
    assert row.mapping_justification == "semapv:ManualMappingCuration"
    assert row.object_label
    assert len(row.comment.split()) >= 5 and row.comment.endswith(".")
    assert (row.predicate == "rdfs:subClassOf") <= (row.subject_type == "owl class")
    assert (row.predicate == "rdfs:subPropertyOf") <= (row.subject_type != "owl class")


@pytest.mark.parametrize(
    ("wrong", "right", "error"),
    [
        ("rdfs:subClassOf", "owl:equivalentClass", UnknownLink),
        ("owl class", "class", UnknownLink),
        ("kly:Actor", "kly:Aktor", UnknownTerm),
    ],
)
def test_a_row_that_klynge_cannot_use_is_refused(
    wrong: str, right: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=right):
        links(TEXT.replace(wrong, right))


# The vocabularies of others


@pytest.mark.parametrize("row", LINKS, ids=lambda row: f"{row.subject} {row.object}")
def test_a_term_of_others_is_there_and_called_as_they_call_it(row: Link) -> None:
    assert is_defined(row.object)
    assert not labels(row.object) or row.object_label in labels(row.object)


@pytest.mark.parametrize("prefix", sorted(ASKED))
def test_a_planted_wrong_term_is_found_in_each_vocabulary(prefix: str) -> None:
    assert not is_defined(f"{prefix}:Agglomeration")
