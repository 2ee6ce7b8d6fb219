"""What a part of a workbook may hold, seen before a library reads it into memory as a whole.

A part is an XML file in a workbook's archive (ECMA-376 part 2, Open Packaging Conventions).
openpyxl makes objects of most of what stands in one, so a small file can take all memory. The
survey goes through a part once in constant memory and raises UnfitPart at the first thing that
no spreadsheet writes: a document type declaration, with which entities grow; deep nesting; more
elements than are read; one tag or text of a megabyte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from ....shapes.report import Message

_CHUNK = 64 * 1024
_DEEPEST = 64
_STRICT = "http://purl.oclc.org/ooxml/"


class UnfitPart(Exception):
    """A part holds what is not read; `rule` and `message` are for a finding, `row` if known."""

    def __init__(self, rule: str, message: Message, row: int = 0) -> None:
        """Take what a finding about the part says."""
        super().__init__(message.en)
        self.rule = rule
        self.message = message
        self.row = row


@dataclass(frozen=True, slots=True)
class Limits:
    """How many elements a part may have, and how many bytes may stand from one tag to the next."""

    elements: int
    between: int = 100_000


_USUAL = Limits(50_000)
_BY_ROOT = {"sst": Limits(4_000_000, 1_000_000), "styleSheet": Limits(300_000)}
"""Two million shared strings; styles with all the cell formats that Excel allows."""


class Survey:
    """Goes through a part's XML; `element` and `leave` may be extended for a kind of part."""

    def __init__(self, name: str) -> None:
        """Take the part's name, for messages."""
        self.name = name
        self.row = 0
        """The row that the survey is in, of a part with rows."""
        self._limits = _USUAL
        self._depth = self._count = self._last = 0
        self.distance = 0
        """The bytes from the last tag to this one."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._declaration

    def read(self, part: IO[bytes]) -> None:
        """Go through a part; raises UnfitPart, and expat's error where it is not XML."""
        fed = 0
        while chunk := part.read(_CHUNK):
            self._parser.Parse(chunk, False)
            fed += len(chunk)
            # A tag is told only when it ends, so one that does not end is seen here.
            self._between(fed, max(self._parser.CurrentByteIndex, 0))
        self._parser.Parse(b"", True)

    def limits(self, root: str) -> Limits:
        """Give the limits for a part with this root element."""
        return _BY_ROOT.get(root.rpartition(" ")[2], _USUAL)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin; its name has its namespace before it."""
        self.count()

    def leave(self, name: str) -> None:
        """See an element end."""

    def count(self) -> None:
        """Count an element that is kept in memory."""
        self._count += 1
        if self._count > self._limits.elements:
            raise self.too_much(f"{self._limits.elements:,} elements", "elementer")

    def too_much(self, most: str, of: str = "") -> UnfitPart:
        """Give the refusal of a part that holds more than is read of something."""
        nb = f"{most.split()[0]} {of}" if of else most
        return UnfitPart(
            "workbook.too-large",
            Message(
                f"The part {self.name} of the workbook has more than {most}, and is not read. "
                "Save the tables as CSV files in a folder and name that folder.",
                f"Delen {self.name} av arbeidsboken har mer enn {nb} og leses ikke. "
                "Lagre tabellene som CSV-filer i en mappe og oppgi mappen.",
            ),
            self.row,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._depth:
            self._limits = self.limits(name)
            if name.startswith(_STRICT):
                raise _strict()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.too_much(f"{_DEEPEST} elements within each other", "elementer i hverandre")
        self._tag()
        self.element(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._tag()
        self.leave(name)

    def _tag(self) -> None:
        index = self._parser.CurrentByteIndex
        self._between(index, self._last)
        self.distance, self._last = index - self._last, index

    def _between(self, index: int, last: int) -> None:
        if index - last > self._limits.between:
            raise self.too_much(f"{self._limits.between:,} bytes in one text", "byte i én tekst")

    def _declaration(self, *_: object) -> None:
        raise UnfitPart(
            "workbook.document-type",
            Message(
                f"The part {self.name} of the workbook has a document type declaration, which no "
                "workbook has and which can hide a bomb; it is not read. Do not trust the file; "
                "if it is yours, open it in a spreadsheet and save it again.",
                f"Delen {self.name} av arbeidsboken har en dokumenttypedeklarasjon, som ingen "
                "arbeidsbok har og som kan skjule en bombe; den leses ikke. Ikke stol på filen; "
                "er den din, åpne den i et regneark og lagre den på nytt.",
            ),
        )


def _strict() -> UnfitPart:
    return UnfitPart(
        "workbook.strict",
        Message(
            "The workbook is saved as Strict Open XML, which is not read. Open it in a "
            "spreadsheet and save it as an ordinary workbook (.xlsx).",
            "Arbeidsboken er lagret som Strict Open XML, som ikke leses. Åpne den i et regneark "
            "og lagre den som vanlig arbeidsbok (.xlsx).",
        ),
    )
