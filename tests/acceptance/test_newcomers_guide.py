"""The pages of the guide, run as they stand: files written, commands run, output found."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph
from small_catalogue import klynge

GUIDE = Path(__file__).resolve().parents[2] / "loaders" / "tables" / "guide"
PAGES = ("describe-your-cluster", "your-own-shape")
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.S | re.M)


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Give kind, argument and text of every fenced block, in order."""
    for match in BLOCK.finditer(page):
        yield match[1], match[2], match[3]


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_what_it_says(name: str, language: str, tmp_path: Path) -> None:
    page = (GUIDE / f"{name}.{language}.md").read_text(encoding="utf-8")
    catalogue, printed, seen = tmp_path / "my-clusters", "", set()

    for kind, argument, text in blocks(page):
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


def in_english(text: str) -> str:
    """Give a block of either page as the English one has it: no choice of language, its words."""
    return re.sub(r"rad (\d+), kolonne", r"row \1, column", text.replace(" --lang nb", ""))


@pytest.mark.parametrize("name", PAGES)
def test_both_pages_have_the_same_blocks_but_for_what_is_printed(name: str) -> None:
    english, norwegian = (
        [
            (kind, "" if kind == "text" and name != PAGES[0] else in_english(text))
            for kind, _, text in blocks((GUIDE / f"{name}.{language}.md").read_text("utf-8"))
        ]
        for language in ("en", "nb")
    )

    assert english == norwegian


def test_every_page_of_the_guide_is_run() -> None:
    assert {path.name.partition(".")[0] for path in GUIDE.glob("*.md")} == set(PAGES)
