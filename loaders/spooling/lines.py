"""Lines of N-Quads, wherever they are: gone through as often as wanted, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol


class Lines(Protocol):
    """N-Quads lines of one named graph, sorted, each once: a tuple of texts, or a file."""

    def __iter__(self) -> Iterator[str]:
        """Give the lines in order."""

    def __len__(self) -> int:
        """Give how many there are."""


def sorted_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Sort lines that fit into memory and drop repetitions."""
    return tuple(sorted(set(lines)))
