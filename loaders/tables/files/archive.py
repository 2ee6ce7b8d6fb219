"""Whether a workbook's zip archive may be opened: what it is, and what it would unpack to."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ....shapes.report import Finding, Location, Message, Severity

MOST_BYTES = 50_000_000
MOST_UNPACKED = 500_000_000
MOST_RATIO = 100
"""A part that unpacks to more than this many times its size is no table that someone typed."""

_SMALL = 1_000_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How a compound file begins: an .xls, or an .xlsx under a password."""


def unfit_archive(path: Path) -> Finding | None:
    """Give the finding about a workbook that must not or cannot be opened, None for one that can.

    The sizes are those the archive declares; zipfile reads no further than these.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        return _too_large(path.name, f"{size:,} bytes", f"{MOST_BYTES:,}")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return _no_workbook(path)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        return _too_large(path.name, f"{unpacked:,} bytes unpacked", f"{MOST_UNPACKED:,}")
    for part in parts:
        if part.file_size > max(_SMALL, MOST_RATIO * part.compress_size):
            found = f"{part.compress_size:,} bytes that unpack to {part.file_size:,}"
            return _too_large(path.name, found, f"{MOST_RATIO} times their size")
    return None


def _too_large(file: str, found: str, most: str) -> Finding:
    message = Message(
        f"The workbook has {found}; at most {most} are read. "
        "Save the tables as CSV files in a folder and name that folder.",
        f"Arbeidsboken har {found}; det leses høyst {most}. "
        "Lagre tabellene som CSV-filer i en mappe og oppgi mappen.",
    )
    return Finding("workbook.too-large", Severity.VIOLATION, message, Location(file))


def _no_workbook(path: Path) -> Finding:
    with path.open("rb") as stream:
        beginning = stream.read(8)
    old = beginning.startswith(_OLD_OR_LOCKED)
    en = "an old .xls or under a password" if old else "damaged or of another format"
    nb = "en gammel .xls eller passordbeskyttet" if old else "skadet eller av et annet format"
    message = Message(
        f"The file is not an Excel workbook (.xlsx); it is {en}. "
        "Open it and save it as .xlsx without a password.",
        f"Filen er ikke en Excel-arbeidsbok (.xlsx); den er {nb}. "
        "Åpne den og lagre den som .xlsx uten passord.",
    )
    found = beginning.hex(" ").upper()
    return Finding("workbook.damaged", Severity.VIOLATION, message, Location(path.name), found)
