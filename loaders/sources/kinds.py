"""What a kind of source is: what reads it, whose it is, and where its files are to be had.

One shape for all of them, klynge's own and those of third parties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ...shapes.report import Message
from ..facts import SourceFacts
from ..fetching.request import Way
from ..records import Item

Reader = Callable[[SourceFacts], Iterator[Item]]
"""Reads a source; raises KlyngeError when its file is missing."""

NLOD = "https://data.norge.no/nlod/en/2.0"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a source: what is in it, its address, its media type and how it is packed.

    Of a zip archive `members` are patterns of the names of the files in it that are read, all
    where there is none. `is_page` says that the address is a page, on which people find the file.
    """

    what: Message
    url: str
    media_type: str
    packed: str = ""
    members: tuple[str, ...] = ()
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source as `klynge.toml` names it (`type`), described for those who choose it.

    `licence` is the IRI of the licence its publisher gives, empty where none is known; `cadence` a
    code of the EU authority table of frequencies; `join_keys` the columns of ours by which its
    rows meet those of others; `files` the fetch plan, and `ways` other ways to fetch, by the name
    that `klynge.toml` gives (`fetch = "lookups"`). A `register` holds far more than a catalogue
    speaks of, so that `only = "used"` makes sense. Anyone may write into one that is `open_to_all`,
    so that nothing is certain by it alone.
    """

    type: str
    title: Message
    read: Reader
    publisher: str = ""
    licence: str = ""
    cadence: str = ""
    landing_page: str = ""
    join_keys: tuple[str, ...] = ()
    files: tuple[Download, ...] = ()
    register: bool = False
    open_to_all: bool = False
    ways: Mapping[str, Way] = field(default_factory=dict)
