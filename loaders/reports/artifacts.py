"""The files that findings are about: where they lie, and where in them a row stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from ...shapes.report import Location
from ..tables.files.csv_regions import Record, read_records
from ..tables.names import find_table
from ..tables.schema import ACCEPTED, Table, reading_schema
from .report import Report

CSV = frozenset({".csv", ".txt", ".tsv"})


@dataclass(frozen=True, slots=True)
class Artifacts:
    """Files by the names that findings give them, and the records of their rows that are text."""

    uris: Mapping[str, str]
    records: Mapping[str, Mapping[int, Record]] = field(default_factory=dict)

    def uri(self, file: str) -> str:
        """Give the address of a file relative to the catalogue's folder."""
        return self.uris.get(file) or quote(file or "klynge.toml", errors="surrogateescape")

    def record(self, place: Location) -> Record | None:
        """Give the record that a place names, None where the file is no text."""
        return self.records.get(place.file, {}).get(place.row)

    def without_text(self) -> Artifacts:
        """Give the same files without their text, for places that are not of today."""
        return replace(self, records={})


def read_artifacts(report: Report) -> Artifacts:
    """Find the files of a report's findings, and read the rows they are about."""
    rows = defaultdict[str, set[int]](set)
    for entry in report.entries:
        for place in (entry.finding.location, *entry.finding.also):
            rows[place.file].add(place.row)
    for finding in report.mended:
        rows[finding.location.file].add(0)
    paths = {file: path for file in rows if (path := _path(file, report.sources))}
    return Artifacts(
        {file: _uri(path, report.folder) for file, path in paths.items()},
        {
            file: read_records(path, rows[file] - {0}, _table(file))
            for file, path in paths.items()
            if path.suffix.lower() in CSV
        },
    )


def _path(file: str, sources: Sequence[Path]) -> Path | None:
    """Give the file of a name: a source, or one in the folder of a source."""
    if not file or Path(file).name != file:
        return None
    candidates = (path / file if path.is_dir() else path for path in sources)
    return next((path for path in candidates if path.name == file and path.is_file()), None)


def _uri(path: Path, folder: Path) -> str:
    """Give an address within the folder; of a file elsewhere only the name, not where it lies."""
    try:
        inside = path.resolve().relative_to(folder.resolve())
    except ValueError:
        inside = Path(path.name)
    return quote(inside.as_posix(), errors="surrogateescape")


def _table(file: str) -> Table:
    """Give the table of a file; of a file of others one whose columns nobody knows."""
    schema = reading_schema()
    found = find_table(file.split(".")[0], schema)
    return found or replace(schema.tables[ACCEPTED], columns={})
