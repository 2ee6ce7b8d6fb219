"""Terms in Python, terms in the Turtle and names in the steward tables are the same names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS

from klynge.ontology import modules, terms
from klynge.ontology.terms import UnknownPrefix, UnknownTerm, expand

SCHEMA = Path(terms.__file__).parents[1] / "loaders" / "tables" / "schema.toml"


def declared(*kinds: URIRef) -> set[str]:
    """Give the local names of klynge's terms that the Turtle declares to be of some kinds."""
    graph, namespace = modules.read(*modules.CORE), expand("kly:")
    found = {str(s) for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return {iri.removeprefix(namespace) for iri in found if iri.startswith(namespace)}


def tables() -> list[dict[str, Any]]:
    schema = tomllib.loads(SCHEMA.read_text(encoding="utf-8"))
    return [*schema["table"], {"columns": schema["common"], "class": "kly:Cluster"}]


def columns() -> Iterator[dict[str, Any]]:
    for table in tables():
        yield from table["columns"].values()


def test_classes_in_python_are_the_classes_of_the_turtle() -> None:
    assert declared(OWL.Class) == terms.CLASSES


def test_properties_in_python_are_the_properties_of_the_turtle() -> None:
    assert declared(OWL.ObjectProperty, OWL.DatatypeProperty) == terms.PROPERTIES


def test_each_class_property_and_day_of_the_tables_has_texts_in_both_languages() -> None:
    texts = modules.term_texts()
    used = {table["class"] for table in tables()}
    used |= {column[name] for column in columns() for name in ("property", "day") if name in column}

    lacking = {
        curie
        for curie in used
        for kind in ("label", "definition")
        if set(texts.get(expand(curie), {}).get(kind, {})) != {"en", "nb"}
    }

    assert len(used) > 200
    assert lacking == set()


def test_each_code_list_of_the_tables_has_concepts() -> None:
    used = {column["of"] for column in columns() if column["kind"] == "code"}

    assert used == set(modules.schemes())
    assert all(len(modules.concepts(scheme)) >= 2 for scheme in used)


def test_each_example_code_of_the_tables_is_in_its_list() -> None:
    for column in columns():
        if column["kind"] == "code" and "example" in column:
            known = {concept.code for concept in modules.concepts(column["of"])}
            assert {code.strip() for code in column["example"].split(";")} <= known


def test_domains_in_the_definitions_are_the_classes_of_the_tables() -> None:
    graph = modules.read(modules.DEFINITIONS)
    classes: dict[str, set[str]] = {}
    for table in tables():
        for column in table["columns"].values():
            if "property" in column:
                classes.setdefault(expand(column["property"]), set()).add(expand(table["class"]))

    domains = {str(s): {str(o)} for s, o in graph.subject_objects(RDFS.domain)}

    assert len(domains) > 60
    assert domains == {iri: classes[iri] for iri in domains}


def test_a_compact_iri_is_expanded() -> None:
    assert expand("kly:Cluster") == "https://w3id.org/klynge/ont#Cluster"
    assert expand("kly:") == "https://w3id.org/klynge/ont#"
    assert expand("dct:title") == "http://purl.org/dc/terms/title"


@pytest.mark.parametrize("curie", ["nosuch:thing", "Cluster", ""])
def test_an_unknown_prefix_is_refused(curie: str) -> None:
    with pytest.raises(UnknownPrefix, match="known prefix"):
        expand(curie)


def test_a_misspelt_term_is_refused() -> None:
    with pytest.raises(UnknownTerm, match="kly:Klyster"):
        expand("kly:Klyster")
