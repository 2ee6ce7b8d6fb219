"""Norwegian counties and municipalities: one edition for 2020-2023, one from 2024.

Counties (two digits) and municipalities (four) are two levels of one classification, because a
municipality's first two digits are its county's number. Read from Statistics Norway's Klass
(classifications 104 and 131, as CSV or JSON) or from Kartverket (kommuneinfo, or GeoJSON with
`fylkesnummer`, `kommunenummer` and names). Several files are put in one folder.

The national data catalogue's `administrative-enheter.ttl` cannot be used: it has names without
numbers, and five of its 361 municipalities are repetitions (measured on the edition of 2020).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ...shapes.report import Finding
from ..streams.known_fields import KnownFields
from . import place_findings
from .classification import Classification, Item
from .editions import edition, holders
from .klass import KNOWN as KLASS
from .source_rows import SourceRow, read_rows

CODES = ("code", "kommunenummer", "fylkesnummer")
NAMES = ("kommunenavn", "fylkesnavn", "name")
KARTVERKET = "https://api.kartverket.no/kommuneinfo/v1/fylkerkommuner"
RESIDUAL = frozenset({"99", "9999"})
"""Klass's codes for "not given", which are no places."""

KNOWN = KLASS | {
    *CODES, *NAMES, "kommunenavnNorsk", "samiskForvaltningsomrade", "gyldigFra", "oppdateringsdato",
    "id", "objid", "lokalid", "navnerom", "versjonid", "objtype", "datafangstdato", "opphav",
}  # fmt: skip
"""The members of counties and municipalities whose values are texts or numbers."""

_SEPARATOR = re.compile(r"\s+-\s+|\s*/\s*")


def read_norwegian_places(path: Path, key: str) -> tuple[Classification, list[Finding]]:
    """Read counties and municipalities of an edition (`no-2020`, `no-2024`).

    Rows that cannot be used are left out with a finding. Raises UnknownEdition, and ForeignFile
    when the file is missing or has no column of codes and names.
    """
    rows, findings = read_rows(path, CODES, NAMES)
    fields = KnownFields(KNOWN)
    for row in rows:
        findings += fields.among(row.cells if row.pointer else (), row.location())
    items = {item.code: item for item in _items(rows, key, findings)}
    ordered = sorted(items.values(), key=lambda item: (item.depth, item.code))
    missing = sorted({code[:2] for code in items} - set(items))
    if missing:
        findings.append(place_findings.without_counties(path.name, missing))
    made = edition(key, (_with_parent(item, items) for item in ordered))
    if any("kommunenummer" in row.cells for row in rows):
        made = replace(made, publisher="Kartverket", source=KARTVERKET)
    return made, findings


def official_names(text: str) -> tuple[str, ...]:
    """Give the names that stand in one text, where a place has several official ones.

    Statistics Norway separates them by ` - `, NUTS by a slash; a hyphen in a name has no spaces.

    >>> official_names("Troms - Romsa - Tromssa"), official_names("Aurskog-Høland")
    (('Troms', 'Romsa', 'Tromssa'), ('Aurskog-Høland',))
    """
    return tuple(part for part in _SEPARATOR.split(text.strip()) if part)


def labels(row: SourceRow) -> Mapping[str, str]:
    """Give the names of a row by language.

    Where the source says the language of each name they stand apart. Several names in one text
    without languages stay one text, tagged `mul` (several languages, ISO 639-2).
    """
    if row.names:
        return row.names
    name = row.cell(*NAMES).strip()
    return {"mul" if len(official_names(name)) > 1 else "nb": name} if name else {}


def repaired(code: str) -> str:
    """Give a county's or municipality's number with its leading zero, or the empty text.

    >>> repaired("301"), repaired("0301"), repaired("3"), repaired("NO0A2")
    ('0301', '0301', '03', '')
    """
    code = code.strip()
    if not code.isascii() or not code.isdigit() or not 1 <= len(code) <= 4:
        return ""
    return code.zfill(2 if len(code) < 3 else 4)


def code_of(row: SourceRow, columns: tuple[str, ...], findings: list[Finding]) -> str:
    """Give the number in a row, repaired with a finding; empty with a finding where it is none."""
    text = row.cell(*columns)
    code = repaired(text)
    if not code:
        findings.append(place_findings.not_a_number(row, columns))
    elif code != text:
        findings.append(place_findings.leading_zero(row, columns, code))
    return code


def _items(rows: Iterable[SourceRow], key: str, findings: list[Finding]) -> Iterator[Item]:
    seen: dict[str, SourceRow] = {}
    for row in rows:
        code, names = code_of(row, CODES, findings), labels(row)
        if not code:
            continue
        if code in RESIDUAL:
            findings.append(place_findings.residual(row, CODES, code))
        elif not names:
            findings.append(place_findings.nameless(row, NAMES, code))
        elif code in seen:
            findings.append(place_findings.twice(row, CODES, code, seen[code]))
        elif key not in holders(code[:2]):
            others = holders(code[:2])
            findings.append(place_findings.other_edition(row, CODES, code, key, others))
        else:
            seen[code] = row
            depth = 1 if len(code) == 2 else 2
            start = _day(row.cell("validFrom"))
            # Klass ends a code the day after its last (API guide: "`to` is exclusive").
            end = _day(row.cell("validTo"), -1)
            yield Item(code, depth, names, start=start, end=end, places=(row.location(),))


def _with_parent(item: Item, items: Mapping[str, Item]) -> Item:
    county = item.code[:2]
    return replace(item, parent=county) if item.depth > 1 and county in items else item


def _day(text: str, later: int = 0) -> str:
    """Give an ISO date, or one some days later, or the empty text where it is no date.

    Klass writes an open end as +999999999-12-31.
    """
    try:
        day = datetime.date.fromisoformat(text) + datetime.timedelta(days=later)
    except (ValueError, OverflowError):
        return ""
    return day.isoformat()
