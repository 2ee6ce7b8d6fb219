"""The traps of registers, each by its row in the table of traps that sources are written by."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from registers import entity, given, write_json
from shared import shared

COVERED = {
    "The register moved to SN2025": "test_an_activity_code_carries_the_edition_of_its_day",
    "Staff numbers under 5 are not shown": "test_a_withheld_number_of_staff_is_absent_and_never_0",
    "harRegistrertAntallAnsatte=false": "test_a_withheld_number_of_staff_is_absent_and_never_0",
    "Roles carry birth dates": "test_roles_and_resigned_holders_never_enter",
    "Research Council application data hide": "test_applications_give_no_network_of_partners",
    "CORDIS CSV uses semicolons": "test_cordis_texts_with_line_breaks_are_one_row",
    "Counties changed 2018, 2020 and 2024": "test_a_municipality_is_of_the_edition_of_its_day",
}
"""The beginning of each row with the test that stands for it."""

NOT_OURS = {
    "State-aid threshold changed": "no source reads the state-aid register yet; it is fetched",
    "Old state-aid address": "no source reads the state-aid register yet; it is fetched",
    "Tildelingsdato is dd.mm.yyyy": "a field of the state-aid register; the dates of the EU grants "
    "have that form and are read by test_rcn_eu_grants.py",
    "ECCP feed has theme comments": "feeds and site maps of the ECCP hold news and no profiles, so "
    "neither is read; an address of the host `default` is left out, see test_eccp_profiles.py",
    "One public loader names an ECCP file": "nobody has seen such a file; profiles come in a "
    "layout of our own, eccp_layout.toml",
}
"""Rows that can be no trap for a source we have, with the reason."""


def test_every_trap_has_a_test_or_a_reason() -> None:
    path = shared("research", "domain", "registry_traps.csv")
    with path.open(encoding="utf-8", newline="") as file:
        traps = [row["trap"] for row in csv.DictReader(file)]

    for trap in traps:
        matching = [begin for begin in (*COVERED, *NOT_OURS) if trap.startswith(begin)]
        assert len(matching) == 1, trap
    assert len(traps) == len(COVERED) + len(NOT_OURS)
    assert all(test in globals() for test in COVERED.values())


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (datetime.date(2025, 8, 31), "sn2007"),
        (datetime.date(2025, 9, 1), "sn2025"),
        (datetime.date(2026, 3, 12), "sn2025"),
    ],
)
def test_an_activity_code_carries_the_edition_of_its_day(
    tmp_path: Path, day: datetime.date, edition: str
) -> None:
    body = entity(naeringskode2={"kode": "96.210"}, naeringskode3={"kode": "62.010"})
    path = write_json(tmp_path / "a.json", body)

    (found,) = given("brreg", path, as_of=day).of("organisations")
    (said,) = given("brreg", path, as_of=day, edition="sn2007").of("organisations")

    codes = ("03.211", "96.210", "62.010")
    assert found.values["activity"] == tuple(f"{edition}:{code}" for code in codes)
    assert said.values["activity"] == tuple(f"sn2007:{code}" for code in codes)


@pytest.mark.parametrize(
    "staff",
    [
        {},
        {"antallAnsatte": None},
        {"antallAnsatte": 0},
        {"harRegistrertAntallAnsatte": False},
        {"harRegistrertAntallAnsatte": True},
        {"harRegistrertAntallAnsatte": False, "antallAnsatte": 0},
    ],
)
def test_a_withheld_number_of_staff_is_absent_and_never_0(
    tmp_path: Path, staff: dict[str, Any]
) -> None:
    found = given("brreg", write_json(tmp_path / "a.json", entity(**staff)))
    some = given("brreg", write_json(tmp_path / "b.json", entity(antallAnsatte=5)))

    assert found.of("observations") == []
    assert found.tables["organisations"] == 1
    assert (some.one("observations", "value"), some.one("observations", "period")) == (
        "5",
        "2026-03-12",
    )


def test_roles_and_resigned_holders_never_enter(tmp_path: Path) -> None:
    person = {"fodselsdato": "1981-01-01", "navn": {"fornavn": "Ove", "etternavn": "Olsen"}}
    role = {"type": {"kode": "LEDE"}, "person": person, "fratraadt": True, "avregistrert": False}
    answer = {"rollegrupper": [{"type": {"kode": "STYR"}, "roller": [role]}]}
    path = write_json(tmp_path / "a.json", answer, entity() | answer, entity("974760673"))

    found = given("brreg", path)

    assert found.rules == ["brreg.roles", "brreg.roles"]
    assert found.one("organisations") == "NO-974760673"
    told = "".join(f"{f.message.en}{f.message.nb}{f.value}" for f in found.findings)
    for trace in ("Olsen", "Ove", "1981"):
        assert trace not in found.text + told


APPLICATION = {
    "prosjektnummer": "225873", "prosjekttittel": "Et prosjekt\nmed to linjer",
    "prosjektfase": "Avsluttet", "prosjektstart": "2013", "prosjektslutt": "2017",
    "prosjektleder_kjonn": "MANN", "prosjektansvarlig_type": "Organisasjon",
    "prosjektansvarlig_navn": "EXAMPLE AS", "organisasjonsnummer": "923609016",
    "sektor": "Næringsliv", "aktivitet": "ENERGIX", "aktivitet_kode": "ENERGIX",
    "tildelt_belop": "6978124.0",
}  # fmt: skip


def applications(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(APPLICATION))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_applications_give_no_network_of_partners(tmp_path: Path) -> None:
    refused = APPLICATION | {"prosjektnummer": "2", "prosjektfase": "Avslag"}
    refused["tildelt_belop"] = "0.0"
    person = APPLICATION | {"prosjektnummer": "3", "prosjektansvarlig_type": "Person",
                            "prosjektansvarlig_navn": "Ove Olsen"}  # fmt: skip
    path = applications(tmp_path / "a.csv", APPLICATION, refused, person)

    found = given("rcn-applications", path)

    (part,) = found.of("project_participations")
    assert (part.one("role"), part.one("participant")) == (
        "coordinator",
        "organization:NO-923609016",
    )
    assert found.one("awards", "amount") == "6978124.0"
    assert [p.one("name") for p in found.of("projects")][0] == "Et prosjekt med to linjer"
    assert found.rules == ["rcn-applications.person"]
    assert "Olsen" not in found.text and "MANN" not in found.text


PROJECT = "id;acronym;status;title;startDate;endDate;frameworkProgramme;topics;subCall;objective\n"
PART = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;"
    "postCode;city;country;contactForm;order;role;ecContribution\n"
)


def cordis(folder: Path, projects: str, parts: str) -> Path:
    folder.mkdir()
    (folder / "project.csv").write_text(PROJECT + projects, encoding="utf-8")
    (folder / "organization.csv").write_text(PART + parts, encoding="utf-8")
    return folder


ONE = '1;"ABC";"SIGNED";"Title";"2020-01-01";"2021-12-31";"HORIZON";"T";"C";"One\nline; two"\n'


def test_cordis_texts_with_line_breaks_are_one_row(tmp_path: Path) -> None:
    parts = (
        '1;ABC;999999999;"NO923609016MVA";"EXAMPLE; AS";EX;true;PRC;"Gate 1";5;X;NO;http;1;'
        'coordinator;"1,5"\n'
    )

    found = given("cordis", cordis(tmp_path / "c", ONE + ONE.replace("1;", "2;", 1), parts))

    assert [p.one("number") for p in found.of("projects")] == ["1", "2"]
    assert found.one("awards", "amount") == "1.5"
    assert "Gate 1" not in found.text


def test_nine_digits_of_cordis_are_no_organisation_number(tmp_path: Path) -> None:
    """923609016 is a sound organisation number; as a participant code it is another thing."""
    parts = "".join(
        f"1;ABC;{pic};{vat};BODY {n};;false;PRC;;;;{country};;{n};participant;\n"
        for n, (pic, vat, country) in enumerate(
            [("923609016", "", "NO"), ("5", "923609016", "NO"), ("6", "NO 974 760 673 MVA", "NO"),
             ("7", "NO123456789MVA", "NO"), ("974760673", "EL974760673", "EL")]
        )
    )  # fmt: skip

    found = given("cordis", cordis(tmp_path / "c", ONE, parts))

    bodies = [b for b in found.of("organisations") if b.row]
    assert [(b.one("id"), b.one("number"), b.one("country")) for b in bodies] == [
        ("pic-923609016", "", "NO"),
        ("pic-5", "", "NO"),
        ("NO-974760673", "974760673", "NO"),
        ("pic-7", "", "NO"),
        ("pic-974760673", "", "GR"),
    ]


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (datetime.date(2019, 12, 31), "no-2018"),
        (datetime.date(2020, 1, 1), "no-2020"),
        (datetime.date(2023, 12, 31), "no-2020"),
        (datetime.date(2024, 1, 1), "no-2024"),
    ],
)
def test_a_municipality_is_of_the_edition_of_its_day(
    tmp_path: Path, day: datetime.date, edition: str
) -> None:
    place = {"kommune": "OSLO", "kommunenummer": "301"}
    path = write_json(tmp_path / "a.json", entity(forretningsadresse=place))

    found = given("brreg", path, as_of=day)

    (municipality,) = found.of("places")
    assert municipality.one("id") == f"{edition}-0301"
    assert (municipality.one("edition"), municipality.one("code")) == (edition, "0301")
    assert found.one("organisations", "place") == f"place:{edition}-0301"


@pytest.mark.parametrize(
    ("members", "state"),
    [
        ({}, "active"),
        ({"konkurs": True, "konkursdato": "2026-01-01"}, "bankrupt"),
        ({"konkurs": True, "underAvvikling": True}, "bankrupt"),
        ({"underAvvikling": True}, "dissolving"),
        ({"underTvangsavviklingEllerTvangsopplosning": True}, "dissolving"),
        ({"slettedato": "2017-10-20", "konkurs": True}, "ended"),
        ({"nedleggelsesdato": "2017-10-05"}, "ended"),
        ({"nedleggelsesdato": "2027-10-05"}, "active"),
    ],
)
def test_bankrupt_dissolving_and_deleted_bodies_say_so(
    tmp_path: Path, members: dict[str, Any], state: str
) -> None:
    found = given("brreg", write_json(tmp_path / "a.json", entity(**members)))

    assert found.one("organisations", "state") == state


def test_a_deleted_entity_stays_as_a_tombstone(tmp_path: Path) -> None:
    """The register gives of it a number, a name, a form and a day, and no successor."""
    deleted = {
        "organisasjonsnummer": "923609016",
        "navn": "SLETTET ENHET AS",
        "organisasjonsform": {"kode": "UTBG", "utgaatt": "2017-07-17"},
        "slettedato": "2017-10-20",
    }

    (body,) = given("brreg", write_json(tmp_path / "a.json", deleted)).of("organisations")

    assert (body.one("state"), body.one("dissolved")) == ("ended", "2017-10-20")
    assert body.one("name") == "SLETTET ENHET AS"


def test_a_body_of_ror_that_is_no_more_leads_to_its_successor(tmp_path: Path) -> None:
    successor = {"type": "successor", "id": "https://ror.org/0368tgm64", "label": "Færder Kommune"}
    name = {"value": "Tjøme Kommune", "types": ["ror_display"], "lang": "no"}
    body = {"id": "https://ror.org/05gmfdj98", "status": "inactive", "names": [name],
            "relationships": [successor]}  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(body), encoding="utf-8")

    found = given("ror", path)

    assert found.one("organisations", "state") == "ended"
    assert found.one("changes", "before") == "organization:ror-05gmfdj98"
    assert found.one("changes", "after") == "organization:ror-0368tgm64"
    assert "Færder Kommune (https://ror.org/0368tgm64)" in found.one("changes", "description")


LEI = {"a": "15950CIO50N8NSH0RY23", "b": "15950XWFOVOM5JRP8O48", "c": "15952TVK3FV9E0737D28"}


def test_a_merged_entity_of_gleif_leads_to_its_successor(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "LEI,Entity.LegalName,Entity.LegalAddress.Country,Entity.EntityStatus,"
        f"Entity.SuccessorEntity.1.SuccessorLEI\n{LEI['a']},A AS,NO,INACTIVE,{LEI['b']}\n"
        f"{LEI['b']},B AS,NO,ACTIVE,\n",
        encoding="utf-8",
    )

    found = given("gleif", path)

    assert [b.one("state") for b in found.of("organisations")] == ["ended", "active"]
    assert found.one("changes", "after") == f"organization:LEI-{LEI['b']}"
