"""The reference page of the steward tables, as Markdown in English or Norwegian.

It is made from the schema, the ontology, the code lists and the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...shapes.report import Message
from ...shapes.requirements import Requirements
from .guidance import Definitions, expectation, form, meaning, need, rule_of
from .schema import Schema, Table
from .values.codes import Codes

_TITLE = Message("The steward tables", "Tabellene")
_INTRODUCTION = Message(
    "One table per kind of record, each as a CSV file named after it (UTF-8; comma, semicolon or "
    "tab) or as a sheet of one workbook. The first row names the columns, in any order. Columns "
    "that a row does not need stay empty or away. **Required** columns must be filled; a row "
    "without a recommended one is published, with a warning. The second table of each says what "
    "is checked, in the terms of the SHACL shapes that check it.",
    "Én tabell per type opplysning, hver som en CSV-fil med tabellens navn (UTF-8; komma, "
    "semikolon eller tabulator) eller som et ark i én arbeidsbok. Første rad navngir kolonnene, "
    "i valgfri rekkefølge. Kolonner en rad ikke trenger, står tomme eller utelates. "
    "**Påkrevde** kolonner må fylles ut; en rad uten en anbefalt blir publisert, med en advarsel. "
    "Den andre tabellen i hver del sier hva som kontrolleres, med ordene i SHACL-formene som "
    "gjør det.",
)
_HEADINGS = Message(
    "| Column | What to write | Meaning | Example |",
    "| Kolonne | Hva du skriver | Betydning | Eksempel |",
)
_CHECKED = Message(
    "| Column | Needed | Values | Form | What is checked, and what to do |",
    "| Kolonne | Behov | Verdier | Form | Hva som kontrolleres, og hva du gjør |",
)
_KEY = Message("An empty id is made from", "En tom id lages av")
_CODE_LISTS = Message("Code lists", "Kodelister")
_CODES = Message("| Code | Label |", "| Kode | Navn |")


def reference_page(
    schema: Schema, codes: Codes, definitions: Definitions, rules: Requirements, language: str
) -> str:
    """Give the page in a language: every table, every column, every check, every code."""
    lines = [f"# {_TITLE.text(language)}", "", _INTRODUCTION.text(language), ""]
    for table in schema.tables.values():
        lines += _table(table, schema, definitions, rules, language)
        lines += _checks(table, rules, language)
    lines += [f"## {_CODE_LISTS.text(language)}", ""]
    for scheme in _schemes(schema):
        lines += _code_list(scheme, codes, language)
    return "\n".join(lines)


def _table(
    table: Table, schema: Schema, definitions: Definitions, rules: Requirements, language: str
) -> Iterator[str]:
    yield from (f"## {table.name}: {table.title.text(language)}", "")
    yield from (table.help.text(language), "")
    yield from (f"{_KEY.text(language)}: {', '.join(table.key)}.", "")
    yield from (_HEADINGS.text(language), "| --- | --- | --- | --- |")
    for column in table.columns.values():
        needed = f" (**{need(column, table, rules).text(language)}**)" if column.required else ""
        yield _row(
            f"`{column.name}`{needed}",
            expectation(column, schema).text(language),
            meaning(column, table, definitions).text(language),
            f"`{column.example}`" if column.example else "",
        )
    yield ""


def _checks(table: Table, rules: Requirements, language: str) -> Iterator[str]:
    yield from (_CHECKED.text(language), "| --- | --- | --- | --- | --- |")
    for column in table.columns.values():
        if (rule := rule_of(column, table, rules)) is not None:
            yield _row(
                f"`{column.name}`",
                need(column, table, rules).text(language),
                rule.count,
                form(rule),
                " ".join(message.text(language) for message in rule.messages),
            )
    yield ""


def _schemes(schema: Schema) -> list[str]:
    columns = (column for table in schema.tables.values() for column in table.columns.values())
    return sorted({column.of[0] for column in columns if column.kind == "code"})


def _code_list(scheme: str, codes: Codes, language: str) -> Iterator[str]:
    yield from (f"### {scheme}", "", _CODES.text(language), "| --- | --- |")
    for concept in codes[scheme]:
        label = concept.labels.get(language) or concept.labels.get("en", "")
        yield _row(f"`{concept.code}`", label)
    yield ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
