"""The lines of a CSV file, none longer than is read, and whether the file is text at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ....ontology.errors import KlyngeError
from ....shapes.report import Finding, Location, Message, Severity

LONGEST_LINE = 1_000_000
"""Characters of a line; a cell of a spreadsheet holds at most 32,767."""

MOST_LINES = 2_000_000
"""Lines of a file: more than the enterprises in the register of any Nordic country."""

_CHUNK = 1 << 20


class UnreadableFile(KlyngeError):
    """A source is not there, or the operating system does not let klynge read it."""


def bounded_lines(file: TextIO) -> Iterator[str]:
    """Give the lines of a file; of one that is too long, its beginning, one character too long."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(("\n", "\r")):
            line = file.readline(LONGEST_LINE + 1)


def unfit_text(path: Path) -> Finding | None:
    """Give the finding about a file that is no UTF-8 text, or has too many lines."""
    with path.open("rb") as stream:
        if finding := _not_text(stream.read(4), path.name):
            return finding
        stream.seek(0)
        ends = [0, 0]
        while chunk := stream.read(_CHUNK):
            ends = [ends[0] + chunk.count(b"\n"), ends[1] + chunk.count(b"\r")]
            if max(ends) > MOST_LINES:
                return _too_long(path.name)
    return None


def _not_text(beginning: bytes, file: str) -> Finding | None:
    """Give the finding about a file that is UTF-16 or a workbook, judged by its first bytes."""
    wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or beginning.count(0) > 1
    if not wide and not beginning.startswith(b"PK\x03\x04"):
        return None
    en, nb = ("UTF-16", "UTF-16") if wide else ("a workbook or zip file", "en arbeidsbok eller zip")
    spelled = beginning.hex(" ").upper()
    message = Message(
        f"The file begins with the bytes {spelled}: it is {en}, not UTF-8 text. "
        "Save it as CSV UTF-8.",
        f"Filen begynner med bytene {spelled}: den er {nb}, ikke UTF-8-tekst. "
        "Lagre den som CSV UTF-8.",
    )
    return Finding("file.encoding", Severity.VIOLATION, message, Location(file), spelled)


def _too_long(file: str) -> Finding:
    message = Message(
        f"The file has more than {MOST_LINES:,} lines, and is not read. Divide the table among "
        "several catalogues, or leave out what is not used.",
        f"Filen har mer enn {MOST_LINES:,} linjer og leses ikke. Del tabellen på flere kataloger, "
        "eller utelat det som ikke brukes.",
    )
    return Finding("table.too-long", Severity.VIOLATION, message, Location(file))
