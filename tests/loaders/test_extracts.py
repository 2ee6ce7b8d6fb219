"""Of a register a catalogue takes what it uses, and says what it left."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from registers import AS_OF, entity, write_json
from small_catalogue import built, klynge, make_small

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check

FISH, TREE, OTHER = "991068503", "913268865", "923609016"
"""The numbers of the two companies of the small catalogue, and of one that is not in it."""


def with_register(folder: Path, path: Path, *lines: str) -> Path:
    make_small(folder)
    facts = (f"as_of = {AS_OF}", 'title = "Register"', *lines)
    source = f'\n[[source]]\nid = "register"\ntype = "brreg"\npath = "{path}"\n' + "\n".join(facts)
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(source + "\n")
    return folder


def checked(folder: Path, path: Path, *lines: str) -> Checked:
    return check(read_catalogue(with_register(folder, path, *lines)))


def rows(found: Checked, table: str) -> list[str]:
    return [r.one("id") for r in found.batch["register"] if r.table == table]


def test_only_the_bodies_that_the_tables_name_stay_with_all_that_is_said_of_them(
    tmp_path: Path,
) -> None:
    far = {"kommune": "OSLO", "kommunenummer": "0301"}
    path = write_json(
        tmp_path / "a.json",
        entity(OTHER, antallAnsatte=7, forretningsadresse=far),
        entity(FISH, antallAnsatte=8, overordnetEnhet=OTHER),
        entity("123456789"),
    )

    found = checked(tmp_path / "c", path, 'only = "used"')

    assert rows(found, "organisations") == [f"NO-{FISH}"]
    assert rows(found, "observations") == [f"NO-{FISH}-employees"]
    assert rows(found, "places") == ["no-2024-4601"]
    told = {f.rule: f.message.en for f in found.findings if f.rule.startswith("register.")}
    assert "of 2 bodies in the register 1 are used" in told["register.used"]
    assert "of the rest 1 records could not be read" in told["register.used"]
    assert "1 rows of organisations name bodies in parent" in told["register.outside"]
    assert "brreg.number" not in {f.rule for f in found.findings}


def test_without_only_all_stay_and_what_cannot_be_read_is_told_one_by_one(tmp_path: Path) -> None:
    path = write_json(
        tmp_path / "a.json",
        entity(OTHER),
        entity(FISH, overordnetEnhet=OTHER),
        entity("123456789"),
    )

    found = checked(tmp_path / "c", path)

    assert rows(found, "organisations") == [f"NO-{OTHER}", f"NO-{FISH}"]
    assert [r.one("parent") for r in found.batch["register"]][-1] == f"organization:NO-{OTHER}"
    assert [f.rule for f in found.findings if "." in f.rule and "shape" not in f.rule] == [
        "brreg.number",
        "register.name",
    ]


def test_what_is_wrong_with_the_file_is_told_however_little_of_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(json.dumps([entity(FISH), entity(TREE)]).encode())[:-8])

    found = checked(tmp_path / "c", path, 'only = "used"')

    assert "file.packed" in {f.rule for f in found.findings}
    assert f"NO-{FISH}" in rows(found, "organisations")


def test_a_release_has_the_registers_statements_beside_the_stewards(tmp_path: Path) -> None:
    """The steward's name and the register's are two statements of one thing in two graphs."""
    path = write_json(tmp_path / "a.json", entity(FISH, navn="FISH ALS", konkurs=True))
    folder = with_register(tmp_path / "c", path, 'only = "used"')

    status, _ = built(folder)
    query = (
        "PREFIX kly: <https://w3id.org/klynge/ont#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?name ?state { "
        "GRAPH <https://w3id.org/klynge/graph/tables> { ?o rdfs:label ?name } "
        "GRAPH <https://w3id.org/klynge/graph/register> { ?o kly:registerState ?state ; "
        'rdfs:label "FISH ALS" } }'
    )
    asked = klynge("query", query, folder, "--format", "csv")

    assert status == 0
    assert asked.stdout.splitlines()[1:] == [
        "Fish AS,https://w3id.org/klynge/voc/register-state/bankrupt"
    ]
