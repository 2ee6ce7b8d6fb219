"""The newcomer's page, run as it stands: its tables written, its commands run, its output found."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph
from small_catalogue import klynge

GUIDE = Path(__file__).resolve().parents[2] / "loaders" / "tables" / "guide"
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.S | re.M)


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Give kind, argument and text of every fenced block, in order."""
    for match in BLOCK.finditer(page):
        yield match[1], match[2], match[3]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_page_does_what_it_says(language: str, tmp_path: Path) -> None:
    page = (GUIDE / f"describe-your-cluster.{language}.md").read_text(encoding="utf-8")
    catalogue, printed, seen = tmp_path / "my-clusters", "", set()

    for kind, argument, text in blocks(page):
        seen.add(kind)
        if kind == "csv":
            (catalogue / argument).write_text(text, encoding="utf-8")
        elif kind == "sh":
            done = klynge(*shlex.split(text)[1:], cwd=tmp_path)
            printed = done.stdout
            assert done.returncode == int(argument.removeprefix("status=") or 0), done.stderr
        elif kind == "text":
            assert text.strip() in printed.replace("\r\n", "\n")
        elif kind == "turtle":
            assert set(Graph().parse(data=text)) <= set(turtle_of(catalogue))

    assert seen == {"sh", "csv", "text", "turtle"}


def turtle_of(catalogue: Path) -> Graph:
    """Give the published Turtle dump of the catalogue's own tables."""
    release = (catalogue / "releases" / "current").read_text(encoding="utf-8").strip()
    return Graph().parse(catalogue / "releases" / release / "dumps" / "tables.ttl")


def in_english(text: str) -> str:
    """Give a block of either page as the English one has it: no choice of language, its words."""
    return text.replace(" --lang nb", "").replace("rad 2, kolonne number", "row 2, column number")


def test_both_pages_have_the_same_blocks() -> None:
    english, norwegian = (
        [(kind, in_english(text)) for kind, _, text in blocks(path.read_text(encoding="utf-8"))]
        for path in sorted(GUIDE.glob("*.md"))
    )

    assert english == norwegian
