"""GLEIF: entities of level 1, owners of level 2, and which numbers are of a national register."""

from __future__ import annotations

from pathlib import Path

import pytest
from registers import given

from klynge.loaders.streams.packed import SourceMissing

A, B, C = "15950CIO50N8NSH0RY23", "15950XWFOVOM5JRP8O48", "15952TVK3FV9E0737D28"
LEVEL_1 = (
    "LEI,Entity.LegalName,Entity.LegalAddress.FirstAddressLine,Entity.LegalAddress.Country,"
    "Entity.LegalJurisdiction,Entity.RegistrationAuthority.RegistrationAuthorityEntityID,"
    "Entity.EntityStatus,Entity.EntityCreationDate\n"
)
LEVEL_2 = (
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
    "Relationship.RelationshipStatus\n"
)


def row(lei: str, name: str, country: str, number: str = "") -> str:
    return f"{lei},{name},Gate 1,{country},{country},{number},ACTIVE,2001-02-03T00:00:00Z\n"


def test_an_entity_has_its_lei_and_a_number_only_where_it_surely_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = (
        row(A, "A AS", "NO", "923609016")
        + row(B, "B GmbH", "DE", "HRB 12")
        + row(C, "C", "NO", "12")
    )
    path.write_text(LEVEL_1 + rows, encoding="utf-8")

    found = given("gleif", path)

    assert [(b.one("id"), b.one("number"), b.one("lei")) for b in found.of("organisations")] == [
        ("NO-923609016", "923609016", A),
        (f"LEI-{B}", "", B),
        (f"LEI-{C}", "", C),
    ]
    assert found.of("organisations")[0].one("founded") == "2001-02-03"
    assert "Gate 1" not in found.text


def test_level_2_gives_the_parent_and_the_country_of_the_one_at_the_top(tmp_path: Path) -> None:
    (tmp_path / "lei2.csv").write_text(
        LEVEL_1 + row(A, "A AS", "NO", "923609016") + row(B, "B AB", "SE") + row(C, "C Inc", "US"),
        encoding="utf-8",
    )
    direct, ultimate = "IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"
    (tmp_path / "rr.csv").write_text(
        LEVEL_2
        + f"{A},{B},{direct},ACTIVE\n{A},{C},{ultimate},ACTIVE\n{B},{A},{direct},INACTIVE\n"
        + f"{C},{B},IS_FUND-MANAGED_BY,ACTIVE\n",
        encoding="utf-8",
    )

    found = given("gleif", tmp_path)

    owned = {
        b.one("name"): (b.one("parent"), b.one("parent_country")) for b in found.of("organisations")
    }
    assert owned == {
        "A AS": (f"organization:LEI-{B}", "US"),
        "B AB": ("", ""),
        "C Inc": ("", ""),
    }
    assert found.findings == ()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("LEI,Name\nx,y\n", "gleif.header"),
        (LEVEL_1 + row("15950CIO50N8NSH0RY24", "A AS", "NO"), "gleif.lei"),
    ],
)
def test_what_is_no_entity_is_told(tmp_path: Path, content: str, rule: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")

    found = given("gleif", path)

    assert (found.rules, found.of("organisations")) == ([rule], [])


def test_a_folder_without_entities_is_misuse(tmp_path: Path) -> None:
    (tmp_path / "rr.csv").write_text(LEVEL_2, encoding="utf-8")

    with pytest.raises(SourceMissing, match="level 1"):
        given("gleif", tmp_path)
