"""An entity of the Norwegian business register, and the records that it gives.

Only what is named here is ever decoded: roles, persons, telephones, addresses and purposes stay in
the file. Of bodies that are one person (`PERSONS`) the place and the web site are left out too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Record, Rejected
from ..tables.values.registers import read_registration_number
from .brreg_values import ACTIVITY_EDITIONS, PLACE_EDITIONS, NoDate, edition_of, is_number, web_site
from .sheets import Layout, Sheets

DOCUMENT = "brreg"
PERSONS = frozenset({"ENK", "AAFY"})
"""Sole proprietors, and workplaces of persons who are not in business."""

ACTOR_TYPES = {
    "KOMM": "public-body",
    "FYLK": "public-body",
    "STI": "foundation",
    "FLI": "association",
}
"""Legal forms that say what kind of actor it is; an AS may be a company or an institute."""

DELETED = "SlettetEnhet"
"""The class of answers about entities that the register has deleted."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Coded(msgspec.Struct):
    """A code with its text, of which the code is read."""

    kode: str = ""


class Address(msgspec.Struct):
    """Of an address only the municipality."""

    kommunenummer: str | None = None
    kommune: str | None = None


class FormerName(msgspec.Struct):
    """A name that an entity had, and when."""

    navn: str = ""
    fraDato: str | None = None
    tilDato: str | None = None


class Entity(msgspec.Struct):
    """An entity or sub-entity, by the register's own names."""

    organisasjonsnummer: str = ""
    navn: str = ""
    organisasjonsform: Coded | None = None
    overordnetEnhet: str | None = None
    hjemmeside: str | None = None
    naeringskode1: Coded | None = None
    naeringskode2: Coded | None = None
    naeringskode3: Coded | None = None
    antallAnsatte: int | None = None
    registreringsdatoAntallAnsatteNAVAaregisteret: str | None = None
    forretningsadresse: Address | None = None
    beliggenhetsadresse: Address | None = None
    stiftelsesdato: str | None = None
    oppstartsdato: str | None = None
    nedleggelsesdato: str | None = None
    slettedato: str | None = None
    respons_klasse: str = ""
    konkurs: bool = False
    underAvvikling: bool = False
    underTvangsavviklingEllerTvangsopplosning: bool = False
    historiskeNavn: list[FormerName] = []


_ACTIVITY = "naeringskode1/kode"
HEADERS = {
    "organisations": {
        "number": "organisasjonsnummer", "name": "navn", "legal_form": "organisasjonsform/kode",
        "activity": _ACTIVITY, "parent": "overordnetEnhet", "website": "hjemmeside",
        "founded": "stiftelsesdato", "dissolved": "slettedato", "state": "konkurs",
        "place": "forretningsadresse/kommunenummer",
    },
    "observations": {"subject": "organisasjonsnummer", "value": "antallAnsatte",
                     "period": "registreringsdatoAntallAnsatteNAVAaregisteret"},
    "names": {"subject": "organisasjonsnummer", "name": "historiskeNavn"},
    "places": {"code": "forretningsadresse/kommunenummer", "name": "forretningsadresse/kommune"},
}  # fmt: skip
KEYS = {
    "organisations": ("number",),
    "observations": ("subject",),
    "names": ("subject", "name"),
    "places": ("code",),
}
LAYOUT = Layout(DOCUMENT, HEADERS, KEYS)
_SOURCED = {"source": (DOCUMENT,), "evidence": ("sourced",)}


class EntityReader:
    """Makes records of entities, as of the day of the file."""

    def __init__(self, source: SourceFacts, sheets: Sheets, told: set[str] | None = None) -> None:
        """Take the source, which says `as_of`, its sheets, and places told; raises NoDate."""
        if source.as_of is None:
            raise NoDate(
                f"source {source.id!r} does not say of which day its file is; numbers of places "
                "and activity codes change: add a line such as as_of = 2026-11-20 in klynge.toml"
            )
        self._as_of = source.as_of.isoformat()
        self._places = edition_of(source.as_of, PLACE_EDITIONS, source.id)
        self._activities = source.edition or edition_of(source.as_of, ACTIVITY_EDITIONS, source.id)
        self._sheets = sheets
        self._sheet = sheets.sheet("organisations")
        self._staff = sheets.sheet("observations")
        self._told = set[str]() if told is None else told

    def read(self, entity: Entity, row: int, pointer: str) -> Iterator[Item]:
        """Give the records of an entity; one without a sound number is kept out and told."""
        number = entity.organisasjonsnummer
        if not is_number(number):
            yield self._no_number(number, row, pointer)
            return
        code = entity.organisasjonsform.kode if entity.organisasjonsform else ""
        id = f"NO-{number}"
        values: dict[str, tuple[str, ...]] = {
            "id": (id,),
            "number": (number,),
            "country": ("NO",),
            **_SOURCED,
        }
        if entity.navn:
            values["name"] = (entity.navn,)
        if code:
            values["legal_form"] = (code,)
        if code in ACTOR_TYPES:
            values["type"] = (ACTOR_TYPES[code],)
        state = self._state(entity)
        values["state"], ended = (state,), state == "ended"
        if activities := self._activity(entity):
            values["activity"] = activities
        for column, date in (
            ("founded", entity.stiftelsesdato or entity.oppstartsdato),
            ("dissolved", (entity.slettedato or entity.nedleggelsesdato) if ended else None),
        ):
            if date and _DAY.fullmatch(date):
                values[column] = (date,)
        if entity.overordnetEnhet and is_number(entity.overordnetEnhet):
            values["parent"] = (f"organization:NO-{entity.overordnetEnhet}",)
        if code not in PERSONS:
            yield from self._located(entity, values, row, pointer)
        raw = {"website": entity.hjemmeside} if "website" in values and entity.hjemmeside else {}
        yield Record("organisations", values, self._sheet, row, raw, ("number",), pointer)
        if entity.antallAnsatte:
            yield self._employees(id, entity, row, pointer)
        if entity.historiskeNavn and code not in PERSONS:
            yield from self._former(id, entity, row, pointer)

    def _state(self, entity: Entity) -> str:
        closed = entity.nedleggelsesdato
        if (
            entity.slettedato
            or entity.respons_klasse == DELETED
            or (closed and closed <= self._as_of)
        ):
            return "ended"
        if entity.konkurs:
            return "bankrupt"
        if entity.underAvvikling or entity.underTvangsavviklingEllerTvangsopplosning:
            return "dissolving"
        return "active"

    def _activity(self, entity: Entity) -> tuple[str, ...]:
        """Give the activity codes, each with its edition: codes of two editions look alike."""
        codes = (entity.naeringskode1, entity.naeringskode2, entity.naeringskode3)
        edition = self._activities
        given = (f"{edition}:{each.kode}" for each in codes if each is not None and each.kode)
        return tuple(dict.fromkeys(given))

    def _located(
        self, entity: Entity, values: dict[str, tuple[str, ...]], row: int, pointer: str
    ) -> Iterator[Item]:
        """Add the municipality and the web site; give the municipality the first time it is met."""
        address = entity.forretningsadresse or entity.beliggenhetsadresse
        if address and address.kommunenummer and address.kommune:
            id = f"{self._places}-{address.kommunenummer.zfill(4)}"
            values["place"] = (f"place:{id}",)
            if id not in self._told:
                self._told.add(id)
                yield self._municipality(id, address, row, pointer)
        if entity.hjemmeside:
            if address_ := web_site(entity.hjemmeside):
                values["website"] = (address_,)
            else:
                yield self._no_site(entity, row, pointer)

    def _municipality(self, id: str, address: Address, row: int, pointer: str) -> Record:
        return self._sheets.record(
            "places", row, {}, pointer,
            id=id, name=address.kommune or "", kind="municipality", country="NO",
            code=id.rpartition("-")[2], edition=self._places,
        )  # fmt: skip

    def _employees(self, id: str, entity: Entity, row: int, pointer: str) -> Record:
        """Give the number of employees; the register leaves small numbers out, so none is zero."""
        day = entity.registreringsdatoAntallAnsatteNAVAaregisteret or ""
        values = {
            "id": (f"{id}-employees",),
            "subject": (f"organization:{id}",),
            "indicator": ("employees",),
            "value": (str(entity.antallAnsatte),),
            "unit": ("persons",),
            "period": (day if _DAY.fullmatch(day) else self._as_of,),
            **_SOURCED,
        }
        return Record("observations", values, self._staff, row, {}, ("subject",), pointer)

    def _former(self, id: str, entity: Entity, row: int, pointer: str) -> Iterator[Record]:
        for index, former in enumerate(entity.historiskeNavn, start=1):
            if former.navn:
                yield self._sheets.record(
                    "names", row, {}, pointer,
                    id=f"{id}-name-{index}", subject=f"organization:{id}", name=former.navn,
                    kind="former", from_=former.fraDato or "", until=former.tilDato or "",
                )  # fmt: skip

    def _no_number(self, number: str, row: int, pointer: str) -> Rejected:
        reading = read_registration_number(number, "NO")
        message = reading.remarks[0].message if number else _NO_NUMBER
        place = Record("organisations", {}, self._sheet, row, pointer=pointer).location("number")
        finding = Finding("brreg.number", Severity.VIOLATION, message, place, number)
        return Rejected("organisations", f"NO-{number}" if number else "", (finding,))

    def _no_site(self, entity: Entity, row: int, pointer: str) -> Finding:
        place = Record("organisations", {}, self._sheet, row, pointer=pointer).location("website")
        subject = f"organization:NO-{entity.organisasjonsnummer}"
        return Finding(
            "brreg.website",
            Severity.INFO,
            _NO_SITE,
            place,
            entity.hjemmeside or "",
            subject=subject,
        )


_NO_NUMBER = Message(
    "the record has no organisasjonsnummer; expected an entity of the register: it is left out. "
    "Fetch the file again, or tell us if the register has changed its layout",
    "posten har ikke noe organisasjonsnummer; forventet en enhet i registeret: den er utelatt. "
    "Hent filen på nytt, eller si fra hvis registeret har endret oppsettet",
)
_NO_SITE = Message(
    "the register's web site is no web address; it is left out, and the rest is used",
    "registerets nettsted er ingen nettadresse; den er utelatt, og resten brukes",
)
