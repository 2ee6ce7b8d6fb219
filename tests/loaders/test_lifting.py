"""From a record to quads: what each kind of column becomes."""

from __future__ import annotations

import datetime

import pytest
from rdflib import RDF, XSD, Dataset, Graph, Literal, Namespace, URIRef

from klynge.loaders import nquads
from klynge.loaders.lifting import Lifter
from klynge.loaders.records import Record, Sheet
from klynge.loaders.tables.schema import load_schema
from klynge.ontology.iris import BASE

KLY = Namespace("https://w3id.org/klynge/ont#")
ID = "https://w3id.org/klynge/id/"
GRAPH = "https://w3id.org/klynge/graph/test"


def lifted(
    table: str, identities: dict[str, str] | None = None, **values: str | tuple[str, ...]
) -> Graph:
    cells = {
        name.rstrip("_"): value if isinstance(value, tuple) else (value,)
        for name, value in values.items()
    }
    lifter = Lifter(load_schema(), BASE, GRAPH, identities)
    dataset = Dataset()
    lines = lifter.lift(Record(table, cells, Sheet("t.csv"), 2))
    dataset.parse(data="".join(lines), format="nquads")
    return dataset.graph(URIRef(GRAPH))


def test_a_row_becomes_one_resource_of_its_tables_class() -> None:
    graph = lifted("clusters", id="raufoss", name="NCE Raufoss")

    assert (URIRef(ID + "cluster/raufoss"), RDF.type, KLY.Cluster) in graph


@pytest.mark.parametrize(
    ("written", "datatype", "first", "last"),
    [
        ("2006", XSD.gYear, "2006-01-01", "2006-12-31"),
        ("2016-02", XSD.gYearMonth, "2016-02-01", "2016-02-29"),
        ("2009-06-11", XSD.date, "2009-06-11", "2009-06-11"),
    ],
)
def test_a_date_keeps_its_precision_and_gets_a_day_to_compare_by(
    written: str, datatype: URIRef, first: str, last: str
) -> None:
    graph = lifted("participations", id="p", cluster="cluster:x", from_=written, until=written)

    node = URIRef(ID + "participation/p")
    assert graph.value(node, KLY.startDate) == Literal(written, datatype=datatype)
    assert graph.value(node, KLY.startDay) == Literal(datetime.date.fromisoformat(first))
    assert graph.value(node, KLY.endDay) == Literal(datetime.date.fromisoformat(last))


def test_a_source_becomes_a_passage_of_its_document() -> None:
    graph = lifted("claims", id="c", text="x", source="article#P04 s2")

    passage = URIRef(ID + "passage/article.P04-s2")
    assert (URIRef(ID + "claim/c"), URIRef("http://purl.org/dc/terms/source"), passage) in graph
    assert graph.value(passage, KLY.block) == Literal("P04")
    assert graph.value(passage, KLY.sentence) == Literal("s2")
    part_of = URIRef("http://purl.org/dc/terms/isPartOf")
    assert graph.value(passage, part_of) == URIRef(ID + "document/article")


def test_an_organisation_with_a_number_is_named_by_the_register_wherever_it_is_referred_to() -> (
    None
):
    same = {"organization:occ": "NO-991068503"}

    graph = lifted("memberships", same, id="m", cluster="cluster:x", member="organization:occ")

    member = graph.value(URIRef(ID + "membership/m"), KLY.memberActor)
    assert member == URIRef(ID + "organization/NO-991068503")


def test_codes_activities_and_countries_become_the_iris_of_their_lists() -> None:
    graph = lifted(
        "organisations",
        id="o",
        name="O",
        country="NO",
        type=("company",),
        activity=("nace2:03.21",),
    )

    node = URIRef(ID + "organization/o")
    assert graph.value(node, KLY.actorType) == URIRef(
        "https://w3id.org/klynge/voc/actor-type/company"
    )
    assert graph.value(node, KLY.economicActivity) == URIRef("http://data.europa.eu/ux2/nace2/0321")
    country = "http://publications.europa.eu/resource/authority/country/NOR"
    assert graph.value(node, KLY.country) == URIRef(country)


@pytest.mark.parametrize(
    "text", ['say "hi"', "a\\b", "line\nbreak", "tab\t", "\x01", "æøå 日本 🐟"]
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    graph = lifted("clusters", id="c", name=text)

    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    assert str(graph.value(URIRef(ID + "cluster/c"), label)) == text


def test_characters_no_iri_may_hold_are_percent_encoded() -> None:
    assert nquads.iri("https://x.no/a b<c>") == "<https://x.no/a%20b%3Cc%3E>"
