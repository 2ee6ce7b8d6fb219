"""Wikidata: bodies by their numbers in registers, and business clusters; never persons.

Every record names its item as its document, under CC0. `path` is the folder of the answers that
`klynge fetch` keeps, or one of them. Of several values the first is used, and it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...shapes.report import Message
from ..facts import SourceFacts
from ..records import Item
from ..streams.packed import SourceMissing
from .kinds import CC0, Download, SourceKind
from .sheets import dataset
from .wikidata_answers import Described, read_items
from .wikidata_items import DOCUMENT, ItemReader
from .wikidata_plan import BY_ID, ENDPOINT, clusters, lookups


def read(source: SourceFacts) -> Iterator[Item]:
    """Give bodies and clusters with their documents; raises SourceMissing."""
    files = _files(source.path)
    yield dataset(source, DOCUMENT, KIND.publisher, files[0].name)
    reader = ItemReader()
    for file in files:
        for each in read_items(source, file):
            if isinstance(each, Described):
                yield from reader.read(each)
            else:
                yield each


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = (file for file in path.glob("*.json") if file.is_file())
    found = sorted(files, key=lambda file: (file.name.startswith(BY_ID), file.name))
    if not found:
        raise SourceMissing(
            f"{path} has no answers of Wikidata; expected SPARQL results in JSON: fetch them with "
            "`klynge fetch`, or correct `path` in klynge.toml"
        )
    return found


KIND = SourceKind(
    type="wikidata",
    title=Message(
        "Wikidata, organisations by number, and clusters",
        "Wikidata, organisasjoner etter nummer, og klynger",
    ),
    read=read,
    publisher="Wikidata",
    licence=CC0,
    cadence="CONT",
    landing_page="https://www.wikidata.org/",
    join_keys=("number", "lei", "ror"),
    files=(
        Download(
            Message("answers to klynge's own questions", "svar på klynges egne spørsmål"),
            ENDPOINT,
            "application/sparql-results+json",
        ),
    ),
    register=True,
    open_to_all=True,
    ways={"lookups": lookups, "clusters": clusters},
)
