"""`klynge enrich`: the queue that a steward works in, what is written, and what is remembered."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from registers import AS_OF, entity, write_json
from small_catalogue import make_small, make_small_workbook, write_csv

from klynge.cli import group
from klynge.loaders.fixing.fix import LOG

UNI, TWIN, OTHER = "993209767", "996700275", "923609016"
SOURCE = f"""
[[source]]
id = "brreg"
type = "brreg"
path = "brreg.json"
as_of = {AS_OF}
only = "used"
licence = "https://creativecommons.org/licenses/by/4.0/"
"""
PLACES = [["id", "name", "kind", "country", "source", "evidence"],
          ["bergen", "Bergen", "town", "NO", "doc", "sourced"]]  # fmt: skip
ORGANISATIONS = [
    ["id", "name", "country", "number", "lei", "type", "place", "source", "evidence"],
    ["fish-as", "Fish AS", "NO", "991068503", "", "company", "", "doc", "sourced"],
    ["tree-as", "Tree AS", "NO", "913268865", "", "company", "", "doc", "sourced"],
    ["uni", "Uni Research", "NO", "", "", "university", "bergen", "doc", "sourced"],
    ["lab", "Fjord Lab", "", "", "", "company", "", "doc", "sourced"],
]


def klynge(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def with_register(folder: Path, *entities: dict[str, Any]) -> Path:
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    write_json(folder / "brreg.json", *(entities or BODIES))
    return folder


BODIES = (
    entity(UNI, navn="UNI RESEARCH AS"),
    entity(TWIN, navn="FJORD LAB AS"),
    entity(OTHER, navn="FJORD LAB SA"),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = make_small(tmp_path / "catalogue")
    write_csv(folder, "places", PLACES)
    write_csv(folder, "organisations", ORGANISATIONS)
    return with_register(folder)


def listed(folder: Path) -> dict[str, Any]:
    done = klynge("enrich", folder, "--list", "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def by_value(folder: Path) -> dict[str, dict[str, Any]]:
    return {each["value"]: each for each in listed(folder)["candidates"]}


def table(path: Path, key: str) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_what_a_register_adds_to_a_number_is_said_and_only_what_the_table_lacks(
    tmp_path: Path,
) -> None:
    folder = with_register(
        make_small(tmp_path), entity("991068503", navn="FISH AS", antallAnsatte=8)
    )

    (joined,) = listed(folder)["joined"]

    assert (joined["organisation"], joined["register"]) == ("fish-as", "brreg")
    assert joined["adds"] == {
        "legal_form": "AS",
        "activity": "sn2025:03.211",
        "founded": "2015-02-20",
        "state": "active",
        "place": "4601 BERGEN",
        "employees": "8",
    }


def decide(folder: Path, **decisions: str) -> None:
    """Write decisions into the queue, by the number they are about."""
    path = folder / "tables" / "matches.csv"
    rows = list(table(path, "id").values())
    for row in rows:
        row["decision"] = decisions.get(f"n{row['value']}", row["decision"])
        row["reason"] = "looked up" if row["decision"] else row["reason"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_list_has_each_candidate_with_its_evidence_and_place_and_writes_nothing(
    catalogue: Path,
) -> None:
    before = sorted(catalogue.rglob("*"))

    found, text = by_value(catalogue), klynge("enrich", catalogue, "--lang", "nb").stdout

    assert found[UNI]["confidence"] == "certain"
    assert [found[UNI][key] for key in ("file", "row", "letter")] == ["organisations.csv", 4, "D"]
    assert [each["about"] for each in found[UNI]["evidence"]] == [
        "name", "country", "place", "others"
    ]  # fmt: skip
    assert {found[each]["offered"] for each in (TWIN, OTHER)} == {False}
    assert "stemmer: samme sted eller kommune: «Bergen» i tabellen" in text
    assert [each["organisation"] for each in listed(catalogue)["joined"]] == []
    assert sorted(catalogue.rglob("*")) == before


def test_all_certain_writes_these_cells_into_a_copy_and_the_rest_waits_in_its_queue(
    catalogue: Path, tmp_path: Path
) -> None:
    original = (catalogue / "tables" / "organisations.csv").read_bytes()
    copy = tmp_path / "copy"

    done = klynge("enrich", catalogue, "--to", copy, "--all-certain")

    assert done.exit_code == 0, done.stderr
    written = (copy / "tables" / "organisations.csv").read_bytes()
    assert written == original.replace(b"Research,NO,,", f"Research,NO,{UNI},".encode())
    assert (catalogue / "tables" / "organisations.csv").read_bytes() == original
    queue = table(copy / "tables" / "matches.csv", "value")
    assert {value: row["decision"] for value, row in queue.items()} == {
        UNI: "yes", TWIN: "", OTHER: ""
    }  # fmt: skip
    assert "the same name but for the legal form" in (copy / LOG).read_text(encoding="utf-8")
    assert "2 candidates wait" in done.stdout


def test_a_yes_in_the_queue_is_written_with_the_country_and_a_no_is_remembered(
    catalogue: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    klynge("enrich", catalogue, "--to", first)
    decide(first, **{f"n{TWIN}": "yes", f"n{OTHER}": "nei", f"n{UNI}": "no"})

    done = klynge("enrich", first, "--to", second, "--all-certain")

    assert done.exit_code == 0, done.stderr
    rows = table(second / "tables" / "organisations.csv", "id")
    assert (rows["lab"]["number"], rows["lab"]["country"]) == (TWIN, "NO")
    assert rows["uni"]["number"] == ""  # certain, and refused
    assert listed(second)["candidates"] == []
    queue = table(second / "tables" / "matches.csv", "value")
    assert {row["decision"] for row in queue.values()} <= {"yes", "no", "nei"}
    assert {row["reason"] for row in queue.values()} == {"looked up"}


def test_a_refused_candidate_comes_again_when_its_evidence_is_another(
    catalogue: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    klynge("enrich", catalogue, "--to", first)
    decide(first, **{f"n{UNI}": "no"})
    assert UNI not in by_value(first)

    more = entity("997305140", navn="ANOTHER AS")
    write_json(first / "brreg.json", *BODIES, more)
    assert UNI not in by_value(first)

    write_json(first / "brreg.json", entity(UNI, navn="UNI RESEARCH AS", konkurs=True))
    assert by_value(first)[UNI]["state"] == "bankrupt"


def test_a_queue_in_a_workbook_is_a_sheet_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    book = make_small_workbook(folder)
    book["organisations"]["B4"] = "Uni Research"
    book.save(folder / "tables.xlsx")
    with_register(folder)
    copy, last = tmp_path / "copy", tmp_path / "last"

    assert klynge("enrich", folder, "--to", copy).exit_code == 0
    queue = load_workbook(copy / "tables.xlsx")
    sheet = queue["matches"]
    header = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, header.index("value") + 1).value == UNI
    sheet.cell(2, header.index("decision") + 1).value = "ja"
    queue.save(copy / "tables.xlsx")
    done = klynge("enrich", copy, "--to", last)

    assert done.exit_code == 0, done.stderr
    mended = load_workbook(last / "tables.xlsx")
    assert str(mended["organisations"]["D4"].value) == UNI
    assert mended["matches"].cell(2, header.index("decision") + 1).value == "yes"


def test_what_cannot_be_accepted_is_misuse_and_says_what_to_do(
    catalogue: Path, tmp_path: Path
) -> None:
    found = by_value(catalogue)
    both = [argument for each in (TWIN, OTHER) for argument in ("--accept", found[each]["id"])]
    copy = tmp_path / "copy"

    for arguments, told in (
        (["--to", copy, "--accept", "m-0000000000"], "there is no candidate m-0000000000"),
        (["--to", copy, *both], "an organisation has one"),
        (["--all-certain"], "say --to NEWDIR too"),
        (["--to", catalogue], "is there already"),
    ):
        done = klynge("enrich", catalogue, *arguments)
        assert (done.exit_code, told in done.stderr) == (2, True), done.stderr
    assert not copy.exists()


def test_a_decision_that_cannot_be_read_stops_all_writing(catalogue: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    klynge("enrich", catalogue, "--to", first)
    decide(first, **{f"n{UNI}": "perhaps"})

    done = klynge("enrich", first, "--to", tmp_path / "second")

    assert done.exit_code == 2
    assert "matches.csv, row 2, column decision (M)" in done.stderr
    assert "'perhaps' is neither yes nor no" in done.stderr


def test_a_catalogue_without_a_register_is_told_how_to_name_one(tmp_path: Path) -> None:
    done = klynge("enrich", make_small(tmp_path))

    assert (done.exit_code, "klynge sources" in done.stderr) == (2, True)


def test_nothing_of_the_queue_is_in_a_release_or_a_report(catalogue: Path, tmp_path: Path) -> None:
    """Its candidates, decisions and reasons are the steward's own; a faulty row is no finding."""
    copy = tmp_path / "copy"
    klynge("enrich", catalogue, "--to", copy)
    path = copy / "tables" / "matches.csv"
    assert "FJORD LAB SA" in path.read_text(encoding="utf-8")  # there is something to publish
    decide(copy, **{f"n{OTHER}": "perhaps-secret"})

    assert klynge("build", copy).exit_code == 0

    files = [each for each in (copy / "releases").rglob("*") if each.is_file()]
    said = b"".join(each.read_bytes() for each in files)
    assert b"Fjord Lab" in said
    assert not [word for word in (b"FJORD LAB", OTHER.encode(), b"perhaps-secret") if word in said]
