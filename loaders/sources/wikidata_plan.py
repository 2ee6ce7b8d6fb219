"""What is asked of Wikidata's query service: bodies by their numbers, some at a time; clusters.

The service gives a client 60 seconds of query time a minute and ends a query after 60 seconds
(Wikimedia's operations pages), so that a question names a hundred numbers, which takes a second or
two, and no label service or free search is used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path

from ..facts import SourceFacts
from ..fetching.request import Request, Wanted
from .answers import batches

ENDPOINT = "https://query.wikidata.org/sparql"
MEDIA_TYPES = ("application/sparql-results+json", "application/json")

MOST_BYTES, MOST_SECONDS = 16 * 1024 * 1024, 90.0
NUMBERS_AT_A_TIME = 100
MOST_ROWS = 20_000
"""Rows of an answer; a body has about fifteen."""

BY_ID = ("LEI", "ROR")
"""Registers whose numbers are of bodies of any country."""

_HERE = Path(__file__).parent


def lookups(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask for the bodies with the numbers of each register that Wikidata has a property for."""
    for register, facts in registers().items():
        numbers = written_as(register, facts, wanted.numbers)
        for index, some in enumerate(batches(numbers, NUMBERS_AT_A_TIME), start=1):
            yield _request(f"{register}-{index:03}.json", organisations(register, some))


def clusters(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask for all business clusters."""
    yield _request("clusters.json", _query("wikidata-clusters", property="P2333"))


def organisations(register: str, numbers: Sequence[str]) -> str:
    """Give the query for the bodies with numbers of one register, written as Wikidata has them."""
    values = " ".join(f'"{number}"' for number in numbers)
    facts = registers()[register]
    return _query(
        "wikidata-organisations", register=register, property=facts["property"], numbers=values
    )


def written_as(register: str, facts: Mapping[str, str], numbers: Set[str]) -> list[str]:
    """Give the numbers of a register among others, as Wikidata writes them; each a plain word."""
    before = "" if register in BY_ID else f"{register}-"
    pattern = re.compile(re.escape(before) + facts["pattern"])
    found = (pattern.fullmatch(number) for number in numbers)
    return sorted({match.expand(facts["written"]) for match in found if match})


@cache
def registers() -> Mapping[str, Mapping[str, str]]:
    """Give the registers by country, `LEI` or `ROR`: the property, and how numbers are written."""
    text = (_HERE / "wikidata_registers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _query(name: str, **values: str) -> str:
    texts = {"facts": _text("wikidata-facts"), "most": str(MOST_ROWS)} | values
    query = _text(name)
    for place, value in texts.items():
        query = query.replace(f"%{place}", value)
    return query.replace("%property", values["property"])


def _text(name: str) -> str:
    return (_HERE / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def _request(name: str, query: str) -> Request:
    return Request(name, ENDPOINT, MEDIA_TYPES, sparql=query, most=MOST_BYTES, seconds=MOST_SECONDS)
