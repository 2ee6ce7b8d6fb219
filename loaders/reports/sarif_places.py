"""Places and changes of files in the words of SARIF (sections 3.28 to 3.33 and 3.56)."""

from __future__ import annotations

from ...shapes.report import Finding, Location
from ..tables.files.csv_regions import Region, quoted, unquoted
from ..tables.names import position
from .artifacts import Artifacts


def location(place: Location, artifacts: Artifacts) -> dict[str, object]:
    """Give a place: its file, the stretch of text where it is text, and the cell by name."""
    physical: dict[str, object] = {"artifactLocation": _artifact(place, artifacts)}
    if place.in_lines and place.row:
        physical["region"] = {"startLine": place.row}
    elif region := _region(place, artifacts):
        physical["region"] = _lines(region)
    logical = None if place.in_lines else _logical(place)
    return {"physicalLocation": physical} | ({"logicalLocations": [logical]} if logical else {})


def changes(finding: Finding, value: str, artifacts: Artifacts) -> dict[str, object] | None:
    """Give the change that puts a value in the cell of a finding; None where it is no CSV cell.

    Nothing is offered where the cell does not say what the finding is about.
    """
    place = finding.location
    record, cell = artifacts.record(place), _cell(place, artifacts)
    if record is None or cell is None or unquoted(cell.text).strip() != finding.value.strip():
        return None
    text = quoted(value, cell.text, record.delimiter)
    return {
        "artifactLocation": _artifact(place, artifacts),
        "replacements": [{"deletedRegion": _lines(cell), "insertedContent": {"text": text}}],
    }


def _artifact(place: Location, artifacts: Artifacts) -> dict[str, object]:
    return {"uri": artifacts.uri(place.file), "uriBaseId": "CATALOGUE"}


def _region(place: Location, artifacts: Artifacts) -> Region | None:
    """Give the cell of a place, else its row."""
    record = artifacts.record(place)
    return None if record is None else _cell(place, artifacts) or record.region


def _cell(place: Location, artifacts: Artifacts) -> Region | None:
    record = artifacts.record(place)
    if record is None or not place.letter:
        return None
    return record.cell(position(place.letter))


def _lines(region: Region) -> dict[str, object]:
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _logical(place: Location) -> dict[str, object] | None:
    """Give the name of a cell or row within its file, as a spreadsheet has it: `clusters!F3`."""
    cell = f"{place.letter}{place.row or ''}" if place.letter else ""
    name = cell or (f"{place.row}:{place.row}" if place.row else "")
    within = f"{place.sheet}!{name}" if place.sheet and name else place.sheet or name
    if not within:
        return None
    logical: dict[str, object] = {"name": within, "fullyQualifiedName": f"{place.file}/{within}"}
    kind = {"kind": "cell"} if cell else {"kind": "row"} if name else {"kind": "sheet"}
    return logical | kind
