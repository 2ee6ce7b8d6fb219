"""Tables that are not there, and files and sheets that are no table: often one is the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...shapes.report import Finding, Location, Message, Severity, Suggestion
from ..records import Item, Rejected
from .names import meant_tables, near_tables
from .schema import Schema
from .values.reading import shown


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A file or a sheet whose name is that of no table."""

    name: str
    location: Location


def absent_tables(
    path: Path,
    found: set[str],
    others: Iterable[UnknownName],
    expected: frozenset[str],
    schema: Schema,
) -> Iterator[Item]:
    """Give what was passed over, which expected tables are missing, and that there is no table.

    A name that looks like that of a missing table is told once, as what is wrong.
    """
    missing = expected - found
    for other in others:
        near = near_tables(other.name, schema)
        lost = missing.intersection(near)
        missing -= lost
        finding = _unknown(other, near, bool(lost), meant_tables(other.name, schema))
        yield Rejected(min(lost), "", (finding,)) if lost else finding
    for name in (name for name in schema.tables if name in missing):
        yield Rejected(name, "", (_missing(path, name),))
    if not found and not expected:
        yield _no_table(path, schema)


def _unknown(
    other: UnknownName, near: list[str], is_lost: bool, meant: tuple[Suggestion, ...]
) -> Finding:
    """Give the finding about a name of no table; a warning where it is misspelled."""
    en = f" Did you mean {' or '.join(near)}? Rename it." if near else ""
    nb = f" Mente du {' eller '.join(near)}? Gi det nytt navn." if near else ""
    name = shown(other.name)
    message = Message(
        f"'{name}' is not the name of a table and was not read.{en}",
        f"«{name}» er ikke navnet på en tabell og ble ikke lest.{nb}",
    )
    severity = Severity.WARNING if near else Severity.INFO
    severity = Severity.VIOLATION if is_lost else severity
    return Finding("table.unknown", severity, message, other.location, name, suggestions=meant)


def _missing(path: Path, name: str) -> Finding:
    file = f"{name}.csv" if path.is_dir() else path.name
    sheet = "" if path.is_dir() else name
    message = Message(
        f"The table {name} is missing; it is expected here. Add the "
        f"{'sheet' if sheet else 'file'} {sheet or file}.",
        f"Tabellen {name} mangler; den er ventet her. Legg til "
        f"{'arket' if sheet else 'filen'} {sheet or file}.",
    )
    return Finding("table.missing", Severity.VIOLATION, message, Location(file, sheet))


def _no_table(path: Path, schema: Schema) -> Finding:
    message = Message(
        "No table was found; expected CSV files or sheets named after tables, "
        f"such as {', '.join(list(schema.tables)[:3])}. Rename them.",
        "Fant ingen tabell; ventet CSV-filer eller ark med navn etter tabellene, "
        f"som {', '.join(list(schema.tables)[:3])}. Gi dem nytt navn.",
    )
    return Finding("source.no-table", Severity.VIOLATION, message, Location(path.name))
