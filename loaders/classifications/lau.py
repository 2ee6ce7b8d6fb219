"""LAU, the local administrative units below NUTS: Eurostat's workbook, or a sheet of it as CSV.

The workbook has a sheet for each country with the columns `NUTS 3 CODE`, `LAU CODE`,
`LAU NAME NATIONAL` and `LAU NAME LATIN` (as public programs read the editions of 2018 to 2024; the
file itself did not lie before us). Codes are of their country only, so one is written as GISCO's
`GISCO_ID` is, `DK_101`, and is linked to the NUTS 3 region that it lies in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...ontology.iris import classified
from ...shapes.report import Finding, Location, Message, Severity
from ..tables.files.workbook import opened, sheet_rows
from .classification import Classification, Item
from .editions import edition
from .nuts import cleaned
from .official_file import ForeignFile, OfficialRow, check_readable, read_official_rows
from .tree import in_tree

REGION, CODE, NATIONAL, LATIN = "NUTS 3 CODE", "LAU CODE", "LAU NAME NATIONAL", "LAU NAME LATIN"
_REGION, _CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{3}"), re.compile(r"[0-9A-Za-z_.-]{1,20}")
HEADERS = frozenset({REGION, CODE, NATIONAL})


def read_lau(path: Path, key: str, nuts: str = "nuts-2024") -> tuple[Classification, list[Finding]]:
    """Read an edition of LAU (`lau-2024`), whose regions are those of an edition of NUTS.

    A row without region, code or name is a finding. Raises ForeignFile for a file without one
    sheet of such columns.
    """
    check_readable(path)
    rows = _sheets(path) if path.suffix == ".xlsx" else read_official_rows(path, HEADERS)
    findings = list[Finding]()
    items = {item.code: item for item in _items(rows, nuts, findings)}
    if not items:
        raise ForeignFile(
            f"{path.name} has no sheet with the columns {', '.join(sorted(HEADERS))}; expected "
            "Eurostat's workbook of local administrative units: give it as published"
        )
    return edition(key, in_tree(items.values(), path.name, findings)), findings


def _sheets(path: Path) -> Iterator[OfficialRow]:
    """Give the rows of every sheet that has the columns; other sheets explain."""
    with opened(path) as workbook:
        if isinstance(workbook, Finding):
            raise ForeignFile(f"{path.name}: {workbook.message.en}")
        for title, part in workbook.sheets():
            names = list[str]()
            for row in sheet_rows(part, workbook, Location(path.name, title)):
                if isinstance(row, Finding):
                    raise ForeignFile(f"{path.name}: {row.message.en}")
                cells = [cell.text.strip() for cell in row.cells]
                if not names:
                    names = cells
                    if not set(names) >= HEADERS:
                        break
                elif any(cells):
                    found = dict(zip(names, cells, strict=False))
                    yield OfficialRow(path.name, row.number, found)


def _items(rows: Iterable[OfficialRow], nuts: str, findings: list[Finding]) -> Iterator[Item]:
    for row in rows:
        region, code, name = row.text(REGION), row.text(CODE), cleaned(row.text(NATIONAL))
        if not _REGION.fullmatch(region) or not _CODE.fullmatch(code) or not name:
            findings.append(_incomplete(row))
            continue
        country = region[:2]
        yield Item(country, 1, {"und": country})
        yield Item(
            f"{country}_{code}", 2, _labels(name, cleaned(row.text(LATIN))), parent=country,
            matches=(("skos:broadMatch", classified(nuts, region)),), places=(row.place,),
        )  # fmt: skip


def _labels(name: str, latin: str) -> Mapping[str, str]:
    """Give the names; the file says no language."""
    return {"und": name} | ({"und-Latn": latin} if latin and latin != name else {})


def _incomplete(row: OfficialRow) -> Finding:
    header = next((name for name in (REGION, CODE, NATIONAL) if not row.text(name)), REGION)
    message = Message(
        f"{header} is {row.text(header)[:80]!r}, so the unit is left out; expected a NUTS 3 code, "
        "a code and a name in every row",
        f"{header} er {row.text(header)[:80]!r}, så enheten er utelatt; forventet NUTS 3-kode, "
        "kode og navn i hver rad",
    )
    return row.finding(header, message, Severity.WARNING, "classification.incomplete")
