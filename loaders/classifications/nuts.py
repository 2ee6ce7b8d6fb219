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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pycountry

from ...ontology import iris
from ...shapes.report import Finding, Message, Severity
from . import place_findings
from .classification import Classification, Item, Level
from .norwegian_places import UnknownEdition
from .source_rows import SourceRow, UnreadableClassification, read_rows

CODE = ("NUTS_ID", "nuts_code")
NAME = ("NUTS_NAME", "name")
LATIN = ("NAME_LATN", "name_latin")
LEVEL = ("LEVL_CODE", "level")

LEVELS = (
    Level(1, "country", {"en": "country", "nb": "land"}),
    Level(2, "nuts-1", {"en": "NUTS 1", "nb": "NUTS 1"}),
    Level(3, "nuts-2", {"en": "NUTS 2", "nb": "NUTS 2"}),
    Level(4, "nuts-3", {"en": "NUTS 3", "nb": "NUTS 3"}),
)
ISO_CODES = {"EL": "GR", "UK": "GB"}
"""The country codes of Eurostat that ISO 3166-1 does not have, and what they stand for there."""

_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of NUTS; its key is a code of the list place-edition."""

    key: str
    start: str
    end: str = ""
    follows: str = ""


EDITIONS = (
    Edition("nuts-2021", "2021-01-01", "2023-12-31"),
    Edition("nuts-2024", "2024-01-01", follows="nuts-2021"),
)


def edition(key: str) -> Edition:
    """Give an edition by its key; raises UnknownEdition when there is none."""
    for known in EDITIONS:
        if known.key == key:
            return known
    keys = ", ".join(each.key for each in EDITIONS)
    raise UnknownEdition(f"there is no edition {key!r} of NUTS; expected one of {keys}")


def read_nuts(path: Path, key: str) -> tuple[Classification, list[Finding]]:
    """Read an edition of NUTS (`nuts-2021`, `nuts-2024`), its levels 0 to 3.

    Raises UnknownEdition, and UnreadableClassification when the file is missing or has no NUTS
    codes.
    """
    of = edition(key)
    rows, findings = read_rows(path)
    if rows and not any(row.column(*CODE) and row.column(*NAME) for row in rows):
        raise UnreadableClassification(
            f"{path.name} has no NUTS codes with names; expected GISCO's columns NUTS_ID and "
            "NUTS_NAME, or nuts_code and name"
        )
    found = {item.code: (item, row) for item, row in _items(rows, findings)}
    ordered = sorted(found.values(), key=lambda pair: (pair[0].depth, pair[0].code))
    items = tuple(_placed(item, row, found, findings) for item, row in ordered)
    return _classification(of, items), findings


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
            yield Item(code, len(code) - 1, labels, matches=_matches(code)), row
        else:
            findings.append(place_findings.nameless(row, NAME, code))


def _labels(row: SourceRow, findings: list[Finding]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for tag, columns in (("und", NAME), ("und-Latn", LATIN)):
        name = cleaned(row.cell(*columns))
        if name and name not in labels.values():
            labels[tag] = name
        if name != row.cell(*columns):
            findings.append(place_findings.cleaned_name(row, columns, name))
    return labels


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


def _classification(of: Edition, items: tuple[Item, ...]) -> Classification:
    year = of.key.removeprefix("nuts-")
    return Classification(
        key=of.key,
        labels={"en": f"NUTS {year}", "nb": f"NUTS {year}"},
        definitions={
            "en": f"The nomenclature of territorial units for statistics, edition {year}, with "
            "the statistical regions of EFTA countries.",
            "nb": f"Nomenklaturen for statistiske regioner i Europa, utgave {year}, med de "
            "statistiske regionene i EFTA-landene.",
        },
        version=year,
        start=of.start,
        end=of.end,
        publisher="https://ec.europa.eu/eurostat",
        licence="https://creativecommons.org/licenses/by/4.0/",
        source=f"https://gisco-services.ec.europa.eu/distribution/v2/nuts/csv/NUTS_AT_{year}.csv",
        levels=LEVELS,
        items=items,
        follows=of.follows,
    )


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
