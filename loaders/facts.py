"""`klynge.toml`: the facts of a catalogue, said once (title, publisher, licence, base, sources)."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycountry

from ..ontology.errors import KlyngeError
from ..ontology.iris import BASE, GRAPHS, country
from ..shapes.report import Message
from .authorities import authorities
from .fetching.shelf import shelf_of
from .streams.packed import Watch, unwatched

FILE_NAME = "klynge.toml"
_OF_AN_EDITION = frozenset({"classification", "place-outlines"})
"""Types of sources whose codes mean nothing without their edition."""

_NOT_IN_IRI = frozenset(' <>"{}|\\^`\n\t')


class NotACatalogue(KlyngeError):
    """A folder has no usable `klynge.toml`; the message says which key is missing or wrong."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """One source of a catalogue: what reads it (`type`), where it lies, and its rights.

    A source without a licence is marked "ask first". `edition` and `language` are for
    classifications: which one it is, and the language of its names. `only` is `used` for only
    the codes, or the bodies of a register, that the catalogue's tables use. `as_of` is the day
    that a register's file is of, `folder` that of the catalogue; `watch` is told how much of a
    large file has been read. `fetch` says from where its files are fetched: "files", the name of a
    way of its kind, or addresses; they are then read from the catalogue's folder `fetched/`.
    `base` is the catalogue's own; `address` is where a file of RDF is published, against which its
    relative IRIs are resolved, and `mapping` what says how a table becomes RDF.
    `code` is the property of GeoJSON that holds the code of an area.
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
    description: Message | None = None
    as_of: datetime.date | None = None
    folder: Path = Path()
    watch: Watch = unwatched
    fetch: tuple[str, ...] = ()
    base: str = BASE
    address: str = ""
    mapping: Path | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where questions about a catalogue go: an office by e-mail or web address, never a person."""

    name: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue's facts; `issued` is the day its statements are judged by (current or past).

    The facts below `sources` are for those who harvest its description, and none is made up:
    `address` is where it is served to the public, `themes` are codes of the EU's data themes,
    `spatial` is the IRIs of places it covers, `keywords` are each with its language.
    """

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
    address: str = ""
    contact: Contact | None = None
    themes: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    spatial: tuple[str, ...] = ()


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
    base = _base("base", facts.get("base", BASE))
    publisher = facts.get("publisher", {})
    return Catalogue(
        folder=folder,
        id=facts["id"],
        title=_message(facts["title"]),
        description=_message(facts.get("description", facts["title"])),
        publisher=publisher.get("name", ""),
        publisher_url=publisher.get("url", ""),
        licence=_licence(facts.get("licence", "")),
        base=base,
        languages=tuple(facts.get("languages", ("en", "nb"))),
        issued=_day("issued", facts.get("issued", today)),
        cadence=facts.get("cadence", ""),
        sources=tuple(_source(folder, base, source) for source in data["source"]),
        address=_base("address", facts["address"]) if "address" in facts else "",
        contact=_contact(facts["contact"]) if "contact" in facts else None,
        themes=tuple(_theme(code) for code in _listed("themes", facts.get("themes", []))),
        keywords=_keywords(facts.get("keywords", {})),
        spatial=tuple(_place(text) for text in _listed("spatial", facts.get("spatial", []))),
    )


def _source(folder: Path, base: str, data: Mapping[str, Any]) -> SourceFacts:
    fetch = _fetch(data["fetch"]) if "fetch" in data else ()
    shelf = shelf_of(folder, data["id"]) if fetch else None
    receipt = shelf.read_receipt() if shelf else None
    as_of = receipt.day if receipt else None
    return SourceFacts(
        id=_own_name(data["id"]),
        type=data["type"],
        path=shelf.path(receipt) if shelf and "path" not in data else folder / data["path"],
        title=_message(data.get("title", data["id"])),
        licence=_licence(data.get("licence", "")),
        rights=_message(data["rights"]) if "rights" in data else None,
        required=tuple(data.get("required", ())),
        edition=data["edition"] if data["type"] in _OF_AN_EDITION else data.get("edition", ""),
        language=data.get("language", ""),
        only=_only(data.get("only", "")),
        description=_message(data["description"]) if "description" in data else None,
        as_of=_day("as_of", data["as_of"]) if "as_of" in data else as_of,
        folder=folder,
        fetch=fetch,
        base=base,
        address=_web_address("address", data["address"]) if "address" in data else "",
        mapping=folder / data["mapping"] if "mapping" in data else None,
        code=data.get("code", ""),
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


def _fetch(value: object) -> tuple[str, ...]:
    """Give the way of fetching, or the addresses."""
    ways = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
    if not ways or not all(isinstance(way, str) and way for way in ways):
        raise TypeError(f'fetch is {value!r}; expected "files", a way, or a list of addresses')
    if len(ways) > 1 and not all(way.startswith(("http://", "https://")) for way in ways):
        raise TypeError(f"fetch is {value!r}; expected one way, or only addresses of http(s)")
    return ways


def _day(key: str, value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise TypeError(f"{key} is {value!r}; expected a date such as 2026-11-22, without quotes")


def _base(key: str, value: str) -> str:
    if not value.startswith(("http://", "https://")) or not value.endswith("/"):
        raise TypeError(f"{key} is {value!r}; expected an http(s) address that ends in /")
    return _web_address(key, value)


def _web_address(key: str, value: str) -> str:
    """Give an address that can stand in RDF as it is (IRI, RFC 3987, section 2.2)."""
    plain = value.isprintable() and not set(value) & _NOT_IN_IRI
    if not value.startswith(("http://", "https://")) or not plain:
        raise TypeError(f"{key} is {value!r}; expected an http(s) address without spaces")
    return value


def _licence(value: str) -> str:
    """Give the address of a licence, or nothing."""
    return value and _web_address("licence", value)


def _contact(value: Mapping[str, Any]) -> Contact:
    email, url = str(value.get("email", "")), str(value.get("url", ""))
    if not email and not url:
        raise TypeError("contact has no way to write; expected email or url, or no such line")
    if email and (email.count("@") != 1 or set(email) & _NOT_IN_IRI):
        raise TypeError(f"the email of contact is {email!r}; expected one like post@example.org")
    return Contact(str(value["name"]), email, url and _web_address("the url of contact", url))


def _listed(key: str, value: object) -> list[str]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    raise TypeError(f'{key} is {value!r}; expected a list such as ["ECON"]')


def _theme(code: str) -> str:
    known = authorities().themes
    if code not in known:
        raise TypeError(f"themes has {code!r}; expected EU data themes: {', '.join(known)}")
    return code


def _keywords(value: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (word, language)
        for language, words in value.items()
        for word in _listed(f"keywords.{language}", words)
    )


def _place(text: str) -> str:
    """Give the IRI of a place: a country by its two letters (ISO 3166), or an address as it is."""
    known = pycountry.countries.get(alpha_2=text) if len(text) == 2 else None
    return country(known.alpha_3) if known else _web_address("spatial", text)
