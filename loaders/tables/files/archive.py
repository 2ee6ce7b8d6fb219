"""Whether a workbook's zip archive may be opened: what it is, and what it would unpack to."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from ....shapes.report import Finding, Location, Message, Severity
from .central_directory import directory_size
from .foreign_formats import foreign_format

MOST_BYTES = 50_000_000
MOST_UNPACKED = 500_000_000
MOST_RATIO = 100
"""A part that unpacks to more than this many times its size is no table that someone typed."""
MOST_DIRECTORY = 2_000_000
"""Bytes of the list of parts, which is read as a whole: room for twenty thousand parts."""

_SMALL = 1_000_000
_LOCAL_HEADER = 30
_LOCKED = 0x1
"""The bit of a part that is encrypted (APPNOTE.TXT, section 4.4.4)."""


def unfit_archive(path: Path) -> Finding | None:
    """Give the finding about a workbook that must not or cannot be opened, None for one that can.

    The sizes are those the archive declares; zipfile reads no further than these.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        return _too_large(path.name, f"{size:,} bytes", f"{size:,} byte", f"{MOST_BYTES:,}")
    listed = directory_size(path)
    if listed > MOST_DIRECTORY:
        en, nb = f"a list of parts of {listed:,} bytes", f"en delliste på {listed:,} byte"
        return _too_large(path.name, en, nb, f"{MOST_DIRECTORY:,}")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return foreign_format(path)
    return _oversized(path.name, parts) or _misshapen(path.name, parts)


def _oversized(file: str, parts: Sequence[zipfile.ZipInfo]) -> Finding | None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        en, nb = f"{unpacked:,} bytes unpacked", f"{unpacked:,} byte utpakket"
        return _too_large(file, en, nb, f"{MOST_UNPACKED:,}")
    for part in parts:
        if part.file_size > max(_SMALL, MOST_RATIO * part.compress_size):
            packed, size = f"{part.compress_size:,}", f"{part.file_size:,}"
            en = f"{packed} bytes that unpack to {size}"
            nb = f"{packed} byte som pakkes ut til {size}"
            return _too_large(
                file, en, nb, f"{MOST_RATIO} times their size", f"{MOST_RATIO} ganger"
            )
    return None


def _misshapen(file: str, parts: Sequence[zipfile.ZipInfo]) -> Finding | None:
    """Give the finding about an archive that programs would read in different ways."""
    if any(part.flag_bits & _LOCKED for part in parts):
        return _odd(file, "a part under a password", "en del med passord")
    for part in parts:
        if _leads_out(part.filename):
            name = repr(part.filename[:80])
            return _odd(
                file, f"a part {name}, outside of the archive", f"en del {name}, utenfor arkivet"
            )
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        return _odd(file, f"two parts {double}", f"to deler {double}")
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for part, following in zip(ordered, ordered[1:], strict=False):
        end = part.header_offset + _LOCAL_HEADER + len(part.filename) + part.compress_size
        if end > following.header_offset:
            return _odd(
                file,
                f"parts that overlap: {part.filename}, {following.filename}",
                f"deler som overlapper: {part.filename}, {following.filename}",
            )
    return None


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    drive = path.parts and ":" in path.parts[0]
    return path.is_absolute() or ".." in path.parts or bool(drive) or "\0" in name


def _too_large(file: str, en: str, nb: str, most: str, most_nb: str = "") -> Finding:
    message = Message(
        f"The workbook has {en}; at most {most} are read. "
        "Save the tables as CSV files in a folder and name that folder.",
        f"Arbeidsboken har {nb}; det leses høyst {most_nb or most}. "
        "Lagre tabellene som CSV-filer i en mappe og oppgi mappen.",
    )
    return Finding("workbook.too-large", Severity.VIOLATION, message, Location(file))


def _odd(file: str, en: str, nb: str) -> Finding:
    message = Message(
        f"The archive of the workbook has {en}, which no spreadsheet writes; it is not read. Do "
        "not trust the file; if it is yours, open it in a spreadsheet and save it again.",
        f"Arkivet i arbeidsboken har {nb}, som ingen regneark skriver; den leses ikke. Ikke stol "
        "på filen; er den din, åpne den i et regneark og lagre den på nytt.",
    )
    return Finding("workbook.archive", Severity.VIOLATION, message, Location(file))
