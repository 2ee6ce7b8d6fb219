"""What counties, municipalities and NUTS regions became: only what a source says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from shared import shared

from klynge.loaders.classifications.classification import Correspondence, Link
from klynge.loaders.classifications.nuts_changes import read_nuts_changes
from klynge.loaders.classifications.official_file import ForeignFile
from klynge.loaders.classifications.place_changes import read_place_changes

DATA = Path(__file__).parents[2] / "data" / "loaders" / "classifications"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table whole; line breaks inside a cell stay as they are."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def became(correspondence: Correspondence) -> dict[str, tuple[str, ...]]:
    return {code: link.targets for link in correspondence.links for code in link.sources}


def link(correspondence: Correspondence, code: str) -> Link:
    return next(each for each in correspondence.links if code in each.sources)


def test_a_county_that_was_split_is_one_link_to_all_that_it_became() -> None:
    found, findings = read_place_changes(DATA / "klass-changes-2024.json")

    assert became(found) == {"30": ("31", "32", "33"), "38": ("39", "40"), "54": ("55", "56")}
    assert {each.evidence for each in found.links} == {"sourced"}
    assert (found.source_classification, found.target_classification) == ("no-2020", "no-2024")
    assert findings == []


def test_klass_and_the_research_agree_on_what_each_county_was() -> None:
    table = shared("research", "domain", "no_counties_2024.csv")
    expected = {
        (row["predecessor_county"].split()[0], row["county_code"])
        for row in rows(table)
        if row["predecessor_county"]
    }

    found, _ = read_place_changes(DATA / "klass-changes-2024.json")

    assert {(old, new) for old, targets in became(found).items() for new in targets} == expected


def test_municipalities_are_renumbered_split_or_only_renamed() -> None:
    found, _ = read_place_changes(DATA / "klass-131-changes.csv")

    assert became(found) == {"1507": ("1508", "1580"), "1833": ("1833",), "3024": ("3201",)}
    assert link(found, "1833").note["en"] == "renamed from Rana to Rana - Raane"
    assert link(found, "3024").note == {}


def test_changes_of_other_years_and_half_rows_make_no_link_and_are_told() -> None:
    _, findings = read_place_changes(DATA / "klass-131-changes.csv")

    assert Counter(finding.rule for finding in findings) == {
        "place.change-date": 1,
        "place.change-one-sided": 1,
        "place.edition": 1,
    }
    assert next(f for f in findings if f.rule == "place.edition").value == "3024"


def test_a_code_that_the_list_does_not_name_has_no_link() -> None:
    found, _ = read_place_changes(DATA / "klass-changes-2024.json")

    assert "03" not in became(found)


def test_a_list_of_codes_is_no_list_of_changes() -> None:
    with pytest.raises(ForeignFile, match="oldCode"):
        read_place_changes(DATA / "klass-104-2020.csv")


def test_what_was_inferred_about_nuts_regions_is_marked_inferred() -> None:
    path = shared("research", "domain", "nuts_changes_2021_2024.csv")

    found, findings = read_nuts_changes(path)

    assert len(found.links) == 62
    assert {each.evidence for each in found.links} == {"inferred"}
    assert became(found)["PT18"] == ("PT1C",)
    assert findings == []


def test_regions_that_ended_or_began_have_no_link() -> None:
    found, _ = read_nuts_changes(shared("research", "domain", "nuts_changes_2021_2024.csv"))

    assert "NO082" not in became(found)
    assert not any("NO083" in each.targets for each in found.links)


def test_the_name_of_svalbard_and_jan_mayen_changed_its_order() -> None:
    found, _ = read_nuts_changes(shared("research", "domain", "nuts_changes_2021_2024.csv"))

    assert link(found, "NO0B").note["en"] == (
        "named Jan Mayen and Svalbard before, Svalbard og Jan Mayen now"
    )


def test_norwegian_regions_are_paired_by_the_research_as_inferred() -> None:
    found, _ = read_nuts_changes(shared("research", "domain", "no_counties_2024.csv"))

    assert became(found)["NO082"] == ("NO083", "NO084", "NO085")
    assert became(found)["NO074"] == ("NO072", "NO073")
    assert link(found, "NO082").evidence == "inferred"


def test_a_row_marked_sourced_keeps_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "changes.csv"
    path.write_text("nuts_2021,nuts_2024,evidence\nNL33,NL36,sourced\n", encoding="utf-8")

    found, _ = read_nuts_changes(path)

    assert [(each.targets, each.evidence) for each in found.links] == [(("NL36",), "sourced")]
