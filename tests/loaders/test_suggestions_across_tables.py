"""Suggestions that need more than a cell: other rows, other sources, tables of what became what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from klynge.loaders.classifications.classification import (
    Classification,
    Correspondence,
    Item,
    Link,
)
from klynge.loaders.classifications.editions import edition
from klynge.loaders.classifications.place_codes import misplaced_codes
from klynge.loaders.classifications.place_names import former_names
from klynge.loaders.classifications.unknown_codes import unknown_codes
from klynge.loaders.known_numbers import with_known_numbers
from klynge.loaders.records import Record, Sheet
from klynge.loaders.references import link
from klynge.loaders.tables.schema import load_schema
from klynge.shapes.report import Finding, Location, Message, Severity

SCHEMA = load_schema()


def record(table: str, values: Mapping[str, tuple[str, ...]], file: str = "", **raw: str) -> Record:
    return Record(table, values, Sheet(file or f"{table}.csv"), 2, raw)


def offered(findings: Sequence[Finding]) -> list[str]:
    return [suggestion.value for finding in findings for suggestion in finding.suggestions]


def places(key: str, **names: str) -> Classification:
    return edition(key, [Item(code.lstrip("c"), 2, {"nb": name}) for code, name in names.items()])


def became(*links: Link, old: str = "no-2020", new: str = "no-2024") -> Correspondence:
    return Correspondence(f"{old}-{new}", {}, {}, old, new, "", "", links)


CHANGES = became(Link(("3004",), ("3107",)), Link(("3025",), ("3203", "3205")))
OLD = places("no-2020", c3004="Fredrikstad", c3025="Asker", c1806="Narvik", c0301="Oslo")
NEW = places("no-2024", c3107="Fredrikstad", c3203="Asker", c3205="Lillestrøm", c0301="Oslo")


@pytest.mark.parametrize(
    ("written", "reference", "meant"),
    [
        ("salmo", "cluster:salmo", ["salmon"]),
        ("cluster:salmo", "cluster:salmo", ["cluster:salmon"]),
        ("m1", "cluster:m1", []),
        ("wood-13", "cluster:wood-13", []),
        ("qwerty", "cluster:qwerty", []),
    ],
)
def test_an_id_that_nearly_stands_in_the_table_is_suggested_as_it_was_written(
    written: str, reference: str, meant: list[str]
) -> None:
    rows = [record("clusters", {"id": (id,), "name": (id,)}) for id in ("salmon", "wood-12", "m2")]
    lost = record(
        "memberships",
        {"id": ("m",), "cluster": (reference,), "member": ("cluster:salmon",)},
        cluster=written,
    )

    found = link({"tables": [*rows, lost]}, (), SCHEMA).findings

    assert offered(found) == meant


def test_of_several_near_ids_all_are_offered() -> None:
    rows = [record("clusters", {"id": (id,), "name": (id,)}) for id in ("salmon", "salmons")]
    lost = record("memberships", {"id": ("m",), "cluster": ("cluster:salmonx",)})

    found = link({"tables": [*rows, lost]}, (), SCHEMA).findings

    assert set(offered(found)) == {"cluster:salmon", "cluster:salmons"}


def test_a_document_among_several_is_mended_and_the_places_stay() -> None:
    doc = record("documents", {"id": ("annual-report",), "title": ("A",)})
    lost = record(
        "clusters",
        {"id": ("x",), "name": ("x",), "source": ("annual-report", "anual-report#P01 s2")},
        source="annual-report; anual-report#P01 s2",
    )

    found = link({"tables": [doc, lost]}, (), SCHEMA).findings

    assert offered(found) == ["annual-report; annual-report#P01 s2"]


@pytest.mark.parametrize(
    ("code", "meant"), [("3004", ["3107"]), ("3025", ["3203", "3205"]), ("301", ["0301"]),
                        ("1806", []), ("9998", [])],
)  # fmt: skip
def test_a_code_that_a_reform_took_away_is_offered_what_it_became(
    code: str, meant: list[str]
) -> None:
    row = record("places", {"id": ("p",), "code": (code,), "edition": ("no-2024",)})

    found = list(misplaced_codes([row], [OLD, NEW], [CHANGES]))

    assert len(found) == 1
    assert offered(found) == meant


def test_what_is_only_inferred_is_told_and_not_offered() -> None:
    inferred = became(Link(("3004",), ("3107",), evidence="inferred"))
    row = record("places", {"id": ("p",), "code": ("3004",), "edition": ("no-2024",)})

    (found,) = misplaced_codes([row], [OLD, NEW], [inferred])

    assert found.suggestions == ()
    assert "became 3107" in found.message.en


def test_a_name_from_before_the_reform_is_offered_the_name_of_today() -> None:
    old, new = places("no-2020", c54="Troms og Finnmark"), places("no-2024", c55="Troms - Romsa")
    changes = [became(Link(("54",), ("55",)))]

    def found(name: str, code: str = "55") -> list[Finding]:
        values = {"id": ("p",), "name": (name,), "code": (code,), "edition": ("no-2024",)}
        return list(former_names([record("places", values)], [old, new], changes))

    (told,) = found("Troms og Finnmark")
    assert (told.rule, told.severity) == ("place.former-name", Severity.WARNING)
    assert offered([told]) == ["Troms"]
    assert "55 heter Troms i no-2024" in told.message.nb
    assert found("Romsa") == found("Troms - Romsa") == found("The north") == found("x", "99") == []


def activities(*links: Link) -> list[Finding]:
    editions = [
        edition("nace2", [Item(code, 4, {"en": code}) for code in ("03.21", "62.01", "62.02")]),
        edition("nace2.1", [Item(code, 4, {"en": code}) for code in ("03.31", "62.10", "62.20")]),
    ]
    row = record(
        "clusters",
        {"id": ("x",), "activity": ("nace2.1:03.21", "nace2:62.01")},
        activity="nace2.1:03.21; nace2:62.01",
    )
    table = became(*links, old="nace2", new="nace2.1")
    return list(unknown_codes([row], editions, SCHEMA, [table]))


def test_a_retired_activity_is_offered_the_one_it_is_today() -> None:
    assert offered(activities(Link(("03.21",), ("03.31",)))) == ["nace2.1:03.31; nace2:62.01"]


@pytest.mark.parametrize(
    "links",
    [
        (Link(("03.21",), ("03.31",)), Link(("03.21",), ("62.10",))),
        (Link(("03.21",), ("03.31",)), Link(("62.01",), ("03.31",))),
        (Link(("03.21",), ("99.99",)),),
        (),
    ],
    ids=["split", "merged", "unknown", "no table"],
)
def test_an_activity_that_was_split_or_merged_is_offered_nothing(links: tuple[Link, ...]) -> None:
    found = activities(*links)

    assert [finding.rule for finding in found] == ["cell.unknown-code"]
    assert offered(found) == []


def organisation(number: str, file: str) -> Record:
    values = {"id": (number,), "name": ("Tree AS",), "country": ("NO",), "number": (number,)}
    return record("organisations", values, file)


def mistyped(text: str) -> Finding:
    place = Location("organisations.csv", "", 3, "number", "D")
    return Finding("cell.check-digit", Severity.VIOLATION, Message("x", "x"), place, text)


def test_a_mistyped_number_is_offered_the_one_that_another_source_knows() -> None:
    (found,) = with_known_numbers(
        [mistyped("913268866")], [organisation("913268865", "grants.csv")]
    )

    assert offered([found]) == ["913268865"]
    assert "Tree AS in grants.csv" in found.suggestions[0].reason.en


@pytest.mark.parametrize(
    "known",
    [
        [],
        [organisation("991068503", "grants.csv")],
        [organisation("913268865", "organisations.csv")],
        [organisation("913268865", "grants.csv"), organisation("913268865", "organisations.csv")],
        [organisation("913268865", "grants.csv"), organisation("913288866", "grants.csv")],
    ],
    ids=["none", "far away", "of another row", "of another row too", "two"],
)
def test_a_number_that_nobody_else_or_another_row_has_is_not_offered(known: list[Record]) -> None:
    (found,) = with_known_numbers([mistyped("913268866")], known)

    assert found.suggestions == ()
