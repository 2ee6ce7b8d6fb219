"""What a file is that has a workbook's name and is none: told from its first bytes."""

from __future__ import annotations

import codecs
import mmap
from dataclasses import dataclass
from pathlib import Path

from ....shapes.report import Finding, Location, Message, Severity

_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How a compound file begins (MS-CFB): an .xls, or an .xlsx under a password."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a workbook under a password (MS-OFFCRYPTO, section 2.3.4.1)."""

_AS_XLSX = Message(
    "Open it in a spreadsheet and save it as .xlsx.",
    "Åpne den i et regneark og lagre den som .xlsx.",
)


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is, and what to do about it."""

    name: Message
    mend: Message = _AS_XLSX


_PASSWORD = Format(
    Message("a workbook under a password", "en arbeidsbok med passord"),
    Message(
        "Open it and save it as .xlsx without a password.",
        "Åpne den og lagre den som .xlsx uten passord.",
    ),
)
_TEXT = Format(
    Message("text, perhaps CSV", "tekst, kanskje CSV"),
    Message(
        "Give the file the ending .csv, or open it in a spreadsheet and save it as .xlsx.",
        "Gi filen endelsen .csv, eller åpne den i et regneark og lagre den som .xlsx.",
    ),
)
_OLD = Format(Message("an old workbook (.xls)", "en gammel arbeidsbok (.xls)"))
_CUT = Format(
    Message("a workbook that is damaged or cut off", "en arbeidsbok som er skadet eller avkuttet"),
    Message("Get the file again from where it was made.", "Hent filen på nytt der den ble laget."),
)
_PAGE = Format(Message("a web page or XML", "en nettside eller XML"))
_EMPTY = Format(Message("empty", "tom"))
_OTHER = Format(Message("damaged or of another format", "skadet eller av et annet format"))


def foreign_format(path: Path) -> Finding:
    """Give the finding about a file that is no workbook, with what it seems to be."""
    with path.open("rb") as stream:
        beginning = stream.read(1024)
    what = _what(path, beginning)
    message = Message(
        f"The file is not an Excel workbook (.xlsx); it is {what.name.en}. {what.mend.en}",
        f"Filen er ikke en Excel-arbeidsbok (.xlsx); den er {what.name.nb}. {what.mend.nb}",
    )
    found = beginning[:8].hex(" ").upper()
    return Finding("workbook.damaged", Severity.VIOLATION, message, Location(path.name), found)


def _what(path: Path, beginning: bytes) -> Format:
    if not beginning:
        return _EMPTY
    if beginning.startswith(_COMPOUND):
        return _PASSWORD if _holds(path, _ENCRYPTED) else _OLD
    if beginning.startswith(b"PK"):
        return _CUT
    if any(byte < ord(" ") and byte not in b"\r\n\t" for byte in beginning):
        return _OTHER
    text = beginning.removeprefix(codecs.BOM_UTF8).lstrip()
    return _PAGE if text.startswith(b"<") else _TEXT


def _holds(path: Path, sought: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        return mapped.find(sought) >= 0
