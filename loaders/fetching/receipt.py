"""Receipts: what was fetched from where and when, beside the files, as JSON.

A receipt is what makes offline builds equal: `as_of` is read from it and no clock. It is written
whole or not at all, and a file that is not as its receipt says is fetched anew.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ...ontology.errors import KlyngeError
from .names import is_plain


class BadReceipt(KlyngeError):
    """A receipt cannot be read, so that nothing is known of the files beside it."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the folder of a source: its name, its size and the digest of its bytes."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one request gave: its own file, or those taken out of an archive.

    `name` is that of the request, `url` its address, `final_url` where redirects led. `started`
    and `retrieved` are when these bytes were asked for and were there, `checked` is when they were
    last known to be what is published (UTC, ISO 8601). `sha256` and `bytes` are of what came, which
    is the file's but for an archive. Without `files` there is no such thing at the address. `lost`
    and `gained` are the members by which its records differ from those of the file before.
    """

    name: str
    url: str
    final_url: str
    status: int
    started: str
    retrieved: str
    checked: str
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    bytes: int = 0
    sha256: str = ""
    sparql: str = ""
    files: tuple[KeptFile, ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong when a source was last fetched, and when."""

    when: str
    en: str
    nb: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a source's files; `failed` where the last fetch did not get all of them.

    `licence` is what the publisher gives, `terms` where it says so, `agent` who asked.
    """

    source: str
    type: str
    way: tuple[str, ...]
    agent: str
    licence: str = ""
    terms: str = ""
    fetched: tuple[Fetched, ...] = ()
    failed: Failure | None = None

    @property
    def files(self) -> tuple[KeptFile, ...]:
        """All files of the source."""
        return tuple(file for each in self.fetched for file in each.files)

    @property
    def day(self) -> datetime.date | None:
        """The day on which the newest of the files came, in UTC; without files that of asking."""
        came = [each.retrieved for each in self.fetched if each.files]
        return _day(max(came or [each.retrieved for each in self.fetched], default=""))

    @property
    def checked(self) -> datetime.date | None:
        """The day on which all files were known to be what is published, in UTC."""
        return _day(min((each.checked for each in self.fetched), default=""))


_DIGEST = re.compile(r"[0-9a-f]{64}")


def _day(moment: str) -> datetime.date | None:
    return datetime.datetime.fromisoformat(moment).date() if moment else None


def read_receipt(path: Path) -> Receipt | None:
    """Read a receipt, None where there is none; raises BadReceipt."""
    try:
        receipt = msgspec.json.decode(path.read_bytes(), type=Receipt)
        if not all(is_plain(file.name) for file in receipt.files):
            raise ValueError("a file's name in it leads elsewhere")
        for each in receipt.fetched:
            for moment in (each.started, each.retrieved, each.checked):
                datetime.datetime.fromisoformat(moment)
        if not all(_DIGEST.fullmatch(file.sha256) for file in receipt.files):
            raise ValueError("a file's digest in it is none")
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise BadReceipt(
            f"{path} cannot be read as the receipt of what was fetched ({error}); remove it and "
            "run `klynge fetch`, which then fetches everything anew"
        ) from None
    return receipt


def write_receipt(path: Path, receipt: Receipt) -> None:
    """Write a receipt in the place of the one before, in one step."""
    text = msgspec.json.format(msgspec.json.encode(receipt), indent=1)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(text + b"\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
