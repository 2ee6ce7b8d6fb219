"""The dumps of a release: everything as N-Quads, each graph by itself, the records as CSV."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from ...ontology.terms import PREFIXES
from ..pipeline import Checked
from ..spooling.line_file import LineFile
from ..spooling.lines import Lines
from ..staging import write_faces
from .csv_dumps import Starts, write_csv

Span = tuple[int, int]
"""Where the lines of a graph begin and end in `klynge.nq`, in bytes."""


def write_quads(path: Path, graphs: Mapping[str, Lines]) -> Mapping[str, Span]:
    """Write all graphs, sorted, into one file, and say where each of them is."""
    spans = {}
    with path.open("wb") as file:
        for graph in sorted(graphs):
            begin = file.tell()
            _write(graphs[graph], file)
            spans[graph] = (begin, file.tell())
    return spans


def write_dumps(
    folder: Path, checked: Checked, graphs: Mapping[str, Lines]
) -> Mapping[str, Starts]:
    """Write each graph by itself in three formats, and the records of each source as CSV.

    Gives where in their CSV files the records of each source begin.
    """
    folder.mkdir()
    for graph, lines in graphs.items():
        name = graph.rpartition("/")[2]
        with (folder / f"{name}.nq").open("wb") as file:
            _write(lines, file)
        write_faces(lines, PREFIXES, folder / name)
    return {
        source: write_csv(folder / f"{source}-csv", records)
        for source, records in checked.batch.items()
    }


def _write(lines: Lines, out: BinaryIO) -> None:
    if isinstance(lines, LineFile):
        with lines.path.open("rb") as file:
            shutil.copyfileobj(file, out, 1 << 20)
    else:
        out.writelines(line.encode() for line in lines)
