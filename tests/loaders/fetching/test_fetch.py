"""`klynge fetch`: what comes, what stays, and what is told, over a server of recorded answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fetching_catalogue import Fetching, fetching
from recorded import Answer, Recording, recorded

ROOT = Path(__file__).parents[2]
ROR = (ROOT / "data" / "loaders" / "sources" / "ror" / "sample.jsonl").read_bytes()
LESS = ROR[: ROR.index(b"\n") + 1]
"""The same register when it was smaller."""

GOOD, OLD = Answer(ROR, etag='"new"'), Answer(LESS, etag='"old"')


@pytest.fixture(scope="module")
def server() -> Iterator[Recording]:
    """A server that every test gives other answers."""
    with recorded() as here:
        yield here


@pytest.fixture
def ror(server: Recording, tmp_path: Path) -> Fetching:
    """A catalogue that fetches one file of ROR, which it has not yet."""
    here = fetching(tmp_path / "catalogue")
    here.source("ror", "ror", server.url("/ror.json"), more='only = "used"')
    server.asked.clear()
    return here


def test_a_file_is_fetched_once_and_then_only_asked_about(server: Recording, ror: Fetching) -> None:
    server.put("/ror.json", GOOD)

    first = ror.one()
    ror.time.later(3)
    second = ror.one()

    assert (first["state"], second["state"]) == ("fetched", "unchanged")
    assert ror.kept("ror") == {"ror.json": ROR}
    assert server.asked[1].headers["if-none-match"] == '"new"'
    assert (second["day"], second["age"]) == ("2026-11-20", 3)
