"""A body as one source has it: what two sources can be compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..lifting import register_key
from ..records import Record
from ..sources.brreg_entity import PERSONS
from ..sources.gleif import SOLE_PROPRIETOR
from .names import Name, Use, name_of
from .places import Place, Places, places_of

COLUMNS = ("number", "lei", "ror")
"""The columns that hold what a body is known by in a register."""

ENDED = "ended"
_SUB_ENTITIES = frozenset({"BEDR", "AAFY"})
"""The register's forms of sub-entities: workplaces, each below the body that runs it."""

USES = {"official": Use.NAME, "former": Use.FORMER, "short": Use.SHORT}


@dataclass(slots=True)
class Body:
    """A body of one source, with its row, its names and places, and what became of it."""

    source: str
    record: Record
    names: list[Name]
    places: tuple[Place, ...]
    successors: list[str] = field(default_factory=list)
    employees: str = ""

    @property
    def id(self) -> str:
        """Give the id that its source knows it by."""
        return self.record.one("id")

    @property
    def country(self) -> str:
        """Give its country by two letters, or nothing."""
        return self.record.one("country")

    @property
    def state(self) -> str:
        """Give its state in the register, or nothing."""
        return self.record.one("state")

    @property
    def is_sub_entity(self) -> bool:
        """Tell whether it is a workplace of another body."""
        return self.record.one("legal_form") in _SUB_ENTITIES and bool(self.record.one("parent"))

    @property
    def main_entity(self) -> str:
        """Give the id of the body that a sub-entity belongs to."""
        return self.record.one("parent").partition(":")[2] if self.is_sub_entity else ""

    @property
    def is_person(self) -> bool:
        """Tell whether it is a sole proprietor, whose name is a person's."""
        return self.record.one("legal_form") in PERSONS | {SOLE_PROPRIETOR}

    @property
    def host(self) -> str:
        """Give the host of its web site without `www.`, or nothing."""
        return host_of(self.record.one("website"))

    @property
    def founded(self) -> str:
        """Give the year it was founded, or nothing."""
        return self.record.one("founded")[:4]

    @property
    def numbers(self) -> Mapping[str, str]:
        """Give by column what registers know it by; a number only with its country."""
        known = {column: self.record.one(column) for column in COLUMNS}
        if not register_key(self.record).endswith(f"-{known['number']}"):
            known["number"] = ""
        return {column: value for column, value in known.items() if value}


def body_of(record: Record, source: str, places: Places, named: Iterable[Record] = ()) -> Body:
    """Give the body of a row of `organisations`, with the rows of `names` that are about it."""
    names = [
        name_of(record.one("name")),
        name_of(record.one("short_name"), Use.SHORT),
        *map(dated_name, named),
    ]
    return Body(source, record, [name for name in names if name], places_of(record, places))


def dated_name(record: Record) -> Name | None:
    """Give the name of a row of `names`."""
    return name_of(record.one("name"), USES.get(record.one("kind"), Use.OTHER))


def host_of(address: str) -> str:
    """Give the host of a web address without `www.`.

    >>> host_of("https://www.sintef.no/en")
    'sintef.no'
    """
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # a host that is none (RFC 3986, section 3.2.2)
        return ""
