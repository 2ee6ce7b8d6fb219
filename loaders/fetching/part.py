"""A file that is coming in: what there is of it, and whether its server can send the rest.

The rest is asked for by Range with If-Range (RFC 9110, sections 13.1.5 and 14.2), which takes a
strong validator: without one nobody could tell whether two halves are of one file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ..streams.packed import Watch
from .exchange import Response
from .fault import Fault
from .request import Request

_STEP = 64 * 1024
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")


class Begun(msgspec.Struct):
    """What a part is of: the address it was asked for, its strong tag, its length where known."""

    url: str
    etag: str
    total: int | None


class Part:
    """The part of one file."""

    def __init__(self, folder: Path, name: str, watch: Watch) -> None:
        """Take the folder of parts, and who is told how much is there of how much."""
        self.path = folder / f"{name}.part"
        self._facts = folder / f"{name}.json"
        self._watch = watch

    def asked_for(self, request: Request) -> Mapping[str, str]:
        """Give the headers that ask for the rest, none where nothing is there to go on from."""
        begun = self._begun()
        # A catalogue can come from anyone: a link would have what is published appended elsewhere.
        is_link = self.path.is_symlink() or self._facts.is_symlink()
        if is_link or begun is None or begun.url != request.url or not self._size():
            self.drop()
            return {}
        return {"Range": f"bytes={self._size()}-", "If-Range": begun.etag}

    def take(self, response: Response, request: Request) -> None:
        """Take in the body of an answer of 200 or 206; raises Fault, and what breaks off.

        What is there when it breaks off stays where the rest can be asked for.
        """
        start, total = self._place(response, request)
        if not start:
            self._begin(response, request, total)
        try:
            self._write(response, request, start, total)
            if total is not None and self._size() != total:
                raise _broken_off(request, self._size(), total)
        except BaseException:
            if not self._facts.exists():
                self.drop()
            raise

    def drop(self) -> None:
        """Take the part away."""
        self._facts.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def _place(self, response: Response, request: Request) -> tuple[int, int | None]:
        """Give where a body begins in its file, and how long the file is."""
        if response.http.status == 200:
            return 0, response.http.length
        begun, found = self._begun(), _RANGE.fullmatch(response.header("Content-Range"))
        start, end, total = map(int, found.groups()) if found else (0, 0, 0)
        same = begun is not None and response.header("ETag") in {"", begun.etag}
        known = begun.total if begun and begun.total is not None else total
        if not same or (start, end, known) != (self._size(), total - 1, total):
            self.drop()
            raise Fault(
                f"{request.url} sends another part than the one asked for; it is begun anew",
                f"{request.url} sender en annen del enn den det ble bedt om; det begynnes på nytt",
                again=True,
            )
        if total > request.most:
            self.drop()
            raise too_large(request, total)
        return start, total

    def _begin(self, response: Response, request: Request, total: int | None) -> None:
        self.drop()
        etag = response.header("ETag")
        if etag.startswith('"') and response.header("Accept-Ranges").lower() != "none":
            self._facts.write_bytes(msgspec.json.encode(Begun(request.url, etag, total)))

    def _write(self, response: Response, request: Request, start: int, total: int | None) -> None:
        size = start
        with self.path.open("ab" if start else "wb") as file:
            while some := response.http.read(_STEP):
                size += len(some)
                if size > request.most:
                    self._facts.unlink(missing_ok=True)
                    raise too_large(request, size)
                try:
                    file.write(some)
                except OSError as error:
                    raise _unwritable(self.path, error) from error
                self._watch(size, total or 0)

    def _begun(self) -> Begun | None:
        try:
            return msgspec.json.decode(self._facts.read_bytes(), type=Begun)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0


def too_large(request: Request, size: int) -> Fault:
    """Say that a file has more bytes than it may have."""
    return Fault(
        f"{request.url} has {size:,} bytes or more; at most {request.most:,} are taken. Name "
        "another file, or tell us if this register has grown so much",
        f"{request.url} har {size:,} byte eller mer; høyst {request.most:,} tas imot. Oppgi en "
        "annen fil, eller si fra hvis dette registeret er blitt så stort",
    )


def _broken_off(request: Request, size: int, total: int) -> Fault:
    return Fault(
        f"{request.url} broke off after {size:,} of {total:,} bytes; try again later",
        f"{request.url} ble avbrutt etter {size:,} av {total:,} byte; prøv igjen senere",
        again=True,
    )


def _unwritable(path: Path, error: OSError) -> Fault:
    return Fault(
        f"{path} cannot be written ({error.strerror}); make room, then fetch again",
        f"{path} kan ikke skrives ({error.strerror}); skaff plass, og hent på nytt",
        everywhere=True,
    )
