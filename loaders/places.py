"""Places in source files as IRIs: a row and a cell of a CSV file, a workbook or a JSON file."""

from __future__ import annotations

from ..ontology import iris
from ..shapes.report import Location
from .tables.names import position


def row_iri(place: Location, file: str) -> str:
    """Give the IRI of the row that a place is in; `file` is the IRI of its file.

    The file's own where the place is in no row.
    """
    if place.pointer:
        return iris.json_value(file, place.pointer)
    if not place.row:
        return file
    if place.sheet:
        return iris.workbook_row(file, place.sheet, place.row)
    if place.in_lines:
        return iris.text_line(file, place.row)
    return iris.csv_row(file, place.row)


def cell_iri(place: Location, file: str) -> str:
    """Give the IRI of the cell that a place is; that of its row where it has no letter."""
    if not place.letter or place.pointer:
        return row_iri(place, file)
    if place.sheet:
        return iris.workbook_cell(file, place.sheet, place.row, place.letter)
    return iris.csv_cell(file, place.row, position(place.letter) + 1)
