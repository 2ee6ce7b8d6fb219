"""The Norwegian business register: bulk files in JSON and CSV, answers, and who is in it."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from registers import entity, given, write_json

from klynge.loaders.sources.brreg_values import NoDate

PERSONAL: dict[str, Any] = {
    "epostadresse": "ola.person@example.org",
    "telefon": "51 99 00 00",
    "mobil": "900 00 000",
    "fodselsdato": "1981-01-01",
    "roller": [{"person": {"navn": {"fornavn": "Ove", "etternavn": "Olsen"}}}],
    "aktivitet": ["Drives av Kari Person."],
    "vedtektsfestetFormaal": ["Formålet til Kari Person."],
    "postadresse": {"adresse": ["c/o reder K. Rusing"], "postnummer": "0122", "kommune": "OSLO"},
    "kontaktperson": "Kari Person",
}
"""Members of real answers that tell of persons, or are named as such members might be."""

SOLE = {"kode": "ENK", "beskrivelse": "Enkeltpersonforetak"}


def test_an_entity_is_an_organisation_with_its_number_form_activity_and_place(
    tmp_path: Path,
) -> None:
    found = given("brreg", write_json(tmp_path / "a.json", entity(hjemmeside="www.example.org")))

    (body,) = found.of("organisations")
    assert body.one("id") == "NO-923609016"
    assert (body.one("legal_form"), body.one("founded")) == ("AS", "2015-02-20")
    assert (body.one("activity"), body.one("place")) == ("sn2025:03.211", "place:no-2024-4601")
    assert (body.one("website"), body.text("website")) == (
        "https://www.example.org",
        "www.example.org",
    )
    assert (
        str(body.location("number")) == "a.json, /0/organisasjonsnummer, column organisasjonsnummer"
    )
    assert found.one("places", "name") == "BERGEN"
    assert found.findings == ()


def test_the_bulk_csv_gives_what_the_bulk_json_gives(tmp_path: Path) -> None:
    bodies = [
        entity(antallAnsatte=12, hjemmeside="www.example.org", navn='A, B og "C"'),
        entity("974760673", konkurs=True, overordnetEnhet="923609016"),
        entity("991068503", organisasjonsform=SOLE, naeringskode2={"kode": "62.100"}),
    ]
    write_csv(tmp_path / "a.csv.gz", *bodies)

    as_json = given("brreg", write_json(tmp_path / "a.json", *bodies))
    as_csv = given("brreg-csv", tmp_path / "a.csv.gz")

    assert [(r.table, r.values) for r in as_csv.records] == [
        (r.table, r.values) for r in as_json.records
    ]
    assert as_csv.of("organisations")[1].location("number").letter == "A"
    assert len(as_csv.of("organisations")) == 3


def test_both_bulk_files_in_csv_are_read_from_their_folder(tmp_path: Path) -> None:
    place = {"kommune": "BERGEN", "kommunenummer": "4601"}
    write_csv(tmp_path / "enheter.csv.gz", entity())
    write_csv(
        tmp_path / "underenheter.csv.gz",
        entity("974760673", overordnetEnhet="923609016", beliggenhetsadresse=place),
    )

    found = given("brreg-csv", tmp_path)

    numbers = [body.one("number") for body in found.of("organisations")]
    assert numbers == ["923609016", "974760673"]
    assert len(found.of("places")) == 1
    files = {record.sheet.file for record in found.of("organisations")}
    assert files == {"enheter.csv.gz", "underenheter.csv.gz"}


def write_csv(path: Path, *bodies: dict[str, Any]) -> None:
    rows = [flat(body) for body in bodies]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def flat(body: dict[str, Any], before: str = "") -> dict[str, str]:
    """Give an entity as the bulk CSV has it: paths joined with dots."""
    found: dict[str, str] = {}
    for name, value in body.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{name}.")
        else:
            found[before + name] = json.dumps(value) if isinstance(value, bool) else str(value)
    return found


def test_a_sub_entity_is_part_of_its_entity_and_where_it_lies(tmp_path: Path) -> None:
    place = {"kommune": "OSLO", "kommunenummer": "0301"}
    body = entity("974760673", overordnetEnhet="923609016", beliggenhetsadresse=place)
    del body["forretningsadresse"], body["stiftelsesdato"]

    found = given("brreg", write_json(tmp_path / "a.json", body | {"oppstartsdato": "2016-01-01"}))

    (sub,) = found.of("organisations")
    assert sub.one("parent") == "organization:NO-923609016"
    assert (sub.one("place"), sub.one("founded")) == ("place:no-2024-0301", "2016-01-01")


def test_a_page_of_search_results_gives_its_entities_and_one_answer_itself(tmp_path: Path) -> None:
    page, answer = tmp_path / "page.json", tmp_path / "answer.json"
    page.write_text(json.dumps({"_embedded": {"enheter": [entity(), entity("974760673")]}}))
    answer.write_text(json.dumps(entity()))

    listed, single = given("brreg", page), given("brreg", answer)

    second = listed.of("organisations")[1]
    assert second.location("number").pointer == "/_embedded/enheter/1/organisasjonsnummer"
    assert single.one("organisations") == "NO-923609016"


def test_nothing_of_persons_enters(tmp_path: Path) -> None:
    bodies = (entity(**PERSONAL), entity("974760673", organisasjonsform=SOLE, **PERSONAL))

    found = given("brreg", write_json(tmp_path / "a.json", *bodies))

    assert found.tables["organisations"] == 2
    for trace in ("Person", "Rusing", "Olsen", "1981", "0122", "@", "900 00", "Testveien", "5003"):
        assert trace not in found.text, trace


def test_of_a_sole_proprietor_neither_place_nor_site_nor_former_name_enters(tmp_path: Path) -> None:
    more: dict[str, Any] = {
        "hjemmeside": "www.example.org/kari",
        "historiskeNavn": [{"navn": "KARI PERSON", "fraDato": "2001-01-01"}],
    }
    company = given("brreg", write_json(tmp_path / "a.json", entity(**more)))
    person = given("brreg", write_json(tmp_path / "b.json", entity(organisasjonsform=SOLE, **more)))

    (body,) = person.of("organisations")
    assert not {"place", "website"} & body.values.keys()
    assert person.tables.keys() == {"documents", "organisations"}
    assert company.tables.keys() == {"documents", "organisations", "places", "names"}
    assert company.one("names", "name") == "KARI PERSON"


def test_a_record_of_another_kind_is_told_and_does_not_hide_those_after_it(tmp_path: Path) -> None:
    renamed = {"orgnr" if k == "organisasjonsnummer" else k: v for k, v in entity().items()}
    path = write_json(
        tmp_path / "a.json",
        entity(antallAnsatte="many"),
        renamed,
        entity("123456789"),
        entity("974760673", unknownMember={"a": [1]}),
    )

    found = given("brreg", path)

    assert found.rules == ["register.record", "brreg.number", "brreg.number"]
    assert "antallAnsatte" in found.findings[0].message.en
    assert found.one("organisations") == "NO-974760673"


def test_a_web_site_that_is_none_is_told_and_the_rest_is_used(tmp_path: Path) -> None:
    found = given("brreg", write_json(tmp_path / "a.json", entity(hjemmeside="ring oss")))

    (finding,) = found.findings
    assert (finding.rule, finding.value) == ("brreg.website", "ring oss")
    assert "website" not in found.of("organisations")[0].values


def test_a_file_must_say_of_which_day_it_is(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", entity())

    with pytest.raises(NoDate, match="as_of = "):
        given("brreg", path, as_of=None)
    with pytest.raises(NoDate, match="correct as_of"):
        given("brreg", path, as_of=datetime.date(1995, 1, 1))


def test_a_workplace_that_will_close_has_not_ended(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", entity(nedleggelsesdato="2027-01-01"))

    (body,) = given("brreg", path).of("organisations")

    assert (body.one("state"), body.one("dissolved")) == ("active", "")
