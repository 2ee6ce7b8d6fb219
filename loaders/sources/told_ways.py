"""What the ways of fetching ask for, in words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from ...shapes.report import Message


def told_ways(type_: str) -> Mapping[str, Message]:
    """Give what the ways of a kind of source ask for; those of third parties have no words here."""
    text = files(__package__).joinpath("ways.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    ways = {**told["all"], **told.get(type_, {})}
    return {way: Message(words["en"], words["nb"]) for way, words in ways.items()}
