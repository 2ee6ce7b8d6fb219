"""The bytes of a file, plain or packed with gzip (RFC 1952), a bounded step at a time.

A file is unpacked while it is read and never as a whole. What unpacks without end, is cut off or
damaged, or is not text in UTF-8 ends the reading with a `Broken`, which readers tell as a finding.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Location, Message, Severity

STEP = 256 * 1024
"""How many bytes are read at a time."""

MOST_BYTES = 64 * 1024**3
"""What a file may unpack to; twenty times the largest register seen."""

MOST_PACKED = 200
"""How many times its size a file may unpack to; registers as JSON stay below sixty."""

_FREE = 64 * 1024 * 1024
"""What may be unpacked before the ratio counts."""

_PACKED_STEP = 64 * 1024
_MEMBER = 16 + zlib.MAX_WBITS
"""That a gzip header and checksum are expected around the packed bytes (zlib's manual)."""

_UTF_8 = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


Watch = Callable[[int, int], None]
"""Is told how many bytes of a file have been used, of how many."""


def unwatched(used: int, size: int) -> None:
    """Watch nothing."""


class SourceMissing(KlyngeError):
    """A source's file is not where `klynge.toml` says it is."""


class Broken(Exception):
    """A file cannot be read on; it says what was found. Readers turn it into a finding."""

    def __init__(self, rule: str, message: Message) -> None:
        """Take the rule that the file breaks, and what to say."""
        super().__init__(message.en)
        self.rule = rule
        self.message = message

    def finding(self, location: Location) -> Finding:
        """Give the finding, at the place where the reading ended."""
        return Finding(self.rule, Severity.VIOLATION, self.message, location)


class Packed:
    """An open file whose bytes are read unpacked."""

    def __init__(self, path: Path, file: BinaryIO, watch: Watch = unwatched) -> None:
        """Take an open file; whether it is packed is seen from its first bytes, not its name."""
        self.name = path.name
        self.size = path.stat().st_size
        self._file = file
        self._watch = watch
        start = file.read(4)
        file.seek(0)
        if start == _ZIP:
            raise Broken("file.archive", _unpack_first(self.name))
        self._packed = start.startswith(_GZIP)
        self._bytes = _Gunzip(file, self.name) if self._packed else file
        self._read = 0
        self._start = self._without_mark()

    def read(self, step: int = STEP) -> bytes:
        """Give some bytes, none at the end; raises Broken."""
        if self._start:
            start, self._start = self._start, b""
            return start
        return self._step(step)

    def _without_mark(self) -> bytes:
        start = self._step(STEP)
        if start.startswith(_UTF_16):
            raise Broken("file.encoding", _not_utf_8(self.name))
        return start.removeprefix(_UTF_8)

    def _step(self, step: int) -> bytes:
        some = self._bytes.read(step)
        self._read += len(some)
        self._watch(self._file.tell(), self.size)
        packed = self._packed and self._read > max(_FREE, self.size * MOST_PACKED)
        if packed or self._read > MOST_BYTES:
            raise Broken("file.too-large", _endless(self.name, self._read, self.size))
        return some


class _Gunzip:
    """Unpacks the members of a gzip file, at most a step at a time; what is whole comes first."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._rest = b""
        self._given = 0
        self._member = zlib.decompressobj(wbits=_MEMBER)

    def read(self, step: int) -> bytes:
        while True:
            packed = self._rest or self._file.read(_PACKED_STEP)
            if self._member.eof:
                if not packed.strip(b"\0"):
                    return b""
                self._member = zlib.decompressobj(wbits=_MEMBER)
            if not packed:
                raise Broken("file.packed", _damaged(self._name, self._given, "it ends too soon"))
            try:
                some = self._member.decompress(packed, step)
            except zlib.error as error:
                raise Broken("file.packed", _damaged(self._name, self._given, str(error))) from None
            self._rest = self._member.unused_data or self._member.unconsumed_tail
            if some:
                self._given += len(some)
                return some


@contextmanager
def open_packed(path: Path, watch: Watch = unwatched) -> Iterator[Packed]:
    """Open a file of a source; raises SourceMissing when there is none, and Broken."""
    if not path.is_file():
        raise SourceMissing(
            f"{path} is not a file; put the file there or correct `path` in klynge.toml"
        )
    with path.open("rb") as file:
        yield Packed(path, file, watch)


class Unpacked(io.RawIOBase):
    """The same bytes as Python's text reader wants them."""

    def __init__(self, packed: Packed) -> None:
        """Take an open file."""
        self._packed = packed
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with the next bytes; raises Broken."""
        view = memoryview(cast(bytearray, buffer))
        some = self._rest or self._packed.read()
        used = min(len(view), len(some))
        view[:used], self._rest = some[:used], some[used:]
        return used


def _unpack_first(name: str) -> Message:
    return Message(
        f"{name} is a zip archive; expected the file in it: unpack it and name the file as `path`",
        f"{name} er et zip-arkiv; forventet filen i det: pakk det ut og oppgi filen som `path`",
    )


def _not_utf_8(name: str) -> Message:
    return Message(
        f"{name} is text in UTF-16; expected UTF-8: fetch it again, or save it in UTF-8",
        f"{name} er tekst i UTF-16; forventet UTF-8: hent den på nytt, eller lagre den i UTF-8",
    )


def _damaged(name: str, read: int, error: str) -> Message:
    return Message(
        f"{name} is damaged or cut off after {read:,} unpacked bytes ({error}); expected a whole "
        "gzip file: fetch it again. What stands after that is not read",
        f"{name} er skadet eller avbrutt etter {read:,} utpakkede byte ({error}); forventet en hel "
        "gzip-fil: hent den på nytt. Det som står etter dette, er ikke lest",
    )


def _endless(name: str, read: int, size: int) -> Message:
    return Message(
        f"{name} has {size:,} bytes and unpacks to more than {read:,}; no register does: it is "
        "not read on. Fetch it again from its publisher",
        f"{name} har {size:,} byte og pakkes ut til mer enn {read:,}; det gjør ingen register: den "
        "leses ikke videre. Hent den på nytt fra utgiveren",
    )
