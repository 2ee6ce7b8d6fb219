"""Where the newest dump of ROR lies: Zenodo is asked, since each release has an address of its own.

As ROR documents it (https://ror.readme.io/docs/data-dump): the newest record of the community
`ror-data`, and the last of its files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from ...ontology.errors import KlyngeError
from ..facts import SourceFacts
from ..fetching.request import Request, Wanted
from ..streams.packed import SourceMissing
from .answers import read_answer

RECORDS = "https://zenodo.org/api/communities/ror-data/records?q=&sort=newest&size=1"
ANSWER, DUMP = "zenodo.json", "dump.zip"
_HOST = "https://zenodo.org/"
_MOST_BYTES, _MOST_SECONDS = 4 * 1024 * 1024, 60.0


class NoDump(KlyngeError):
    """Zenodo's answer does not say where the dump is."""


class Links(msgspec.Struct):
    """Addresses of a file."""

    self: str = ""


class File(msgspec.Struct):
    """A file of a record."""

    key: str = ""
    links: Links = msgspec.field(default_factory=Links)


class Release(msgspec.Struct):
    """A record of Zenodo."""

    files: list[File] = []


class Hits(msgspec.Struct):
    """The records found."""

    hits: list[Release] = []


class Found(msgspec.Struct):
    """Zenodo's answer about records."""

    hits: Hits


def latest(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask Zenodo for the newest release, then for its archive; raises NoDump."""
    yield Request(ANSWER, RECORDS, ("application/json",), most=_MOST_BYTES, seconds=_MOST_SECONDS)
    types = ("application/zip", "application/octet-stream")
    yield Request(DUMP, _address(source), types, members=("*.json",))


def _address(source: SourceFacts) -> str:
    found = read_answer(source, ANSWER, Found)
    releases = found.hits.hits if found else []
    files = [file for each in releases[:1] for file in each.files if file.key.endswith(".zip")]
    if not files or not files[-1].links.self.startswith(_HOST):
        raise NoDump(
            f"Zenodo's answer ({ANSWER}) names no zip archive of the newest release at {_HOST}; "
            "give the address of the archive as `fetch`, or tell us if Zenodo has changed"
        )
    return files[-1].links.self


def dump_of(path: Path) -> Path:
    """Give the dump in a folder, that of schema v2 where both are there; raises SourceMissing."""
    if not path.is_dir():
        return path
    files = sorted(file for file in path.iterdir() if "ror-data" in file.name and file.is_file())
    if not files:
        raise SourceMissing(
            f"{path} has no file whose name has ror-data in it, as dumps of ROR have; fetch one "
            "with `klynge fetch`, or correct `path` in klynge.toml"
        )
    return next((file for file in files if "schema_v2" in file.name), files[0])
