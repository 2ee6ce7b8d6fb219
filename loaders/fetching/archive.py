"""Files of a zip archive (PKWARE APPNOTE 6.3.10), unpacked in bounded steps.

Nothing that an archive says of itself is believed: neither its names, of which only the last part
is used, nor its sizes. Those it declares are bounded before anything is written, and what comes
out is counted.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from ..streams.packed import MOST_BYTES, MOST_PACKED
from ..tables.files.central_directory import directory_size
from .fault import Fault
from .names import is_plain

MOST_MEMBERS = 10_000
"""Files of an archive, of which a package of a register has a dozen."""

MOST_DIRECTORY = 4_000_000
"""Bytes of the list of its files, which is read as a whole."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What is unpacked; of other methods zipfile unpacks a step as a whole, whatever comes out."""

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
           ValueError, LookupError, struct.error)  # fmt: skip
"""What zipfile raises for archives whose bytes were changed here and there."""

_STEP = 256 * 1024
_FREE = 64 * 1024 * 1024
"""Bytes that may come out whatever went in."""


def unpack(archive: Path, folder: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    """Write the files whose names fit one of the patterns into a folder; raises Fault."""
    most = min(MOST_BYTES, max(_FREE, archive.stat().st_size * MOST_PACKED))
    try:
        if (listed := directory_size(archive)) > MOST_DIRECTORY:
            raise _unusable(f"its list has {listed:,} bytes", f"listen har {listed:,} byte")
        with zipfile.ZipFile(archive) as opened:
            chosen = _chosen(opened, patterns)
            if sum(member.file_size for member in chosen) > most:
                raise _bomb(most)
            for member in chosen:
                target = folder / _name(member)
                most -= _write(opened, member, target, most)
                yield target
    except _BROKEN as error:
        raise Fault(
            f"the archive cannot be unpacked ({error}); fetch it again later, or unpack it by hand",
            f"arkivet kan ikke pakkes ut ({error}); hent det på nytt senere, eller pakk det ut for "
            "hånd",
        ) from None


def _chosen(opened: zipfile.ZipFile, patterns: tuple[str, ...]) -> list[zipfile.ZipInfo]:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise _unusable(f"it has {len(members):,} files", f"det har {len(members):,} filer")
    chosen = [m for m in members if any(fnmatchcase(m.filename, each) for each in patterns)]
    names = [_name(member) for member in chosen]
    if not chosen:
        found = ", ".join(member.filename[:80] for member in members[:12])
        wanted = ", ".join(patterns)
        raise _unusable(
            f"it has {found or 'nothing'}, and none of it fits {wanted}",
            f"det har {found or 'ingenting'}, og ingenting av det passer med {wanted}",
        )
    if len(set(names)) < len(names) or not all(map(is_plain, names)):
        raise _unusable("names in it repeat or lead away", "navn i det gjentas eller leder bort")
    if not _METHODS.issuperset(member.compress_type for member in chosen):
        raise _unusable("it is not packed by deflate", "det er ikke pakket med deflate")
    return chosen


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.rpartition("/")[2]


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Write one file and give its size; what it declares is checked by its CRC-32 at the end."""
    size = 0
    target.unlink(missing_ok=True)
    with opened.open(member) as packed, target.open("wb") as file:
        while some := packed.read(_STEP):
            size += len(some)
            if size > most:
                raise _bomb(most)
            file.write(some)
    return size


def _bomb(most: int) -> Fault:
    return _unusable(
        f"it unpacks to more than {most:,} bytes, as no register does",
        f"det pakkes ut til mer enn {most:,} byte, noe ingen register gjør",
    )


def _unusable(en: str, nb: str) -> Fault:
    return Fault(
        f"the archive is not unpacked: {en}; tell us if its publisher has changed it",
        f"arkivet pakkes ikke ut: {nb}; si fra hvis utgiveren har endret det",
    )
