"""Names of tables and columns as stewards write them, and the schema's name for each."""

from __future__ import annotations

from ...shapes.report import Message, Suggestion
from .schema import Schema, Table
from .values.reading import misspellings, near_misses, respelled

_TABLE = Message("table", "tabellen")
LONGEST_SHEET_NAME = 31
"""Excel allows no longer name for a sheet, so a longer title of a table arrives cut."""


def normal(name: str) -> str:
    """Give a name in lower case with underscores, so that `Short name` is `short_name`."""
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def find_table(name: str, schema: Schema) -> Table | None:
    """Give the table of this name or of this title in English or Norwegian, if there is one."""
    wanted = normal(name)
    for table in schema.tables.values():
        titles = (table.name, table.title.en, table.title.nb)
        if wanted in {normal(text[:cut]) for text in titles for cut in (None, LONGEST_SHEET_NAME)}:
            return table
    return None


def near_tables(name: str, schema: Schema) -> list[str]:
    """Give the names of the tables that a misspelled name may stand for, the nearest first."""
    names = {
        normal(text): table.name
        for table in schema.tables.values()
        for text in (table.title.nb, table.title.en, table.name)
    }
    return list(dict.fromkeys(names[near] for near in near_misses(normal(name), names)))


def meant_tables(name: str, schema: Schema) -> tuple[Suggestion, ...]:
    """Suggest the name of the table that a name is misspelled from."""
    return respelled(misspellings(normal(name), schema.tables), _TABLE)


def letter(position: int) -> str:
    """Give a spreadsheet's letter for a column counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position(letters: str) -> int:
    """Give the number, counted from 0, of the column with a spreadsheet's letters.

    >>> position("A"), position("Z"), position("AA")
    (0, 25, 26)
    """
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1
