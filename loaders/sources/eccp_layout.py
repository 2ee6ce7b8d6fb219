"""The layout of files of cluster profiles: its fields, their headers, and the words of values.

It stands in `eccp_layout.toml`, with how well each field is known to be the platform's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, the table and column it goes to, and how well it is known.

    Of a number of members, `kind` is what kind of actor it counts (empty for all) and `wording`
    what it is called. `unused` says why a field goes nowhere.
    """

    name: str
    evidence: str
    table: str = ""
    column: str = ""
    kind: str = ""
    wording: str = ""
    unused: str = ""


@dataclass(frozen=True, slots=True)
class ProfileLayout:
    """All fields by their headers, and words that stand for codes, both without signs and case."""

    by_header: Mapping[str, Field]
    ecosystems: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Give the fields in the order of the layout."""
        return tuple(dict.fromkeys(self.by_header.values()))

    def find(self, headers: Iterable[str]) -> Mapping[str, Field]:
        """Give the fields of those headers that are known; of two for one field the first."""
        found: dict[str, Field] = {}
        for header in headers:
            field = self.by_header.get(plain(header))
            if field and (field.unused or field not in found.values()):
                found[header] = field
        return found


def plain(text: str) -> str:
    """Give a text without case and signs, by which headers and labels are told.

    >>> plain("Region (NUTS 2)"), plain("nuts_2")
    ('region nuts 2', 'nuts 2')
    """
    return _SIGNS.sub(" ", text.casefold()).strip()


@cache
def profile_layout() -> ProfileLayout:
    """Read the packaged layout once; the value is immutable."""
    text = files(__package__).joinpath("eccp_layout.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    by_header: dict[str, Field] = {}
    for each in data["field"]:
        table, _, column = each.get("column", "").partition(".")
        counted = each.get("members", {})
        field = Field(
            each["name"], each["evidence"], table, column, unused=each.get("unused", ""), **counted
        )
        for header in (each["name"], *each.get("headers", ())):
            by_header.setdefault(plain(header), field)
    words = (
        {plain(key): code for key, code in data[key].items()} for key in ("ecosystem", "label")
    )
    return ProfileLayout(MappingProxyType(by_header), *map(MappingProxyType, words))
