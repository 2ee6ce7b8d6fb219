"""The rows of a file of cluster profiles: CSV, a workbook's first sheet, or JSON objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Rejected
from ..streams.csv_rows import Header, read_rows
from ..streams.json_values import read_values
from ..streams.packed import Broken, SourceMissing, open_packed
from ..tables.cells import SEPARATOR, Cell
from ..tables.files.first_sheet import read_first_sheet
from .foreign_records import undecoded

WORKBOOKS, JSON = (".xlsx", ".xlsm"), (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One profile: its row's number, its cells by the file's own header, its JSON Pointer."""

    number: int
    cells: Mapping[str, Cell]
    pointer: str = ""


def read_profiles(source: SourceFacts) -> Iterator[ProfileRow | Rejected | Finding]:
    """Give the rows that say something; raises SourceMissing."""
    name = source.path.name.lower().removesuffix(".gz")
    if not source.path.is_file():
        raise SourceMissing(
            f"source {source.id!r}: {source.path} is not a file; put the profiles there as CSV, "
            "JSON or a workbook (.xlsx), or correct `path` in klynge.toml"
        )
    if name.endswith(WORKBOOKS):
        rows = _of_workbook(source)
    else:
        rows = _of_json(source) if name.endswith(JSON) else _of_csv(source)
    for row in rows:
        if not isinstance(row, ProfileRow) or not all(c.blank for c in row.cells.values()):
            yield row


def _of_csv(source: SourceFacts) -> Iterator[ProfileRow | Rejected | Finding]:
    for row in read_rows(source.path, frozenset(), _delimiter(source), source.watch):
        if isinstance(row, Finding):
            yield row
        elif not isinstance(row, Header):
            yield ProfileRow(row.number, {name: Cell(text) for name, text in row.cells.items()})


def _delimiter(source: SourceFacts) -> str:
    """Give the sign that the first line has most of."""
    try:
        with open_packed(source.path) as packed:
            line = packed.read().split(b"\n", 1)[0].decode("utf-8", "replace")
    except Broken:  # told when the rows are read
        return ","
    return max(",;\t", key=line.count)


def _of_workbook(source: SourceFacts) -> Iterator[ProfileRow | Rejected | Finding]:
    names: list[str] = []
    for row in read_first_sheet(source.path):
        if isinstance(row, Finding):
            yield row
        elif not names:
            names = [cell.text.strip() for cell in row.cells]
        else:
            cells = {name: cell for name, cell in zip(names, row.cells, strict=False) if name}
            yield ProfileRow(row.number, cells)


def _of_json(source: SourceFacts) -> Iterator[ProfileRow | Rejected | Finding]:
    for value in read_values(source.path, source.watch):
        if isinstance(value, Finding):
            yield value
            continue
        number, raw, pointer = value
        place = Location(source.path.name, row=number + 1, pointer=pointer)
        try:
            profile = msgspec.json.decode(raw, type=dict[str, Any])
            cells = {name: Cell(_text(each), _is_number(each)) for name, each in profile.items()}
            yield ProfileRow(number + 1, cells, pointer)
        except (msgspec.DecodeError, RecursionError) as error:
            yield undecoded(error, "clusters", place)
        except TypeError:
            finding = Finding("eccp.nested", Severity.VIOLATION, _NESTED, place)
            yield Rejected("clusters", "", (finding,))


def _text(value: object) -> str:
    """Give a value as it would stand in a cell; raises TypeError for an object."""
    if value is None:
        return ""
    if isinstance(value, list):
        return f"{SEPARATOR} ".join(_text(one) for one in value if one is not None)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value}"
    raise TypeError


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_NESTED = Message(
    "the profile holds an object or a truth value; expected texts, numbers, and lists of these: it "
    "is left out. Write each field as one key",
    "profilen inneholder et objekt eller en sannhetsverdi; forventet tekster, tall og lister av "
    "dem: den er utelatt. Skriv hvert felt som én nøkkel",
)
