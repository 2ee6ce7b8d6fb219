"""Editions as services answer about them: what is asked, and how the answers are read."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from klynge.loaders.classifications.classification import Classification
from klynge.loaders.classifications.editions import UnknownEdition
from klynge.loaders.classifications.files import READERS, read_classification
from klynge.loaders.classifications.official_file import ForeignFile
from klynge.loaders.classifications.plan import NoAddress
from klynge.loaders.facts import SourceFacts
from klynge.loaders.fetching.request import Request, Wanted
from klynge.loaders.sources.classification import KIND
from klynge.shapes.report import Finding, Message

NOWHERE = {"nace2-nace2.1", "ecosystem-nace2", "nuts-2021-nuts-2024"}
"""What no lasting address is known of."""

NACE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <http://data.europa.eu/ux2/nace2.1/> .
c:J skos:inScheme c:nace2.1 ; skos:prefLabel "Information"@en , "Informasjon"@no .
c:62 skos:inScheme c:nace2.1 ; skos:broader c:J ; skos:prefLabel "Programming"@en , "Paljon"@fi .
<http://data.europa.eu/ux2/nace2.1/62.1> skos:inScheme c:nace2.1 ; skos:broader c:62 ;
    skos:prefLabel "Programming activities"@en .
c:6210 skos:inScheme c:nace2.1 ; skos:prefLabel "Programming of all kinds"@en ;
    skos:broader <http://data.europa.eu/ux2/nace2.1/62.1> , <http://data.europa.eu/ux2/cpa/62> .
c:unlike skos:inScheme c:nace2.1 ; skos:prefLabel "Something else"@en .
"""


def asked(edition: str, way: str = "edition", language: str = "") -> list[Request]:
    title, wanted = Message("C", "C"), Wanted(frozenset(), datetime.date(2026, 11, 29))
    facts = SourceFacts("c", "classification", Path(), title, edition=edition, language=language)
    return list(KIND.ways[way](facts, wanted))


def test_every_edition_has_an_address_or_is_known_to_have_none() -> None:
    for edition in READERS.keys() - NOWHERE:
        files = asked(edition)
        assert files and all(file.url.startswith("https://") for file in files), edition
        assert not any("%" in file.sparql or "%lang" in file.url for file in files)
    for edition in NOWHERE:
        with pytest.raises(NoAddress, match="put the official file beside"):
            asked(edition)


def test_names_are_asked_for_in_the_language_that_the_source_says() -> None:
    assert asked("sn2025")[0].url.endswith("versions/3218.json?language=nb")
    assert asked("sn2025", language="en")[0].url.endswith("?language=en")
    assert [file.name for file in asked("no-2024")] == ["counties.json", "municipalities.json"]
    assert "api.kartverket.no" in asked("no-2024", "kartverket")[0].url
    with pytest.raises(NoAddress, match="no-2024"):
        asked("sn2025", "kartverket")


def edition_of(path: Path, key: str) -> tuple[Classification, list[Finding]]:
    found, findings = read_classification(path, key)
    assert isinstance(found, Classification)
    return found, findings


def answer(path: Path, edition: str, turtle: str) -> dict[str, Any]:
    store = Store()
    store.load(turtle.encode(), format=RdfFormat.TURTLE)
    found = store.query(asked(edition)[0].sparql)
    assert isinstance(found, QuerySolutions)
    text = found.serialize(format=QueryResultsFormat.JSON) or b""
    path.write_bytes(text)
    result: dict[str, Any] = json.loads(text)
    return result


def test_nace_is_read_from_the_answer_of_the_publications_office(tmp_path: Path) -> None:
    path = tmp_path / "nace2.1.json"
    answer(path, "nace2.1", NACE)

    found, findings = edition_of(path, "nace2.1")

    assert [(i.code, i.depth, i.parent) for i in found.items] == [
        ("J", 1, ""), ("62", 2, "J"), ("62.1", 3, "62"), ("62.10", 4, "62.1"),
    ]  # fmt: skip
    assert found.items[0].labels == {"en": "Information", "nb": "Informasjon"}
    assert found.items[1].labels == {"en": "Programming"}
    (other,) = findings
    assert (other.rule, other.value) == ("classification.other-concept", "1")


def test_countries_are_those_of_iso_3166_whatever_else_the_table_has(tmp_path: Path) -> None:
    base = "http://publications.europa.eu/resource/authority/country"
    table = "".join(
        f"<{base}/{code}> <http://www.w3.org/2004/02/skos/core#inScheme> <{base}> ; "
        f'<http://www.w3.org/2004/02/skos/core#prefLabel> "{name}"@en .\n'
        for code, name in (("NOR", "Norway"), ("1A0", "Kosovo"), ("SUN", "Soviet Union"))
    )
    answer(tmp_path / "country.json", "country", table)

    found, findings = edition_of(tmp_path / "country.json", "country")

    assert [(i.code, i.labels, i.notations) for i in found.items] == [
        ("NOR", {"en": "Norway"}, ("NO", "578"))
    ]
    assert [finding.rule for finding in findings] == ["classification.other-concept"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda a: a["head"].update(vars=["begrep", "broader", "label"]), "lacks the variables"),
        (lambda a: a["results"].update(bindings={}), "is no answer of a SPARQL endpoint"),
        (lambda a: a["results"].update(bindings=[]), "has no code of nace2.1"),
    ],
)
def test_another_answer_of_the_publications_office_is_refused(
    tmp_path: Path, change: Any, told: str
) -> None:
    path = tmp_path / "nace2.1.json"
    changed = answer(path, "nace2.1", NACE)
    change(changed)
    path.write_text(json.dumps(changed), encoding="utf-8")

    with pytest.raises(ForeignFile, match=told):
        read_classification(path, "nace2.1")


KLASS = [
    {"code": "A", "parentCode": None, "level": "1", "name": "Jordbruk", "validFrom": "2025-09-01"},
    {"code": "01", "parentCode": "A", "level": "2", "name": "Jordbruk og tjenester"},
]


def test_klass_answers_about_a_version_and_about_a_day_are_read_alike(tmp_path: Path) -> None:
    version, day = tmp_path / "version.json", tmp_path / "day.json"
    version.write_text(json.dumps({"classificationItems": KLASS, "name": "SN"}), encoding="utf-8")
    day.write_text(json.dumps({"codes": KLASS}), encoding="utf-8")

    found, findings = edition_of(version, "sn2025")
    at_day, _ = edition_of(day, "sn2025")

    assert findings == []
    assert [(i.code, i.parent, i.start) for i in found.items] == [
        ("A", "", "2025-09-01"), ("01", "A", ""),
    ]  # fmt: skip
    assert [(i.code, i.labels) for i in at_day.items] == [(i.code, i.labels) for i in found.items]


def test_lau_is_read_from_the_sheets_that_have_its_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    readme = book.create_sheet("Read me", 0)
    readme.append(["Explanation"])
    readme.append(["of the columns"])
    columns = ["NUTS 3 CODE", "LAU CODE", "LAU NAME NATIONAL", "LAU NAME LATIN", "POPULATION"]
    for country, rows in {
        "DK": [["DK011", "101", "København", "København", 1], ["DK011", "", "Uten kode", "", 2]],
        "EL": [["EL301", "45010101", "Αθήνα", "Athina", 3]],
    }.items():
        sheet = book.create_sheet(country)
        for row in (columns, *rows):
            sheet.append(row)
    book.save(tmp_path / "lau.xlsx")

    found, findings = edition_of(tmp_path / "lau.xlsx", "lau-2024")

    units = {i.code: i for i in found.items}
    assert set(units) == {
        "DK", "EL", "DK_101", "EL_45010101",
    }  # fmt: skip
    assert units["DK_101"].parent == "DK" and units["DK_101"].labels == {"und": "København"}
    assert units["EL_45010101"].labels == {"und": "Αθήνα", "und-Latn": "Athina"}
    ((property_, region),) = units["DK_101"].matches
    assert property_ == "skos:broadMatch" and region.endswith("/DK011")
    assert [f.rule for f in findings] == ["classification.incomplete"]
    with pytest.raises(UnknownEdition):
        read_classification(tmp_path / "lau.xlsx", "lau-1999")
