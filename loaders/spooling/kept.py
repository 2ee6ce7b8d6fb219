"""What a build keeps of its work, so that one that is interrupted goes on where it was.

A folder beside the releases of a catalogue. An entry is known by a digest of everything that
decides what is in it: the bytes of the source's file or the records it was made of, its facts, the
files of klynge. It is two files, the data and, written last, what is known of them with their
SHA-256; an entry that is not as it says is made anew. What a build that ended well has not used is
taken away.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

import msgspec

from ..made_by import made_by
from ..records import Sheet
from .line_file import LineFile
from .record_file import Aside, RecordFile, Written, digest_of

T = TypeVar("T")

By = Sequence[str]
"""What decides an entry, its name first."""


class _About(msgspec.Struct):
    """What is known of the data of an entry."""

    sha256: str
    number: int
    sheets: tuple[Sheet, ...] = ()


FOLDER = ".kept"
"""Where among the releases of a catalogue the work is."""


class Kept:
    """The kept work of one catalogue."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which no other build uses meanwhile."""
        self._folder = folder
        self._used: set[str] = set()
        self._own: set[Path] = set()
        self._reused: dict[str, None] = {}
        self._made_by = made_by()
        self.scratch = folder / "scratch"
        """For files of one run; what an interrupted one has left there is taken away."""
        rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)

    @property
    def reused(self) -> list[str]:
        """Give the names of what an earlier build had done."""
        return list(self._reused)

    def lines(self, by: By) -> LineFile | None:
        """Give the lines of an entry; None where there are none."""
        path, about = self._entry(by)
        if about is None:
            return None
        rows = _sha256(path)
        if rows.hexdigest() != about.sha256:
            return None
        self._reuse(path, by)
        return LineFile(path, about.number, about.sha256)

    def keep_lines(self, lines: LineFile, by: By) -> LineFile:
        """Keep lines; their file is moved."""
        path = self._keep(lines.path, by, _About(lines.digest, len(lines)))
        return LineFile(path, len(lines), lines.digest)

    def records(self, by: By, aside: Aside) -> RecordFile | None:
        """Give the records of an entry; None where there are none."""
        path, about = self._entry(by)
        if about is None:
            return None
        rows = hashlib.sha256()
        starts, at = array("Q"), 0
        with path.open("rb") as file:
            for line in file:
                rows.update(line)
                starts.append(at)
                at += len(line)
        digest = digest_of(rows, about.sheets)
        if digest != about.sha256:
            return None
        self._reuse(path, by)
        return RecordFile(path, Written(about.sheets, starts, digest), aside)

    def keep_records(self, records: RecordFile, by: By) -> RecordFile:
        """Keep records; their file is moved."""
        written = records.written
        about = _About(records.digest, len(records), written.sheets)
        return RecordFile(self._keep(records.path, by, about), written, records.aside)

    def values(self, by: By, kind: type[T]) -> T | None:
        """Give the value of an entry, of a kind; None where there is none."""
        path, about = self._entry(by)
        if about is None or _sha256(path).hexdigest() != about.sha256:
            return None
        try:
            found = msgspec.json.decode(path.read_bytes(), type=kind)
        except msgspec.DecodeError:
            return None
        self._reuse(path, by)
        return found

    def keep_values(self, value: object, by: By) -> None:
        """Keep a value that JSON can say."""
        path = self.scratch / "value"
        path.write_bytes(msgspec.json.encode(value))
        self._keep(path, by, _About(_sha256(path).hexdigest(), 1))

    def tidy(self) -> None:
        """Take away what this run has not used."""
        for path in self._folder.iterdir():
            if path.is_file() and path.stem not in self._used and path.suffix:
                path.unlink()

    def _entry(self, by: By) -> tuple[Path, _About | None]:
        path, facts = self._paths(by)
        with suppress(OSError, ValueError, msgspec.DecodeError):
            digest, _, body = facts.read_bytes().partition(b"\n")
            if path.is_file() and hashlib.sha256(body).hexdigest() == digest.decode():
                return path, msgspec.json.decode(body, type=_About)
        return path, None

    def _reuse(self, path: Path, by: By) -> None:
        if path not in self._own:
            self._reused[by[0]] = None

    def _keep(self, made: Path, by: By, about: _About) -> Path:
        path, facts = self._paths(by)
        facts.unlink(missing_ok=True)
        made.replace(path)
        body = msgspec.json.encode(about)
        part = self.scratch / "facts"
        part.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        part.replace(facts)
        self._own.add(path)
        return path

    def _paths(self, by: By) -> tuple[Path, Path]:
        digest = hashlib.sha256("\0".join((self._made_by, *by)).encode()).hexdigest()[:32]
        self._used.add(digest)
        return self._folder / f"{digest}.data", self._folder / f"{digest}.about"


def _sha256(path: Path) -> hashlib._Hash:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256")
