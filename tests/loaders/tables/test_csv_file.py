"""CSV files: dialects are the same rows, damage costs the rows it stands in."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from steward_tables import Outcome, read, read_bytes, read_text

from klynge.loaders.tables.files.csv_file import read_csv
from klynge.loaders.tables.files.csv_lines import UnreadableFile
from klynge.loaders.tables.files.sheets import Row
from klynge.loaders.tables.schema import load_schema
from klynge.shapes.report import Severity

DATA = Path(__file__).parents[2] / "data" / "tables"
CLUSTERS = load_schema().tables["clusters"]
HEADER = ["id", "name", "founded", "place"]
BODY = [
    ["raufoss", "NCE Raufoss", "2006", "raufoss; gjovik"],
    ["maltidets-hus", 'Måltidets "Hus", Stavanger', "2015-06", "stavanger"],
    ["blue", "Blue\nMaritime", "2009-06-11", ""],
]


def dialect(delimiter: str, bom: bool, newline: str, quoting: Literal[0, 1]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerows([HEADER, *BODY])
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8")


def essence(outcome: Outcome) -> object:
    return [(record.row, dict(record.values)) for record in outcome.records], outcome.findings


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_dialect_gives_the_same_records(
    tmp_path: Path, delimiter: str, bom: bool, newline: str, quoting: Literal[0, 1]
) -> None:
    plain = read_bytes(tmp_path, dialect(",", False, "\n", csv.QUOTE_MINIMAL))

    outcome = read_bytes(tmp_path, dialect(delimiter, bom, newline, quoting))

    assert essence(outcome) == essence(plain)
    assert [record.row for record in outcome.records] == [2, 3, 4]
    assert outcome.findings == ()


VISIBLE = st.characters(categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="\ufffd")
TEXTS = st.text(VISIBLE, max_size=12).map(str.strip)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from(",;\t"), st.booleans())
def test_any_texts_written_as_csv_come_back(
    tmp_path: Path, names: list[str], delimiter: str, bom: bool
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["id", "name", "description"])
    writer.writerows([f"c{number}", "x", name] for number, name in enumerate(names))

    outcome = read_bytes(tmp_path, stream.getvalue().encode("utf-8-sig" if bom else "utf-8"))

    assert [record.one("description") for record in outcome.records] == names
    assert outcome.findings == ()


def test_windows_1252_is_told_at_each_cell_and_other_rows_go_on() -> None:
    outcome = read(DATA / "clusters.windows-1252.csv")

    finding = outcome.violation()
    assert finding.rule == "cell.encoding"
    assert str(finding.location) == "clusters.windows-1252.csv, row 3, column name (B)"
    assert finding.value == "M\\xe5ltidets Hus"
    assert "byte E5" in finding.message.en
    assert "would be å" in finding.message.en
    assert outcome.ids == ["raufoss", "blue"]
    assert [(row.table, row.id) for row in outcome.rejected] == [("clusters", "maltidets-hus")]


def test_utf_16_is_told_for_the_file_with_its_first_bytes() -> None:
    outcome = read(DATA / "clusters.utf-16.csv")

    finding = outcome.violation()
    assert finding.rule == "file.encoding"
    assert "UTF-16" in finding.message.en
    assert finding.value.startswith("FF FE")
    assert outcome.records == ()


def test_a_workbook_named_csv_is_told_for_what_it_is(tmp_path: Path) -> None:
    outcome = read_bytes(tmp_path, b"PK\x03\x04\x14\x00\x06\x00")

    assert "a workbook or zip file" in outcome.violation().message.en


def test_a_nul_byte_is_told_at_its_cell_and_other_rows_go_on() -> None:
    outcome = read(DATA / "clusters.nul-byte.csv")

    finding = outcome.violation()
    assert finding.rule == "cell.control-character"
    assert (finding.location.row, finding.location.column) == (2, "name")
    assert outcome.ids == ["maltidets-hus", "blue"]


def test_a_quote_that_is_never_closed_costs_its_own_row_only() -> None:
    outcome = read(DATA / "clusters.quote-never-closed.csv")

    finding = outcome.violation()
    assert finding.rule == "row.quotes"
    assert finding.location.row == 2
    assert finding.value.startswith('raufoss,"NCE Raufoss')
    assert outcome.ids == ["maltidets-hus", "blue"]


def test_two_unclosed_quotes_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, 'id,name\na,"A\nb,B\nc,"C\nd,D\n')

    assert [finding.location.row for finding in outcome.violations] == [2, 4]
    assert outcome.ids == ["b", "d"]


def test_many_unclosed_quotes_are_told_one_by_one(tmp_path: Path) -> None:
    lines = "".join(f'c{number},"C\n' if number % 2 else f"c{number},C\n" for number in range(3000))

    outcome = read_text(tmp_path, "id,name\n" + lines)

    assert len(outcome.rejected) == 1500
    assert len(outcome.records) == 1500


def test_text_after_a_closing_quote_is_told(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, 'id,name\na,"A"B\nb,B\n')

    assert outcome.violation().rule == "row.quotes"
    assert outcome.ids == ["b"]


def test_a_quote_within_an_unquoted_cell_is_kept(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, 'id,name\na,5" pipe\nb,B\n')

    assert [record.one("name") for record in outcome.records] == ['5" pipe', "B"]


def test_a_cell_with_line_breaks_is_one_row(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, 'id,name\na,"A\nB\n\nC"\n\nb,B\n')

    assert [(record.row, record.one("name")) for record in outcome.records] == [
        (2, "A\nB\n\nC"),
        (4, "B"),
    ]


def test_a_row_with_a_separator_too_many_is_told_and_kept_out() -> None:
    outcome = read(DATA / "clusters.one-separator-too-many.csv")

    stray = next(f for f in outcome.violations if f.rule == "row.stray-cell")
    assert (stray.location.row, stray.location.letter, stray.value) == (2, "E", "raufoss")
    assert outcome.ids == ["maltidets-hus", "blue"]


def test_empty_cells_beyond_the_header_and_short_rows_do_no_harm(tmp_path: Path) -> None:
    outcome = read_text(tmp_path, "id,name,founded\na,A,2006,,\nb,B\n")

    assert outcome.ids == ["a", "b"]
    assert outcome.findings == ()


def test_a_quoted_cell_longer_than_csv_usually_takes_is_read(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    long = "a, " * limit

    outcome = read_text(tmp_path, f'id,name\na,"{long}b"\n')

    assert outcome.records[0].one("name") == long + "b"
    assert csv.field_size_limit() == limit


def test_an_empty_file_is_a_violation() -> None:
    finding = read(DATA / "clusters.empty.csv").violation()

    assert finding.rule == "table.empty"
    assert str(finding.location) == "clusters.empty.csv"
    assert "id, name" in finding.message.en


def test_a_header_without_rows_is_worth_knowing() -> None:
    (finding,) = read(DATA / "clusters.only-a-header.csv").findings

    assert (finding.rule, finding.severity) == ("table.no-rows", Severity.INFO)


def test_a_norwegian_excel_export_is_read_without_remark() -> None:
    outcome = read(DATA / "clusters.semicolons-and-bom.csv")

    assert outcome.ids == ["raufoss", "maltidets-hus", "blue"]
    assert outcome.findings == ()


def test_rows_are_given_while_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    path.write_text("id,name\n" + "a,A\n" * 100_000, encoding="utf-8")

    rows = read_csv(path, CLUSTERS)
    first, second = next(rows), next(rows)

    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.number, second.number) == (1, 2)
    rows.close()  # type: ignore[attr-defined]  # a generator, by its promise an iterator


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="clusters.csv cannot be read"):
        list(read_csv(tmp_path / "clusters.csv", CLUSTERS))
