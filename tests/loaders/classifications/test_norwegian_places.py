"""Counties and municipalities: editions of 2020 and 2024 from the files they are published in."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from shared import shared

from klynge.loaders.classifications.classification import Classification, Item
from klynge.loaders.classifications.editions import UnknownEdition
from klynge.loaders.classifications.norwegian_places import (
    official_names,
    read_norwegian_places,
    repaired,
)
from klynge.loaders.classifications.official_file import ForeignFile
from klynge.loaders.classifications.quads import to_quads
from klynge.shapes.report import Finding, Severity

DATA = Path(__file__).parents[2] / "data" / "loaders" / "classifications"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table whole; line breaks inside a cell stay as they are."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def folder(tmp_path: Path, *files: Path) -> Path:
    for file in files:
        copyfile(file, tmp_path / file.name)
    return tmp_path


def items(classification: Classification) -> dict[str, Item]:
    return {item.code: item for item in classification.items}


def rules(findings: list[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings)


def test_kartverkets_files_of_2024_give_15_counties_and_357_municipalities(tmp_path: Path) -> None:
    geometry = shared("vocabularies", "no-admin-geometry")
    path = folder(tmp_path, geometry / "Fylker-S.geojson", geometry / "Kommuner-S.geojson")

    found, findings = read_norwegian_places(path, "no-2024")

    assert Counter(item.depth for item in found.items) == {1: 15, 2: 357}
    assert findings == []
    assert found.publisher == "Kartverket"
    assert items(found)["0301"].parent == "03"


def test_kartverkets_municipalities_are_those_of_the_research_and_lie_in_the_same_counties(
    tmp_path: Path,
) -> None:
    geometry = shared("vocabularies", "no-admin-geometry")
    path = folder(tmp_path, geometry / "Fylker-S.geojson", geometry / "Kommuner-S.geojson")
    table = shared("research", "domain", "no_municipalities_2024.csv")
    expected = {
        (row["municipality_code"], row["municipality_name"], row["county_code"])
        for row in rows(table)
    }

    found, _ = read_norwegian_places(path, "no-2024")

    municipalities = [item for item in found.items if item.depth == 2]
    assert {(i.code, *i.labels.values(), i.parent) for i in municipalities} == expected


def test_the_counties_of_2020_are_those_the_national_data_catalogue_names() -> None:
    turtle = shared(
        "vocabularies", "fdk-reference-data", "src", "main", "resources", "rdf",
        "administrative-enheter.ttl",
    ).read_text(encoding="utf-8")  # fmt: skip
    blocks = [block for block in turtle.split("\n\n") if "/fylke/id/" in block]
    named = {block.split('dct:title       "')[1].split('"')[0] for block in blocks}

    found, _ = read_norwegian_places(DATA / "klass-104-2020.csv", "no-2020")

    names = {official_names(next(iter(item.labels.values())))[0] for item in found.items}
    assert len(named) == 11
    assert names == named


def test_klass_csv_gives_counties_with_validity_and_without_the_code_for_not_given() -> None:
    found, findings = read_norwegian_places(DATA / "klass-104-2020.csv", "no-2020")

    assert len(found.items) == 11
    assert rules(findings) == {"place.residual": 1}
    assert (found.start, found.end, found.publisher) == (
        "2020-01-01", "2023-12-31", "Statistics Norway",
    )  # fmt: skip


def test_klass_ends_a_code_the_day_after_its_last_day() -> None:
    found, _ = read_norwegian_places(DATA / "klass-104-2020.csv", "no-2020")

    viken = items(found)["30"]
    assert (viken.start, viken.end) == ("2020-01-01", "2023-12-31")


def test_every_row_that_cannot_be_used_is_told_at_its_cell() -> None:
    found, findings = read_norwegian_places(DATA / "klass-131-2020.csv", "no-2020")

    told = {finding.rule: finding for finding in findings}
    assert set(items(found)) == {"0301", "1507", "1833", "3024", "3443"}
    assert rules(findings) == {
        "place.leading-zero": 1,
        "place.residual": 1,
        "place.edition": 1,
        "place.code": 1,
        "place.name": 1,
        "place.twice": 1,
        "place.without-county": 1,
    }
    assert "no-2024" in told["place.edition"].message.en
    assert told["place.edition"].value == "3201"
    assert str(told["place.code"].location) == "klass-131-2020.csv, row 9, column code (A)"


def test_a_number_without_its_leading_zero_is_repaired_and_told() -> None:
    found, findings = read_norwegian_places(DATA / "klass-131-2020.csv", "no-2020")

    (zero,) = [finding for finding in findings if finding.rule == "place.leading-zero"]
    assert items(found)["0301"].labels == {"nb": "Oslo"}
    assert (zero.value, zero.severity) == ("301", Severity.WARNING)
    assert "0301" in zero.message.en
    assert "0301" in zero.message.nb


@pytest.mark.parametrize(
    ("text", "code"),
    [("301", "0301"), ("0301", "0301"), ("3", "03"), ("30", "30"), ("", ""), ("03011", ""),
     ("NO0A2", ""), ("٣٠١", "")],
)  # fmt: skip
def test_a_number_has_two_or_four_digits(text: str, code: str) -> None:
    assert repaired(text) == code


def test_names_keep_the_languages_that_kartverket_says() -> None:
    found, findings = read_norwegian_places(DATA / "kommuneinfo.json", "no-2024")

    kaafjord = items(found)["5540"]
    assert kaafjord.labels == {"se": "Gáivuotna", "nb": "Kåfjord", "fkv": "Kaivuono"}
    assert items(found)["0301"].labels == {"nb": "Oslo"}
    assert kaafjord.parent == "55"
    assert findings == []


def test_names_without_languages_stay_one_text_as_written(tmp_path: Path) -> None:
    path = tmp_path / "klass.json"
    path.write_text(
        '{"codes": [{"code": "55", "name": "Troms - Romsa - Tromssa", "validTo": null},'
        ' {"code": 3226, "name": "Aurskog-Høland"}]}',
        encoding="utf-8",
    )

    found, _ = read_norwegian_places(path, "no-2024")

    assert items(found)["55"].parent == ""
    assert items(found)["55"].labels == {"mul": "Troms - Romsa - Tromssa"}
    assert items(found)["3226"].labels == {"nb": "Aurskog-Høland"}


def test_a_file_as_klass_sends_it_by_default_is_read_with_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "klass.csv"
    path.write_bytes('"code","name"\n"1507","Ålesund"\n'.encode("iso-8859-1"))

    found, findings = read_norwegian_places(path, "no-2020")

    assert items(found)["1507"].labels == {"nb": "Ålesund"}
    assert rules(findings)["classification.encoding"] == 1


def test_an_edition_that_nobody_knows_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UnknownEdition, match="no-1994"):
        read_norwegian_places(DATA / "klass-104-2020.csv", "no-1994")


@pytest.mark.parametrize(
    "text",
    ["", "not a table", "a;b\n1;2\n", '{"codes": 7}', "[[[", "[1, 2]", '{"features": []}'],
)
def test_a_file_that_is_no_list_of_places_is_misuse(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ForeignFile, match="file"):
        read_norwegian_places(path, "no-2024")


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(ForeignFile, match="gone.csv"):
        read_norwegian_places(tmp_path / "gone.csv", "no-2024")


def test_municipalities_without_a_list_of_counties_are_published_without_and_told() -> None:
    found, findings = read_norwegian_places(DATA / "klass-131-2020.csv", "no-2020")

    (told,) = [finding for finding in findings if finding.rule == "place.without-county"]
    assert {item.parent for item in found.items} == {""}
    assert "03, 15, 18, 30, 34" in told.message.en


def test_counties_and_municipalities_in_one_folder_are_one_tree(tmp_path: Path) -> None:
    path = folder(tmp_path, DATA / "klass-104-2020.csv", DATA / "klass-131-2020.csv")

    found, findings = read_norwegian_places(path, "no-2020")

    assert items(found)["3443"].parent == "34"
    assert rules(findings)["place.without-county"] == 0


JSON_VALUES = strategies.recursive(
    strategies.none() | strategies.text(max_size=5) | strategies.integers(),
    lambda inner: strategies.lists(inner, max_size=4)
    | strategies.dictionaries(
        strategies.sampled_from(
            ["code", "name", "codes", "features", "properties", "kommuner", "kommunenummer",
             "gyldigeNavn", "navn", "validTo"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=strategies.binary(max_size=200) | JSON_VALUES.map(json.dumps).map(str.encode))
def test_whatever_a_file_holds_is_read_or_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)

    try:
        found, _ = read_norwegian_places(path, "no-2024")
    except ForeignFile as refused:
        assert "file" in str(refused)
    else:
        assert all(line.encode() for line in to_quads(found, "urn:g"))
