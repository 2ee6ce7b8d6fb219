"""Headers: columns are known by name, and what is unknown, missing or said twice is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from steward_tables import read_text

from klynge.shapes.report import Severity


def test_an_unknown_column_is_told_with_the_likely_one_and_not_read(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,name,fonded,colour\na,A,soon,blue\n")

    likely, other = outcome.findings
    assert (likely.rule, likely.severity) == ("header.unknown-column", Severity.WARNING)
    assert str(likely.location) == "clusters.csv, row 1, column fonded (C)"
    assert "Did you mean 'founded'?" in likely.message.en
    assert other.location.column == "colour"
    assert outcome.ids == ["a"]


@pytest.mark.parametrize("header", ["ID,Name,Description NB", " id , name ,description-nb"])
def test_columns_are_known_in_any_case_and_with_spaces(tmp_path: Path, header: str) -> None:
    outcome = read_text(tmp_path, f"{header}\na,A,x\n")

    assert outcome.records[0].one("description_nb") == "x"
    assert outcome.findings == ()


def test_a_missing_required_column_is_told_once_and_no_row_is_used(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,founded\na,2006\nb,2007\n")

    finding = outcome.violation()
    assert finding.rule == "header.missing-column"
    assert str(finding.location) == "clusters.csv, row 1, column name"
    assert outcome.records == ()
    assert [row.id for row in outcome.rejected] == ["a", "b"]


def test_a_required_column_that_is_misspelled_is_named_where_it_is_missed(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,nmae,colour\na,A,red\n")

    missing = outcome.violation()
    assert missing.rule == "header.missing-column"
    assert "Perhaps it is the column 'nmae': then rename that" in missing.message.en
    assert "Kanskje er det kolonnen «nmae»: gi den i så fall nytt navn" in missing.message.nb


def test_a_table_without_its_header_is_told_so(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "raufoss,NCE Raufoss\nblue,Blue\n")

    (finding,) = outcome.findings
    assert finding.rule == "header.none"
    assert finding.value == "raufoss; NCE Raufoss"
    assert "names of the columns in the first row" in finding.message.en
    assert outcome.records == ()


def test_a_column_named_twice_is_told_and_rows_with_a_second_value_are_kept_out(
    tmp_path: Path,
) -> None:
    outcome = read_text(tmp_path, "id,name,name\na,A,B\nb,B,\nc,C,C\n")

    header = outcome.violation()
    assert (header.rule, header.location.letter) == ("header.repeated-column", "C")
    assert "rows with another value under the second are rejected" in header.message.en
    assert outcome.ids == ["b", "c"]
    assert [row.id for row in outcome.rejected] == ["a"]
