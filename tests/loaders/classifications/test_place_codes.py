"""A place's code and edition must fit: the reforms of 2020 and 2024 are told at the cell."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

from shared import shared

from klynge.loaders.classifications.classification import Classification
from klynge.loaders.classifications.editions import edition
from klynge.loaders.classifications.norwegian_places import read_norwegian_places
from klynge.loaders.classifications.place_changes import read_place_changes
from klynge.loaders.classifications.place_codes import misplaced_codes
from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import check
from klynge.loaders.records import Record, Sheet
from klynge.loaders.shipped import shipped_folder
from klynge.loaders.sources import read
from klynge.shapes.report import Finding, Severity

DATA = Path(__file__).parents[2] / "data" / "loaders" / "classifications"
SHEET = Sheet("places.csv", letters={"code": "D"})


def place(table: str = "places", **values: str) -> Record:
    return Record(table, {name: (value,) for name, value in values.items()}, SHEET, 4)


def old() -> Classification:
    return read_norwegian_places(DATA / "klass-104-2020.csv", "no-2020")[0]


def new(tmp_path: Path) -> Classification:
    path = tmp_path / "klass.csv"
    names = {"03": "Oslo", "31": "Østfold", "32": "Akershus", "33": "Buskerud"}
    rows = "\n".join(f"{code};{name}" for code, name in names.items())
    path.write_text(f"code;name\n{rows}\n", encoding="utf-8")
    return read_norwegian_places(path, "no-2024")[0]


def found(record: Record, *editions: Classification) -> list[Finding]:
    changes, _ = read_place_changes(DATA / "klass-changes-2024.json")
    return list(misplaced_codes([record], editions, [changes]))


def test_a_code_of_its_edition_is_not_told(tmp_path: Path) -> None:
    assert found(place(code="30", edition="no-2020"), old(), new(tmp_path)) == []
    assert found(place(code="31", edition="no-2024"), old(), new(tmp_path)) == []


def test_a_code_of_the_edition_before_is_told_with_what_it_became(tmp_path: Path) -> None:
    (told,) = found(place(code="30", edition="no-2024"), old(), new(tmp_path))

    assert told.severity is Severity.WARNING
    assert str(told.location) == "places.csv, row 4, column code (D)"
    assert told.message.en == (
        "no-2024 has no place with the code 30. It is a code of no-2020 (Viken). In no-2024 it "
        "became 31 Østfold, 32 Akershus, 33 Buskerud. Correct the code or the edition."
    )
    assert "ble den til 31 Østfold" in told.message.nb


def test_a_code_of_the_edition_after_is_told_with_the_edition_that_has_it(tmp_path: Path) -> None:
    (told,) = found(place(code="31", edition="no-2020"), old(), new(tmp_path))

    assert "It is a code of no-2024 (Østfold)." in told.message.en
    assert "became" not in told.message.en


def test_a_code_of_no_edition_is_told_with_the_likely_one(tmp_path: Path) -> None:
    (told,) = found(place(code="3", edition="no-2024"), old(), new(tmp_path))

    assert "03" in told.message.en


def test_an_edition_that_the_catalogue_has_no_classification_for_is_passed_over() -> None:
    assert found(place(code="99", edition="no-2018"), old()) == []
    assert found(place(edition="no-2020"), old()) == []
    assert found(place("clusters", code="99", edition="no-2020"), old()) == []


def test_an_empty_edition_refuses_every_code() -> None:
    (told,) = found(place(code="03", edition="no-2024"), edition("no-2024"))

    assert told.value == "03"


CATALOGUE = """
[catalogue]
id = "places"
title = "Places"
[[source]]
id = "tables"
type = "tables"
path = "tables"
[[source]]
id = "no-2020"
type = "classification"
edition = "no-2020"
path = "klass-104-2020.csv"
[[source]]
id = "no-2020-no-2024"
type = "classification"
edition = "no-2020-no-2024"
path = "klass-changes-2024.json"
"""


def test_a_catalogue_with_an_edition_is_told_of_a_county_that_came_later(tmp_path: Path) -> None:
    for name in ("klass-104-2020.csv", "klass-changes-2024.json"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    (tmp_path / "klynge.toml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "tables").mkdir()
    rows = "id,name,kind,code,edition\nostfold,Østfold,county,31,no-2020\n"
    (tmp_path / "tables" / "places.csv").write_text(rows, encoding="utf-8")

    checked = check(read_catalogue(tmp_path))

    told = [f for f in checked.findings if f.rule == "place.code-of-edition"]
    graph = checked.graphs["https://w3id.org/klynge/graph/no-2020-no-2024"]
    assert [str(f.location) for f in told] == ["places.csv, row 2, column code (D)"]
    assert sum("ConceptAssociation" in line for line in graph) == 3


def test_the_shipped_counties_have_codes_of_their_editions(tmp_path: Path) -> None:
    geometry = shared("vocabularies", "no-admin-geometry")
    for name in ("Fylker-S.geojson", "Kommuner-S.geojson"):
        copyfile(geometry / name, tmp_path / name)
    editions = [old(), read_norwegian_places(tmp_path, "no-2024")[0]]
    source = next(s for s in read_catalogue(shipped_folder()).sources if s.type == "tables")
    records = [item for item in read(source) if isinstance(item, Record)]
    coded = [r for r in records if r.one("edition") in {"no-2020", "no-2024"}]

    assert len(coded) >= 18
    assert list(misplaced_codes(records, editions)) == []
