"""Which annotated copies a catalogue gets: one for a workbook, one for a folder of CSV files."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...ontology.errors import KlyngeError
from ...ontology.iris import slug
from ...shapes.report import Finding
from ..facts import Catalogue, SourceFacts
from ..tables.reader import WORKBOOKS
from ..tables.schema import load_schema
from ..workbooks.package import UnfitWorkbook, unfit
from .csv_workbook import csv_sheets, remarks, write_csv_workbook
from .workbook import Original, annotate, macros

TABLES = "tables"
"""The type of the sources that stewards write themselves."""


class NoPlaceForCopies(KlyngeError):
    """The copies would be written over something; the message says over what."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy to be made: of which source, and where."""

    source: SourceFacts
    target: Path


def planned_copies(catalogue: Catalogue, folder: Path) -> list[Copy]:
    """Give the copies that a folder will hold, before anything is read.

    Raises NoPlaceForCopies where one would stand in the place of a file that is there, and
    KlyngeError where a source is a workbook with macros or files cannot be told apart.
    """
    sources = [source for source in catalogue.sources if source.type == TABLES]
    copies = [Copy(source, folder / _file_name(source)) for source in sources]
    for copy in copies:
        if copy.source.path.suffix.lower() == ".xlsm":
            raise KlyngeError(macros(copy.source.path.name))
        if copy.target.exists() or _holds(copy.source.path, folder):
            raise NoPlaceForCopies(
                f"{copy.target} is taken or lies in a source; annotated copies are never written "
                "over anything. Name another folder"
            )
    names = Counter(copy.target.name.casefold() for copy in copies)
    if twice := [name for name, count in names.items() if count > 1]:
        raise NoPlaceForCopies(
            f"two sources would both be copied to {twice[0]}; give one of the files another name"
        )
    _told_apart(sources)
    return copies


def write_copies(
    copies: Iterable[Copy], findings: Sequence[Finding], language: str
) -> tuple[list[Path], list[str]]:
    """Write the copies, with what was found by checking the catalogue.

    Gives the files that were written, and a sentence about each source that could not be copied.
    """
    written: list[Path] = []
    failed: list[str] = []
    for copy in copies:
        path = copy.source.path
        try:
            if path.suffix.lower() in WORKBOOKS:
                _copy_workbook(copy, findings, language)
            else:
                _copy_csv(copy, findings, language)
            written.append(copy.target)
        except UnfitWorkbook as error:
            failed.append(f"no annotated copy of {path.name}: {error}")
    return written, failed


def files_of(source: SourceFacts) -> frozenset[str]:
    """Give the names of the files of a source, which its findings name."""
    if not source.path.is_dir():
        return frozenset({source.path.name})
    return frozenset(file.name for file in source.path.iterdir() if file.is_file())


def _copy_workbook(copy: Copy, findings: Sequence[Finding], language: str) -> None:
    path = copy.source.path
    if reason := unfit(path):
        raise UnfitWorkbook(reason)
    own = [finding for finding in findings if finding.location.file == path.name]
    with path.open("rb") as stream:
        original = Original(
            stream, path.name, lambda place: place.sheet if place.file == path.name else ""
        )
        annotate(original, own, copy.target, language)


def _copy_csv(copy: Copy, findings: Sequence[Finding], language: str) -> None:
    sheets = csv_sheets(copy.source.path, load_schema())
    by_file = {sheet.path.name: sheet.name for sheet in sheets}
    files = files_of(copy.source) | {copy.source.path.name}
    # A file that is missing is found too, and it is of this source if no other has it.
    own = [f for f in findings if f.location.file in files or f.rule == "table.missing"]
    with tempfile.TemporaryFile() as stream:
        write_csv_workbook(sheets, stream)
        original = Original(
            stream,
            copy.source.path.name,
            lambda place: by_file.get(place.file, ""),
            remarks(sheets, language),
        )
        annotate(original, own, copy.target, language)


def _file_name(source: SourceFacts) -> str:
    if source.path.suffix.lower() in WORKBOOKS:
        return source.path.name
    return f"{slug(source.id)}.xlsx"


def _holds(source: Path, folder: Path) -> bool:
    """Tell whether a folder is a source of CSV files, or lies in one."""
    return source.is_dir() and folder.resolve().is_relative_to(source.resolve())


def _told_apart(sources: Sequence[SourceFacts]) -> None:
    names = Counter(name for source in sources if source.path.exists() for name in files_of(source))
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise KlyngeError(
            f"two sources have a file {twice[0]}, and findings name files by their name alone; "
            "give one of them another name"
        )
