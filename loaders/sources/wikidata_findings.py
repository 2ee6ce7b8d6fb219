"""What is told about answers of Wikidata: values that are none, several, bodies twice."""

from __future__ import annotations

from collections.abc import Sequence

from ...shapes.report import Finding, Location, Message, Severity
from .wikidata_answers import Described, Said

EXPECTED = {
    "label": Message("a text in en, nb or mul", "en tekst på en, nb eller mul"),
    "website": Message("a web address", "en nettadresse"),
    "inception": Message("a time that is a day, a month or a year", "en tid: dag, måned eller år"),
    "dissolved": Message("a time that is a day, a month or a year", "en tid: dag, måned eller år"),
    "employees": Message("a whole number and its day", "et helt tall og dagen det gjelder"),
    "country": Message("two letters (ISO 3166-1)", "to bokstaver (ISO 3166-1)"),
    "place": Message("an item with a name and a point", "et element med navn og punkt"),
    "successor": Message("an item", "et element"),
    "lei": Message("a LEI", "en LEI"),
    "ror": Message("a ROR id", "en ROR-id"),
}
"""What is asked for, and what it must be."""


def no_value(described: Described, said: Said, term: str) -> Finding:
    """Say that a value is not what it must be; it is left out."""
    expected = EXPECTED[said.what]
    given = {"value": said.value, "detail": said.detail, "other": said.other}[term]
    kind = f" ({given.type} {given.datatype or given.language})".replace(" )", ")") if given else ""
    shown = given.value[:80] if given else ""
    message = Message(
        f"{said.what} of {described.item} is {shown!r}{kind}; expected {expected.en}: it is left "
        "out, and the rest is used. Correct it in Wikidata, or tell us if it has changed",
        f"{said.what} til {described.item} er {shown!r}{kind}; forventet {expected.nb}: den er "
        "utelatt, og resten brukes. Rett den i Wikidata, eller si fra hvis Wikidata er endret",
    )
    place = described.place(said, term)
    return Finding("wikidata.value", Severity.WARNING, message, place, shown)


def several(described: Described, said: Said, values: Sequence[str]) -> Finding:
    """Say that an item has several values where a body has one, and which is used."""
    all_ = ", ".join(values)[:300]
    message = Message(
        f"{said.what} of {described.item} has {len(values)} values ({all_}); {values[0]} is used. "
        "Say in your own table which is right",
        f"{said.what} til {described.item} har {len(values)} verdier ({all_}); {values[0]} brukes. "
        "Si i din egen tabell hvilken som er riktig",
    )
    place = described.place(said)
    return Finding("wikidata.several", Severity.INFO, message, place, values[0])


def twice(described: Described, other: str) -> Finding:
    """Say that two items have one number; the second is left out."""
    asked = f"{described.register} {described.number}".strip()
    message = Message(
        f"{described.item} and {other} both have the number {asked}; the first read, {other}, is "
        "used: see which is the body, and merge them in Wikidata if they are one",
        f"{described.item} og {other} har begge nummeret {asked}; den først leste, {other}, "
        "brukes: se hvilket som er enheten, og slå dem sammen i Wikidata hvis de er én",
    )
    place = _item(described)
    return Finding("wikidata.double", Severity.WARNING, message, place, described.item)


def again(described: Described) -> Finding:
    """Say that an item has a second number of a register; it is used with the first."""
    asked = f"{described.register} {described.number}".strip()
    message = Message(
        f"{described.item} is used with another number already, so {asked} gets nothing of it; "
        "expected one number for an item: correct it in Wikidata if they are two bodies",
        f"{described.item} er allerede brukt med et annet nummer, så {asked} får ingenting av det; "
        "forventet ett nummer per element: rett det i Wikidata hvis de er to enheter",
    )
    return Finding("wikidata.double", Severity.WARNING, message, _item(described), described.item)


def no_number(described: Described) -> Finding:
    """Say that a number is none of its register; the item is used without it."""
    message = Message(
        f"{described.number[:40]!r} is no number of the register of {described.register}; the "
        "item is used without it: correct it in Wikidata",
        f"{described.number[:40]!r} er ikke et nummer i registeret til {described.register}; "
        "elementet brukes uten det: rett det i Wikidata",
    )
    place = _item(described)
    return Finding("wikidata.number", Severity.WARNING, message, place, described.number[:40])


def _item(described: Described) -> Location:
    return described.place(described.said[0], "item")
