"""A corpus of damaged files: the one fault of each is told where it is, and nothing else is.

The cases stand in `damaged_files.toml`; each is put through the real command.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from checks import Check
from damages import Case, make_damaged

from klynge.shapes.report import Location

CASES: list[Case] = tomllib.loads(
    Path(__file__).with_name("damaged_files.toml").read_text(encoding="utf-8")
)["case"]

SOUND: dict[str, Case] = {
    form: {"form": form, "table": "memberships", "kind": "sound"} for form in ("csv", "workbook")
}
STATUS = {"violation": 1, "warning": 0, "info": 0}


def place(values: dict[str, Any]) -> Location:
    return Location(*(values[name] for name in ("file", "sheet", "row", "column", "letter")))


def expected_place(case: Case) -> Location:
    finding, csv = case["finding"], case["form"] == "csv"
    return Location(
        finding.get("file", f"{case['table']}.csv" if csv else "tables.xlsx"),
        finding.get("sheet", "" if csv else case["table"]),
        finding.get("row", 0),
        finding.get("column", ""),
        finding.get("letter", ""),
    )


@pytest.mark.parametrize("form", SOUND)
def test_of_the_sound_catalogue_nothing_is_told(tmp_path: Path, checked: Check, form: str) -> None:
    done = checked(make_damaged(tmp_path / "catalogue", SOUND[form]))

    assert (done.status, done.findings) == (0, [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']} ({case['form']})")
def test_a_fault_is_told_where_it_is_and_nothing_else_is(
    tmp_path: Path, checked: Check, case: Case
) -> None:
    done = checked(make_damaged(tmp_path / "catalogue", case))

    expected = case["finding"]
    severity = expected.get("severity", "violation")
    assert [(f["rule"], f["severity"]) for f in done.findings] == [(expected["rule"], severity)]
    (found,) = done.findings
    assert place(found) == expected_place(case)
    assert [str(place(each)) for each in found["also"]] == expected.get("also", [])
    assert found["value"] == expected.get("value", found["value"])
    for language in ("en", "nb"):
        missing = [words for words in expected[language] if words not in found["message"][language]]
        assert missing == [], found["message"][language]
    assert done.status == STATUS[severity]


def test_the_corpus_is_as_large_and_as_various_as_it_has_to_be() -> None:
    forms = Counter(case["form"] for case in CASES)
    kinds = {form: {c["kind"] for c in CASES if c["form"] == form} for form in SOUND}

    assert len(CASES) >= 60
    assert min(forms["csv"], forms["workbook"]) >= 30
    assert min(map(len, kinds.values())) >= 25
    assert set(forms) == set(SOUND)
    assert len({(case["kind"], case["form"], case["table"]) for case in CASES}) == len(CASES)
