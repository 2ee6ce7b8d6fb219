"""NUTS, the statistical regions of Europe, one classification for each edition (2021, 2024).

Read is the layout of Eurostat's GISCO, as CSV or GeoJSON (`NUTS_ID`, `NUTS_NAME`, `NAME_LATN`,
with or without `LEVL_CODE`), and the plain table `nuts_code, level, name, name_latin`. A code's
length is its level: two letters for a country and one character more for each level.

The language of a name is not said in these files, so a name is tagged `und` (undetermined, BCP
47) and its Latin spelling `und-Latn`. Eurostat writes EL for Greece and UK for the United
Kingdom, where ISO 3166-1 has GR and GB: codes stay as published, and each country is linked to
its entry in the EU authority table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pycountry

from ...ontology import iris
from ...shapes.report import Finding, Message, Severity
from . import place_findings
from .classification import Classification, Item
from .editions import edition
from .source_rows import SourceRow, read_rows

CODE = ("NUTS_ID", "nuts_code")
NAME = ("NUTS_NAME", "name")
LATIN = ("NAME_LATN", "name_latin")
LEVEL = ("LEVL_CODE", "level")

ISO_CODES = {"EL": "GR", "UK": "GB"}
"""The country codes of Eurostat that ISO 3166-1 does not have, and what they stand for there."""

_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


def read_nuts(path: Path, key: str) -> tuple[Classification, list[Finding]]:
    """Read an edition of NUTS (`nuts-2021`, `nuts-2024`), its levels 0 to 3.

    Raises UnknownEdition, and ForeignFile when the file is missing or has no NUTS codes.
    """
    rows, findings = read_rows(path, CODE, NAME)
    found = {item.code: (item, row) for item, row in _items(rows, findings)}
    ordered = sorted(found.values(), key=lambda pair: (pair[0].depth, pair[0].code))
    items = [_placed(item, row, found, findings) for item, row in ordered]
    return edition(key, items), findings


def country(code: str) -> str:
    """Give the IRI of the country that a NUTS code lies in, or the empty text.

    >>> country("EL30")
    'http://publications.europa.eu/resource/authority/country/GRC'
    """
    alpha_2 = ISO_CODES.get(code[:2], code[:2])
    found = pycountry.countries.get(alpha_2=alpha_2)
    return iris.country(str(found.alpha_3)) if found else ""


def cleaned(name: str) -> str:
    r"""Give a name without line breaks, doubled spaces and spaces at its ends.

    >>> cleaned("Svalbard og\r\nJan Mayen\r\n")
    'Svalbard og Jan Mayen'
    """
    return " ".join(name.split())


def _items(rows: Iterable[SourceRow], findings: list[Finding]) -> Iterator[tuple[Item, SourceRow]]:
    seen: dict[str, SourceRow] = {}
    for row in rows:
        code = row.cell(*CODE).strip()
        if not _CODE.fullmatch(code):
            findings.append(_not_nuts(row))
        elif code in seen:
            findings.append(place_findings.twice(row, CODE, code, seen[code]))
        elif labels := _labels(row, findings):
            seen[code] = row
            if row.cell(*LEVEL) not in ("", str(len(code) - 2)):
                findings.append(_other_level(row, code))
            depth, matches, places = len(code) - 1, _matches(code), (row.location(),)
            yield Item(code, depth, labels, matches=matches, places=places), row
        else:
            findings.append(place_findings.nameless(row, NAME, code))


def _labels(row: SourceRow, findings: list[Finding]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for tag, columns in (("und", NAME), ("und-Latn", LATIN)):
        name = cleaned(row.cell(*columns))
        if name and name not in labels.values():
            labels[tag] = name
        if len(scripts := _scripts(name)) > 1:
            findings.append(_mixed_scripts(row, columns, scripts))
        if name != row.cell(*columns):
            findings.append(place_findings.cleaned_name(row, columns, name))
    return labels


def _scripts(name: str) -> list[str]:
    """Give the scripts of a name's letters: LATIN, GREEK, CYRILLIC."""
    return sorted({unicodedata.name(letter).split()[0] for letter in name if letter.isalpha()})


def _matches(code: str) -> tuple[tuple[str, str], ...]:
    """Give the country of a level 0 region: close and not exact, one is an area of statistics."""
    found = country(code) if len(code) == 2 else ""
    return (("skos:closeMatch", found),) if found else ()


def _placed(
    item: Item,
    row: SourceRow,
    found: Mapping[str, tuple[Item, SourceRow]],
    findings: list[Finding],
) -> Item:
    """Give the item with its parent, where the file has the parent."""
    parent = item.code[:-1]
    if item.depth == 1:
        return item
    if parent not in found:
        findings.append(place_findings.orphan(row, CODE, item.code, parent))
        return item
    return replace(item, parent=parent)


def _mixed_scripts(row: SourceRow, columns: tuple[str, ...], scripts: list[str]) -> Finding:
    both = " + ".join(scripts)
    message = Message(
        f"the name mixes letters of two scripts ({both}), so that a search may miss it; it is "
        "published as it stands: tell the publisher",
        f"navnet blander bokstaver fra to skriftsystemer ({both}), så søk kan gå glipp av det; "
        "det publiseres som det står: si fra til utgiveren",
    )
    return place_findings.finding("place.mixed-scripts", Severity.INFO, row, columns, message)


def _not_nuts(row: SourceRow) -> Finding:
    text = row.cell(*CODE)
    message = Message(
        f"{text!r} is not a NUTS code; expected two capital letters and up to three characters "
        "(NO020); the row is left out",
        f"{text!r} er ikke en NUTS-kode; forventet to store bokstaver og inntil tre tegn (NO020); "
        "raden er utelatt",
    )
    return place_findings.finding("place.code", Severity.VIOLATION, row, CODE, message)


def _other_level(row: SourceRow, code: str) -> Finding:
    level = len(code) - 2
    message = Message(
        f"the row says level {row.cell(*LEVEL)!r}, but {code} has the length of level {level}, "
        "which was used",
        f"raden sier nivå {row.cell(*LEVEL)!r}, men {code} har lengden til nivå {level}, som ble "
        "brukt",
    )
    return place_findings.finding("place.level", Severity.WARNING, row, LEVEL, message)
