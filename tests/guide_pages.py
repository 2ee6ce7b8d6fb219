"""The pages of the guide as blocks, and what their printed blocks claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[1] / "loaders" / "tables" / "guide"
_BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$|^<!-- (.*?) -->$", re.S | re.M)
_LEFT_OUT = "…"


def blocks(name: str, language: str) -> Iterator[tuple[str, str, str]]:
    """Give kind, argument and text of every fenced block of a page, in order.

    A comment, which readers do not see, is a block of the kind `comment`.
    """
    page = (GUIDE / f"{name}.{language}.md").read_text(encoding="utf-8")
    for match in _BLOCK.finditer(page):
        yield ("comment", match[4], "") if match[4] else (match[1], match[2], match[3])


def in_english(text: str) -> str:
    """Give a block of either page as the English one has it: no choice of language, its words."""
    return re.sub(r"rad (\d+), kolonne", r"row \1, column", text.replace(" --lang nb", ""))


def lacking(shown: str, printed: str) -> str:
    """Give the first part of a printed block that is not in what was printed, nothing if all is.

    Parts stand between signs of something left out, and follow each other.
    """
    rest = printed.replace("\r\n", "\n")
    for part in filter(None, map(str.strip, shown.split(_LEFT_OUT))):
        _, found, rest = rest.partition(part)
        if not found:
            return part
    return ""
