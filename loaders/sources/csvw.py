"""A table that CSVW metadata describes (W3C, CSV on the Web): each row becomes statements.

`path` is the CSV file or the metadata. The metadata of a CSV file are what `mapping` names in
klynge.toml, else `<file>-metadata.json` or `csv-metadata.json` beside it (Model for Tabular Data,
section 5). It needs the package csvw: `pip install "klynge[mapping]"`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..mappings.csvw_rows import RULE, rows
from ..records import Item
from ..streams.nesting import JsonNesting
from ..streams.packed import Broken, SourceMissing
from ..streams.rdf_quads import NOWHERE
from .foreign_statements import ForeignStatements
from .kinds import SourceKind

BIGGEST = 1024 * 1024
"""Bytes that metadata may have."""


class MappingNotInstalled(KlyngeError):
    """What reads a kind of mapping is not installed."""


class NotDescribed(KlyngeError):
    """A table has no metadata, or metadata of another table."""


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the statements of all rows; raises SourceMissing and KlyngeError on misuse."""
    if find_spec("csvw") is None:
        raise MappingNotInstalled(
            f"source {source.id!r} is a table with CSVW metadata, which the package csvw reads; it "
            'is not installed: pip install "klynge[mapping]"'
        )
    if not source.path.is_file():
        raise SourceMissing(
            f"source {source.id!r}: {source.path} is not a file; put the table there or correct "
            "`path` in klynge.toml"
        )
    path = _metadata_path(source)
    metadata = _metadata(path)
    if isinstance(metadata, Finding):
        yield metadata
        return
    statements, base = ForeignStatements(source), source.address or NOWHERE
    order = {
        "folder": str(path.parent), "metadata": _of_table(metadata, source, path), "base": base,
        "address": base + quote(path.name),
    }  # fmt: skip
    for made in rows(order, path.name):
        if isinstance(made, Finding):
            yield made
        else:
            quad, table = made
            yield from statements.judge(quad, table)
    yield from statements.rest(source.path.name)


def _metadata_path(source: SourceFacts) -> Path:
    path = source.path
    if source.mapping is None and path.suffix == ".json":
        return path
    beside = (path.with_name(f"{path.name}-metadata.json"), path.with_name("csv-metadata.json"))
    places = beside if source.mapping is None else (source.mapping,)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise NotDescribed(
            f"source {source.id!r}: nothing says what {path.name} means; expected CSVW metadata in "
            f"{' or '.join(place.name for place in places)}: write them, or name the file as "
            "`mapping` in klynge.toml"
        )
    if found.resolve().parent != path.resolve().parent:
        raise NotDescribed(
            f"source {source.id!r}: {found} lies in another folder than {path.name}; expected both "
            "in one, since metadata may name no file outside: move one of them"
        )
    return found


def _metadata(path: Path) -> dict[str, Any] | Finding:
    with path.open("rb") as file:
        text = file.read(BIGGEST + 1)
    try:
        JsonNesting().see(text)
        found = json.loads(text.decode("utf-8-sig"))
    except Broken as broken:
        return broken.finding(Location(path.name))
    except (ValueError, RecursionError) as error:
        return Finding(RULE, Severity.VIOLATION, _no_json(str(error)), Location(path.name))
    if len(text) > BIGGEST or not isinstance(found, dict):
        return Finding(RULE, Severity.VIOLATION, _no_json("its size or form"), Location(path.name))
    return found


def _of_table(metadata: dict[str, Any], source: SourceFacts, path: Path) -> dict[str, Any]:
    """Give metadata that name the table of the source; raises NotDescribed where it is another."""
    if path == source.path:
        return metadata
    if "url" not in metadata and "tables" not in metadata:
        return {**metadata, "url": quote(source.path.name)}
    tables = metadata.get("tables", [metadata])
    named = [each.get("url") for each in tables if isinstance(each, dict)] if tables else []
    if source.path.name not in named and quote(source.path.name) not in named:
        others = ", ".join(map(str, named)) or "nothing"
        raise NotDescribed(
            f"source {source.id!r}: {path.name} describes {others} and not {source.path.name}; "
            "correct its `url`, or `path` in klynge.toml"
        )
    return metadata


def _no_json(reason: str) -> Message:
    return Message(
        f"the metadata are not a JSON object of at most 1 MB ({reason}): correct the file",
        f"metadataene er ikke et JSON-objekt på høyst 1 MB ({reason}): rett filen",
    )


KIND = SourceKind(
    type="csvw",
    title=Message("A table with CSVW metadata", "En tabell med CSVW-metadata"),
    read=read,
)
