"""The reference page: every table and column once, in the language asked for."""

from __future__ import annotations

import pytest
from steward_tables import all_codes

from klynge.loaders.tables.guidance import expectation, meaning
from klynge.loaders.tables.reference import reference_page
from klynge.loaders.tables.schema import Table, load_schema
from klynge.shapes.report import Message
from klynge.shapes.requirements import requirements

SCHEMA = load_schema()
RULES = requirements()
DEFINITIONS = {"kly:foundedDate": Message("The date | it began.", "Datoen den begynte.")}


def section(page: str, heading: str) -> list[str]:
    lines = page.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"## {heading}"))
    end = next(n for n, line in enumerate(lines[start + 1 :], start + 1) if line.startswith("## "))
    return lines[start:end]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_column_of_every_table_stands_in_its_section(language: str) -> None:
    page = reference_page(SCHEMA, all_codes(), DEFINITIONS, RULES, language)

    for table in SCHEMA.tables.values():
        lines = section(page, f"{table.name}: {table.title.text(language)}")
        rows = [line for line in lines if line.startswith("| `")]
        described, checked = rows[: len(table.columns)], rows[len(table.columns) :]
        becoming = [name for name, column in table.columns.items() if column.property]
        assert [row.split("`")[1] for row in described] == list(table.columns)
        assert [row.split("`")[1] for row in checked] == becoming
        assert table.help.text(language) in lines


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_code_of_every_list_in_use_stands_on_the_page(language: str) -> None:
    page = reference_page(SCHEMA, all_codes(), DEFINITIONS, RULES, language)

    for column in SCHEMA.tables["memberships"].columns.values():
        if column.kind == "code":
            assert f"### {column.of[0]}" in page
            for concept in all_codes()[column.of[0]]:
                assert f"| `{concept.code}` | {concept.labels[language]} |" in page


def test_a_column_says_what_to_write_what_it_means_and_an_example() -> None:
    page = reference_page(SCHEMA, all_codes(), DEFINITIONS, RULES, "en")

    row = next(line for line in section(page, "clusters:") if line.startswith("| `founded`"))
    assert "2006, 2015-06 or 2009-06-11" in row
    assert "The date \\| it began." in row
    assert row.endswith("| `2006` |")


def test_a_required_column_is_marked_in_the_language_of_the_page() -> None:
    assert "| `name` (**required**) |" in reference_page(SCHEMA, all_codes(), {}, RULES, "en")
    assert "| `name` (**påkrevd**) |" in reference_page(SCHEMA, all_codes(), {}, RULES, "nb")


@pytest.mark.parametrize("table", SCHEMA.tables.values(), ids=lambda table: table.name)
def test_what_to_write_is_said_for_every_column_in_both_languages(table: Table) -> None:
    for column in table.columns.values():
        expected = expectation(column, SCHEMA)
        assert expected.en
        assert expected.nb


def test_what_a_key_means_names_the_columns_an_empty_one_is_made_from() -> None:
    table = SCHEMA.tables["memberships"]

    assert "cluster, member, role, from" in meaning(table.columns["id"], table, {}).en


def test_what_is_checked_is_said_in_the_terms_of_the_shapes() -> None:
    page = reference_page(SCHEMA, all_codes(), {}, RULES, "en")

    rows = {line.split("`")[1]: line for line in section(page, "awards:") if "`" in line}
    assert rows["amount"].startswith("| `amount` | required | 1 | xsd:decimal; ≥ 0 | An award has")
    assert rows["basis"].startswith("| `basis` | optional | 0..1 | voc:amount-basis | ")
    assert rows["source"].startswith(
        "| `source` | recommended | 0..* | kly:Document, kly:Passage |"
    )
    assert "`^[A-Z]{3}$`" in rows["currency"]
    assert "cannot be summed per year" in rows["date"]


def test_a_second_column_of_a_required_property_is_not_required() -> None:
    page = reference_page(SCHEMA, all_codes(), {}, RULES, "nb")

    rows = {line.split("`")[1]: line for line in section(page, "stages:") if "`" in line}
    assert "| påkrevd | 1..* |" in rows["name"]
    assert "| valgfri | 1..* |" in rows["name_nb"]
