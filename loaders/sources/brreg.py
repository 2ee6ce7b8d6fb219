"""The Norwegian business register (Enhetsregisteret): bulk files and answers of its service.

JSON: the bulk files of entities and sub-entities, packed or not, and what its service answers; a
folder may hold both, and the answers are the newer. CSV: the bulk files, whose headers are the
JSON's paths joined with dots.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...shapes.report import Finding, Location, Message
from ..facts import SourceFacts
from ..records import Item
from ..streams.csv_rows import Header, read_rows
from .brreg_answers import files_of, read_answers
from .brreg_entity import DOCUMENT, LAYOUT, Entity, EntityReader
from .brreg_plan import SERVICE, lookups, search, updates
from .foreign_records import undecoded
from .kinds import NLOD, Download, SourceKind
from .sheets import Layout, Sheets, dataset

PUBLISHER = "Brønnøysundregistrene"


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the organisations of a file or a folder in JSON; raises SourceMissing and NoDate."""
    files = files_of(source.path)
    yield dataset(source, DOCUMENT, PUBLISHER, files[0].name)
    yield from read_answers(source, files)


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
        Download(_ENTITIES, f"{SERVICE}/enheter/lastned", "application/json", "gzip"),
        Download(_SUB_ENTITIES, f"{SERVICE}/underenheter/lastned", "application/json", "gzip"),
    ),
    register=True,
    open_to_all=False,
    ways={"lookups": lookups, "updates": updates, "search": search},
    **_ABOUT,
)
KIND_CSV = SourceKind(
    type="brreg-csv",
    title=Message("The Norwegian business register, in CSV", "Enhetsregisteret, i CSV"),
    read=read_csv,
    join_keys=("number",),
    files=(
        Download(_ENTITIES, f"{SERVICE}/enheter/lastned/csv", "text/csv", "gzip"),
        Download(_SUB_ENTITIES, f"{SERVICE}/underenheter/lastned/csv", "text/csv", "gzip"),
    ),
    register=True,
    open_to_all=False,
    ways={},
    **_ABOUT,
)
