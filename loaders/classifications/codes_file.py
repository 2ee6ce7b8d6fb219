"""A classification as a file of our own: JSON with its facts first and one code per line.

It is how a catalogue carries the few codes it uses, without the official file they come from.
`excerpt.py` writes it; it is not edited by hand.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...shapes.report import Finding, Location
from .classification import Classification, Item, Level
from .official_file import ForeignFile, check_readable

ENDING = ".codes.json"


def codes_text(classification: Classification) -> str:
    """Give the file's text; the same classification gives the same text."""
    facts = {
        field.name: getattr(classification, field.name)
        for field in dataclasses.fields(classification)
        if field.name not in {"levels", "items"}
    }
    head = json.dumps(_filled(facts), ensure_ascii=False, indent=1)[:-2]
    parts = [
        f' "{name}": [\n{_lines(getattr(classification, name))}\n ]' for name in ("levels", "items")
    ]
    return ",\n".join([head, *parts]) + "\n}\n"


def read_codes(path: Path) -> tuple[Classification, list[Finding]]:
    """Read a file that `codes_text` made; raises ForeignFile for any other."""
    check_readable(path)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        levels = tuple(Level(**level) for level in data.pop("levels"))
        items = tuple(
            _item(item, Location(path.name, row=index + 1, pointer=f"/items/{index}"))
            for index, item in enumerate(data.pop("items"))
        )
        empty = {"definitions": {}, "version": "", "start": "", "end": "", "publisher": ""}
        made = Classification(
            **({"licence": "", "source": ""} | empty | data), levels=levels, items=items
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ForeignFile(
            f"{path.name} is not as klynge writes it ({type(error).__name__}: {error}); "
            "make it again from the official file"
        ) from None
    return made, []


def _lines(parts: tuple[Level, ...] | tuple[Item, ...]) -> str:
    values = (_filled(dataclasses.asdict(part) | {"places": ()}) for part in parts)
    return ",\n".join("  " + json.dumps(value, ensure_ascii=False) for value in values)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _item(values: dict[str, Any], place: Location) -> Item:
    matches = tuple((curie, iri) for curie, iri in values.pop("matches", ()))
    notations = tuple(values.pop("notations", ()))
    return Item(**values, matches=matches, notations=notations, places=(place,))
