"""Tracing for tests: builds of small catalogues, and what stands in the source files themselves."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import openpyxl
from small_catalogue import built

from klynge.loaders.nquads import terms
from klynge.loaders.release.recorded_cells import Cell
from klynge.loaders.release.trace import Traced, trace
from klynge.loaders.tables.names import position

ID = "https://w3id.org/klynge/id/"
ONT = "https://w3id.org/klynge/ont#"


def release_of(catalogue: Path) -> Path:
    """Build a catalogue with the real command and give its release."""
    return Path(built(catalogue)[1]["release"])


def traced(release: Path, thing: str, property_: str, object_: str = "?") -> Traced:
    """Trace the one statement of a thing (`cluster/raufoss`) with a property of the ontology."""
    (only,) = (
        each
        for each in trace(release, f"<{ID}{thing}>", f"<{ONT}{property_}>", object_)
        if not each.rule
    )
    return only


def places(found: Traced) -> list[str]:
    """Give the places of what was traced as people read them."""
    return [str(cell.location) for cell in found.cells]


def lines_of(release: Path, source: str) -> list[tuple[str, str, str, str]]:
    """Give the terms of every statement in a source's own dump."""
    text = (release / "dumps" / f"{source}.nq").read_text(encoding="utf-8")
    return [terms(line) for line in text.splitlines(keepends=True)]


def text_in_file(cell: Cell, folder: Path) -> str:
    """Read a cell in the source file itself, with another reader than klynge's."""
    path, place = folder / cell.location.file, cell.location
    if path.suffix == ".xlsx":
        value = _workbook(path)[place.sheet][f"{place.letter}{place.row}"].value
        return "" if value is None else str(value)
    row = _rows(path)[place.row - 1]
    index = position(place.letter)
    return row[index] if index < len(row) else ""


@cache
def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = ";" if ";" in file.readline() else ","
        file.seek(0)
        return list(csv.reader(file, delimiter=delimiter))


@cache
def _workbook(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)
