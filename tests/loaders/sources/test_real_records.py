"""Every real record passes through its source: what goes in comes out, or is a finding."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from registers import AS_OF, given
from shared import shared
from small_catalogue import make_small

import klynge.loaders
from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.shapes.report import Finding, Severity

BRREG = "records/brreg"


def answers() -> list[Path]:
    """Give the answers of the Norwegian register that lie in the shared folder."""
    folder = Path(__file__).resolve().parents[4] / "shared" / BRREG
    return sorted(
        path
        for path in folder.rglob("*.json")
        if "organisasjonsnummer" in path.read_text(encoding="utf-8") or "page" in path.name
    )


def entities(value: object) -> int:
    """Give how many entities an answer is about; an answer about roles is one thing."""
    assert isinstance(value, dict)
    listed = value.get("_embedded", {})
    if listed:
        return sum(len(each) for each in listed.values())
    return 0 if "page" in value else 1


def test_the_answers_of_the_norwegian_register_come_out_or_are_told() -> None:
    shared(BRREG)
    paths, sound = answers(), 0

    for path in paths:
        found = given("brreg", path)
        number = entities(json.loads(path.read_text(encoding="utf-8")))
        assert len(found.of("organisations")) + len(found.rejected) == number, path.name
        sound += len(found.of("organisations"))

    assert len(paths) >= 30
    assert sound >= 28


@pytest.mark.parametrize(("file", "number"), [("no", 143), ("nordic-baltic", 898)])
def test_every_record_of_ror_comes_out(file: str, number: int) -> None:
    found = given("ror", shared("records", "ror", f"ror-v2-records-{file}.jsonl"))

    assert (found.tables["organisations"], found.rejected) == (number, ())


@pytest.mark.parametrize(("file", "number"), [("no", 2_770), ("nordic", 16_463)])
def test_every_entity_of_gleif_comes_out(file: str, number: int) -> None:
    found = given("gleif", shared("records", "gleif", f"gleif-lei-{file}.csv"))

    assert (found.tables["organisations"], found.rejected) == (number, ())


def test_the_calls_that_are_named_json_lines_and_are_not_are_read_all_the_same() -> None:
    path = shared("records", "cordis", "eu-calls", "data", "calls", "open.jsonl.gz")

    found = given("eu-calls", path)

    calls = [each for each in found.of("documents") if each.row]
    assert len(calls) + len(found.rejected) == 629
    assert found.rules == []


def test_every_application_is_a_project_or_a_person_and_told_where_nobody_is_named() -> None:
    path = shared("records", "rcn-open-data", "datasets", "soknader2", "sample.csv")

    found = given("rcn-applications", path)

    persons = found.rules.count("rcn-applications.person")
    nobody = found.rules.count("rcn-applications.organisation-number")
    assert found.tables["projects"] + persons == 171
    assert found.tables["projects"] - nobody >= 100
    assert len(found.rejected) == persons + nobody


def test_every_grant_of_the_eu_comes_out_or_is_told() -> None:
    path = shared("records", "rcn-open-data", "datasets", "bevilgningereu", "dataset.csv")

    found = given("rcn-eu-grants", path)

    assert found.tables["project_participations"] + len(found.rejected) == 2_931


def checked(folder: Path, type_: str, path: Path) -> Checked:
    """Check the small catalogue with a register beside its tables."""
    make_small(folder)
    source = (
        f'\n[[source]]\nid = "register"\ntype = "{type_}"\npath = "{path}"\nas_of = {AS_OF}\n'
        'title = "Register"\n'
    )
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(source)
    return check(read_catalogue(folder))


@pytest.mark.parametrize(
    ("type_", "path", "number"),
    [
        ("brreg", "brreg/tidybrreg/tests/testthat/fixtures/mock/search_asa_5.json", 5),
        ("ror", "ror/ror-v2-records-no.jsonl", 143),
        ("gleif", "gleif/gleif-lei-no.csv", 2_770),
        ("rcn-applications", "rcn-open-data/datasets/soknader2/sample.csv", 105),
        ("eu-calls", "cordis/eu-calls/data/calls/open.jsonl.gz", 0),
    ],
)
def test_the_shapes_find_nothing_wrong_with_what_a_register_gives(
    tmp_path: Path, type_: str, path: str, number: int
) -> None:
    found = checked(tmp_path / "catalogue", type_, shared("records", *path.split("/")))

    def weighs(finding: Finding) -> bool:
        return finding.rule.startswith("shape.") and finding.severity is not Severity.INFO

    of_register = found.batch["register"]
    assert sum(record.table == "organisations" for record in of_register) == number
    assert [finding for finding in found.findings if weighs(finding)] == []


@pytest.mark.slow
def test_cluster_organisations_of_the_shipped_catalogue_meet_their_grants(tmp_path: Path) -> None:
    """Of all with a sound number those stay that the catalogue names by it, and who gives."""
    grants = shared("records", "rcn-open-data", "datasets", "bevilgningereu", "dataset.csv")
    folder = tmp_path / "catalogue"
    shutil.copytree(Path(klynge.loaders.__path__[0]) / "catalogue", folder)
    source = f'\n[[source]]\nid = "grants"\ntype = "rcn-eu-grants"\npath = "{grants}"\n'
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write(source + 'only = "used"\n')

    found = check(read_catalogue(folder))

    (told,) = [f.message.en for f in found.findings if f.rule == "register.used"]
    assert told.startswith("of 692 bodies in the register ")
    award, recipient = "<https://w3id.org/klynge/ont#FundingAward>", "ont#awardRecipient> "
    lines = found.graphs["https://w3id.org/klynge/graph/grants"]
    for number in ("991068503", "913268865", "993209767"):
        body = f"<https://w3id.org/klynge/id/organization/NO-{number}>"
        awards = {line.split()[0] for line in lines if f"{recipient}{body}" in line}
        steward = found.graphs["https://w3id.org/klynge/graph/norwegian-innovation-clusters"]
        assert awards, number
        assert any(line.startswith(f"{body} ") for line in steward), number
        for each in awards:
            said = [line for line in lines if line.startswith(f"{each} ")]
            assert any(award in line for line in said)
            assert any("ont#evidenceMark> <" in line for line in said)
            assert any("/dc/terms/source> <" in line for line in said)
            assert any("ont#awardGiver> <" in line for line in said)
