"""Codes of concept schemes, and of classifications of activities."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from klynge.loaders.tables.values.codes import CodeList, code_list, read_activity


@dataclass(frozen=True)
class Concept:
    code: str
    labels: dict[str, str] = field(default_factory=dict)


ROLES: CodeList = code_list(
    "member-role",
    [
        Concept("core-member", {"en": "core member", "nb": "kjernemedlem"}),
        Concept("partner", {"en": "partner", "nb": "partner"}),
        Concept("founding-partner", {"en": "founder", "nb": "grunnlegger"}),
        Concept("spearhead", {"en": "founder", "nb": "spydspiss"}),
    ],
)


@pytest.mark.parametrize("text", ["core-member", "Core-Member", "Core member", "KJERNEMEDLEM"])
def test_a_code_is_known_by_itself_and_by_its_labels_in_any_case(text: str) -> None:
    assert ROLES.read(text).values == ("core-member",)


def test_a_code_that_is_also_its_label_is_not_ambiguous() -> None:
    reading = ROLES.read("partner")

    assert (reading.values, reading.remarks) == (("partner",), ())


def test_an_unknown_code_is_refused_with_near_misses_and_the_number_of_codes() -> None:
    reading = ROLES.read("core-membr")

    (remark,) = reading.remarks
    assert reading.values == ()
    assert remark.rule == "cell.code"
    assert "one of the 4 codes of member-role" in remark.message.en
    assert "Did you mean 'core-member'?" in remark.message.en
    assert "Mente du «core-member»" in remark.message.nb


def test_a_label_of_two_codes_is_refused_with_both() -> None:
    reading = ROLES.read("founder")

    (remark,) = reading.remarks
    assert reading.values == ()
    assert "founding-partner, spearhead" in remark.message.en


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nace2:03.21", "nace2:03.21"),
        ("NACE2: 03.2", "nace2:03.2"),
        ("nace2.1:03.21", "nace2.1:03.21"),
        ("sn2007:03.211", "sn2007:03.211"),
        ("sn2025:03.21", "sn2025:03.21"),
        ("nace2:A", "nace2:A"),
        ("nace2:03", "nace2:03"),
    ],
)
def test_an_activity_is_an_edition_and_a_code(text: str, value: str) -> None:
    assert read_activity(text).values == (value,)


def test_an_activity_without_its_edition_is_refused_and_says_why() -> None:
    (remark,) = read_activity("03.21").remarks

    assert "one code means different industries in different editions" in remark.message.en
    assert "nace2:03.21" in remark.message.en
    assert "sn2025" in remark.message.nb


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("nace:03.21", "Did you mean 'nace2'"),
        ("nace2:0321", "nace2:03.21"),
        ("nace2:03.211", "nace2:03.21"),
        ("nace2:", "nace2:03.21"),
        (":", "expected nace2"),
        ("nace2:fish", "nace2:03.21"),
    ],
)
def test_a_malformed_activity_is_refused_with_the_way_to_write_it(text: str, hint: str) -> None:
    reading = read_activity(text)

    assert reading.values == ()
    assert hint in reading.remarks[0].message.en
