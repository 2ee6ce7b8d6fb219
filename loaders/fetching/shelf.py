"""The shelf: the folder `fetched/` of a catalogue, where the files of its sources are kept.

- `fetched/<source>/`: the files, as the source's reader reads them
- `fetched/<source>.receipt.json`: where they come from
- `fetched/.parts/<source>/`: what has come of a file that is not whole
- `fetched/.new/<source>/`: what a fetch is about to put in their place
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ...ontology.errors import KlyngeError
from .names import is_plain
from .receipt import KeptFile, Receipt, read_receipt

FOLDER = "fetched"


class UnusableName(KlyngeError):
    """The id of a source cannot be the name of a folder on every system."""


class LeadsAway(KlyngeError):
    """A folder for fetched files is a link to somewhere else."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The places of one source's files."""

    catalogue: Path
    source: str

    @property
    def kept(self) -> Path:
        """The folder that the source is read from."""
        return self.catalogue / FOLDER / self.source

    @property
    def new(self) -> Path:
        """What will be in that folder once a fetch has ended."""
        return self.catalogue / FOLDER / ".new" / self.source

    @property
    def parts(self) -> Path:
        """Files that are not whole yet."""
        return self.catalogue / FOLDER / ".parts" / self.source

    @property
    def receipt(self) -> Path:
        """Where the files come from."""
        return self.catalogue / FOLDER / f"{self.source}.receipt.json"

    def read_receipt(self) -> Receipt | None:
        """Give the receipt; raises BadReceipt."""
        return read_receipt(self.receipt)

    def path(self, receipt: Receipt | None) -> Path:
        """Give what the source reads: its one file, or the folder where there are several."""
        files = receipt.files if receipt else ()
        return self.kept / files[0].name if len(files) == 1 else self.kept

    def has(self, file: KeptFile) -> bool:
        """Tell whether a file is there as its receipt says; it is read whole."""
        return is_file(self.kept / file.name, file)

    def open(self) -> None:
        """Make the folders, with what is kept in `new` too; raises LeadsAway."""
        top = self.catalogue / FOLDER
        for folder in (top, top / ".new", top / ".parts", self.kept, self.parts, self.new):
            if folder.is_symlink():
                raise LeadsAway(f"{folder} is a link; expected a folder of its own: remove it")
            folder.mkdir(exist_ok=True)
        shutil.rmtree(self.new, ignore_errors=True)
        self.new.mkdir()
        for path in self.parts.iterdir():
            if not _is_own(path):
                _remove(path)

    def close(self, wanted: Collection[str] | None) -> None:
        """Take away what is left over; parts stay of the files that are wanted, None for any."""
        shutil.rmtree(self.new, ignore_errors=True)
        for path in sorted(self.parts.iterdir()):
            if wanted is not None and path.stem not in wanted:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for folder in (self.parts, self.parts.parent, self.new.parent):
            if not any(folder.iterdir()):
                folder.rmdir()


def make_own(folder: Path) -> None:
    """Make a folder where there is none; raises LeadsAway for anything else in its place."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise LeadsAway(f"{folder} is a link or a file; expected a folder of its own: remove it")
    folder.mkdir(exist_ok=True)


def _is_own(path: Path) -> bool:
    """Tell whether a file is nowhere else too, by a link: one that is could be written through."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def is_file(path: Path, file: KeptFile) -> bool:
    """Tell whether a file is there with this size and digest."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != file.bytes:
        return False
    return described(path).sha256 == file.sha256


def described(path: Path) -> KeptFile:
    """Give name, size and digest of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return KeptFile(path.name, path.stat().st_size, digest)


def linked(path: Path, target: Path) -> None:
    """Let a file be at a second place too, by a link where the file system has such."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def shelf_of(catalogue: Path, source: str) -> Shelf:
    """Give the shelf of a source; raises UnusableName."""
    if not is_plain(source) or source.endswith(".json"):
        raise UnusableName(
            f"the source id {source!r} cannot name a folder; with `fetch` expected letters, "
            "digits, - and _"
        )
    return Shelf(catalogue, source)
