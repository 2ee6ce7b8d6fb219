"""Files in JSON of the Norwegian business register: bulk files, and what its service answers.

In a folder answers about single entities and the feed come first; an entity that they speak of is
not read from a bulk file beside them, which is older.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Rejected
from ..streams.known_fields import KnownFields
from ..streams.packed import SourceMissing
from .brreg_entity import LAYOUT, Entity, EntityReader
from .brreg_feed import MOST_PAGES, Changes, Feed, Page
from .brreg_plan import FOUND
from .brreg_values import is_number
from .foreign_records import read_decoded
from .sheets import Sheets

ENDINGS = (".json", ".json.gz", ".jsonl", ".jsonl.gz")
CSV_ENDINGS = (".csv", ".csv.gz")
ANSWERS = ("enhet-", "underenhet-", "oppdateringer-", FOUND)
"""How the names of answers begin that speak of an entity later than a bulk file does."""

_ABSENT = msgspec.Raw()


class Embedded(Changes):
    """What a page holds: entities or sub-entities found, or changes of them."""

    enheter: list[Entity] = []
    underenheter: list[Entity] = []


class Answer(Entity):
    """Anything that the service answers: an entity, a page of entities or changes, roles."""

    embedded: Embedded | None = msgspec.field(default=None, name="_embedded")
    page: Page | None = None
    rollegrupper: msgspec.Raw = _ABSENT


_DECODER = msgspec.json.Decoder(Answer)
_UNREAD = """
    _links aktivitet datoEierskifte epostadresse erIKonsern erSlettet foretaksformIHjemlandet
    fravalgRevisjonBeslutningsDato fravalgRevisjonDato frivilligMvaRegistrertBeskrivelser
    harRegistrertAntallAnsatte hjelpeenhetskode institusjonellSektorkode kapital konkursdato
    maalform mobil paategninger postadresse registreringsdatoAntallAnsatteEnhetsregisteret
    registreringsdatoEnhetsregisteret registreringsdatoForetaksregisteret
    registreringsdatoFrivilligMerverdiavgiftsregisteret registreringsdatoFrivillighetsregisteret
    registreringsdatoMerverdiavgiftsregisteret registreringsdatoPartiregisteret
    registreringsdatoMerverdiavgiftsregisteretEnhetsregisteret registreringsdatoStiftelsesregisteret
    registreringsnummerIHjemlandet registrertIForetaksregisteret registrertIFrivillighetsregisteret
    registrertIMvaregisteret registrertIPartiregisteret registrertIStiftelsesregisteret
    sisteInnsendteAarsregnskap telefon tvangsavvikletPgaManglendeSlettingDato
    tvangsopplostPgaMangelfulltStyreDato tvangsopplostPgaManglendeDagligLederDato
    tvangsopplostPgaManglendeRegnskapDato tvangsopplostPgaManglendeRevisorDato underAvviklingDato
    underlagtLovgivningLand underlagtLovgivningLandKode utenlandskRegisterAdresse
    utenlandskRegisterNavn vedtektsdato vedtektsfestetFormaal
"""
"""The members of recorded answers that are never read."""

_KNOWN = frozenset({*_UNREAD.split(), *(f.encode_name for f in msgspec.structs.fields(Answer))})


def files_of(path: Path, endings: tuple[str, ...] = ENDINGS) -> Sequence[Path]:
    """Give the files of a source in the order in which they are read; raises SourceMissing."""
    if not path.is_dir():
        return (path,)
    found = [file for file in path.iterdir() if file.name.endswith(endings) and file.is_file()]
    if not found:
        raise SourceMissing(
            f"{path} has no file of the register; expected files that end in {', '.join(endings)}: "
            "fetch them with `klynge fetch`, or correct `path` in klynge.toml"
        )
    return sorted(found, key=lambda file: (not _is_answer(file), file.name))


def read_answers(source: SourceFacts, files: Sequence[Path]) -> Iterator[Item]:
    """Give the organisations of files, each once; raises SourceMissing and NoDate."""
    told, newer, fields = set[str](), set[str](), KnownFields(_KNOWN)
    for file in files:
        reader = _FileReader(replace(source, path=file), told, newer, fields)
        yield from reader.read()


def _is_answer(file: Path) -> bool:
    return file.name.startswith(ANSWERS)


class _FileReader:
    """Reads one file; `told` are the places told already, `newer` the numbers that answers have."""

    def __init__(
        self, source: SourceFacts, told: set[str], newer: set[str], fields: KnownFields
    ) -> None:
        self._source = source
        self._newer = newer
        self._answer = _is_answer(source.path)
        self._sheets = Sheets(source.path.name, LAYOUT)
        self._entities = EntityReader(source, self._sheets, told)
        self._fields = fields

    def read(self) -> Iterator[Item]:
        for each in read_decoded(self._source, _DECODER, "organisations", self._fields):
            if not isinstance(each, tuple):
                yield each
                continue
            answer, row, pointer = each
            if answer.rollegrupper:
                yield self._roles(row, pointer)
            elif answer.embedded or answer.page:
                embedded, page = answer.embedded or Embedded(), answer.page or Page()
                yield from self._page(embedded, page, pointer)
            else:
                yield from self._entity(answer, row, pointer)

    def _entity(self, entity: Entity, row: int, pointer: str) -> Iterator[Item]:
        if entity.organisasjonsnummer in self._newer:
            return
        if self._answer:
            self._newer.add(entity.organisasjonsnummer)
        yield from self._entities.read(entity, row, pointer)

    def _page(self, embedded: Embedded, page: Page, pointer: str) -> Iterator[Item]:
        for name in ("enheter", "underenheter"):
            for index, entity in enumerate(getattr(embedded, name)):
                yield from self._entity(entity, index + 1, f"{pointer}/_embedded/{name}/{index}")
        changes = Feed(embedded, page).changes()
        if changes and page.number + 1 == MOST_PAGES < page.totalPages:
            yield self._cut(len(changes), page.totalElements)
        if not (changes or embedded.enheter or embedded.underenheter) and page.totalElements:
            yield self._empty(page.totalElements)
        for number, day in Feed(embedded, page).removed().items():
            if is_number(number) and number not in self._newer:
                self._newer.add(number)
                yield from self._removed(number, day)

    def _removed(self, number: str, day: str) -> Iterator[Item]:
        """Give what is left of an entity that was taken out of the register."""
        record = self._sheets.record(
            "organisations", 1, {}, "", id=f"NO-{number}", number=number, country="NO",
            state="ended",
        )  # fmt: skip
        yield record
        place, subject = record.location("number"), f"organization:NO-{number}"
        finding = Finding("brreg.removed", Severity.INFO, _gone(day), place, number)
        yield replace(finding, subject=subject)

    def _roles(self, row: int, pointer: str) -> Rejected:
        file, column = self._source.path.name, "rollegrupper"
        place = Location(file, row=row, column=column, pointer=f"{pointer}/{column}")
        finding = Finding("brreg.roles", Severity.WARNING, _ROLES, place)
        return Rejected("organisations", "", (finding,))

    def _empty(self, total: int) -> Finding:
        message = Message(
            f"the page says that it is of {total:,} entities or changes, and none is where they "
            "are looked for; fetch it again, or tell us if the register has changed its layout",
            f"siden sier at den er av {total:,} enheter eller endringer, og ingen er der det letes "
            "etter dem; hent den på nytt, eller si fra hvis registeret har endret oppsettet",
        )
        place = Location(self._source.path.name, pointer="/_embedded")
        return Finding("brreg.page", Severity.VIOLATION, message, place, f"{total}")

    def _cut(self, found: int, total: int) -> Finding:
        message = Message(
            f"the feed has {total:,} changes, of which {found:,} are here; expected all: fetch a "
            "newer copy of the register and say its day as as_of in klynge.toml",
            f"strømmen har {total:,} endringer, og {found:,} av dem er her; forventet alle: hent "
            "en nyere kopi av registeret og oppgi dagen som as_of i klynge.toml",
        )
        place = Location(self._source.path.name, pointer="/page/totalElements")
        return Finding("brreg.feed", Severity.WARNING, message, place, f"{total}")


def _gone(day: str) -> Message:
    return Message(
        f"the entity was taken out of the register on {day}, which says no more of it; it stands "
        "as ended: see in your tables whether it still belongs there",
        f"enheten ble tatt ut av registeret {day}, som ikke sier mer om den; den står som "
        "opphørt: se etter om den fortsatt hører hjemme i tabellene dine",
    )


_ROLES = Message(
    "an answer about roles holds names and birth dates of persons; it is never read: take it out "
    "of the source",
    "et svar om roller inneholder navn og fødselsdatoer til personer; det blir aldri lest: ta det "
    "ut av kilden",
)
