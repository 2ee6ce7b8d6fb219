"""The review queue: the rows of the table `matches`, written into a copy of the catalogue.

Rows that are decided, or have a reason, stay for good; the others are what is proposed now.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Message
from ..facts import Catalogue, SourceFacts
from ..fixing.offers import TABLES
from ..fixing.workbook_cells import opened
from ..reports.work_list import guarded
from ..tables.files.csv_file import DELIMITERS, opened_text
from ..tables.files.workbook import part_of, read_workbook
from ..tables.names import find_table
from ..tables.reader import WORKBOOKS
from ..tables.schema import MATCHES, reading_schema
from ..workbooks.book import add_sheet, sheet_parts
from ..workbooks.sheet import CellEdit, Content, Place, Sheet
from .candidate import Candidate
from .decisions import Decisions
from .evidence import Evidence, Verdict

SAYS = {
    Verdict.AGREES: Message("agrees", "stemmer"),
    Verdict.DISAGREES: Message("disagrees", "stemmer ikke"),
    Verdict.NOTED: Message("note", "merk"),
}
Row = Mapping[str, str]

_EMPTY_SHEET = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)


class QueueNotWritten(KlyngeError):
    """The table `matches` of a catalogue cannot be written; the message says what to do."""


def queue_rows(
    candidates: Iterable[Candidate], decisions: Decisions, accepted: Collection[str], language: str
) -> list[Row]:
    """Give the rows: what waits first, then what was decided, also about what is not proposed."""
    rows: dict[str, Row] = {}
    for candidate in candidates:
        before = decisions.by_id.get(candidate.id)
        decided = {"reason": before.cells.get("reason", "")} if before else {}
        if candidate.id in accepted:
            decided["decision"] = "yes"
        elif before and before.stands(candidate):
            decided["decision"] = "yes" if before.accepted else "no"
        rows[candidate.id] = _row(candidate, language) | decided
    for id, before in decisions.by_id.items():
        if id not in rows and (before.accepted is not None or before.cells.get("reason")):
            rows[id] = before.cells
    return sorted(rows.values(), key=lambda row: bool(row.get("decision")))


def _row(candidate: Candidate, language: str) -> dict[str, str]:
    return {
        "id": candidate.id,
        "organisation": candidate.wanted.id,
        "name": candidate.wanted.body.record.one("name"),
        "candidate": candidate.body.record.one("name"),
        "column": candidate.column,
        "value": candidate.value,
        "register": "; ".join(candidate.registers),
        "confidence": candidate.confidence,
        "offered": "yes" if candidate.default else "",
        "evidence": "\n".join(line_of(each, language) for each in candidate.evidence),
        "justification": candidate.justification,
        "fingerprint": candidate.fingerprint,
    }


def line_of(evidence: Evidence, language: str) -> str:
    """Give an item as a line: what it says, and in which words."""
    return f"{SAYS[evidence.verdict].text(language)}: {evidence.message.text(language)}"


def write_queue(copy: Catalogue, rows: Sequence[Row], file: str) -> None:
    """Write the table into the source of a catalogue that has it, else into its first tables.

    Raises QueueNotWritten.
    """
    own = [source for source in copy.sources if source.type == TABLES]
    source = next((each for each in own if file and _has(each, file)), own[0])
    path = source.path
    columns = tuple(reading_schema().tables[MATCHES].columns)
    if path.suffix.lower() in WORKBOOKS and path.is_file():
        _write_sheet(path, _cells(rows, columns, lambda text: text))
    elif path.is_dir():
        target = path / (file or f"{MATCHES}.csv")
        _write_csv(target, path, _cells(rows, columns, guarded))
    else:
        raise QueueNotWritten(
            f"{path.name} is one CSV file, so that {MATCHES}.csv has no place beside it; put it "
            "into a folder and name that as `path` in klynge.toml"
        )


def _has(source: SourceFacts, file: str) -> bool:
    return source.path.name == file or (source.path / file).is_file()


def _cells(
    rows: Sequence[Row], columns: Sequence[str], written: Callable[[str], str]
) -> list[list[str]]:
    return [list(columns), *([written(row.get(name, "")) for name in columns] for row in rows)]


def _write_csv(target: Path, folder: Path, cells: Sequence[Sequence[str]]) -> None:
    """Write a CSV file with the delimiter and the mark that the steward's own tables have."""
    text = io.StringIO(newline="")
    like = target if target.exists() else next(_organisations(folder), None)
    csv.writer(text, delimiter=_delimiter(like)).writerows(cells)
    marked = like is not None and like.read_bytes().startswith(b"\xef\xbb\xbf")
    data = text.getvalue().encode("utf-8", "surrogateescape")
    target.write_bytes((b"\xef\xbb\xbf" if marked else b"") + data)


def _organisations(folder: Path) -> Iterator[Path]:
    schema = reading_schema()
    for path in sorted(folder.glob("*.csv")):
        table = find_table(path.name.split(".")[0], schema)
        if table and table.name == "organisations":
            yield path


def _delimiter(like: Path | None) -> str:
    if like is None:
        return ","
    with opened_text(like) as file:
        first = next((line for line in file if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _write_sheet(path: Path, cells: Sequence[Sequence[str]]) -> None:
    """Write the rows into the sheet, and empty those that were there before."""
    name, before = _sheet(path, cells[0])
    with opened(path) as package:
        if not name:
            name = MATCHES
            part = package.unused("xl/worksheets/klynge-matches{}.xml")
            add_sheet(package, name, part, _EMPTY_SHEET)
        part = next(sheet.part for sheet in sheet_parts(package) if sheet.name == name)
        width = len(cells[0])
        emptied = [[""] * width] * max(0, before - len(cells))
        edits: dict[Place, CellEdit] = {
            (row, column): CellEdit(content=Content(text))
            for row, line in enumerate([*cells, *emptied], start=1)
            for column, text in enumerate(line, start=1)
            if text or row <= before
        }
        sheet = package.look(part, partial(Sheet, rows={row for row, _ in edits}))
        package.change(part, lambda _: sheet.edited(edits))
        package.save(path)


def _sheet(path: Path, header: Sequence[str]) -> tuple[str, int]:
    """Give the name of the sheet and its last row; empty and 0 where there is none.

    Raises QueueNotWritten where its header is not the one that is written.
    """
    schema = reading_schema()
    for sheet in read_workbook(path):
        if isinstance(sheet, Finding):
            continue
        table = find_table(part_of(sheet.title), schema)
        if table is None or table.name != MATCHES:
            continue
        last = 0
        for row in sheet.rows:
            if isinstance(row, Finding) or row.blank:
                continue
            texts = [cell.text.strip() for cell in row.cells]
            if not last and (row.number != 1 or texts[: len(header)] != list(header)):
                raise QueueNotWritten(
                    f"the sheet {sheet.title} has another header than klynge writes; expected "
                    f"{', '.join(header)} in row 1: restore it, or rename the sheet"
                )
            last = row.number
        return sheet.title, last
    return "", 0
