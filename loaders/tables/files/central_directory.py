"""How large the list of parts at the end of a zip archive is, before anyone reads it."""

from __future__ import annotations

import struct
from pathlib import Path

# APPNOTE.TXT, sections 4.3.16 (end of central directory) and 4.3.14 to 4.3.15 (Zip64).
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64_SIZE = 20
_SIGNATURE, _SIGNATURE64 = b"PK\5\6", b"PK\6\6"
_LONGEST_COMMENT = 0xFFFF
_LONGEST_END = _END64.size + _LOCATOR64_SIZE + _END.size + _LONGEST_COMMENT
_IN_ZIP64 = 0xFFFFFFFF
"""Instead of a size: it stands in the Zip64 record."""


def directory_size(path: Path) -> int:
    """Give the bytes of the list that an archive says it has; 0 where the file is no archive.

    The records are looked for where zipfile looks for them.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _LONGEST_END))
        tail = file.read()
    end = tail.rfind(_SIGNATURE)
    if end < 0 or len(tail) < end + _END.size:
        return 0
    listed = int(_END.unpack_from(tail, end)[5])
    locator = end - _LOCATOR64_SIZE
    end64 = locator - _END64.size
    if end64 >= 0 and tail.startswith(_SIGNATURE64, end64):
        return max(listed % _IN_ZIP64, int(_END64.unpack_from(tail, end64)[8]))
    return listed
