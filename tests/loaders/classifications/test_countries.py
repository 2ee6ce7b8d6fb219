"""Countries: ISO 3166-1 with names in both languages."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from shared import shared

from klynge.loaders.classifications.countries import countries
from klynge.ontology import iris


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table whole; line breaks inside a cell stay as they are."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_every_country_has_a_name_in_english_and_norwegian() -> None:
    found = countries()

    assert len(found.items) == 249
    assert all(set(item.labels) == {"en", "nb"} for item in found.items)
    assert all(item.labels["en"] and item.labels["nb"] for item in found.items)


def test_norwegian_names_are_norwegian() -> None:
    names = {item.code: item.labels["nb"] for item in countries().items}

    assert names["NOR"] == "Norge"
    assert names["DEU"] == "Tyskland"
    assert names["KOR"] == "Sør-Korea"


def test_a_country_is_found_under_the_authority_tables_iri_with_its_iso_codes() -> None:
    norway = next(item for item in countries().items if item.code == "NOR")

    assert iris.classified("country", norway.code) == iris.country("NOR")
    assert norway.notations == ("NO", "578")


def test_codes_are_those_of_the_open_country_table() -> None:
    table = shared("vocabularies", "country-codes", "data", "country-codes.csv")
    table_rows = rows(table)
    expected = {
        row["ISO3166-1-Alpha-3"]: (row["ISO3166-1-Alpha-2"], row["ISO3166-1-numeric"].zfill(3))
        for row in table_rows
        if row["ISO3166-1-Alpha-3"].strip() and row["ISO3166-1-numeric"].strip()
    }

    assert {item.code: item.notations for item in countries().items} == expected


def test_the_day_of_publication_is_that_of_the_package() -> None:
    found = countries()

    year, month, day = (int(part) for part in found.version.split(".")[:3])
    assert found.issued == f"20{year:02d}-{month:02d}-{day:02d}"
