"""NUTS: editions, levels by the length of a code, names as published."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from shared import shared

from klynge.loaders.classifications.classification import Classification, Item
from klynge.loaders.classifications.editions import UnknownEdition
from klynge.loaders.classifications.nuts import country, read_nuts
from klynge.loaders.classifications.official_file import ForeignFile
from klynge.shapes.report import Finding, Severity

GISCO = Path(__file__).parents[2] / "data" / "loaders" / "classifications" / "gisco-nuts-2021.csv"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table whole; line breaks inside a cell stay as they are."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def items(classification: Classification) -> dict[str, Item]:
    return {item.code: item for item in classification.items}


def rules(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings)


def test_nuts_2024_has_the_regions_of_each_level() -> None:
    found, findings = read_nuts(shared("research", "domain", "nuts2024_eea.csv"), "nuts-2024")

    assert Counter(item.depth for item in found.items) == {1: 31, 2: 96, 3: 260, 4: 1211}
    assert rules(findings) == {"place.name-spaces": 1, "place.mixed-scripts": 2}
    assert found.follows == "nuts-2021"


def test_norway_2024_has_one_seven_and_seventeen_regions() -> None:
    found, _ = read_nuts(shared("research", "domain", "nuts2024_eea.csv"), "nuts-2024")

    norway = [item for item in found.items if item.code.startswith("NO")]
    assert Counter(item.depth for item in norway) == {1: 1, 2: 1, 3: 7, 4: 17}
    assert items(found)["NO0B"].labels == {"und": "Svalbard og Jan Mayen"}


def test_every_region_lies_where_the_research_says() -> None:
    path = shared("research", "domain", "nuts2024_eea.csv")
    expected = {r["nuts_code"]: r["parent"] for r in rows(path)}

    found, _ = read_nuts(path, "nuts-2024")

    assert {item.code: item.parent for item in found.items} == expected


def test_a_name_in_greek_letters_has_its_latin_spelling_beside_it() -> None:
    found, _ = read_nuts(GISCO, "nuts-2021")

    assert items(found)["EL"].labels == {"und": "Ελλάδα", "und-Latn": "Elláda"}
    assert items(found)["NO081"].labels == {"und": "Oslo"}


def test_line_breaks_at_the_end_of_a_name_are_cleaned_and_told() -> None:
    found, findings = read_nuts(GISCO, "nuts-2021")

    cleaned = [finding for finding in findings if finding.rule == "place.name-spaces"]
    assert items(found)["NO0B"].labels == {"und": "Jan Mayen and Svalbard"}
    assert [finding.value for finding in cleaned] == [
        "Jan Mayen and Svalbard\r\n",
        "Jan Mayen\r\n",
    ]
    assert str(cleaned[0].location) == "gisco-nuts-2021.csv, row 7, column NUTS_NAME (E)"
    assert cleaned[0].severity is Severity.WARNING


def test_letters_of_two_scripts_in_one_name_are_told_and_left() -> None:
    found, findings = read_nuts(GISCO, "nuts-2021")

    (mixed,) = [finding for finding in findings if finding.rule == "place.mixed-scripts"]
    assert mixed.value == "A\u03c4\u03c4\u03b9\u03ba\u03ae" == items(found)["EL30"].labels["und"]
    assert "GREEK + LATIN" in mixed.message.en


def test_a_region_whose_parent_is_missing_is_published_without_and_told() -> None:
    found, findings = read_nuts(GISCO, "nuts-2021")

    (orphan,) = [finding for finding in findings if finding.rule == "place.orphan"]
    assert items(found)["EL30"].parent == ""
    assert "EL3" in orphan.message.en


def test_gisco_geojson_gives_the_same_as_gisco_csv(tmp_path: Path) -> None:
    features = [{"type": "Feature", "properties": row, "geometry": None} for row in rows(GISCO)]
    path = tmp_path / "nuts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    found, findings = read_nuts(path, "nuts-2021")

    expected, told = read_nuts(GISCO, "nuts-2021")
    assert found == expected
    assert rules(findings) == rules(told)


@pytest.mark.parametrize(
    ("row", "rule"),
    [("no08,2,x", "place.code"), ("NO0811,4,x", "place.code"), ("NO08,2,", "place.name"),
     ("NO,1,Norge", "place.level"), ("NO,0,a\nNO,0,b", "place.twice")],
)  # fmt: skip
def test_a_row_that_does_not_add_up_is_told(tmp_path: Path, row: str, rule: str) -> None:
    path = tmp_path / "nuts.csv"
    path.write_text(f"NUTS_ID,LEVL_CODE,NUTS_NAME\n{row}\n", encoding="utf-8")

    _, findings = read_nuts(path, "nuts-2024")

    assert rules(findings) == {rule: 1}


@pytest.mark.parametrize(
    ("code", "alpha_3"), [("EL30", "GRC"), ("UKM", "GBR"), ("NO", "NOR"), ("QQ", "")]
)
def test_eurostats_own_country_codes_lead_to_the_country(code: str, alpha_3: str) -> None:
    assert country(code).rpartition("/")[2] == alpha_3


def test_a_country_is_close_to_its_entry_in_the_authority_table() -> None:
    found, _ = read_nuts(GISCO, "nuts-2021")

    assert items(found)["EL"].matches == (("skos:closeMatch", country("EL")),)
    assert items(found)["NO0"].matches == ()


def test_an_edition_that_klynge_does_not_know_is_misuse() -> None:
    with pytest.raises(UnknownEdition, match="nuts-2016"):
        read_nuts(GISCO, "nuts-2016")


def test_a_file_without_nuts_codes_is_misuse() -> None:
    with pytest.raises(ForeignFile, match="NUTS_ID"):
        read_nuts(GISCO.with_name("klass-104-2020.csv"), "nuts-2024")
