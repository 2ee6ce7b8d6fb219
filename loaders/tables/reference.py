"""The reference page of the steward tables, as Markdown in English or Norwegian."""

from __future__ import annotations

from collections.abc import Iterator

from ...shapes.report import Message
from .guidance import Definitions, expectation, meaning
from .schema import Column, Schema, Table
from .values.codes import Codes

_TITLE = Message("The steward tables", "Tabellene")
_INTRODUCTION = Message(
    "One table per kind of record, each as a CSV file named after it (UTF-8; comma, semicolon or "
    "tab) or as a sheet of one workbook. The first row names the columns, in any order. Columns "
    "that a row does not need stay empty or away. **Required** columns must be filled.",
    "Én tabell per type opplysning, hver som en CSV-fil med tabellens navn (UTF-8; komma, "
    "semikolon eller tabulator) eller som et ark i én arbeidsbok. Første rad navngir kolonnene, "
    "i valgfri rekkefølge. Kolonner en rad ikke trenger, står tomme eller utelates. "
    "**Påkrevde** kolonner må fylles ut.",
)
_HEADINGS = Message(
    "| Column | What to write | Meaning | Example |",
    "| Kolonne | Hva du skriver | Betydning | Eksempel |",
)
_KEY = Message("An empty id is made from", "En tom id lages av")
_REQUIRED = Message("required", "påkrevd")
_CODE_LISTS = Message("Code lists", "Kodelister")
_CODES = Message("| Code | Label |", "| Kode | Navn |")


def reference_page(schema: Schema, codes: Codes, definitions: Definitions, language: str) -> str:
    """Give the page in a language: every table, every column, every code."""
    lines = [f"# {_TITLE.text(language)}", "", _INTRODUCTION.text(language), ""]
    for table in schema.tables.values():
        lines += _table(table, schema, definitions, language)
    lines += [f"## {_CODE_LISTS.text(language)}", ""]
    for scheme in _schemes(schema):
        lines += _code_list(scheme, codes, language)
    return "\n".join(lines)


def _table(table: Table, schema: Schema, definitions: Definitions, language: str) -> Iterator[str]:
    yield from (f"## {table.name}: {table.title.text(language)}", "")
    yield from (table.help.text(language), "")
    yield from (f"{_KEY.text(language)}: {', '.join(table.key)}.", "")
    yield from (_HEADINGS.text(language), "| --- | --- | --- | --- |")
    for column in table.columns.values():
        yield _row(
            _name(column, language),
            expectation(column, schema).text(language),
            meaning(column, table, definitions).text(language),
            f"`{column.example}`" if column.example else "",
        )
    yield ""


def _name(column: Column, language: str) -> str:
    required = f" (**{_REQUIRED.text(language)}**)" if column.required else ""
    return f"`{column.name}`{required}"


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
