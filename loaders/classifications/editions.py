"""The editions of classifications that klynge knows, without their codes.

Their facts (names, publisher, licence, validity, levels) stand in `editions.toml`, because the
files with the codes do not say them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ...ontology.errors import KlyngeError
from ...ontology.iris import classified
from .classification import Classification, Item, Level


class UnknownEdition(KlyngeError):
    """A source names an edition of a classification that klynge has no facts about."""


def edition(key: str, items: Iterable[Item] = ()) -> Classification:
    """Give an edition with its codes: `edition("nace2")`.

    A national edition's codes match those of the European edition it is the same as, down to the
    deepest level of that one. Raises UnknownEdition.
    """
    facts = _facts(key)
    levels = tuple(
        Level(depth, level, _tables()["levels"][level])
        for depth, level in enumerate(facts["levels"], start=1)
    )
    same_as = facts.get("same_as", "")
    return Classification(
        key=key,
        labels=facts["labels"],
        definitions=facts["definitions"],
        version=facts["version"],
        start=facts["start"],
        end=facts.get("end", ""),
        publisher=facts["publisher"],
        licence=facts["licence"],
        source=facts["source"],
        levels=levels,
        items=tuple(_matched(item, same_as) for item in items),
        follows=facts.get("follows", ""),
        issued=facts.get("issued", ""),
    )


def edition_of_source(address: str) -> str:
    """Give the key of the edition whose official file has an address; empty where none has.

    Of two editions with one file it is the one that file is about: not the European one that
    klynge reads from the Norwegian file.
    """
    found = [key for key, facts in _tables().items() if facts.get("source") == address]
    return max(found, key=lambda key: len(_tables()[key]["levels"]), default="")


def holders(county: str) -> tuple[str, ...]:
    """Give the editions of Norwegian places that have a county, by its number."""
    return tuple(key for key, facts in _tables().items() if county in facts.get("counties", ()))


def counties_of(key: str) -> tuple[str, ...]:
    """Give the numbers of the counties of an edition of Norwegian places; raises UnknownEdition."""
    return tuple(_facts(key).get("counties", ()))


def _matched(item: Item, same_as: str) -> Item:
    if not same_as or item.depth > len(_facts(same_as)["levels"]):
        return item
    return replace(item, matches=(("skos:exactMatch", classified(same_as, item.code)),))


def _facts(key: str) -> dict[str, Any]:
    known = sorted(set(_tables()) - {"levels"})
    if key not in known:
        raise UnknownEdition(
            f"{key!r} is no edition of a classification that klynge knows; "
            f"expected one of {', '.join(known)}: correct `edition` in klynge.toml"
        )
    facts: dict[str, Any] = _tables()[key]
    return facts


@cache
def _tables() -> dict[str, Any]:
    path = Path(__file__).with_name("editions.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
