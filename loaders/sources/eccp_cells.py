"""The cells of a cluster profile as values of klynge's columns: tolerant in words, strict in sense.

What the readers of the tables understand they read; here are only the platform's own words, and
the traps of its values.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

import pycountry

from ...shapes.report import Message, Severity
from ..tables.cells import SEPARATOR, Cell, ReadCell, column_readers
from ..tables.schema import Schema
from ..tables.values.numbers import read_integer
from ..tables.values.reading import Reading, Remark, interpreted, refused, shown, suggestion
from ..vocabulary import codes
from .eccp_layout import Field, ProfileLayout, plain

_NUTS_2 = re.compile(r"[A-Z]{2}[0-9A-Z]{2}")
_NO_DOT = re.compile(r"(https?://)www(?=[a-z0-9-]+\.[a-z]{2,}(/|$))(?!www)", re.IGNORECASE)
_NO_HOST = re.compile(r"https?://default(/|$)", re.IGNORECASE)
_NUTS_SINCE = ((datetime.date(2024, 1, 1), "nuts-2024"), (datetime.date(2021, 1, 1), "nuts-2021"))
"""Since when each edition of NUTS holds (Delegated Regulations (EU) 2019/1755 and 2023/674)."""


class ProfileCells:
    """Reads the cells of profiles by the columns that their fields go to."""

    def __init__(self, schema: Schema, layout: ProfileLayout) -> None:
        """Take the tables and the layout."""
        self._readers = column_readers(schema, codes())
        self._layout = layout

    def read(self, field: Field, cell: Cell, country: str) -> Reading:
        """Give the values of a cell, and what there is to say about it."""
        if cell.refusals or cell.blank:
            return Reading((), cell.refusals)
        if field.wording:
            return _counted(cell)
        match field.table, field.column:
            case "clusters", "ecosystem":
                return self._ecosystems(cell, country)
            case "labels", "label":
                return self._label(cell, country)
            case "organisations", "country":
                return self._country(cell, country)
            case "places", "nuts":
                return _nuts_2(cell.text.strip())
            case "participations", "programme":
                names = (name.strip() for name in re.split(r"[;\n]", cell.text))
                return Reading(tuple(dict.fromkeys(name for name in names if name)))
            case "clusters", "website" | "website_en":
                return self._website(field, cell, country)
        return self._reader(field)(cell, country)

    def _reader(self, field: Field) -> ReadCell:
        return self._readers[field.table][field.column]

    def _ecosystems(self, cell: Cell, country: str) -> Reading:
        words = self._layout.ecosystems
        texts = [text.strip() for text in re.split(r"[;|\n]", cell.text)]
        if any(re.fullmatch(r"(IES)?\s*[0-9]+", text, re.IGNORECASE) for text in texts):
            return refused(
                "eccp.number",
                f"'{shown(cell.text)}' gives an ecosystem by a number, and two official bodies "
                "number them differently: 7 and 8 change places. Write its name, as in Health.",
                f"«{shown(cell.text)}» gir et økosystem med et nummer, og to offisielle organer "
                "nummererer dem ulikt: 7 og 8 bytter plass. Skriv navnet, som i Health.",
            )
        known = f"{SEPARATOR} ".join(words.get(plain(text), text) for text in texts if text)
        reading = self._readers["clusters"]["ecosystem"](replace(cell, text=known), country)
        heard = tuple(r for r in reading.remarks if r.severity is not Severity.INFO)
        return Reading(reading.values, heard)

    def _label(self, cell: Cell, country: str) -> Reading:
        code = self._layout.labels.get(plain(cell.text), cell.text)
        if not code or not plain(cell.text):
            return Reading()  # the profile says that there is none
        return self._readers["labels"]["label"](replace(cell, text=code), country)

    def _country(self, cell: Cell, country: str) -> Reading:
        """Give a country by its code, or by the name that ISO 3166-1 has for it."""
        named = _countries().get(cell.text.strip().casefold(), "")
        if named:
            return interpreted(named, named)
        return self._readers["organisations"]["country"](cell, country)

    def _website(self, field: Field, cell: Cell, country: str) -> Reading:
        text = cell.text.strip()
        if _NO_HOST.match(text):
            return _no_host(text)
        dotted = _NO_DOT.sub(r"\1www.", text)
        if dotted != text:
            return _no_dot(text, dotted)
        return self._reader(field)(cell, country)


def edition_of(stated: str, as_of: datetime.date | None) -> str:
    """Give the edition of NUTS that a file's regions are of: as said, or that of its day."""
    if stated:
        return stated if stated.startswith("nuts-") else f"nuts-{stated}"
    held = (edition for since, edition in _NUTS_SINCE if as_of and as_of >= since)
    return next(held, "")


def _countries() -> Mapping[str, str]:
    return {
        name.casefold(): str(country.alpha_2)
        for country in pycountry.countries
        for name in (country.name, getattr(country, "common_name", country.name))
    }


def _counted(cell: Cell) -> Reading:
    reading = read_integer(cell.text.strip(), exact=cell.native)
    if reading.values and reading.values[0].startswith("-"):
        return refused(
            "eccp.members",
            f"{shown(cell.text)} is no number of members; expected a whole number, or an empty "
            "cell where it is not known.",
            f"{shown(cell.text)} er ikke et antall medlemmer; ventet et helt tall, eller en tom "
            "celle der det ikke er kjent.",
        )
    return reading


def _nuts_2(text: str) -> Reading:
    if _NUTS_2.fullmatch(text):
        return Reading((text,))
    code = text.upper()
    return refused(
        "eccp.region",
        f"'{shown(text)}' is no code of a NUTS 2 region; expected two letters and two more signs, "
        "as in NO02. Write the code; the name of the region has a column of its own.",
        f"«{shown(text)}» er ikke en kode for en NUTS 2-region; ventet to bokstaver og to tegn "
        "til, som NO02. Skriv koden; navnet på regionen har en egen kolonne.",
        suggestion(code if _NUTS_2.fullmatch(code) else "", "in capitals", "med store bokstaver"),
    )


def _no_dot(text: str, dotted: str) -> Reading:
    message = Message(
        f"'{shown(text)}' has no dot after www, which nearly every site has; it is left out. "
        f"Write {shown(dotted)}, if that is the site.",
        f"«{shown(text)}» har ikke punktum etter www, som nesten alle nettsteder har; den er "
        f"utelatt. Skriv {shown(dotted)}, hvis det er nettstedet.",
    )
    offered = suggestion(dotted, "with a dot after www; try it", "med punktum etter www; prøv den")
    return Reading((), (Remark("eccp.website", Severity.WARNING, message, offered),))


def _no_host(text: str) -> Reading:
    message = Message(
        f"'{shown(text)}' names no host: the platform's own software writes 'default' where it "
        "does not know its name. It is left out; write the site's address.",
        f"«{shown(text)}» har ingen vert: plattformens egen programvare skriver «default» der den "
        "ikke vet navnet sitt. Den er utelatt; skriv adressen til nettstedet.",
    )
    return Reading((), (Remark("eccp.website", Severity.WARNING, message),))
