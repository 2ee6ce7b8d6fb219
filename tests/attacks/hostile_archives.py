"""Workbooks whose archive is a bomb, lies, or is read by programs in two ways."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from attacks.sound_workbook import SHEET, sound_parts, write


def zip_bomb(path: Path, number: int) -> None:
    """A part of so many spaces, which pack to a thousandth."""
    write(path, sound_parts() | {"xl/sharedStrings2.xml": b" " * number})


def many_large_parts(path: Path, number: int) -> None:
    """So many parts of ninety megabytes, each packed by less than a hundred."""
    block = random.Random(42).randbytes(60_000) + bytes(4_900_000)
    write(path, sound_parts() | {f"xl/media/{n}.bin": block * 18 for n in range(number)})


def nested_archive(path: Path, number: int) -> None:
    """An archive within the archive that would unpack to so many bytes."""
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(number))
    write(path, sound_parts() | {"xl/embeddings/inner.zip": inner.getvalue()})


def many_parts(path: Path, number: int) -> None:
    """So many empty parts beside the others; written by hand, as zipfile takes minutes."""
    write(path, sound_parts())
    data = path.read_bytes()
    end = data.rindex(b"PK\5\6")
    count, size, start = struct.unpack_from("<HLL", data, end + 10)
    entry = struct.Struct("<4s6H3L5H2L")
    offset = data.index(b"PK\3\4")
    listed = b"".join(
        entry.pack(b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, offset) + b"%08x" % n
        for n in range(number)
    )
    directory = data[start : start + size] + listed
    total = min(count + number, 0xFFFF)
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, total, total, len(directory), start, 0)
    path.write_bytes(data[:start] + directory + tail)


def overlapping(path: Path) -> None:
    """Two names for the same bytes, as in bombs that unpack one kernel many times."""
    parts = sound_parts()
    write(path, parts | {"xl/media/twin.xml": b""})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        kernel = archive.getinfo(SHEET)
    at = data.rindex(b"xl/media/twin.xml") - 46
    fields = struct.pack("<3L", kernel.CRC, kernel.compress_size, kernel.file_size)
    data[at + 16 : at + 28] = fields
    data[at + 42 : at + 46] = struct.pack("<L", kernel.header_offset)
    path.write_bytes(bytes(data))


def lying_size(path: Path, stated: int) -> None:
    """A sheet whose entry in the directory says another size than it has."""
    write(path, sound_parts())
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46
    data[at + 24 : at + 28] = struct.pack("<L", stated)
    path.write_bytes(bytes(data))


def doubled_part(path: Path) -> None:
    """Two parts of one name, of which programs take the one or the other."""
    with path.open("wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sound_parts().items():
            archive.writestr(name, data)
        archive.writestr(SHEET.replace("sheet5", "Sheet5"), b"<worksheet/>")


def leading_out(path: Path, name: str) -> None:
    """A part whose name leads out of the folder that the archive may be unpacked in."""
    write(path, sound_parts() | {name: b"owned"})


def locked_part(path: Path) -> None:
    """A part that says it is encrypted."""
    write(path, sound_parts())
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46
    data[at + 8] |= 1
    path.write_bytes(bytes(data))


def broken_stream(path: Path) -> None:
    """A part whose packed bytes are damaged, with its sizes as they were."""
    write(path, sound_parts())
    data = bytearray(path.read_bytes())
    at = data.index(SHEET.encode()) + len(SHEET) + 40
    data[at : at + 40] = zlib.crc32(b"").to_bytes(4, "big") * 10
    path.write_bytes(bytes(data))
