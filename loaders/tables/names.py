"""Names of tables and columns as stewards write them, and the schema's name for each."""

from __future__ import annotations

from ...shapes.report import Finding, Location, Message, Severity
from .schema import Schema, Table
from .values.reading import misspellings, near_misses, respelled, shown

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


def unknown_table(name: str, location: Location, schema: Schema) -> Finding:
    """Give the finding about a sheet or file of no table; a warning where a name is misspelled."""
    near = near_misses(normal(name), schema.tables)
    severity = Severity.WARNING if near else Severity.INFO
    en = f" Did you mean {' or '.join(near)}? Rename it." if near else ""
    nb = f" Mente du {' eller '.join(near)}? Gi det nytt navn." if near else ""
    message = Message(
        f"'{shown(name)}' is not the name of a table and was not read.{en}",
        f"«{shown(name)}» er ikke navnet på en tabell og ble ikke lest.{nb}",
    )
    meant = respelled(misspellings(normal(name), schema.tables), _TABLE)
    return Finding("table.unknown", severity, message, location, shown(name), suggestions=meant)


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
