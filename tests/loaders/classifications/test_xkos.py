"""Classifications as SKOS and XKOS: they pass XKOS's own shapes, and come out the same twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyshacl
import pytest
from official_files import classifications, correspondences
from rdflib import RDF, SH, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from shared import shared

from klynge.loaders.classifications.classification import (
    Classification,
    Correspondence,
    Item,
    Level,
)
from klynge.loaders.classifications.quads import correspondence_quads, to_quads
from klynge.ontology import iris

XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
SHAPES = "xkos-best-practices-{}-shapes.ttl"
GRAPH = "https://w3id.org/klynge/graph/test"

NOT_GIVEN = {
    "belongsTo": "no concept stands for all editions of a classification together",
    "covers": "no source names its field as a concept",
    "coversExhaustively": "as covers",
    "coversMutuallyExclusively": "as covers",
    "modified": "no source says when it was changed",
    "scopeNote": "XKOS wants notes with a version and a day, which no source gives",
    "endDate": "the edition still holds",
    "follows": "no earlier edition is read",
    "supersedes": "as follows",
}
"""Recommended properties that stay unmet, each with its reason."""


def graph_of(*things: Classification | Correspondence) -> Graph:
    lines = [
        line
        for thing in things
        for line in (
            to_quads(thing, GRAPH)
            if isinstance(thing, Classification)
            else correspondence_quads(thing, GRAPH)
        )
    ]
    data = Graph()
    data.parse(data="".join(f"{line.rpartition(' <')[0]} .\n" for line in lines), format="nt")
    return data


def results(data: Graph, name: str) -> Counter[tuple[str, str]]:
    """Give severities and paths of the results under one of the two files of XKOS shapes."""
    folder = "conformance/xkos-shapes"
    shapes = Graph().parse(shared(folder, SHAPES.format("conformance")), format="turtle")
    if name == "recommended":
        more = shared(folder, SHAPES.format("recommended-optional"))
        shapes.parse(more, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference="none")
    assert isinstance(report, Graph)
    return Counter(
        (local(report.value(result, SH.resultSeverity)), local(report.value(result, SH.resultPath)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def local(node: object) -> str:
    return str(node).replace("#", "/").rpartition("/")[2]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("official")
    return graph_of(*classifications(folder), *correspondences())


def test_all_editions_and_correspondences_pass_the_conformance_shapes(everything: Graph) -> None:
    schemes = set(everything.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == 4 and len(set(everything.subjects(RDF.type, XKOS.Correspondence))) == 2

    assert results(everything, "conformance") == {}


def test_the_conformance_shapes_see_a_planted_fault(everything: Graph) -> None:
    scheme = URIRef(iris.classification("sn2025"))
    damaged = Graph() + everything
    damaged.remove((scheme, SKOS.notation, None))

    assert results(damaged, "conformance") == {("Violation", "notation"): 1}


def test_of_the_recommended_properties_only_those_without_source_are_unmet(
    everything: Graph,
) -> None:
    found = results(everything, "recommended")

    warned = {path for severity, path in found if severity == "Warning"}
    assert warned == set(NOT_GIVEN)
    assert not [path for severity, path in found if severity == "Violation"]


def test_each_code_has_its_place_in_the_tree_both_ways(everything: Graph) -> None:
    class_, group = (URIRef(iris.classified("nace2", code)) for code in ("03.21", "03.2"))

    assert everything.value(class_, SKOS.broader) == group
    assert (group, SKOS.narrower, class_) in everything
    assert str(class_) == "http://data.europa.eu/ux2/nace2/0321"
    assert set(everything.subjects(SKOS.broader)) == set(everything.objects(None, SKOS.narrower))


def test_levels_are_a_list_from_the_top_down(everything: Graph) -> None:
    scheme = URIRef(iris.classification("nace2"))
    cells = everything.value(scheme, XKOS.levels)
    assert cells is not None

    levels = list(Collection(everything, cells))

    assert [local(level) for level in levels] == ["section", "division", "group", "class"]
    sizes = [len(set(everything.objects(level, SKOS.member))) for level in levels]
    assert sizes == [21, 88, 272, 615]


def test_the_same_classification_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [list(to_quads(each, GRAPH)) for each in classifications(tmp_path)]
    again = [list(to_quads(each, GRAPH)) for each in classifications(tmp_path)]

    assert first == again
    assert [len(lines) for lines in first] == [len(set(lines)) for lines in first]


def test_a_norwegian_code_matches_the_european_one_down_to_four_digits(everything: Graph) -> None:
    four, five = (URIRef(iris.classified("sn2007", code)) for code in ("03.21", "03.211"))

    assert everything.value(four, SKOS.exactMatch) == URIRef(iris.classified("nace2", "03.21"))
    assert everything.value(five, SKOS.exactMatch) is None


def test_validity_definitions_and_further_notations_are_kept() -> None:
    oslo = Item("03", 1, {"nb": "Oslo"}, start="2020-01-01", end="2023-12", notations=("NO081",))
    made = Classification("no-county-2020", {"en": "Counties"}, {}, "2020", "2020-01-01",
                          "2023-12-31", "Statistics Norway", "", "", (Level(1, "county", {}),),
                          (oslo,))  # fmt: skip

    lines = "".join(to_quads(made, GRAPH))

    subject = "<https://w3id.org/klynge/voc/no-county-2020/03>"
    assert f'{subject} <http://schema.org/endDate> "2023-12"^^' in lines
    assert f'{subject} <http://www.w3.org/2004/02/skos/core#notation> "NO081"' in lines
    assert "http://www.w3.org/2004/02/skos/core#definition" not in lines
