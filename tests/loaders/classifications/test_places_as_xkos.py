"""Places as SKOS and XKOS: they pass XKOS's conformance shapes, and a fault is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, SH, SKOS, Graph, Namespace, URIRef
from shared import shared

from klynge.loaders.classifications.carried import carried_lines
from klynge.loaders.classifications.countries import countries
from klynge.loaders.classifications.files import read_classification
from klynge.ontology.iris import BASE

DATA = Path(__file__).parents[2] / "data" / "loaders" / "classifications"
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
VOC = "https://w3id.org/klynge/voc/"
GRAPH = "https://w3id.org/klynge/graph/test"

WITHOUT_SOURCE = {"scopeNote", "modified", "belongsTo", "covers", "coversExhaustively",
                  "coversMutuallyExclusively", "startDate", "endDate", "follows", "supersedes",
                  "creator"}  # fmt: skip
"""Recommended by XKOS and not given by the sources: notes with versions, days of change, a concept
of the field; a start of the list of countries; an end of what holds; what came before 2020 and
2021; who made a comparison of two files."""


def triples(lines: list[str]) -> Graph:
    text = "".join(line.replace(f" <{GRAPH}> .", " .") for line in lines)
    return Graph().parse(data=text, format="nt")


def norway(tmp_path: Path) -> list[str]:
    geometry = shared("vocabularies", "no-admin-geometry")
    for name in ("Fylker-S.geojson", "Kommuner-S.geojson"):
        copyfile(geometry / name, tmp_path / name)
    files = {
        "no-2020": DATA / "klass-104-2020.csv",
        "no-2024": tmp_path,
        "no-2020-no-2024": DATA / "klass-changes-2024.json",
    }
    return published(files)


def nuts(tmp_path: Path) -> list[str]:
    research = shared("research", "domain")
    files = {
        "nuts-2021": DATA / "gisco-nuts-2021.csv",
        "nuts-2024": research / "nuts2024_eea.csv",
        "nuts-2021-nuts-2024": research / "nuts_changes_2021_2024.csv",
    }
    return published(files)


def all_countries(tmp_path: Path) -> list[str]:
    return list(carried_lines(countries(), BASE, GRAPH))


def published(files: dict[str, Path]) -> list[str]:
    return [
        line
        for key, path in files.items()
        for line in carried_lines(read_classification(path, key)[0], BASE, GRAPH)
    ]


def results(data: Graph) -> set[tuple[str, str]]:
    """Give severity and property of everything that XKOS's shapes say, both files together."""
    shapes = Graph()
    for name in ("conformance", "recommended-optional"):
        shapes.parse(shared("conformance", "xkos-shapes", f"xkos-best-practices-{name}-shapes.ttl"))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    return {
        (local(report.value(result, SH.resultSeverity)), local(report.value(result, SH.resultPath)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def local(node: object) -> str:
    return str(node).replace("#", "/").rpartition("/")[2]


@pytest.mark.parametrize("make", [norway, nuts, all_countries])
def test_places_pass_xkos_conformance_and_lack_only_what_no_source_gives(
    make: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    found = results(triples(make(tmp_path)))

    assert not [name for severity, name in found if severity == "Violation"]
    assert {name for severity, name in found if severity == "Warning"} <= WITHOUT_SOURCE


def test_a_scheme_without_its_day_is_a_violation(tmp_path: Path) -> None:
    data = triples(all_countries(tmp_path))
    data.remove((None, DCTERMS.issued, None))

    assert ("Violation", "issued") in results(data)


def test_a_municipality_lies_below_its_county_and_keeps_its_zero(tmp_path: Path) -> None:
    data = triples(norway(tmp_path))

    oslo = URIRef(f"{VOC}no-2024/0301")
    assert data.value(oslo, SKOS.broader) == URIRef(f"{VOC}no-2024/03")
    assert str(data.value(oslo, SKOS.notation)) == "0301"


def test_the_counties_of_viken_are_one_association(tmp_path: Path) -> None:
    data = triples(norway(tmp_path))

    (association,) = data.subjects(XKOS.sourceConcept, URIRef(f"{VOC}no-2020/30"))
    targets = {str(target).rpartition("/")[2] for target in data[association : XKOS.targetConcept]}
    assert targets == {"31", "32", "33"}
