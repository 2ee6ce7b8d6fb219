"""The EU authority tables, as far as a description in DCAT-AP needs their codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..ontology import iris
from ..shapes.report import Message


@dataclass(frozen=True, slots=True)
class Authorities:
    """Codes by what klynge knows: themes with labels; licences, languages, file types."""

    themes: Mapping[str, Message]
    _licences: Mapping[str, str]
    _languages: Mapping[str, str]
    _file_types: Mapping[str, str]

    def licence(self, address: str) -> str:
        """Give the IRI of a licence in the table, from its own address; empty if not known."""
        key = address.partition("://")[2].rstrip("/")
        if key in self._licences:
            return iris.authority("licence", self._licences[key])
        return address if iris.authority_table(address) == f"{iris.AUTHORITY}licence" else ""

    def language(self, tag: str) -> str:
        """Give the IRI of a language from its tag; empty if not known."""
        code = self._languages.get(tag.partition("-")[0])
        return iris.authority("language", code) if code else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """Give the tags of the languages that are known."""
        return tuple(self._languages)

    def file_type(self, ending: str) -> str:
        """Give the IRI of the file type of a dump; raises KeyError for another ending."""
        return iris.authority("file-type", self._file_types[ending])


@cache
def authorities() -> Authorities:
    """Read the packaged codes, once."""
    text = Path(__file__).with_name("authorities.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    themes = {code: Message(**labels) for code, labels in data["themes"].items()}
    return Authorities(themes, data["licences"], data["languages"], data["file_types"])
