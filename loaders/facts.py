"""`klynge.toml`: the facts of a catalogue, said once (title, publisher, licence, base, sources)."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..ontology.errors import KlyngeError
from ..ontology.iris import BASE, GRAPHS
from ..shapes.report import Message

FILE_NAME = "klynge.toml"


class NotACatalogue(KlyngeError):
    """A folder has no usable `klynge.toml`; the message says which key is missing or wrong."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """One source of a catalogue: what reads it (`type`), where it lies, and its rights.

    A source without a licence is marked "ask first". `edition`, `language` and `only` are for
    classifications: which one it is, the language of its names, and `used` for only the codes
    that the catalogue uses.
    """

    id: str
    type: str
    path: Path
    title: Message
    licence: str = ""
    rights: Message | None = None
    required: tuple[str, ...] = ()
    edition: str = ""
    language: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue's facts; `issued` is the day its statements are judged by (current or past)."""

    folder: Path
    id: str
    title: Message
    description: Message
    publisher: str
    publisher_url: str
    licence: str
    base: str
    languages: tuple[str, ...]
    issued: datetime.date
    cadence: str
    sources: tuple[SourceFacts, ...]


def read_catalogue(folder: Path, today: datetime.date | None = None) -> Catalogue:
    """Read a catalogue's `klynge.toml`; `issued` falls back to today.

    Raises NotACatalogue when the file is absent, is not TOML, or lacks a fact it must have.
    """
    path = folder / FILE_NAME
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotACatalogue(
            f"{folder} has no {FILE_NAME}; expected a catalogue folder: "
            f"make one with `klynge init {folder}`"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotACatalogue(f"{path} is not TOML in UTF-8: {error}") from None
    try:
        return _catalogue(folder, data, today or datetime.date.today())
    except KeyError as error:
        raise NotACatalogue(
            f"{path} lacks {error}; see the one that `klynge init` writes"
        ) from None
    except (TypeError, AttributeError) as error:
        raise NotACatalogue(f"{path} has a value of the wrong kind: {error}") from None


def _catalogue(folder: Path, data: Mapping[str, Any], today: datetime.date) -> Catalogue:
    facts = data["catalogue"]
    publisher = facts.get("publisher", {})
    return Catalogue(
        folder=folder,
        id=facts["id"],
        title=_message(facts["title"]),
        description=_message(facts.get("description", facts["title"])),
        publisher=publisher.get("name", ""),
        publisher_url=publisher.get("url", ""),
        licence=facts.get("licence", ""),
        base=_base(facts.get("base", BASE)),
        languages=tuple(facts.get("languages", ("en", "nb"))),
        issued=_day(facts.get("issued", today)),
        cadence=facts.get("cadence", ""),
        sources=tuple(_source(folder, source) for source in data["source"]),
    )


def _source(folder: Path, data: Mapping[str, Any]) -> SourceFacts:
    return SourceFacts(
        id=_own_name(data["id"]),
        type=data["type"],
        path=folder / data["path"],
        title=_message(data.get("title", data["id"])),
        licence=data.get("licence", ""),
        rights=_message(data["rights"]) if "rights" in data else None,
        required=tuple(data.get("required", ())),
        edition=data["edition"] if data["type"] == "classification" else "",
        language=data.get("language", ""),
        only=_only(data.get("only", "")),
    )


def _own_name(value: str) -> str:
    """Give the id of a source, which is also the name of its graph."""
    if value in GRAPHS:
        raise TypeError(f"the source id {value!r} names a graph of klynge's own; expected another")
    return value


def _message(value: object) -> Message:
    if isinstance(value, Mapping):
        return Message(value["en"], value.get("nb", value["en"]))
    return Message(str(value), str(value))


def _only(value: object) -> str:
    if value in {"", "used"}:
        return str(value)
    raise TypeError(f'only is {value!r}; expected "used", or no such line for all codes')


def _day(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise TypeError(f"issued is {value!r}; expected a date such as 2026-11-22, without quotes")


def _base(value: str) -> str:
    if not value.startswith(("http://", "https://")) or not value.endswith("/"):
        raise TypeError(f"base is {value!r}; expected an http(s) address that ends in /")
    return value
