"""The rows of a register's CSV file, one at a time, by their headers (RFC 4180, any delimiter).

Unlike a steward's table the file is a machine's: its header names what is read, and a row with too
few or too many cells is a finding.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from ...shapes.report import Finding, Location, Message, Severity
from ..tables.names import letter
from .packed import STEP, Broken, Packed, Unpacked, Watch, open_packed, unwatched

LONGEST_LINE = 4 * 1024 * 1024
"""Characters that a line may have."""


_MARKED = "surrogateescape"
_NO_TEXT = re.compile("[\udc80-\udcff]")
"""What Python keeps bytes as that are no UTF-8 (PEP 383)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells by header."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Header:
    """The first row of a file: what stands above each column, and the columns' letters."""

    file: str
    names: tuple[str, ...]

    def letters(self) -> dict[str, str]:
        """Give the letter of each column by its name."""
        return {name: letter(index) for index, name in enumerate(self.names)}


def read_rows(
    path: Path, required: Set[str], delimiter: str = ",", watch: Watch = unwatched
) -> Iterator[Header | Row | Finding]:
    """Give the header, then the rows; findings where they cannot be read.

    A file whose header lacks a required column gives that finding only. Blank lines are passed
    over. Raises SourceMissing.
    """
    number = 0
    try:
        with open_packed(path, watch) as packed:
            cells = csv.reader(_lines(packed), delimiter=delimiter, strict=True)
            for number, row in enumerate(_rows(cells), start=1):
                if number == 1:
                    names = tuple(name.strip() for name in row)
                    if lacking := required - set(names):
                        yield _lacks(path.name, lacking, names)
                        return
                    yield Header(path.name, names)
                elif row:
                    yield _row(number, row, names, path.name)
            if not number:
                yield _lacks(path.name, required, ())
    except Broken as broken:
        yield broken.finding(Location(path.name, row=number + 1))


def _rows(cells: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from cells
    except csv.Error as error:
        raise Broken("csv.syntax", _no_csv(str(error))) from None


def _lines(packed: Packed) -> Iterator[str]:
    """Give the lines with their ends, none of them longer than a line may be."""
    file = io.BufferedReader(Unpacked(packed), STEP)
    text = io.TextIOWrapper(file, encoding="utf-8", errors=_MARKED, newline="")
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Broken("csv.too-large", _too_long())
        if not line.isascii() and _NO_TEXT.search(line):
            raise Broken("file.encoding", _not_utf_8())
        if "\0" in line:
            raise Broken("csv.syntax", _no_csv("a NUL character"))
        yield line


def _row(number: int, row: Sequence[str], names: Sequence[str], file: str) -> Row | Finding:
    if len(row) != len(names):
        return _uneven(number, len(row), len(names), file)
    return Row(number, dict(zip(names, row, strict=True)))


def _lacks(file: str, lacking: Set[str], names: Sequence[str]) -> Finding:
    missing, has = ", ".join(sorted(lacking)), ", ".join(names[:12])
    message = Message(
        f"the header lacks {missing}; it has {has or 'nothing'}: expected the file as its "
        "publisher gives it, with this delimiter. Nothing of it is read",
        f"overskriften mangler {missing}; den har {has or 'ingenting'}: forventet filen slik "
        "utgiveren gir den, med dette skilletegnet. Ingenting av den er lest",
    )
    return Finding("csv.header", Severity.VIOLATION, message, Location(file, row=1))


def _uneven(number: int, found: int, expected: int, file: str) -> Finding:
    message = Message(
        f"the row has {found} cells; expected {expected} as in the header: it is left out. Fetch "
        "the file again, or correct the row",
        f"raden har {found} celler; forventet {expected} som i overskriften: den er utelatt. Hent "
        "filen på nytt, eller rett raden",
    )
    return Finding("csv.cells", Severity.VIOLATION, message, Location(file, row=number))


def _no_csv(found: str) -> Message:
    return Message(
        f"the file is not CSV from here on ({found}); what follows is not read: fetch it again",
        f"filen er ikke CSV herfra ({found}); det som følger, er ikke lest: hent den på nytt",
    )


def _not_utf_8() -> Message:
    return Message(
        "the file is not text in UTF-8 from here on; what follows is not read: fetch it again, or "
        "save it in UTF-8",
        "filen er ikke tekst i UTF-8 herfra; det som følger, er ikke lest: hent den på nytt, eller "
        "lagre den i UTF-8",
    )


def _too_long() -> Message:
    return Message(
        f"a line has more than {LONGEST_LINE:,} characters; expected rows: what follows is not "
        "read. Fetch the file again from its publisher",
        f"en linje har mer enn {LONGEST_LINE:,} tegn; forventet rader: det som følger, er ikke "
        "lest. Hent filen på nytt fra utgiveren",
    )
