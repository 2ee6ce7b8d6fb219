"""The catalogue that `klynge init` makes: what stands in it as comments holds too."""

from __future__ import annotations

import re
from pathlib import Path

from klynge.loaders.facts import FILE_NAME, read_catalogue
from klynge.loaders.fetching.fetch import chosen
from klynge.loaders.new_catalogue import TEMPLATE
from klynge.loaders.sources import kind_of


def test_the_register_that_is_commented_out_can_be_fetched_once_its_signs_are_taken_away(
    tmp_path: Path,
) -> None:
    head, mark, register = TEMPLATE.partition("# [[source]]\n")
    text = head + re.sub("^# ", "", mark + register, flags=re.M)
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")

    catalogue = read_catalogue(tmp_path)

    assert [each.id for each in chosen(catalogue, ())] == ["ror"]
    assert kind_of(catalogue.sources[-1]).register
    assert catalogue.sources[-1].only == "used"
