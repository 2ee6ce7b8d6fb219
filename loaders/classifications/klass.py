"""Classifications as Statistics Norway's Klass gives them: CSV with semicolons, or its API's JSON.

Klass counts levels from 1 at the top. Neither file says which language its names are in: that is
chosen when it is fetched. SN2007 equals NACE Rev. 2, and SN2025 NACE Rev. 2.1, down to four
digits, so the European edition can be read from the Norwegian file without its fifth level.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...shapes.report import Finding, Message, Severity
from ..streams.known_fields import KnownFields
from .classification import Classification, Item
from .editions import edition
from .official_file import ForeignFile, OfficialRow, check_readable, read_official_rows
from .tree import in_tree

HEADERS = frozenset({"code", "parentCode", "level", "name"})
CELLS = HEADERS | {"validFrom", "validTo"}
KNOWN = CELLS | {
    "shortName", "presentationName", "notes", "derived", "_links",
    "validFromInRequestedRange", "validToInRequestedRange",
}  # fmt: skip
"""The members that an item of Klass has."""


def read_klass(path: Path, key: str, language: str = "nb") -> tuple[Classification, list[Finding]]:
    """Read an edition from Klass: `read_klass(path, "sn2025", "en")`; JSON where the name says so.

    A row without code, name or level is a finding. Raises ForeignFile when the file is absent or
    in another layout, UnknownEdition when klynge has no facts about the edition.
    """
    empty = edition(key)
    findings: list[Finding] = []
    is_json = path.suffix == ".json"
    rows = _json_rows(path, findings) if is_json else read_official_rows(path, HEADERS)
    items = _items(rows, language, findings)
    return edition(key, in_tree(items, path.name, findings, len(empty.levels))), findings


def _json_rows(path: Path, findings: list[Finding]) -> Iterator[OfficialRow]:
    """Give the codes of a version (`classificationItems`), or those at a day (`codes`).

    A row's number is its place in that list.
    """
    member, items = klass_list(path, "classificationItems", "codes")
    fields = KnownFields(KNOWN)
    for number, item in enumerate(items, start=1):
        cells = {header: _text(item.get(header)) for header in sorted(CELLS)}
        row = OfficialRow(path.name, number, cells, f"/{member}/{number - 1}")
        findings += fields.among(item, row.place)
        yield row


def _text(value: object) -> str:
    """Give a text or number as text, anything else as nothing: it is then told as missing."""
    return str(value) if isinstance(value, str | int) else ""


def klass_list(path: Path, *members: str) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """Give the first of some lists of objects that a JSON answer of Klass has, with its name.

    Raises ForeignFile.
    """
    check_readable(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ForeignFile(f"{path.name} is not JSON in UTF-8: {error}") from None
    has = document if isinstance(document, dict) else {}
    member = next((name for name in members if name in has), members[0])
    found = has.get(member)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        named = " or ".join(repr(name) for name in members)
        raise ForeignFile(
            f"{path.name} has no list {named}; expected the JSON that Klass answers with: fetch it "
            "again, or tell us if Klass has changed"
        )
    return member, found


def _items(rows: Iterable[OfficialRow], language: str, findings: list[Finding]) -> Iterator[Item]:
    for row in rows:
        code, name, level = row.text("code"), row.text("name"), row.text("level")
        if not code or not name or level not in set("123456789"):
            header = "code" if not code else "name" if not name else "level"
            findings.append(_incomplete(row, header))
            continue
        yield Item(
            code=code,
            depth=int(level),
            labels={language: name},
            parent=row.text("parentCode"),
            start=row.text("validFrom")[:10],
            end=row.text("validTo")[:10],
            places=(row.place,),
        )


def _incomplete(row: OfficialRow, header: str) -> Finding:
    message = Message(
        f"{header} is {row.text(header)!r}, so the code is left out; expected a code, a name and "
        "a level from 1 to 9 in every row",
        f"{header} er {row.text(header)!r}, så koden er utelatt; forventet kode, navn og et nivå "
        "fra 1 til 9 i hver rad",
    )
    return row.finding(header, message, Severity.WARNING, "classification.incomplete")
