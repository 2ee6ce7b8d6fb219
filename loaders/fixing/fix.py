"""Accepted offers, written into a new copy of a catalogue, with a log of every change."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...shapes.report import Finding, Message
from ..facts import Catalogue, SourceFacts, read_catalogue
from ..intake import Told
from ..pipeline import Checked, check
from ..tables.names import find_table, position
from ..tables.reader import WORKBOOKS
from ..tables.schema import load_schema
from ..workbooks.book import why_not_renamed
from .catalogue_copy import copied
from .csv_cells import edit_csv
from .offers import Change, Offer, OfferLeft, changes, own_files
from .workbook_cells import edit_workbook, opened

LOG = "fixes.csv"
_COLUMNS = ("offer", "file", "sheet", "row", "column", "letter", "from", "to", "why")
_ANOTHER = Message(
    "another offer is for the same cell; run fix again on the copy",
    "et annet forslag gjelder samme celle; kjør fix igjen på kopien",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for a formula at the beginning of a cell (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was written into the copy, what was not, and what a check of the copy finds.

    `left` are offers that were not to be written, each with the reason; `came_to_light`
    are findings of the copy that the original did not have, as in rows that could not be read.
    """

    folder: Path
    changes: tuple[Change, ...]
    left: tuple[tuple[Offer, Message], ...]
    checked: Checked
    came_to_light: tuple[Finding, ...]


def fix(
    catalogue: Catalogue,
    checked: Checked,
    chosen: Sequence[Offer],
    target: Path,
    language: str,
    *,
    strict: bool,
    left: Iterable[tuple[Offer, Message]] = (),
    told: Told = lambda _: None,
    besides: Callable[[Catalogue], None] = lambda _: None,
) -> Fixed:
    """Write a copy of a catalogue with the chosen offers in it, and check the copy.

    `strict` says that each offer was asked for, so that one that cannot be written is misuse; else
    it is left and told, as those are that were `left` before, each with the reason. `besides`
    writes what else belongs in the copy. Raises KlyngeError where nothing can be written; then
    there is no copy.
    """
    made, others = changes(chosen)
    left = [*left, *((offer, _ANOTHER) for offer in others)]
    told("copying the catalogue")
    with copied(catalogue, target) as folder:
        copy = read_catalogue(folder, catalogue.issued)
        done, unnamed = _nameable(made, own_files(copy))
        left += [(o, why) for ids, why in unnamed.items() for o in chosen if o.id in ids]
        if strict and left:
            offer, reason = left[0]
            raise OfferLeft(f"offer {offer.id} at {offer.place} cannot be written: {reason.en}")
        _write(done, own_files(copy))
        besides(copy)
        _log(folder, copy, done, language)
    told("checking the copy")
    after = check(read_catalogue(target, catalogue.issued), told)
    known = {finding.id for finding in checked.findings}
    new = tuple(finding for finding in after.findings if finding.id not in known)
    return Fixed(target, tuple(done), tuple(left), after, new)


def _nameable(
    made: Iterable[Change], sources: Mapping[str, SourceFacts]
) -> tuple[list[Change], dict[tuple[str, ...], Message]]:
    """Part the changes that can be written from new names that cannot be given, by their offers."""
    done: list[Change] = []
    unnamed: dict[tuple[str, ...], Message] = {}
    for change in made:
        if change.renames and (reason := _unnameable(change, sources)):
            unnamed[change.offers] = reason
        else:
            done.append(change)
    return done, unnamed


def _write(wanted: Sequence[Change], sources: Mapping[str, SourceFacts]) -> None:
    for file in dict.fromkeys(change.place.file for change in wanted):
        of_file = [change for change in wanted if change.place.file == file]
        path = _path(sources[file], file)
        if path.suffix.lower() in WORKBOOKS:
            edit_workbook(path, of_file)
        else:
            _write_csv(path, of_file)


def _write_csv(path: Path, wanted: Sequence[Change]) -> None:
    table = find_table(path.name.split(".")[0], load_schema())
    cells = {
        (change.place.row, position(change.place.letter)): change.after
        for change in wanted
        if not change.renames
    }
    if cells and table:
        edit_csv(path, table, cells)
    for change in wanted:
        if change.renames:
            os.rename(path, _renamed(path, change))


def _unnameable(change: Change, sources: Mapping[str, SourceFacts]) -> Message | None:
    """Say why a file or sheet cannot have its new name, or nothing."""
    path = _path(sources[change.place.file], change.place.file)
    if change.place.sheet:
        with opened(path) as package:
            return why_not_renamed(package, change.place.sheet, change.after)
    new = _renamed(path, change)
    old = change.place.file
    return (
        Message(
            f"{new.name} is there already; rename {old} yourself",
            f"{new.name} finnes allerede; gi {old} et nytt navn selv",
        )
        if new.exists()
        else None
    )


def _renamed(path: Path, change: Change) -> Path:
    """Give the path of a file under the name of its table; `.2.csv` and such stay."""
    return path.with_name(change.after + path.name[len(path.name.split(".")[0]) :])


def _path(source: SourceFacts, file: str) -> Path:
    return source.path / file if source.path.is_dir() else source.path


def _log(folder: Path, copy: Catalogue, done: Iterable[Change], language: str) -> None:
    """Write what was changed; hidden where the log would lie among the tables."""
    among = any(source.path.resolve() == folder.resolve() for source in copy.sources)
    path = folder / (f".{LOG}" if among else LOG)
    with path.open("w", encoding="utf-8", newline="") as stream:
        log = csv.writer(stream)
        log.writerow(_COLUMNS)
        for change in done:
            place, why = change.place, "; ".join(r.text(language) for r in change.reasons)
            row = (" ".join(change.offers), place.file, place.sheet, place.row or "", place.column,
                   place.letter, change.before, change.after, why)  # fmt: skip
            log.writerow([_guarded(str(cell)) for cell in row])


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS) else text
