"""The service of the business register: what is asked, and what a folder of its answers gives."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from registers import AS_OF, entity, given, write_json

from klynge.loaders.facts import SourceFacts
from klynge.loaders.fetching.fault import Fault
from klynge.loaders.fetching.request import Named, Request, Wanted
from klynge.loaders.sources.brreg import KIND
from klynge.loaders.streams.packed import SourceMissing
from klynge.shapes.report import Message

TODAY = datetime.date(2026, 11, 29)
FEED = "oppdateringer-enheter-923609016-00.json"


def asked(
    way: str, folder: Path, *numbers: str, names: tuple[Named, ...] = (), only: str = "",
    answers: Callable[[Request], Any] = lambda request: None,
) -> list[Request]:  # fmt: skip
    """Give what a way asks for, each answer put in its place before the next is asked for."""
    source = SourceFacts("brreg", "brreg", folder, Message("B", "B"), folder=folder, only=only)
    requests = list[Request]()
    for request in KIND.ways[way](source, Wanted(frozenset(numbers), TODAY, frozenset(names))):
        requests.append(request)
        if (answer := answers(request)) is not None:
            (folder / request.name).write_text(json.dumps(answer), encoding="utf-8")
    return requests


def paths(requests: list[Request]) -> list[str]:
    service = "https://data.brreg.no/enhetsregisteret/api/"
    return [request.url.removeprefix(service) for request in requests]


def test_a_number_is_asked_for_as_an_entity_and_then_as_a_sub_entity(tmp_path: Path) -> None:
    wanted = ("NO-923609016", "NO-974760673", "SE-923609016", "NO-123456789", "NO-../roller")

    requests = asked(
        "lookups", tmp_path, *wanted,
        answers=lambda request: entity() if "enheter/923609016" in request.url else None,
    )  # fmt: skip

    assert paths(requests) == [
        "enheter/923609016", "enheter/974760673", "underenheter/974760673",
    ]  # fmt: skip
    assert all(request.optional and request.most < 20_000_000 for request in requests)


def change(number: str, kind: str, day: str = "2026-11-20") -> dict[str, Any]:
    return {
        "oppdateringsid": 1, "dato": f"{day}T04:01:39.613Z", "organisasjonsnummer": number,
        "endringstype": kind, "_links": {},
    }  # fmt: skip


def page(*changes: dict[str, Any], number: int = 0, pages: int = 1) -> dict[str, Any]:
    found = {"_embedded": {"oppdaterteEnheter": list(changes)}} if changes else {}
    return found | {"page": {"number": number, "totalPages": pages, "totalElements": len(changes)}}


def test_only_what_has_changed_since_the_bulk_file_is_looked_up(tmp_path: Path) -> None:
    pages = {
        0: page(change("923609016", "Endring"), change("974760673", "Fjernet"), pages=2),
        1: page(change("991068503", "Sletting"), change("980000003", "Ny"), number=1, pages=2),
    }

    def answers(request: Request) -> Any:
        if "oppdateringer/enheter" in request.url:
            return pages[int(request.url[-1])]
        return page() if "oppdateringer" in request.url else None

    requests = asked(
        "updates", tmp_path, "NO-923609016", "NO-974760673", "NO-991068503", "NO-993209767",
        answers=answers,
    )  # fmt: skip

    since = "dato=2026-11-28T00:00:00.000Z"
    four = "organisasjonsnummer=923609016,974760673,991068503,993209767"
    assert paths(requests) == [
        "enheter/lastned", "underenheter/lastned",
        f"oppdateringer/enheter?{since}&{four}&size=10000&page=0",
        f"oppdateringer/enheter?{since}&{four}&size=10000&page=1",
        f"oppdateringer/underenheter?{since}&{four}&size=10000&page=0",
        "enheter/923609016", "underenheter/923609016",
        "enheter/991068503", "underenheter/991068503",
    ]  # fmt: skip


NAMES = (Named("Blå & Grønn AS", "NO"), Named("A"), Named("Danske AS", "DK"))


def test_names_are_searched_for_as_they_are_and_give_candidates(tmp_path: Path) -> None:
    fewer, requests = (
        asked("search", tmp_path, "NO-923609016", names=names, only="used",
              answers=lambda request: entity() if "923609016" in request.url else None)
        for names in (NAMES[:1], NAMES)
    )  # fmt: skip

    assert paths(requests) == [
        "enheter/923609016",
        "enheter?navn=A&size=20",
        "enheter?navn=Bl%C3%A5+%26+Gr%C3%B8nn+AS&size=20",
    ]
    assert fewer[-1].name == requests[-1].name != requests[-2].name


def test_nobody_is_searched_for_where_all_found_would_become_the_catalogues(
    tmp_path: Path,
) -> None:
    with pytest.raises(Fault, match="only"):
        asked("search", tmp_path, names=NAMES)


def test_a_body_that_two_searches_find_is_read_once(tmp_path: Path) -> None:
    found = {"_embedded": {"enheter": [entity()]}, "page": {"totalElements": 1}}
    written(tmp_path, sok_1=found, sok_2=found, enhet_974760673=entity("974760673"))

    read = given("brreg", tmp_path)

    assert [each.one("id") for each in read.of("organisations")] == [
        "NO-974760673", "NO-923609016",
    ]  # fmt: skip


def written(folder: Path, **answers: Any) -> Path:
    for name, answer in answers.items():
        path = folder / f"{name.replace('_', '-')}.json"
        path.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return folder


def test_an_answer_is_newer_than_a_bulk_file_beside_it(tmp_path: Path) -> None:
    write_json(tmp_path / "enheter.json", entity(navn="GAMMELT AS"), entity("974760673"))
    gone = {"respons_klasse": "SlettetEnhet", "organisasjonsnummer": "991068503", "navn": "B SA"}
    written(
        tmp_path, enhet_923609016=entity(navn="NYTT AS"),
        enhet_991068503=gone | {"organisasjonsform": {"kode": "SA"}, "slettedato": "2026-11-01"},
    )  # fmt: skip

    found = given("brreg", tmp_path)

    assert [(b.one("id"), b.one("name"), b.one("state")) for b in found.of("organisations")] == [
        ("NO-923609016", "NYTT AS", "active"),
        ("NO-991068503", "B SA", "ended"),
        ("NO-974760673", "EXAMPLE AS", "active"),
    ]
    assert found.of("organisations")[1].one("dissolved") == "2026-11-01"
    assert found.tables["places"] == 1


def test_what_was_taken_out_of_the_register_has_ended_whatever_a_copy_says(tmp_path: Path) -> None:
    write_json(tmp_path / "enheter.json", entity("974760673"), entity("923609016"))
    feed = page(change("974760673", "Fjernet"), change("923609016", "Fjernet"),
                change("923609016", "Ny", "2026-11-21"))  # fmt: skip
    written(tmp_path, oppdateringer_enheter_923609016_00=feed)

    found = given("brreg", tmp_path)

    assert [(b.one("id"), b.one("state")) for b in found.of("organisations")] == [
        ("NO-974760673", "ended"), ("NO-923609016", "active"),
    ]  # fmt: skip
    (finding,) = found.findings
    assert (finding.rule, finding.value) == ("brreg.removed", "974760673")
    assert "2026-11-20" in finding.message.en and "2026-11-20" in finding.message.nb


def test_a_feed_of_too_many_pages_is_told(tmp_path: Path) -> None:
    last = page(change("923609016", "Endring"), number=49, pages=77)
    written(tmp_path, oppdateringer_enheter_923609016_49=last)
    enough = page(change("923609016", "Endring"), number=49, pages=50)
    (tmp_path / "enough").mkdir()
    written(tmp_path / "enough", oppdateringer_enheter_923609016_49=enough)

    assert given("brreg", tmp_path).rules == ["brreg.feed"]
    assert given("brreg", tmp_path / "enough").rules == []


def test_a_folder_without_answers_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="klynge fetch"):
        given("brreg", tmp_path, as_of=AS_OF)


@pytest.mark.parametrize(
    ("drift", "rules", "names"),
    [
        ({"organisasjonsnummer": None}, ["register.record"], "organisasjonsnummer"),
        ({"antallAnsatte": "mange"}, ["register.record"], "antallAnsatte"),
        ({"forretningsadresse": ["x"]}, ["register.record"], "forretningsadresse"),
        ({"ansatte": 12}, ["register.field"], "ansatte"),
        ({"fødselsdato": "1981-01-01"}, ["register.field"], "fødselsdato"),
        ({}, [], ""),
    ],
)
def test_an_answer_whose_layout_has_changed_is_told(
    tmp_path: Path, drift: dict[str, Any], rules: list[str], names: str
) -> None:
    found = given("brreg", written(tmp_path, enhet_923609016=entity() | drift))

    assert found.rules == rules
    assert all(names in finding.message.en for finding in found.findings)
    assert "1981" not in found.text + "".join(finding.message.en for finding in found.findings)
    assert found.tables["organisations"] == ("register.record" not in rules)


def test_a_new_member_of_many_answers_is_told_once(tmp_path: Path) -> None:
    bodies = {f"enhet_{n}": entity(n, nytt=1) for n in ("923609016", "974760673", "991068503")}

    assert given("brreg", written(tmp_path, **bodies)).rules == ["register.field"]


def test_a_renamed_number_is_told_as_a_new_member_and_a_missing_one(tmp_path: Path) -> None:
    body = {"orgnr" if k == "organisasjonsnummer" else k: v for k, v in entity().items()}

    found = given("brreg", written(tmp_path, enhet_923609016=body))

    assert found.rules == ["register.field", "brreg.number"] and not found.of("organisations")
