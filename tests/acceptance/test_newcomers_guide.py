"""The pages of the guide, run as they stand: files written, commands run, output found."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from guide_pages import GUIDE, blocks, in_english
from rdflib import Graph
from small_catalogue import klynge

PAGES = ("describe-your-cluster", "your-own-shape")
ELSEWHERE = {"let-the-registers-fill-in"}
"""Pages that a test of their own runs."""


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_what_it_says(name: str, language: str, tmp_path: Path) -> None:
    catalogue, printed, seen = tmp_path / "my-clusters", "", set()

    for kind, argument, text in blocks(name, language):
        seen.add(kind)
        if kind in {"csv", "ttl"}:
            (catalogue / argument).parent.mkdir(exist_ok=True)
            (catalogue / argument).write_text(text, encoding="utf-8")
        elif kind == "sh":
            done = klynge(*shlex.split(text)[1:], cwd=tmp_path)
            printed = done.stdout
            assert done.returncode == int(argument.removeprefix("status=") or 0), done.stderr
        elif kind == "text":
            assert text.strip() in printed.replace("\r\n", "\n")
        elif kind == "turtle":
            assert set(Graph().parse(data=text)) <= set(turtle_of(catalogue))

    assert seen - {"ttl"} >= {"sh", "csv", "text"}
    assert seen & {"ttl", "turtle"}


def turtle_of(catalogue: Path) -> Graph:
    """Give the published Turtle dump of the catalogue's own tables."""
    release = (catalogue / "releases" / "current").read_text(encoding="utf-8").strip()
    return Graph().parse(catalogue / "releases" / release / "dumps" / "tables.ttl")


@pytest.mark.parametrize("name", PAGES)
def test_both_pages_have_the_same_blocks_but_for_what_is_printed(name: str) -> None:
    english, norwegian = (
        [
            (kind, "" if kind == "text" and name != PAGES[0] else in_english(text))
            for kind, _, text in blocks(name, language)
        ]
        for language in ("en", "nb")
    )

    assert english == norwegian


def test_every_page_of_the_guide_is_run() -> None:
    assert {path.name.partition(".")[0] for path in GUIDE.glob("*.md")} == {*PAGES, *ELSEWHERE}
