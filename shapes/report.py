"""Findings: what is wrong with a source, where it stands, and what to do about it.

One model for every kind of finding (reader, references, SHACL). The words are SHACL's own
(W3C SHACL, section 3.6: focus node, path, value, message, severity) plus the place in the
steward's own file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

_NORWEGIAN = frozenset({"nb", "nn", "no"})

_OF_LINES = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".owl", ".xml", ".jsonld")
"""How the names of files end whose rows are lines of text: those of RDF, packed or not."""


class Severity(StrEnum):
    """How much a finding weighs (SHACL section 2.1.4)."""

    VIOLATION = "violation"
    """The record stays out of the release."""
    WARNING = "warning"
    """The record is published and the steward is told."""
    INFO = "info"
    """Nice to know."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text in the two languages of the project."""

    en: str
    nb: str

    def text(self, language: str = "en") -> str:
        """Give the text in a language; anything but Norwegian (nb, nn, no) gets English."""
        return self.nb if language in _NORWEGIAN else self.en


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source: a file, a sheet of a workbook, a row, a column.

    `row` counts from 1 as a spreadsheet does, 0 when the finding is about the whole sheet;
    `column` is the header's text, `letter` the spreadsheet's letter for it; `pointer` says where
    the row stands in a JSON file (RFC 6901). Empty = unknown.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    letter: str = ""
    pointer: str = ""

    @property
    def in_lines(self) -> bool:
        """Tell whether the row is a line of text, as in a file of RDF."""
        return not self.sheet and self.file.lower().removesuffix(".gz").endswith(_OF_LINES)

    def __str__(self) -> str:
        """Write the place as a person reads it: `clusters.csv, row 3, column place (F)`."""
        return self.text()

    def text(self, language: str = "en") -> str:
        """Write the place in a language: `clusters.csv, rad 3, kolonne place (F)`."""
        norwegian = language in _NORWEGIAN
        sheet, row, column = ("ark", "rad", "kolonne") if norwegian else ("sheet", "row", "column")
        if self.in_lines:
            row = "linje" if norwegian else "line"
        parts = [self.file or "?"]
        if self.sheet:
            parts.append(f"{sheet} {self.sheet}")
        if self.pointer:
            parts.append(self.pointer)
        elif self.row:
            parts.append(f"{row} {self.row}")
        if self.column or self.letter:
            name = f"{self.column} ({self.letter})" if self.letter else self.column
            parts.append(f"{column} {name if self.column else self.letter}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that may well be the right one, as the steward would write it, and why."""

    value: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth knowing.

    `rule` is a stable name such as `cell.date` or `shape.ClusterShape`; `value` is what was
    found as the steward wrote it, `expected` what belongs there and `mend` what to do, each where
    it is more than the message says. `subject` is the row's own name (`cluster:raufoss`) where it
    is known, `also` the further cells that the value was built from. Focus node, path and shape
    are IRIs, empty outside SHACL.
    """

    rule: str
    severity: Severity
    message: Message
    location: Location = field(default_factory=Location)
    value: str = ""
    focus_node: str = ""
    path: str = ""
    shape: str = ""
    subject: str = ""
    expected: Message | None = None
    mend: Message | None = None
    suggestions: tuple[Suggestion, ...] = ()
    also: tuple[Location, ...] = ()

    @property
    def id(self) -> str:
        """Give a name that stays the same while the fault does, in twelve hexadecimal digits.

        A row that is known by a name of its own may move in its sheet; any other is known by its
        number.
        """
        place = self.location
        row = self.subject or self.focus_node or str(place.row)
        parts = (self.rule, place.file, place.sheet, row, place.column, self.path, self.value)
        # A file name may hold bytes that are no UTF-8, which Python keeps as half surrogate pairs.
        text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hashlib.sha256(text).hexdigest()[:12]


def identified(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Give findings by their ids, in order; of several with one id, the second is `id-2`.

    Two values of a cell may fail in the same way, and two rows may say the same of one thing.
    """
    found: dict[str, Finding] = {}
    counts: dict[str, int] = {}
    for finding in findings:
        id_ = finding.id
        number = counts[id_] = counts.get(id_, 0) + 1
        found[id_ if number == 1 else f"{id_}-{number}"] = finding
    return found


def blocks(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings keeps a record out (exit status 1)."""
    return any(finding.severity is Severity.VIOLATION for finding in findings)
