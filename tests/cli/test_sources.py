"""`klynge sources`: what a person who chooses a register reads."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from klynge.cli import group
from klynge.loaders.sources import KINDS
from klynge.loaders.sources.told_ways import told_ways


def test_every_way_to_fetch_says_what_it_asks_for_and_no_other_is_described() -> None:
    for kind in KINDS.values():
        told = told_ways(kind.type)
        assert set(kind.ways) | {"files"} == set(told), kind.type
        assert all(words.en and words.nb and words.en != words.nb for words in told.values())


@pytest.mark.parametrize(
    ("language", "told"), [("en", "a search for each name"), ("nb", "et søk for hvert navn")]
)
def test_the_list_fits_a_terminal_but_for_addresses(language: str, told: str) -> None:
    listed = CliRunner().invoke(group, ["sources", "--lang", language]).stdout

    assert told in " ".join(listed.split())
    long = [line for line in listed.splitlines() if len(line) > 80]
    assert all("https://" in line for line in long if line.startswith(" "))
