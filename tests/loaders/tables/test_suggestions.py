"""What is suggested for a cell: a value where one can be meant, none where it would be a guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from steward_tables import Outcome, read, read_text

from klynge.loaders.tables.values.registers import (
    organisation_numbers_near,
    read_lei,
    read_registration_number,
    read_ror,
)
from klynge.shapes.report import Finding


def offered(findings: tuple[Finding, ...], rule: str = "") -> list[str]:
    return [s.value for f in findings for s in f.suggestions if rule in f.rule]


def cell(folder: Path, table: str, column: str, text: str, **others: str) -> Outcome:
    """Read a table of one row with one column in question."""
    cells = {"id": "x", column: text} | others
    quoted = ['"' + value.replace('"', '""') + '"' for value in cells.values()]
    return read_text(folder, f"{','.join(cells)}\n{','.join(quoted)}\n", f"{table}.csv")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("31.12.2020", "2020-12-31"),
        ("juni 2015", "2015-06"),
        ("12/31/2020", "2020-12-31"),
        ("31/12/2020", "2020-12-31"),
        ("04/04/2015", "2015-04-04"),
        ("12.31.2020", "2020-12-31"),
        ("2020-31-12", "2020-12-31"),
        ("2015/06/01", "2015-06-01"),
        ("2015.06.01", "2015-06-01"),
        ("20150601", "2015-06-01"),
        ("44196", "2020-12-31"),
    ],
)
def test_a_date_that_can_be_one_day_only_is_suggested(
    tmp_path: Path, text: str, meant: str
) -> None:
    assert offered(cell(tmp_path, "clusters", "founded", text).findings) == [meant]


@pytest.mark.parametrize(
    "text",
    ["03/04/2015", "01.02.15", "2015-02-30", "30/02/2015", "2006-2010", "2015/02/30", "about 2006",
     "2015-13", "2015-13-14", "99999", "2006"],
)  # fmt: skip
def test_a_date_that_can_be_two_days_or_none_gets_no_suggestion(tmp_path: Path, text: str) -> None:
    assert offered(cell(tmp_path, "clusters", "founded", text).findings) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [("12,5", ["12.5"]), ("1 234,5", ["1234.5"]), ("1.234.567", ["1234567"]),
     ("1.234,5", ["1234.5"]), ("1,234,567.89", ["1234567.89"]), ("1.234", []), ("12,5 mill", []),
     ("50 %", []), ("1,234.567,8", []), ("12.5", [])],
)  # fmt: skip
def test_a_number_that_can_be_one_only_is_suggested(
    tmp_path: Path, text: str, meant: list[str]
) -> None:
    assert offered(cell(tmp_path, "awards", "amount", text).findings, "cell.") == meant


@pytest.mark.parametrize(
    ("column", "text", "meant"),
    [
        ("country", "Norge", ["NO"]),
        ("country", "Sweden", ["SE"]),
        ("country", "EL", ["GR"]),
        ("country", "NOR", ["NO"]),
        ("country", "Soria Moria", []),
        ("country", "XK", []),
        ("website", "www.example.org", ["https://www.example.org"]),
        ("website", "example.org/a?b=c", ["https://example.org/a?b=c"]),
        ("website", "ask Kari", []),
        ("website", "mailto:kari@example.org", []),
        ("size", "smee", ["sme"]),
        ("size", "qwerty", []),
        ("activity", "nace2:0321", ["nace2:03.21"]),
        ("activity", "nace2:fish", []),
        ("activity", "nca2:03.21", []),
        ("activity", "03.21", []),
        ("id", "Fish & Sons", ["fish-sons"]),
    ],
)
def test_a_code_or_address_is_suggested_where_it_can_be_told(
    tmp_path: Path, column: str, text: str, meant: list[str]
) -> None:
    found = cell(tmp_path, "organisations", column, text, name="X").findings

    assert offered(found, "cell.") == meant


@pytest.mark.parametrize(
    ("text", "meant"), [("conty", ["county", "country"]), ("municipalty", ["municipality"])]
)
def test_all_codes_that_are_about_as_near_are_offered(
    tmp_path: Path, text: str, meant: list[str]
) -> None:
    assert offered(cell(tmp_path, "places", "kind", text).findings, "cell.code") == meant


def test_a_suggestion_for_one_of_several_values_keeps_the_others(tmp_path: Path) -> None:
    text = "agri-food ; tourizm;  retail"

    found = cell(tmp_path, "clusters", "ecosystem", text, name="X").findings

    assert offered(found, "cell.code") == ["agri-food ; tourism;  retail"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("cluser:raufoss", "cluster:raufoss"), ("cluster:NCE Raufoss", "cluster:nce-raufoss")],
)
def test_a_reference_with_a_slip_in_its_kind_or_id_is_suggested(
    tmp_path: Path, text: str, meant: str
) -> None:
    assert offered(cell(tmp_path, "names", "subject", text, name="X").findings) == [meant]


def test_spaces_around_a_reference_are_offered_to_be_left_out(tmp_path: Path) -> None:
    found = cell(tmp_path, "clusters", "id", " x ", name="X").findings

    assert offered(found, "cell.spaces") == ["x"]


def test_a_misspelled_column_or_table_is_offered_its_name(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,nam,fonded,year,webside\nx,X,2006,1,a\n")
    (tmp_path / "clusters.csv").rename(tmp_path / "clustrs.csv")

    assert offered(outcome.findings, "header") == ["name", "founded", "website"]
    assert offered(read(tmp_path).findings, "table.unknown") == ["clusters"]


def test_a_column_that_is_there_already_is_not_offered_again(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,name,nam\nx,X,Y\n")

    assert offered(outcome.findings, "header.unknown-column") == []


def test_a_lei_with_one_slip_is_suggested_where_one_number_fits() -> None:
    good = "5493001KJTIIGC8Y1R12"
    assert read_lei(good).values == (good,)

    wrong = good.replace("3001", "3010")
    assert [s.value for r in read_lei(wrong).remarks for s in r.suggestions] in ([good], [])
    swapped = [good[:i] + good[i + 1] + good[i] + good[i + 2 :] for i in range(19)]
    met = [s.value for text in swapped for r in read_lei(text).remarks for s in r.suggestions]
    assert set(met) == {good}


def test_a_ror_id_with_one_slip_is_suggested_where_one_id_fits() -> None:
    good = "https://ror.org/05xg72x27"
    assert read_ror(good).values == (good,)

    slips = [good[:-3] + digit + good[-2:] for digit in "0123456789abcdefghjkmnpqrstvwxyz"]
    met = [s.value for text in slips for r in read_ror(text).remarks for s in r.suggestions]
    assert good in met


def test_an_organisation_number_is_one_slip_from_several_so_none_is_suggested() -> None:
    (remark,) = read_registration_number("913268866", "NO").remarks

    near = organisation_numbers_near("913268866")
    assert len(near) > 1 and "913268865" in near
    assert remark.suggestions == ()
    assert f"{len(near)} numbers are one slip away, so none is suggested" in remark.message.en
    assert f"{len(near)} nummer er én tastefeil unna" in remark.message.nb


def test_every_suggestion_has_its_reason_in_both_languages(tmp_path: Path) -> None:
    texts = [
        ("clusters", "founded", "12/31/2020"),
        ("organisations", "country", "Norge"),
        ("organisations", "website", "example.org"),
        ("memberships", "role", "membr"),
    ]
    for table, column, text in texts:
        for finding in cell(tmp_path, table, column, text).findings:
            for suggestion in finding.suggestions:
                assert suggestion.reason.en and suggestion.reason.nb
                assert suggestion.reason.en != suggestion.reason.nb
