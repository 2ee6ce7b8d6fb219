"""From where the official files are fetched: addresses by edition and way, in `addresses.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from ...ontology.errors import KlyngeError
from ..fetching.request import Request
from .official_file import MOST_BYTES

MOST_SECONDS = 300.0
_HERE = Path(__file__).parent


class NoAddress(KlyngeError):
    """No address is known from which an edition can be fetched in a way."""


def requests(key: str, way: str, language: str) -> Iterator[Request]:
    """Give the files of an edition or a correspondence; raises NoAddress."""
    known = _addresses()
    if way not in known.get(key, {}):
        keys = ", ".join(sorted(each for each, ways in known.items() if way in ways))
        raise NoAddress(
            f"no address is known for {way!r} of the classification {key!r}; expected one of "
            f"{keys}: give the address as `fetch`, or put the official file beside as `path`"
        )
    for file in known[key][way]:
        query = file.get("query", "")
        asked = (_HERE / query).read_text(encoding="utf-8") if query else ""
        yield Request(
            file["name"],
            file["url"].replace("%language", language),
            (file["media_type"],),
            sparql=asked.replace("%scheme", file.get("scheme", "")),
            most=MOST_BYTES,
            seconds=MOST_SECONDS,
        )


@cache
def _addresses() -> Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]]:
    text = (_HERE / "addresses.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
