"""The words of the pages and problems, in English and Norwegian, from `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import cast

Words = dict[str, str]


@cache
def _texts() -> dict[str, dict[str, Words | dict[str, Words]]]:
    with files(__package__).joinpath("texts.toml").open("rb") as file:
        return tomllib.load(file)


def page_text(key: str, language: str) -> str:
    """Give a text of the pages; raises KeyError for a key that `texts.toml` does not have."""
    return cast(Words, _texts()["page"][key])[language]


def group_text(name: str, language: str) -> str:
    """Give the heading of a group of example queries; a group we have no words for is its name."""
    words = cast(Words, _texts()["group"].get(name, {}))
    return words.get(language, name)


def module_text(name: str, language: str) -> str:
    """Give what a module of the ontology is called; one we have no words for is its file's name."""
    words = cast(Words, _texts()["module"].get(name, {}))
    return words.get(language, name)


def column_text(name: str, language: str, columns: Collection[str] = ()) -> str:
    """Give the heading of a column of an answer; one we have no words for is its own name.

    Beside a column `target`, `source` is where something comes from and no document.
    """
    tables = ("column-of-ends", "column") if "target" in columns else ("column",)
    words = [cast(Words, _texts()[table][name]) for table in tables if name in _texts()[table]]
    return words[0][language] if words else name


def value_text(column: str, text: str, language: str) -> str:
    """Give what a query of ours writes into a column, in a language; any other text as it is."""
    if language == "en":
        return text
    words = cast(dict[str, str], _texts()["value"].get(column, {}))
    return words.get(text, text)


def picture_text(key: str, language: str) -> str:
    """Give a text of the pictures, its gaps still open; raises KeyError for an unknown key."""
    return cast(Words, _texts()["picture"][key])[language]


def problem_text(code: str, part: str, language: str) -> str:
    """Give the title or the detail of a kind of problem, its gaps still open."""
    return cast(dict[str, Words], _texts()["problem"][code])[part][language]
