"""A report as a work list: a CSV file with one row per finding, to be opened in a spreadsheet.

Comma in English and semicolon in Norwegian, as Excel takes them where these languages are set;
UTF-8 with a byte order mark, without which Excel takes it for Windows-1252.

Cells come from files of others, so none may become a formula: one that begins with `=`, `+`, `-`,
`@`, tab or line break gets an apostrophe before it (OWASP, CSV Injection). One that begins so after
apostrophes of its own gets one too, which makes it possible to take the guard away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from ...shapes.report import Message
from .report import Entry, Report
from .rules import rule_of
from .words import acceptance, place, words

DELIMITERS = {"en": ",", "nb": ";"}

COLUMNS = (
    "id",
    "severity",
    "state",
    "accepted",
    "file",
    "sheet",
    "row",
    "column",
    "letter",
    "value",
    "message",
    "expected",
    "mend",
    "suggestions",
    "also",
    "subject",
    "rule",
    "documentation",
)
"""The columns, in order; the header says them in the language of the list."""

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_LIKE_A_NUMBER = re.compile(r"[0-9]+(e[0-9]+)?")


def to_csv(report: Report, language: str = "en") -> str:
    """Give a report as CSV text in a language, byte order mark included."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITERS[language], quoting=csv.QUOTE_ALL)
    writer.writerow(words(f"column-{name}").text(language) for name in COLUMNS)
    for entry in report.entries:
        writer.writerow([_guarded_id(entry.id), *map(guarded, _cells(entry, language))])
    return "\ufeff" + text.getvalue().encode("utf-8", "backslashreplace").decode("utf-8")


def read_work_list(path: Path) -> list[dict[str, str]]:
    """Read a work list back, in either language, without the guards: rows by column name."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        language = "nb" if first.count(";") > first.count(",") else "en"
        rows = csv.reader(file, delimiter=DELIMITERS[language])
        found = [dict(zip(COLUMNS, map(unguarded, row), strict=True)) for row in rows]
    return [row | {"id": row["id"].removeprefix("'")} for row in found]


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unguarded(cell: str) -> str:
    """Give a cell as it was before `guarded`."""
    return cell.removeprefix("'") if _DANGEROUS.match(cell) else cell


def _guarded_id(id_: str) -> str:
    """Give an id that Excel takes for no number, as it would 001234567890 or 12345678e123."""
    return f"'{id_}" if _LIKE_A_NUMBER.fullmatch(id_) else id_


def _cells(entry: Entry, language: str) -> Iterator[str]:
    finding, location = entry.finding, entry.finding.location
    yield words(finding.severity).text(language)
    yield words(entry.state).text(language) if entry.state else ""
    yield _text(acceptance(entry), language)
    yield from (location.file, location.sheet, str(location.row or ""))
    yield from (location.column, location.letter, finding.value)
    yield finding.message.text(language)
    yield _text(finding.expected, language)
    yield _text(finding.mend, language)
    yield "; ".join(each.value for each in finding.suggestions)
    yield "; ".join(place(each, language) for each in finding.also)
    yield from (finding.subject, finding.rule, rule_of(finding).page)


def _text(message: Message | None, language: str) -> str:
    return "" if message is None else message.text(language)
