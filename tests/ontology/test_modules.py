"""What the modules give to column help, drop-downs and pages."""

from __future__ import annotations

import pytest

from klynge.ontology import modules
from klynge.ontology.modules import UnknownScheme
from klynge.ontology.terms import expand


def test_every_turtle_file_of_the_room_is_a_module() -> None:
    folder = modules.published_files()[0].parent

    assert set(modules.published_files()) == set(folder.glob("*.ttl"))


def test_a_term_of_klynge_is_explained_by_its_definition() -> None:
    texts = modules.term_texts()[expand("kly:inCluster")]

    assert texts["label"] == {"en": "in cluster", "nb": "i klynge"}
    assert texts["definition"]["nb"] == "Klyngen medlemskapet gjelder."


def test_a_term_of_another_vocabulary_is_explained_by_how_klynge_uses_it() -> None:
    texts = modules.term_texts()[expand("dct:source")]

    assert texts["label"]["nb"] == "kilde"
    assert texts["definition"]["en"].startswith("The document, or passage of a document")


def test_concepts_come_sorted_with_what_is_above_them() -> None:
    concepts = modules.concepts("size-class")

    assert [c.code for c in concepts] == ["large", "medium", "micro", "small", "sme"]
    assert {c.code: c.broader for c in concepts}["micro"] == "sme"
    assert concepts[0].labels["nb"] == "stor bedrift"


def test_a_code_list_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownScheme, match="'colour'.*actor-type"):
        modules.concepts("colour")
