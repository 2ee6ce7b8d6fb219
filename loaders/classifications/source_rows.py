"""Rows of other people's tables of places, one shape for CSV and JSON.

Read are the layouts in which the codes are published:

- CSV with any of `,`, `;` and tab, in UTF-8 or ISO 8859-1. Statistics Norway's Klass sends the
  latter unless asked for the former (Klass API guide, "Character sets").
- JSON of Klass: an object with `codes`, `classificationItems` or `codeChanges`.
- GeoJSON (RFC 7946): the properties of its features; the geometry is left alone.
- JSON of Kartverket's kommuneinfo: counties with a list `kommuner`.

Values are texts as they stand; nothing is repaired here.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...shapes.report import Finding, Location, Message, Severity
from ..tables.names import letter
from .official_file import ForeignFile, check_readable

_LISTS = ("codes", "classificationItems", "codeChanges", "features")
_DELIMITERS = ",;\t"
_LANGUAGES = {
    "Norwegian": "nb",
    "Northern Sami": "se",
    "Southern Sami": "sma",
    "Lule Sami": "smj",
    "Kven Finnish": "fkv",
}
"""The languages of Kartverket's `gyldigeNavn` as BCP 47 tags; Norwegian names are told as nb."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: where it stands, and its cells by the source's own column names.

    `number` counts as a spreadsheet does for CSV, and from 1 within the list for JSON, where
    `pointer` says where the row is (RFC 6901); `names` are names whose language the source says,
    by language tag.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    pointer: str = ""

    def column(self, *columns: str) -> str:
        """Give the first of the columns that the row has, or the empty text."""
        return next((column for column in columns if column in self.cells), "")

    def cell(self, *columns: str) -> str:
        """Give the text of the first of the columns that the row has, or the empty text."""
        return self.cells.get(self.column(*columns), "")

    def location(self, *columns: str) -> Location:
        """Give the place of a cell, or of the row when it has none of the columns."""
        column = self.column(*columns)
        letter = self.letters.get(column, "")
        return Location(self.file, "", self.number, column, letter, self.pointer)


Rows = tuple[tuple[SourceRow, ...], list[Finding]]
"""The rows of a file, and what there is to say about the file."""


def read_rows(path: Path, *required: tuple[str, ...]) -> Rows:
    """Read the rows of a file, or of all the files of a folder in the order of their names.

    `required` are groups of column names; some row must have one of each. Raises ForeignFile
    when there is no such file, or it is of another layout.
    """
    files = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    rows, findings = list[SourceRow](), list[Finding]()
    for file in files:
        read, found = _read_file(file)
        rows += read
        findings += found
    for columns in required:
        if not any(row.column(*columns) for row in rows):
            raise _foreign(path, f"a file with the column {' or '.join(columns)}")
    return tuple(rows), findings


def _read_file(path: Path) -> Rows:
    check_readable(path)
    raw = path.read_bytes()
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return tuple(_json_rows(raw, path)), []
    text, findings = _decoded(raw, path.name)
    return tuple(_csv_rows(text, path)), findings


def _decoded(raw: bytes, file: str) -> tuple[str, list[Finding]]:
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        message = Message(
            "the file is not UTF-8 and was read as ISO 8859-1, which Klass sends by default; "
            "check names with other letters than those of Norwegian, or ask for UTF-8",
            "filen er ikke UTF-8 og ble lest som ISO 8859-1, som Klass sender når ikke annet er "
            "bedt om; sjekk navn med andre bokstaver enn de norske, eller be om UTF-8",
        )
        finding = Finding("classification.encoding", Severity.WARNING, message, Location(file))
        return raw.decode("iso-8859-1"), [finding]


def _csv_rows(text: str, path: Path) -> Iterator[SourceRow]:
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(records, [])]
        letters = {name: letter(index) for index, name in enumerate(header)}
        for number, fields in enumerate(records, start=2):
            if any(fields):
                cells = dict(zip(header, fields, strict=False))
                yield SourceRow(path.name, number, cells, letters=letters)
    except csv.Error as error:
        raise _foreign(path, f"CSV ({error})") from error


def _json_rows(raw: bytes, path: Path) -> Iterator[SourceRow]:
    try:
        data: object = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _foreign(path, f"JSON in UTF-8 ({error})") from error
    key = next((key for key in _LISTS if isinstance(data, Mapping) and key in data), "")
    found = data[key] if isinstance(data, Mapping) and key else data
    if not isinstance(found, list):
        raise _foreign(path, f"a list, or an object with one of {', '.join(_LISTS)}")
    entries = _entries(found, f"/{key}" if key else "")
    for number, (pointer, entry) in enumerate(entries, start=1):
        yield SourceRow(path.name, number, _cells(entry), _names(entry), pointer=pointer)


def _entries(found: Iterable[object], above: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give a list's objects with where each stands: GeoJSON's properties, Kartverket's counties.

    Below its counties Kartverket has municipalities; `above` is where the list itself stands.
    """
    for index, entry in enumerate(found):
        if isinstance(entry, Mapping):
            pointer = f"{above}/{index}"
            properties, inner = entry.get("properties"), entry.get("kommuner")
            if isinstance(properties, Mapping):
                yield f"{pointer}/properties", properties
            else:
                yield pointer, entry
            if isinstance(inner, list):
                for each, municipality in enumerate(inner):
                    if isinstance(municipality, Mapping):
                        yield f"{pointer}/kommuner/{each}", municipality


def _cells(entry: Mapping[str, object]) -> dict[str, str]:
    return {
        key: "" if value is None else _text(value)
        for key, value in entry.items()
        if value is None or isinstance(value, str | int | float)
    }


def _text(value: object) -> str:
    """Give a text that can be written as UTF-8: JSON may hold half a surrogate pair."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _names(entry: Mapping[str, object]) -> dict[str, str]:
    """Give the names whose language Kartverket says, padding of `null` left out."""
    given = entry.get("gyldigeNavn")
    if not isinstance(given, list):
        norwegian = entry.get("kommunenavnNorsk")
        return {"nb": _text(norwegian)} if isinstance(norwegian, str) and norwegian else {}
    said = [name for name in given if isinstance(name, Mapping) and name.get("navn")]
    tags = [(_LANGUAGES.get(str(name.get("sprak")), "und"), _text(name["navn"])) for name in said]
    return dict(reversed(tags))


def _foreign(path: Path, expected: str) -> ForeignFile:
    return ForeignFile(
        f"{path.name} is none of the layouts klynge knows; expected {expected}: "
        "download the file again, or correct `path` in klynge.toml"
    )
