"""What a source of a catalogue wants fetched: its kind's files, one of its ways, or addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from ...ontology.errors import KlyngeError
from ..facts import SourceFacts
from ..sources.kinds import Download, SourceKind
from .answers import packed_types
from .fault import Fault
from .names import is_plain
from .request import Request, Wanted

FILES = "files"
MOST_REQUESTS = 100_000
"""Files of one source."""

_SCHEMES = ("http://", "https://")
_ENDINGS = {"application/json": ".json", "text/csv": ".csv", "text/turtle": ".ttl"}
_PACKED = {"gzip": ".gz", "zip": ".zip"}
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._+-]+")


class UnknownWay(KlyngeError):
    """A source is to be fetched in a way that its kind does not know."""


def needs_wanted(source: SourceFacts) -> bool:
    """Tell whether what is fetched depends on what the catalogue's tables name."""
    return source.fetch != (FILES,) and not source.fetch[0].startswith(_SCHEMES)


def ways(kind: SourceKind) -> list[str]:
    """Give the names of the ways in which the files of a kind are fetched."""
    fetchable = bool(kind.files) and not any(file.is_page for file in kind.files)
    return [*([FILES] if fetchable else []), *kind.ways]


def check_way(source: SourceFacts, kind: SourceKind) -> None:
    """Raise UnknownWay for a source whose kind has no such way, or no file that can be fetched."""
    way, known = source.fetch[0], ways(kind)
    if way in known or way.startswith(_SCHEMES):
        return
    pages = [file.url for file in kind.files if file.is_page]
    found = f" (people find its files on {', '.join(dict.fromkeys(pages))})" if pages else ""
    expected = " or ".join([f"{name!r}" for name in known] + ["the address of a file"])
    raise UnknownWay(
        f"source {source.id!r} has fetch = {way!r}, which its kind {kind.type!r} does not know"
        f"{found}; expected {expected}: correct it in klynge.toml. `klynge sources` tells more"
    )


def plan(source: SourceFacts, kind: SourceKind, wanted: Wanted | None) -> Iterator[Request]:
    """Give the requests of a source as they are needed; raises Fault for what cannot be one."""
    names = set[str]()
    for request in _requests(source, kind, wanted):
        if not is_plain(request.name) or request.name.casefold() in names:
            raise _bad_plan(f"a file named {request.name!r} twice, or by no plain name")
        names.add(request.name.casefold())
        if len(names) > MOST_REQUESTS:
            raise _bad_plan(f"more than {MOST_REQUESTS:,} files")
        yield request


def _requests(source: SourceFacts, kind: SourceKind, wanted: Wanted | None) -> Iterable[Request]:
    if source.fetch == (FILES,):
        return _downloads(kind.files)
    if not needs_wanted(source):
        names = file_names([(url, "") for url in source.fetch])
        return [_own(name, url, kind) for name, url in zip(names, source.fetch, strict=True)]
    assert wanted is not None
    return kind.ways[source.fetch[0]](source, wanted)


def _own(name: str, url: str, kind: SourceKind) -> Request:
    """Give the request for an address that a catalogue names.

    Of an archive those files are taken that its kind reads, all where nothing says which.
    """
    if not name.lower().endswith(".zip"):
        return Request(name, url)
    members = tuple(dict.fromkeys(each for file in kind.files for each in file.members))
    return Request(name, url, members=members or ("*",))


def _downloads(files: Sequence[Download]) -> list[Request]:
    names = file_names([(file.url, _ending(file)) for file in files])
    return [
        Request(name, file.url, _media_types(file), members=_members(file))
        for name, file in zip(names, files, strict=True)
    ]


def _members(file: Download) -> tuple[str, ...]:
    return file.members or (("*",) if file.packed == "zip" else ())


def _media_types(file: Download) -> tuple[str, ...]:
    # Hosts of code and data say of all text that it is plain.
    text = ("text/plain",) if file.media_type.startswith("text/") else ()
    return (*packed_types(file.packed), file.media_type, *text)


def _ending(file: Download) -> str:
    return _ENDINGS.get(file.media_type, "") + _PACKED.get(file.packed, "")


def file_names(addresses: Sequence[tuple[str, str]]) -> list[str]:
    """Give each address a name of its own, from the last parts of its path, with this ending.

    As many parts as tell all of them apart; where none do, they are numbered.
    """
    for parts in (1, 2, 3):
        names = [_file_name(url, parts, ending) for url, ending in addresses]
        if len({name.casefold() for name in names}) == len(names):
            return names
    return [f"{number}-{name}" for number, name in enumerate(names, start=1)]


def _file_name(url: str, parts: int, ending: str) -> str:
    path = [part for part in urlsplit(url).path.split("/") if part]
    name = _NOT_PLAIN.sub("-", "-".join(path[-parts:])).strip("-.")[-120:].lstrip("-.")
    name = name or "file"
    return name if not ending or name.lower().endswith(ending) else f"{name}{ending}"


def _bad_plan(found: str) -> Fault:
    return Fault(
        f"the plan of this source has {found}; expected each file once: tell who made the source",
        f"planen for denne kilden har {found}; forventet hver fil én gang: si fra til den som har "
        "laget kilden",
    )
