"""The Norwegian business register (Enhetsregisteret): bulk files and answers of its service.

JSON: the bulk files of entities and sub-entities, packed or not, single answers, pages of search
results. CSV: the bulk files, whose headers are the JSON's paths joined with dots.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Rejected
from ..streams.csv_rows import Header, read_rows
from .brreg_entity import DOCUMENT, LAYOUT, Entity, EntityReader
from .foreign_records import read_decoded, undecoded
from .kinds import NLOD, Download, SourceKind
from .sheets import Layout, Sheets, dataset

PUBLISHER = "Brønnøysundregistrene"


_ABSENT = msgspec.Raw()


class Listed(msgspec.Struct):
    """A page of search results: entities or sub-entities."""

    enheter: list[Entity] = []
    underenheter: list[Entity] = []


class Answer(Entity):
    """Anything that the service answers: an entity, a page of search results, roles."""

    embedded: Listed | None = msgspec.field(default=None, name="_embedded")
    page: msgspec.Raw = _ABSENT
    rollegrupper: msgspec.Raw = _ABSENT


_DECODER = msgspec.json.Decoder(Answer)


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the organisations of a file in JSON; raises SourceMissing and NoDate."""
    reader = EntityReader(source, Sheets(source.path.name, LAYOUT))
    yield dataset(source, DOCUMENT, PUBLISHER)
    for each in read_decoded(source, _DECODER, "organisations"):
        if not isinstance(each, tuple):
            yield each
            continue
        answer, row, pointer = each
        if answer.organisasjonsnummer and not answer.rollegrupper:
            yield from reader.read(answer, row, pointer)
        else:
            yield from _other(answer, reader, source.path.name, row, pointer)


def _other(
    answer: Answer, reader: EntityReader, file: str, row: int, pointer: str
) -> Iterator[Item]:
    """Give what an answer holds that is no entity itself."""
    if answer.rollegrupper:
        place = Location(file, row=row, column="rollegrupper", pointer=f"{pointer}/rollegrupper")
        finding = Finding("brreg.roles", Severity.WARNING, _ROLES, place)
        yield Rejected("organisations", "", (finding,))
    elif answer.embedded:
        for name in ("enheter", "underenheter"):
            for index, entity in enumerate(getattr(answer.embedded, name)):
                yield from reader.read(entity, index + 1, f"{pointer}/_embedded/{name}/{index}")
    elif not answer.page:
        yield from reader.read(answer, row, pointer)


_ROLES = Message(
    "an answer about roles holds names and birth dates of persons; it is never read: take it out "
    "of the source",
    "et svar om roller inneholder navn og fødselsdatoer til personer; det blir aldri lest: ta det "
    "ut av kilden",
)

_REQUIRED = frozenset({"organisasjonsnummer", "navn"})
_TRUE = frozenset({"true", "j"})


def read_csv(source: SourceFacts) -> Iterator[Item]:
    """Give the organisations of a bulk file in CSV; raises SourceMissing and NoDate."""
    layout = Layout(
        DOCUMENT,
        {
            table: {ours: theirs.replace("/", ".") for ours, theirs in headers.items()}
            for table, headers in LAYOUT.headers.items()
        },
        LAYOUT.keys,
    )
    reader = EntityReader(source, Sheets(source.path.name, layout))
    yield dataset(source, DOCUMENT, PUBLISHER)
    for row in read_rows(source.path, _REQUIRED, watch=source.watch):
        if isinstance(row, Finding):
            yield row
        elif isinstance(row, Header):
            reader = EntityReader(source, Sheets(source.path.name, layout, row.names))
        else:
            try:
                entity = msgspec.convert(_nested(row.cells), Entity, strict=False)
            except msgspec.ValidationError as error:
                place = Location(source.path.name, row=row.number)
                yield undecoded(error, "organisations", place)
                continue
            yield from reader.read(entity, row.number, "")


def _nested(cells: object) -> dict[str, object]:
    """Give the filled cells of a row as the JSON would have them."""
    found: dict[str, object] = {}
    assert isinstance(cells, dict)
    for header, text in cells.items():
        if not text:
            continue
        name, dot, part = header.partition(".")
        if dot:
            inner = found.setdefault(name, {})
            if isinstance(inner, dict):
                inner[part] = text
        else:
            found[name] = text
    return found


_ENTITIES = Message("entities", "enheter")
_SUB_ENTITIES = Message("sub-entities (workplaces)", "underenheter (arbeidssteder)")
_SERVICE = "https://data.brreg.no/enhetsregisteret/api"
_ABOUT = {
    "publisher": PUBLISHER,
    "licence": NLOD,
    "cadence": "DAILY",
    "landing_page": "https://data.brreg.no/enhetsregisteret/api/dokumentasjon/no/index.html",
}

KIND = SourceKind(
    type="brreg",
    title=Message("The Norwegian business register, in JSON", "Enhetsregisteret, i JSON"),
    read=read,
    join_keys=("number",),
    files=(
        Download(_ENTITIES, f"{_SERVICE}/enheter/lastned", "application/json", "gzip"),
        Download(_SUB_ENTITIES, f"{_SERVICE}/underenheter/lastned", "application/json", "gzip"),
    ),
    register=True,
    ways={},
    **_ABOUT,
)
KIND_CSV = SourceKind(
    type="brreg-csv",
    title=Message("The Norwegian business register, in CSV", "Enhetsregisteret, i CSV"),
    read=read_csv,
    join_keys=("number",),
    files=(
        Download(_ENTITIES, f"{_SERVICE}/enheter/lastned/csv", "text/csv", "gzip"),
        Download(_SUB_ENTITIES, f"{_SERVICE}/underenheter/lastned/csv", "text/csv", "gzip"),
    ),
    register=True,
    ways={},
    **_ABOUT,
)
