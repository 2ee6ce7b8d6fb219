"""Templates: empty they read without trouble, filled with their examples they read soundly."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from steward_tables import all_codes, read

from klynge.loaders.tables.schema import Column, load_schema
from klynge.loaders.tables.template import write_templates, write_workbook_template
from klynge.shapes.report import Message, Severity
from klynge.shapes.requirements import requirements

SCHEMA = load_schema()
RULES = requirements()
DEFINITIONS = {"kly:foundedDate": Message("The date it began.", "Datoen den begynte.")}

PLAIN = {
    "key": "an-id",
    "text": "some text",
    "date": "2015-06",
    "integer": "3",
    "decimal": "12.5",
    "currency": "NOK",
    "activity": "nace2:03.21",
    "sources": "doc#P04 s2",
}
"""What stands in a required column for which the schema gives no example."""


def example(column: Column) -> str:
    if column.example or not column.required:
        return column.example
    if column.kind == "reference":
        return f"{min(SCHEMA.referred_kinds(column))}:an-id"
    if column.kind == "code":
        return next(iter(all_codes()[column.of[0]])).code
    return PLAIN[column.kind]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates, written once."""
    folder = tmp_path_factory.mktemp("made")
    write_templates(folder, SCHEMA, all_codes(), DEFINITIONS, RULES)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the templates to fill in."""
    return shutil.copytree(made, tmp_path / "catalogue")


def test_there_is_a_file_and_a_sheet_for_every_table(folder: Path) -> None:
    files = {path.stem for path in (folder / "tables").glob("*.csv")}
    sheets = load_workbook(folder / "tables.xlsx").sheetnames

    assert files == set(SCHEMA.tables)
    assert sheets == [*SCHEMA.tables, "codes"]


@pytest.mark.parametrize("source", ["tables", "tables.xlsx"])
def test_empty_templates_read_with_no_finding_but_that_they_are_empty(
    folder: Path, source: str
) -> None:
    outcome = read(folder / source, expected=SCHEMA.tables)

    assert {(f.rule, f.severity) for f in outcome.findings} == {("table.no-rows", Severity.INFO)}
    assert len(outcome.findings) == len(SCHEMA.tables)


def test_csv_templates_filled_with_the_examples_read_soundly(folder: Path) -> None:
    for name, table in SCHEMA.tables.items():
        with (folder / "tables" / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([example(column) for column in table.columns.values()])

    outcome = read(folder / "tables")

    assert outcome.findings == ()
    assert {record.table for record in outcome.records} == set(SCHEMA.tables)


def test_the_workbook_filled_with_the_examples_reads_soundly(folder: Path) -> None:
    book = load_workbook(folder / "tables.xlsx")
    for name, table in SCHEMA.tables.items():
        book[name].append([example(column) for column in table.columns.values()])
    book.save(folder / "tables.xlsx")

    outcome = read(folder / "tables.xlsx")

    assert outcome.findings == ()
    assert {record.table for record in outcome.records} == set(SCHEMA.tables)


def test_a_header_comment_says_what_to_write_in_both_languages(folder: Path) -> None:
    sheet = load_workbook(folder / "tables.xlsx")["clusters"]

    comments = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}
    assert "The date it began." in comments["founded"]
    assert "Datoen den begynte." in comments["founded"]
    assert "2006, 2015-06 or 2009-06-11" in comments["founded"]
    assert "Example / Eksempel: 2006" in comments["founded"]
    assert comments["name"].startswith("Required.")
    assert "Påkrevd." in comments["name"]
    assert "A cluster has a name: fill in the column name" in comments["name"]
    assert comments["source"].startswith("Recommended.")
    assert "Every row says which document it comes from" in comments["source"]
    assert "Hver rad sier hvilket dokument den kommer fra" in comments["source"]
    assert comments["founded"].startswith("Optional.")


def test_required_columns_are_bold_and_the_header_stays_in_view(folder: Path) -> None:
    sheet = load_workbook(folder / "tables.xlsx")["memberships"]

    bold = {cell.value for cell in sheet[1] if cell.font.bold}
    assert bold == {"cluster", "member"}
    assert sheet.freeze_panes == "A2"


def test_code_columns_of_one_value_have_a_drop_down_of_their_codes(folder: Path) -> None:
    book = load_workbook(folder / "tables.xlsx")
    sheet, codes = book["memberships"], book["codes"]

    lists = {str(choice.sqref): choice.formula1 for choice in sheet.data_validations.dataValidation}
    cells = lists["D2:D1048576"].removeprefix("codes!").replace("$", "")
    listed = [cell.value for (cell,) in codes[cells]]
    assert sheet["D1"].value == "role"
    assert listed == [concept.code for concept in all_codes()["member-role"]]
    assert "E2:E1048576" not in lists  # function takes several values
    assert codes.sheet_state == "hidden"


def test_cells_are_formatted_as_text_so_that_no_spreadsheet_makes_days_of_months(
    folder: Path,
) -> None:
    sheet = load_workbook(folder / "tables.xlsx")["observations"]

    formats = {
        sheet[f"{at}1"].value: dimension.number_format
        for at, dimension in sheet.column_dimensions.items()
    }
    assert formats["period"] == "@"
    assert formats["value"] == "General"


def test_the_same_schema_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_workbook_template(tmp_path / "a.xlsx", SCHEMA, all_codes(), DEFINITIONS, RULES)
    second = write_workbook_template(tmp_path / "b.xlsx", SCHEMA, all_codes(), DEFINITIONS, RULES)

    assert first.read_bytes() == second.read_bytes()
    assert str(load_workbook(first).properties.modified) == "2000-01-01 00:00:00"
