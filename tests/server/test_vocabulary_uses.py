"""What is done with a term, and what a module says of it in words, read from small files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib import OWL
from vocabulary import ONT

from klynge.loaders.release.vocabulary import tables_json
from klynge.loaders.tables.schema import load_schema
from klynge.ontology.iris import graph as graph_iri
from klynge.ontology.rules import rule_files
from klynge.ontology.terms import expand
from klynge.server.pages.examples import packaged_examples
from klynge.server.vocabulary.axioms import as_text, axioms
from klynge.server.vocabulary.graphs import joined, parsed
from klynge.server.vocabulary.uses import columns, inferences, queries

PREFIXES = """@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def packaged_rules() -> tuple[tuple[str, str], ...]:
    return tuple((path.stem, path.read_text(encoding="utf-8")) for path in rule_files())


def test_a_property_is_filled_by_the_columns_that_become_it() -> None:
    found = columns(json.dumps(tables_json(load_schema())))
    in_cluster = found[expand("kly:inCluster")]
    starts = {(column.table, column.name) for column in found[expand("kly:startDay")]}

    assert [(c.table, c.name, c.is_required) for c in in_cluster] == [
        ("memberships", "cluster", True)
    ]
    assert in_cluster[0].title == {"en": "Memberships", "nb": "Medlemskap"}
    # The comparable day comes from the same column as the date.
    assert ("memberships", "from") in starts
    assert [(c.table, c.name) for c in found[expand("kly:Cluster")]] == [("clusters", "")]
    assert columns("") == {}


def test_every_column_of_every_table_is_under_its_property() -> None:
    found = columns(json.dumps(tables_json(load_schema())))
    listed = {(c.table, c.name) for entries in found.values() for c in entries if c.name}
    properties = {
        (table.name, column.name)
        for table in load_schema().tables.values()
        for column in table.columns.values()
        if column.property
    }

    assert len(properties) > 200
    assert listed == properties


def test_a_rule_that_names_what_it_concludes_is_found_by_it() -> None:
    rule = (
        "# A thing is big.\n# nb: En ting er stor.\nPREFIX kly: <https://w3id.org/klynge/ont#>\n"
        "CONSTRUCT { ?x a kly:Big }\nWHERE { ?x kly:size ?s }\n"
    )

    found = inferences((("big", rule),))

    assert list(found) == [str(ONT.Big)]
    assert found[str(ONT.Big)][0].says == {"en": "A thing is big.", "nb": "En ting er stor."}


def test_every_rule_concludes_something_and_says_so_in_both_languages() -> None:
    found = inferences(packaged_rules())
    concluding = {rule.name: rule.says for rules in found.values() for rule in rules}

    assert concluding.keys() == {name for name, _ in packaged_rules()}
    assert [name for name, says in concluding.items() if not (says["en"] and says.get("nb"))] == []


def test_all_that_is_inferred_in_the_shipped_catalogue_is_explained_by_a_rule(
    catalogue_store: Store,
) -> None:
    graph = graph_iri("https://w3id.org/klynge/", "inferred")
    found = catalogue_store.query(
        f"SELECT DISTINCT ?what {{ GRAPH <{graph}> {{ {{ ?s a ?what }} UNION "
        f"{{ ?s ?what ?o FILTER(?what != <{expand('rdf:type')}>) }} }} }}"
    )
    assert isinstance(found, QuerySolutions)
    concluded = {str(row["what"])[1:-1] for row in found}

    assert len(concluded) > 50
    assert concluded - inferences(packaged_rules()).keys() == set()


def test_a_query_uses_the_terms_of_its_patterns_and_not_those_of_comments_or_prefixes() -> None:
    query = (
        "PREFIX kly: <https://w3id.org/klynge/ont#>\n# kly:Hidden\n"
        "ASK { ?a kly:inCluster|kly:within/kly:label ?b ; a kly:Cluster }"
    )

    found = queries([("q", query)])

    assert found.keys() == {str(ONT[n]) for n in ("inCluster", "within", "label", "Cluster")}


def test_every_example_query_uses_a_term_of_klynge() -> None:
    examples = packaged_examples()
    found = queries((example.name, example.query) for example in examples)

    ours = {name for iri, names in found.items() if iri.startswith(str(ONT)) for name in names}
    assert ours == {example.name for example in examples}


@pytest.mark.parametrize(
    ("turtle", "frame", "words"),
    [
        ("kly:A owl:equivalentClass [ owl:intersectionOf ( kly:B [ owl:onProperty kly:p ; "
         "owl:someValuesFrom kly:C ] ) ] .", "EquivalentTo", "kly:B and ( kly:p some kly:C )"),
        ("kly:A rdfs:subClassOf [ owl:onProperty kly:p ; owl:qualifiedCardinality 1 ; "
         "owl:onClass kly:C ] .", "SubClassOf", "kly:p exactly 1 kly:C"),
        ("kly:A rdfs:subClassOf [ owl:onProperty kly:p ; owl:maxCardinality 2 ] .",
         "SubClassOf", "kly:p max 2"),
        ("kly:A rdfs:subClassOf [ owl:unionOf ( kly:B [ owl:complementOf kly:C ] ) ] .",
         "SubClassOf", "kly:B or ( not kly:C )"),
        ("kly:A rdfs:subClassOf [ owl:onProperty [ owl:inverseOf kly:p ] ; "
         "owl:allValuesFrom kly:B ] .", "SubClassOf", "( inverse kly:p ) only kly:B"),
        ("kly:A rdfs:subClassOf [ owl:onProperty kly:p ; owl:hasValue \"x\" ] .",
         "SubClassOf", "kly:p value \"x\""),
        ("kly:A owl:equivalentClass [ owl:oneOf ( kly:b kly:c ) ] .",
         "EquivalentTo", "{ kly:b , kly:c }"),
        ("kly:A owl:hasKey ( kly:p kly:q ) .", "HasKey", "kly:p , kly:q"),
        ("kly:p owl:propertyChainAxiom ( kly:q kly:r ) .", "SubPropertyChain", "kly:q o kly:r"),
        ("kly:p a owl:FunctionalProperty .", "Characteristics", "Functional"),
        ("[ owl:onProperty kly:p ; owl:someValuesFrom kly:B ] rdfs:subClassOf kly:A .",
         "SuperClassOf", "kly:p some kly:B"),
        ("[] a owl:AllDisjointClasses ; owl:members ( kly:A kly:B ) .",
         "DisjointClasses", "kly:A , kly:B"),
    ],
)  # fmt: skip
def test_an_axiom_is_written_in_the_manchester_syntax(turtle: str, frame: str, words: str) -> None:
    (axiom,) = axioms(parsed("x", PREFIXES + turtle))

    assert axiom.frame == frame
    assert as_text(axiom.words).replace(str(ONT), "kly:") == words


def test_every_condition_of_the_definitions_is_shown_whole() -> None:
    path = Path(__file__).resolve().parents[2] / "ontology" / "definitions.ttl"
    graph = parsed("definitions", path.read_text(encoding="utf-8"))
    shown = [as_text(axiom.words) for axiom in axioms(graph)]
    operators = ("some", "only", "value", "exactly", "min", "max")

    restrictions = len(list(graph.subjects(OWL.onProperty)))
    assert restrictions > 30
    assert sum(text.split().count(one) for text in shown for one in operators) == restrictions
    assert not [text for text in shown if not text or "( )" in text]


def test_a_file_is_the_same_graph_each_time_it_is_read() -> None:
    turtle = PREFIXES + "kly:A rdfs:subClassOf [ rdfs:comment 'x' ] , [ rdfs:comment 'y' ] ."
    first, again = parsed("a", turtle), parsed("a", turtle)

    assert set(first) == set(again)
    assert set(first).isdisjoint(parsed("b", turtle))
    assert list(joined([first])) == list(joined([again]))
