"""The gate: what it makes of a report, and what it refuses."""

from __future__ import annotations

import socket

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from klynge.shapes.gate import UnusableShapes, validate
from klynge.shapes.report import Finding, Message, Severity
from klynge.shapes.shapes_graph import read_shapes

SHAPES = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix : <https://example.org/shapes#> .
"""
DATA = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix : <https://example.org/shapes#> .
"""


def shapes(text: str) -> Graph:
    return read_shapes(SHAPES + text, "test.ttl")


def data(text: str) -> Graph:
    return Graph().parse(data=DATA + text, format="turtle")


def iri(name: str) -> str:
    return f"https://example.org/shapes#{name}"


def test_a_cluster_without_a_name_is_told_in_both_languages() -> None:
    cluster = "https://w3id.org/klynge/id/cluster/x"
    graph = Graph().add((URIRef(cluster), RDF.type, URIRef("https://w3id.org/klynge/ont#Cluster")))

    finding = next(one for one in validate(graph) if one.rule == "shape.Cluster-name")

    assert finding == Finding(
        rule="shape.Cluster-name",
        severity=Severity.VIOLATION,
        message=Message(
            "A value is missing: name. A cluster has a name: fill in the column name with the name "
            "it is shown by; earlier and later names stand in the table names.",
            "En verdi mangler: navn. En klynge har et navn: fyll ut kolonnen name med navnet den "
            "vises med; tidligere og senere navn står i tabellen names.",
        ),
        focus_node=cluster,
        path="http://www.w3.org/2000/01/rdf-schema#label",
        shape="https://w3id.org/klynge/shapes/publishing#Cluster-name",
        expected=Message(
            "A cluster has a name: fill in the column name with the name it is shown by; earlier "
            "and later names stand in the table names.",
            "En klynge har et navn: fyll ut kolonnen name med navnet den vises med; tidligere og "
            "senere navn står i tabellen names.",
        ),
    )


def test_findings_come_sorted_and_the_same_twice() -> None:
    graph = data(":b a :Box . :a a :Box . :c a :Box .")
    rules = shapes("""
        :Box a sh:NodeShape ; sh:targetClass :Box ; sh:property :size , :colour .
        :size a sh:PropertyShape ; sh:path :size ; sh:minCount 1 .
        :colour a sh:PropertyShape ; sh:path :colour ; sh:minCount 1 .
    """)

    first, second = validate(graph, rules), validate(graph, rules)

    assert [(one.focus_node[-1], one.rule) for one in first] == [
        (focus, rule) for focus in "abc" for rule in ("shape.colour", "shape.size")
    ]
    assert first == second


def test_a_value_that_fails_twice_in_one_shape_is_told_once() -> None:
    rules = shapes("""
        :size a sh:PropertyShape ; sh:targetClass :Box ; sh:path :size ;
            sh:datatype xsd:decimal ; sh:pattern "^[0-9]+$" ; sh:minLength 9 .
    """)

    [finding] = validate(data(':a a :Box ; :size "big" .'), rules)

    assert finding.message == Message("“big” is of another type.", "«big» er av en annen type.")


def test_code_lists_may_come_apart_from_the_data() -> None:
    graph, lists = data(":a a :Box ; :kind :tall ."), data(":tall a :Kind .")
    rules = shapes(
        ":kind a sh:PropertyShape ; sh:targetClass :Box ; sh:path :kind ; sh:class :Kind ."
    )

    alone, together = validate(graph, rules), validate(graph, rules, ontology=lists)

    assert [one.value for one in alone] == [iri("tall")]
    assert together == ()


def test_validation_changes_neither_data_nor_shapes() -> None:
    graph = data(':a a :Box ; :date "2006-02-30"^^xsd:date .')
    rules = shapes("""
        :Box a sh:NodeShape ; sh:targetClass :Box ; sh:property :date .
        :date a sh:PropertyShape ; sh:path :date ; sh:or ( [ sh:datatype xsd:date ] ) .
    """)
    before = set(graph), set(rules)

    [finding] = validate(graph, rules, ontology=data(":x a :Y ."))

    assert finding.value == "2006-02-30"
    assert (set(graph), set(rules)) == before


@pytest.mark.parametrize("value", ['"2006-02-30"', '"spring"'])
def test_a_date_that_is_none_is_a_finding_and_stops_nothing(value: str) -> None:
    rules = shapes("""
        :from a sh:PropertyShape ; sh:targetClass :Box ; sh:path :from ;
            sh:datatype xsd:date ; sh:lessThanOrEquals :until .
    """)
    graph = data(f':a a :Box ; :from {value}^^xsd:date ; :until "2006-01-01"^^xsd:date .')

    [finding] = validate(graph, rules)

    assert finding.value == value.strip('"')


def test_severities_are_those_of_the_shapes_and_violation_where_none_is_given() -> None:
    rules = shapes("""
        :a a sh:PropertyShape ; sh:targetClass :Box ; sh:path :a ; sh:minCount 1 ;
            sh:severity sh:Info .
        :b a sh:PropertyShape ; sh:targetClass :Box ; sh:path :b ; sh:minCount 1 ;
            sh:severity sh:Warning .
        :c a sh:PropertyShape ; sh:targetClass :Box ; sh:path :c ; sh:minCount 1 ;
            sh:severity sh:Violation .
        :d a sh:PropertyShape ; sh:targetClass :Box ; sh:path :d ; sh:minCount 1 .
    """)

    severities = [finding.severity for finding in validate(data(":x a :Box ."), rules)]

    assert severities == [
        Severity.INFO,
        Severity.WARNING,
        Severity.VIOLATION,
        Severity.VIOLATION,
    ]


def test_the_path_is_the_first_predicate_and_empty_where_there_is_a_choice() -> None:
    rules = shapes("""
        :sequence a sh:PropertyShape ; sh:targetClass :Box ; sh:minCount 1 ;
            sh:path ( [ sh:zeroOrOnePath :first ] :second ) .
        :choice a sh:PropertyShape ; sh:targetClass :Box ; sh:minCount 1 ;
            sh:path [ sh:alternativePath ( :first :second ) ] .
        :inverse a sh:PropertyShape ; sh:targetClass :Box ; sh:minCount 1 ;
            sh:path [ sh:inversePath :first ] .
    """)

    paths = {finding.rule: finding.path for finding in validate(data(":x a :Box ."), rules)}

    assert paths == {"shape.choice": "", "shape.inverse": "", "shape.sequence": iri("first")}


def test_an_anonymous_shape_goes_by_the_name_of_the_one_that_holds_it() -> None:
    rules = shapes("""
        :Box a sh:NodeShape ; sh:targetClass :Box ; sh:property [ sh:path :size ; sh:minCount 1 ] .
    """)

    [finding] = validate(data(":x a :Box ."), rules)

    assert (finding.rule, finding.shape) == ("shape.Box", "")
    assert finding.message == Message("A value is missing: size.", "En verdi mangler: size.")


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ('"Why."@en , "Hvorfor."@nb', Message("Why.", "Hvorfor.")),
        ('"Why."@en', Message("Why.", "Why.")),
        ('"Hvorfor."@nb', Message("Hvorfor.", "Hvorfor.")),
    ],
)
def test_a_sparql_constraint_keeps_the_languages_of_its_messages(
    texts: str, message: Message
) -> None:
    rules = shapes(f"""
        :Box a sh:NodeShape ; sh:targetClass :Box ; sh:severity sh:Warning ; sh:sparql [
            sh:message {texts} ;
            sh:select "SELECT $this ?value WHERE {{ $this <{iri("size")}> ?value }}" ] .
    """)

    [finding] = validate(data(":x a :Box ; :size 3 ."), rules)

    assert finding.message == message
    assert (finding.severity, finding.value) == (Severity.WARNING, "3")


@pytest.mark.parametrize(
    "text",
    [
        ":a a sh:PropertyShape ; sh:targetClass :Box ; sh:path :p ; sh:minCount 1 , 2 .",
        ":a a sh:PropertyShape ; sh:targetClass :Box ; sh:minCount 1 .",
        ":a a sh:NodeShape ; sh:targetClass :Box ; sh:property :nowhere .",
        ":a a sh:NodeShape ; sh:targetClass :Box ; sh:sparql [ sh:select 'SELECT $this WHERE"
        " { SERVICE <http://127.0.0.1/> { $this ?p ?o } }' ] .",
    ],
)
def test_shapes_that_are_not_well_formed_are_refused(text: str) -> None:
    with pytest.raises(UnusableShapes, match="the shapes cannot be applied: "):
        validate(data(":x a :Box ."), shapes(text))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, place: reached.append(place))
    imports = "<https://example.org/> owl:imports <http://127.0.0.1:9/more> ."
    query = "SELECT $this FROM <http://127.0.0.1:9/more> WHERE { $this a ?type }"
    rules = shapes(
        f"{imports} :a a sh:NodeShape ; sh:targetClass :Box ; sh:sparql [ sh:select '{query}' ] ."
    )
    graph = data(":x a :Box .")
    graph.parse(data=SHAPES + imports, format="turtle")

    findings = validate(graph, rules)

    assert [finding.focus_node for finding in findings] == [iri("x")]
    assert reached == []


def test_the_canary_of_the_test_above_sings(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, place: reached.append(place))

    with pytest.raises(Exception):  # noqa: B017  whatever a connection that is none leads to
        Graph().parse("http://127.0.0.1:9/more", format="turtle")

    assert reached == [("127.0.0.1", 9)]


def test_a_language_other_than_norwegian_and_english_is_not_lost() -> None:
    rules = shapes("""
        :size a sh:PropertyShape ; sh:targetClass :Box ; sh:path :size ; sh:minCount 1 ;
            sh:message "Størrelsen manglar."@nn .
    """)

    [finding] = validate(data(":x a :Box ."), rules)

    assert finding.message.en == "A value is missing: size. Størrelsen manglar."
    assert finding.message.nb == "En verdi mangler: size. Størrelsen manglar."


def test_a_literal_that_is_not_ill_typed_is_left_as_it_is() -> None:
    rules = shapes("""
        :size a sh:PropertyShape ; sh:targetClass :Box ; sh:path :size ; sh:datatype xsd:decimal .
    """)
    graph = data(':x a :Box ; :size 3.5 . :y a :Box ; :size "x"^^xsd:decimal .')

    [finding] = validate(graph, rules)

    assert finding.focus_node == iri("y")
    assert (
        URIRef(iri("x")),
        URIRef(iri("size")),
        Literal("3.5", datatype="http://www.w3.org/2001/XMLSchema#decimal"),
    ) in graph
