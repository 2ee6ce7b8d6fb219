"""Which bodies of registers are proposed for an organisation, how surely, and which never are."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from registers import AS_OF, entity, write_json
from steward_rows import organisation, place

from klynge.loaders.facts import SourceFacts
from klynge.loaders.matching.candidate import Candidate
from klynge.loaders.matching.proposals import Proposals, proposals_of
from klynge.loaders.matching.shortlist import MOST_KEPT
from klynge.loaders.matching.wanted import wanted_of
from klynge.loaders.records import Record
from klynge.shapes.report import Message

ONE, TWO, THREE = "991068503", "913268865", "993209767"
BERGEN = place("bergen", "Bergen", "town")
OSLO = {"kommune": "OSLO", "kommunenummer": "0301", "land": "Norge"}


def source(type_: str, path: Path) -> SourceFacts:
    return SourceFacts(type_, type_, path, Message(type_, type_), as_of=AS_OF)


def asked(rows: list[Record], *sources: SourceFacts) -> Proposals:
    return proposals_of(wanted_of({"tables": rows}), sources)


def brreg(folder: Path, *entities: dict[str, Any]) -> SourceFacts:
    return source("brreg", write_json(folder / "brreg.json", *entities))


def ror(folder: Path, *bodies: dict[str, Any]) -> SourceFacts:
    path = folder / "ror.jsonl"
    path.write_text("\n".join(json.dumps(body) for body in bodies), encoding="utf-8")
    return source("ror", path)


def said(candidate: Candidate) -> dict[str, str]:
    return {each.about: str(each.verdict) for each in candidate.evidence}


def test_the_only_body_of_the_name_in_the_same_town_is_certain_and_says_why(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS"), entity(TWO, navn="SKOG AS"))

    found = asked([BERGEN, organisation("fisk", "Fisk", place="bergen")], register)

    (candidate,) = found.candidates
    assert (candidate.column, candidate.value) == ("number", ONE)
    assert (candidate.confidence, candidate.default) == ("certain", True)
    assert said(candidate) == {
        "name": "agrees", "country": "agrees", "place": "agrees", "others": "noted"
    }  # fmt: skip
    assert candidate.justification == "semapv:CompositeMatching"


def test_without_anything_but_the_name_it_is_likely_and_in_another_town_possible(
    tmp_path: Path,
) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS", forretningsadresse=OSLO))
    nowhere, elsewhere = organisation("a", "Fisk AS"), organisation("b", "Fisk AS", place="o")
    other = place("o", "Bergen", "municipality", "4601", "no-2024")

    found = asked([other, nowhere, elsewhere], register)

    assert [each.confidence for each in found.candidates] == ["likely", "possible"]
    assert [each.default for each in found.candidates] == [True, False]
    assert said(found.candidates[1])["place"] == "disagrees"


def test_two_that_cannot_be_told_apart_are_both_shown_and_none_is_offered(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS"), entity(TWO, navn="FISK SA"))

    found = asked([BERGEN, organisation("fisk", "Fisk", place="bergen")], register)

    assert {each.value for each in found.candidates} == {ONE, TWO}
    assert {(each.confidence, each.default, each.others) for each in found.candidates} == {
        ("possible", False, 1)
    }


def test_of_two_of_a_name_the_one_in_the_town_is_likely_and_never_certain(tmp_path: Path) -> None:
    register = brreg(
        tmp_path, entity(ONE, navn="FISK AS"), entity(TWO, navn="FISK AS", forretningsadresse=OSLO)
    )

    found = asked([BERGEN, organisation("fisk", "Fisk AS", place="bergen")], register)

    assert [(each.value, each.confidence, each.default) for each in found.candidates] == [
        (ONE, "likely", True),
        (TWO, "possible", False),
    ]


def test_a_former_name_and_a_slip_are_found_and_say_so(tmp_path: Path) -> None:
    former = [{"navn": "GAMMEL FISK AS", "fraDato": "2001-01-01", "tilDato": "2010-01-01"}]
    register = brreg(
        tmp_path, entity(ONE, navn="NY FISK AS", historiskeNavn=former),
        entity(TWO, navn="SEAFOOD INNOVATION CLUSTER AS"),
    )  # fmt: skip
    rows = [
        BERGEN,
        organisation("a", "Gammel Fisk", place="bergen"),
        organisation("b", "Seafood Inovation Cluster", place="bergen"),
    ]

    by_id = {each.wanted.id: each for each in asked(rows, register).candidates}

    assert (by_id["a"].value, by_id["a"].confidence) == (ONE, "likely")
    assert said(by_id["a"])["name.former"] == "noted"
    assert (by_id["b"].value, by_id["b"].confidence) == (TWO, "possible")


def test_a_sole_proprietor_is_never_proposed_by_name_and_is_joined_by_number(
    tmp_path: Path,
) -> None:
    person = {"kode": "ENK", "beskrivelse": "Enkeltpersonforetak"}
    register = brreg(tmp_path, entity(ONE, navn="KARI NORDMANN", organisasjonsform=person))
    index = gleif(tmp_path, [LEI, "KARI NORDMANN", "NO", "NO", TWO, "SOLE_PROPRIETOR"])
    named = organisation("a", "Kari Nordmann")
    numbered = organisation("b", "Nordmann", number=ONE)

    found = asked([named, numbered], register, index)

    assert found.candidates == ()
    assert [(each.wanted.id, each.body.id) for each in found.joined] == [("b", f"NO-{ONE}")]


def test_a_workplace_gives_way_to_its_main_entity_and_alone_is_only_shown(tmp_path: Path) -> None:
    below = {"organisasjonsform": {"kode": "BEDR"}, "overordnetEnhet": ONE}
    main, sub = entity(ONE, navn="FISK AS"), entity(TWO, navn="FISK AS", **below)
    rows = [BERGEN, organisation("fisk", "Fisk AS", place="bergen")]

    both = asked(rows, brreg(tmp_path, sub, main)).candidates
    alone = asked(rows, brreg(tmp_path, sub)).candidates

    assert [(each.value, each.confidence) for each in both] == [(ONE, "certain")]
    assert [(each.value, each.confidence, each.default) for each in alone] == [
        (TWO, "possible", False)
    ]
    assert said(alone[0])["sub-entity"] == "disagrees"


def body(key: str, name: str, **more: Any) -> dict[str, Any]:
    site = {"geonames_id": 1, "geonames_details": {"name": "Bergen", "country_code": "NO"}}
    names = [{"value": name, "types": ["ror_display", "label"], "lang": None}]
    shape = {"id": f"https://ror.org/{key}", "names": names, "locations": [site]}
    return {**shape, "status": "active", "types": ["company"], **more}


OLD, NEW = "05xg72x27", "02v1rsx93"


def test_a_body_that_is_no_more_is_shown_with_its_successor_beside_it(tmp_path: Path) -> None:
    after = [{"type": "successor", "id": f"https://ror.org/{NEW}", "label": "Havbruk"}]
    register = ror(tmp_path, body(NEW, "Havbruk"),
                   body(OLD, "Nifes", status="inactive", relationships=after))  # fmt: skip

    rows = [BERGEN, organisation("n", "Nifes", place="bergen")]
    found = {each.value.rpartition("/")[2]: each for each in asked(rows, register).candidates}

    assert found.keys() == {OLD, NEW}
    assert not any(each.default for each in found.values())
    assert said(found[OLD])["state"] == "disagrees"
    assert f"succeeded by ror-{NEW}" in [e.message.en for e in found[OLD].evidence]
    assert f"the successor of 'Nifes' (ror-{OLD})" in [e.message.en for e in found[NEW].evidence]


def test_a_bankrupt_body_is_shown_with_its_state_and_not_offered(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS", konkurs=True))

    (candidate,) = asked(
        [BERGEN, organisation("f", "Fisk AS", place="bergen")], register
    ).candidates

    assert (candidate.confidence, candidate.default) == ("possible", False)
    assert "bankrupt in the register" in [e.message.en for e in candidate.evidence]


def cordis(folder: Path, vat: str) -> SourceFacts:
    path = folder / "cordis"
    path.mkdir(exist_ok=True)
    header = ["projectID", "organisationID", "vatNumber", "name", "country", "role"]
    projects = ["id", "acronym", "status", "title", "frameworkProgramme"]
    with (path / "organization.csv").open("w", encoding="utf-8", newline="") as file:
        row = ["1", ONE, vat, "FISK AS", "NO", "participant"]
        csv.writer(file, delimiter=";").writerows([header, row])
    with (path / "project.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([projects, ["1", "A", "SIGNED", "T", "HORIZON"]])
    return source("cordis", path)


def test_nine_digits_of_a_participant_in_cordis_are_never_proposed_as_a_number(
    tmp_path: Path,
) -> None:
    rows = [organisation("fisk", "Fisk AS")]

    without = asked(rows, cordis(tmp_path, "")).candidates
    with_vat = asked(rows, cordis(tmp_path, f"NO{TWO}MVA")).candidates

    assert without == ()
    assert [each.value for each in with_vat] == [TWO]


def gleif(folder: Path, *rows: list[str]) -> SourceFacts:
    header = ["LEI", "Entity.LegalName", "Entity.LegalAddress.Country", "Entity.LegalJurisdiction",
              "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
              "Entity.EntityCategory"]  # fmt: skip
    path = folder / "gleif.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return source("gleif", path)


LEI = "15950CIO50N8NSH0RY23"


def test_a_shared_number_makes_the_other_number_certain_unless_the_names_differ(
    tmp_path: Path,
) -> None:
    register = gleif(tmp_path, [LEI, "FISK AS", "NO", "NO", ONE, "GENERAL"])

    (same,) = asked([organisation("a", "Fisk", number=ONE)], register).candidates
    (other,) = asked([organisation("a", "Skog", number=ONE)], register).candidates

    assert (same.column, same.value, same.confidence, same.by_number) == (
        "lei", LEI, "certain", True
    )  # fmt: skip
    assert same.justification == "semapv:MappingChaining"
    assert (other.confidence, said(other)["name"]) == ("likely", "disagrees")


def test_two_entities_with_the_number_are_both_certain_and_none_is_offered(tmp_path: Path) -> None:
    second = "15950XWFOVOM5JRP8O48"
    rows = [[lei, "FISK AS", "NO", "NO", ONE, "GENERAL"] for lei in (LEI, second)]

    found = asked([organisation("a", "Fisk", number=ONE)], gleif(tmp_path, *rows)).candidates

    assert [(each.value, each.confidence, each.default) for each in found] == [
        (LEI, "certain", False),
        (second, "certain", False),
    ]


def test_a_body_that_may_be_two_rows_is_offered_to_neither(tmp_path: Path) -> None:
    rows = [BERGEN, *(organisation(id, "Fisk", place="bergen") for id in ("a", "b"))]

    found = asked(rows, brreg(tmp_path, entity(ONE, navn="FISK AS"))).candidates

    assert [(each.value, each.default, said(each)["rows"]) for each in found] == [
        (ONE, False, "disagrees")
    ] * 2


def test_a_body_whose_number_another_row_has_is_no_candidate(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS"))

    found = asked([organisation("a", "Fisk AS", number=ONE), organisation("b", "Fisk")], register)

    assert found.candidates == ()


def test_a_body_in_two_registers_is_one_candidate(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS"))
    index = gleif(tmp_path, [LEI, "FISK AS", "NO", "NO", ONE, "GENERAL"])

    found = asked([BERGEN, organisation("fisk", "Fisk", place="bergen")], register, index)

    number, lei = found.candidates
    assert (number.value, number.confidence, number.registers) == (
        ONE, "certain", ("brreg", "gleif")
    )  # fmt: skip
    assert (lei.column, lei.value, lei.others) == ("lei", LEI, 0)


def test_a_body_of_another_country_is_not_proposed_by_its_name(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="FISK AS"))

    assert asked([organisation("fisk", "Fisk AS", country="DK")], register).candidates == ()
    assert asked([organisation("fisk", "Fisk AS", country="")], register).candidates != ()


def numbers(count: int) -> list[str]:
    from benchmarks.brreg_bulk import numbers as made

    return list(made(count))


def test_a_flood_of_one_name_is_counted_and_only_the_strongest_are_kept(tmp_path: Path) -> None:
    many = [entity(n, navn="FISK AS", forretningsadresse=OSLO) for n in numbers(500)]
    many[300]["forretningsadresse"] = entity()["forretningsadresse"]  # the one in Bergen

    found = asked([BERGEN, organisation("f", "Fisk AS", place="bergen")], brreg(tmp_path, *many))

    assert len(found.candidates) == MOST_KEPT
    assert {each.others for each in found.candidates} == {499}
    assert found.candidates[0].value == many[300]["organisasjonsnummer"]
    assert not any(each.default for each in found.candidates)


def test_a_name_of_a_megabyte_is_counted_and_not_compared(tmp_path: Path) -> None:
    register = brreg(tmp_path, entity(ONE, navn="X" * 1_000_000), entity(TWO, navn="FISK AS"))

    found = asked([organisation("f", "Fisk AS"), organisation("g", "Y" * 1_000_000)], register)

    assert [each.value for each in found.candidates] == [TWO]
    assert found.watched["brreg"].too_long == 1
