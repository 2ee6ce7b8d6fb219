"""What a register says otherwise than a steward's cell is told there, and both statements stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from registers import AS_OF, entity, write_json
from small_catalogue import make_small, write_csv

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.shapes.report import Finding

FISH = "991068503"
PLACES = [
    ["id", "name", "kind", "country", "code", "edition", "source", "evidence"],
    ["oslo", "Oslo", "municipality", "NO", "0301", "no-2024", "doc", "sourced"],
]
HEADER = ["id", "name", "country", "number", "type", "place", "founded", "state", "website",
          "source", "evidence"]  # fmt: skip


def checked(folder: Path, row: list[str], *entities: dict[str, Any]) -> Checked:
    make_small(folder)
    write_csv(folder, "places", PLACES)
    others = [[id, id, "NO", "", "company", "", "", "", "", "doc", "sourced"]
              for id in ("tree-as", "uni")]  # fmt: skip
    write_csv(folder, "organisations", [HEADER, row, *others])
    path = write_json(folder / "brreg.json", *entities)
    source = f'\n[[source]]\nid = "brreg"\ntype = "brreg"\npath = "{path}"\nas_of = {AS_OF}\n'
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(source + 'only = "used"\n')
    return check(read_catalogue(folder))


def told(found: Checked) -> dict[str, list[Finding]]:
    rules: dict[str, list[Finding]] = {}
    for finding in found.findings:
        if finding.rule.startswith("register.") and finding.rule != "register.used":
            rules.setdefault(finding.rule, []).append(finding)
    return rules


def test_each_value_that_differs_is_told_in_its_cell_with_both_values(tmp_path: Path) -> None:
    row = ["fish-as", "Fish AS", "NO", FISH, "company", "oslo", "2001", "",
           "https://fish.example.org", "doc", "sourced"]  # fmt: skip

    found = checked(tmp_path, row, entity(FISH, navn="SALMON AS", hjemmeside="www.salmon.no"))

    rules = told(found)
    assert {
        rule: (f.location.row, f.location.letter, f.severity) for rule, (f,) in rules.items()
    } == {
        "register.name": (2, "B", "info"),
        "register.place": (2, "F", "info"),
        "register.founded": (2, "G", "info"),
        "register.website": (2, "I", "info"),
    }
    (place,) = rules["register.place"]
    assert "'4601 BERGEN'" in place.message.en and "'oslo'" in place.message.en
    (name,) = rules["register.name"]
    assert (name.value, name.subject) == ("Fish AS", "organization:fish-as")
    lines = [line for of in found.graphs.values() for line in of if '"SALMON AS"' in line]
    assert [line.rsplit("/", 1)[1] for line in lines] == ["brreg> .\n"]


def test_what_agrees_but_for_its_spelling_is_not_told(tmp_path: Path) -> None:
    row = ["fish-as", "Fish", "NO", FISH, "company", "oslo", "2015", "active",
           "http://fish.no/en", "doc", "sourced"]  # fmt: skip
    oslo = {"kommune": "OSLO", "kommunenummer": "0301"}

    found = checked(
        tmp_path,
        row,
        entity(FISH, navn="FISH AS", hjemmeside="www.fish.no", forretningsadresse=oslo),
    )

    assert told(found) == {}


def test_a_body_that_is_no_more_is_told_wherever_it_is_listed_as_active(tmp_path: Path) -> None:
    row = ["fish-as", "Fish AS", "NO", FISH, "company", "", "", "active", "", "doc", "sourced"]

    found = checked(tmp_path, row, entity(FISH, navn="FISH AS", slettedato="2024-05-01"))

    places = {(f.location.file, f.location.row, f.location.column): f.severity
              for f in told(found)["register.state"]}  # fmt: skip
    assert places == {
        ("organisations.csv", 2, "state"): "warning",
        ("memberships.csv", 2, "member"): "warning",
    }
    assert "has ended since 2024-05-01" in told(found)["register.state"][0].message.en


def test_an_organisation_without_a_number_is_held_against_nobody(tmp_path: Path) -> None:
    row = ["fish-as", "Fish AS", "NO", "", "company", "", "2001", "", "", "doc", "sourced"]

    assert told(checked(tmp_path, row, entity(FISH, navn="FISH AS"))) == {}
