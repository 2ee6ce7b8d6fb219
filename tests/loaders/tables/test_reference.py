"""The reference page: every table and column once, in the language asked for."""

from __future__ import annotations

import pytest
from steward_tables import all_codes

from klynge.loaders.tables.guidance import expectation, meaning
from klynge.loaders.tables.reference import reference_page
from klynge.loaders.tables.schema import Table, load_schema
from klynge.shapes.report import Message

SCHEMA = load_schema()
DEFINITIONS = {"kly:foundedDate": Message("The date | it began.", "Datoen den begynte.")}


def section(page: str, heading: str) -> list[str]:
    lines = page.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"## {heading}"))
    end = next(n for n, line in enumerate(lines[start + 1 :], start + 1) if line.startswith("## "))
    return lines[start:end]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_column_of_every_table_stands_in_its_section(language: str) -> None:
    page = reference_page(SCHEMA, all_codes(), DEFINITIONS, language)

    for table in SCHEMA.tables.values():
        lines = section(page, f"{table.name}: {table.title.text(language)}")
        rows = [line for line in lines if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == list(table.columns)
        assert table.help.text(language) in lines


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_code_of_every_list_in_use_stands_on_the_page(language: str) -> None:
    page = reference_page(SCHEMA, all_codes(), DEFINITIONS, language)

    for column in SCHEMA.tables["memberships"].columns.values():
        if column.kind == "code":
            assert f"### {column.of[0]}" in page
            for concept in all_codes()[column.of[0]]:
                assert f"| `{concept.code}` | {concept.labels[language]} |" in page


def test_a_column_says_what_to_write_what_it_means_and_an_example() -> None:
    page = reference_page(SCHEMA, all_codes(), DEFINITIONS, "en")

    (row,) = (line for line in section(page, "clusters:") if line.startswith("| `founded`"))
    assert "2006, 2015-06 or 2009-06-11" in row
    assert "The date \\| it began." in row
    assert row.endswith("| `2006` |")


def test_a_required_column_is_marked_in_the_language_of_the_page() -> None:
    assert "| `name` (**required**) |" in reference_page(SCHEMA, all_codes(), {}, "en")
    assert "| `name` (**påkrevd**) |" in reference_page(SCHEMA, all_codes(), {}, "nb")


@pytest.mark.parametrize("table", SCHEMA.tables.values(), ids=lambda table: table.name)
def test_what_to_write_is_said_for_every_column_in_both_languages(table: Table) -> None:
    for column in table.columns.values():
        expected = expectation(column, SCHEMA)
        assert expected.en
        assert expected.nb


def test_what_a_key_means_names_the_columns_an_empty_one_is_made_from() -> None:
    table = SCHEMA.tables["memberships"]

    assert "cluster, member, role, from" in meaning(table.columns["id"], table, {}).en
