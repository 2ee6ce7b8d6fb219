"""Wikidata: klynge's own questions, evaluated on items as Wikidata has them, and their answers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store
from registers import given

from klynge.loaders.facts import SourceFacts
from klynge.loaders.fetching.request import Request, Wanted
from klynge.loaders.sources.wikidata import KIND
from klynge.shapes.report import Message

DATA = Path(__file__).resolve().parents[2] / "data" / "loaders"
ANSWERS = DATA / "sources" / "wikidata" / "files"
SOURCE = SourceFacts("wikidata", "wikidata", Path(), Message("Wikidata", "Wikidata"))


def requests(way: str, *numbers: str) -> list[Request]:
    wanted = Wanted(frozenset(numbers), datetime.date(2026, 11, 29))
    return list(KIND.ways[way](SOURCE, wanted))


def test_the_questions_have_the_answers_that_the_reader_is_tried_with() -> None:
    store = Store()
    store.load(path=DATA / "wikidata.ttl", format=RdfFormat.TURTLE)
    numbers = ("NO-923609016", "NO-974760673", "https://ror.org/01an7q238", "529900T8BM49AURSDO55")

    asked = requests("lookups", *numbers) + requests("clusters")

    assert [request.name for request in asked] == [
        "NO-001.json", "LEI-001.json", "ROR-001.json", "clusters.json",
    ]  # fmt: skip
    for request in asked:
        found = store.query(request.sparql)
        assert isinstance(found, QuerySolutions)
        answer = json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"")
        recorded = json.loads((ANSWERS / request.name).read_text(encoding="utf-8"))
        assert answer["head"] == recorded["head"]
        assert rows(answer) == rows(recorded)


def rows(answer: Any) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in answer["results"]["bindings"])


def test_numbers_are_asked_for_as_wikidata_writes_them_some_at_a_time() -> None:
    many = [f"NO-{900000000 + index}" for index in range(250)]

    asked = requests("lookups", *many, "SE-5560160680", "FI-0112038-9", "GB-OC301540", "DE-HRB 1")

    assert [request.name for request in asked] == [
        "NO-001.json", "NO-002.json", "NO-003.json", "SE-001.json", "FI-001.json", "GB-001.json",
    ]  # fmt: skip
    assert [text in asked[0].sparql for text in ("wdt:P2333", '"900000099"', '"900000100"')] == [
        True, True, False,
    ]  # fmt: skip
    assert '"556016-0680"' in asked[3].sparql and '"0112038-9"' in asked[4].sparql
    assert "%" not in "".join(request.sparql for request in asked)


def test_nothing_in_a_number_can_become_a_part_of_the_question() -> None:
    asked = requests(
        "lookups", 'NO-923609016" } #', "NO-92360901x", "529900T8BM49AURSDO5\n", "GB-})12345"
    )

    assert asked == []


def test_no_person_enters_and_a_number_with_two_items_is_told() -> None:
    found = given("wikidata", ANSWERS)

    assert "Person" not in found.text and "974760673" not in found.text
    assert found.rules == ["wikidata.several", "wikidata.double"]
    assert found.one("clusters", "name") == "Example Cluster"
    assert [body.one("id") for body in found.of("organisations")] == [
        "NO-923609016", "LEI-529900T8BM49AURSDO55",
    ]  # fmt: skip


def test_every_record_names_its_item_as_its_document() -> None:
    found = given("wikidata", ANSWERS)
    documents = {document.one("id"): document for document in found.of("documents")}

    said = [record for record in found.records if record.table != "documents"]
    assert len(said) == 7
    for record in said:
        document = documents[record.one("source")]
        item = document.one("id").removeprefix("wikidata-")
        assert document.one("url") == f"https://www.wikidata.org/entity/{item}"
        assert document.one("licence").startswith("https://creativecommons.org/publicdomain/zero/")


Change = Callable[[dict[str, Any]], None]


def replaced(what: str, **terms: Any) -> Change:
    def change(answer: dict[str, Any]) -> None:
        for row in answer["results"]["bindings"]:
            if row["what"]["value"] == what:
                row.update(terms)

    return change


def literal(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}


@pytest.mark.parametrize(
    ("change", "told", "column"),
    [
        (replaced("website", value=literal("https://example.org/")), "a web address", "website"),
        (replaced("inception", value={"type": "uri", "value": "x"}), "a time that is", "founded"),
        (replaced("inception", detail=literal("7")), "a time that is", "founded"),
        (replaced("dissolved", value=literal("-0044-03-15T00:00:00Z")), "a time", "dissolved"),
        (replaced("country", value=literal("Norway")), "two letters", ""),
        (replaced("label", value=literal("Ohne Sprache")), "a text in en, nb or mul", "name"),
        (replaced("place", other=literal("Point(10.7 159.9)")), "an item with a name", "place"),
        (replaced("place", value=literal("Oslo")), "an item with a name and a point", "place"),
    ],
)
def test_a_value_of_another_kind_is_told_with_its_place_and_left_out(
    tmp_path: Path, change: Change, told: str, column: str
) -> None:
    answer = json.loads((ANSWERS / "NO-001.json").read_text(encoding="utf-8"))
    change(answer)
    (tmp_path / "NO-001.json").write_text(json.dumps(answer), encoding="utf-8")

    found = given("wikidata", tmp_path)

    finding = next(each for each in found.findings if each.rule == "wikidata.value")
    assert f"expected {told}" in finding.message.en
    assert "/results/bindings/" in finding.location.pointer
    (body,) = found.of("organisations")
    assert column not in body.values
    assert body.one("number") == "923609016"


def test_counts_of_employees_need_their_day_and_are_never_0(tmp_path: Path) -> None:
    answer = json.loads((ANSWERS / "NO-001.json").read_text(encoding="utf-8"))
    (count,) = [row for row in answer["results"]["bindings"] if row["what"]["value"] == "employees"]
    del count["detail"]
    answer["results"]["bindings"] += [
        count | {"value": literal("0"), "detail": literal("2020-01-01T00:00:00Z")},
        count | {"value": literal("5"), "detail": literal("2021-01-01T00:00:00Z")},
    ]
    (tmp_path / "NO-001.json").write_text(json.dumps(answer), encoding="utf-8")

    found = given("wikidata", tmp_path)

    assert (found.one("observations", "value"), found.one("observations", "period")) == (
        "5", "2021-01-01",
    )  # fmt: skip
    assert "wikidata.value" in found.rules
