"""Sorted N-Quads lines: in memory while they are few, else on disk, from runs that are merged.

Lines of one subject come together from whoever writes quads, so what is sorted on disk are the
blocks of subjects, a twentieth as many as the lines. Blocks sort as their lines do: a subject ends
in ">", which no IRI holds, so none is the beginning of another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from ...shapes.compiled.blocks import FileLines
from .lines import Lines, sorted_lines

RUN = 250_000
"""Lines that are sorted at once, about 100 MB; up to so many stay in memory."""


class LineFile(FileLines):
    """Sorted lines of one named graph in a file, each once."""

    def __init__(self, path: Path, number: int, digest: str) -> None:
        """Take the path, how many lines there are, and the SHA-256 of the file."""
        super().__init__(path)
        self.digest = digest
        self._number = number

    def __len__(self) -> int:
        """Give how many lines there are."""
        return self._number


class LineSorter:
    """Takes lines in any order and gives them sorted, each once."""

    def __init__(self, aside: Callable[[], Path], run: int = RUN) -> None:
        """Take what gives paths for new files, and how many lines are sorted at once."""
        self._aside, self._run = aside, run
        self._held: list[str] = []
        self._runs: list[Path] = []

    def extend(self, lines: Iterable[str]) -> None:
        """Take lines."""
        held = self._held
        for line in lines:
            held.append(line)
            if len(held) > self._run:
                self._write_run()

    def sorted(self) -> Lines:
        """Give all lines; nothing is added afterwards."""
        if not self._runs:
            return sorted_lines(self._held)
        self._write_run()
        path = self._aside()
        with ExitStack() as opened, path.open("wb") as out:
            runs = [opened.enter_context(run.open("rb")) for run in self._runs]
            number, digest = 0, hashlib.sha256()
            for block in _merged(runs):
                number += len(block)
                text = b"".join(block)
                digest.update(text)
                out.write(text)
        for run in self._runs:
            run.unlink()
        return LineFile(path, number, digest.hexdigest())

    def _write_run(self) -> None:
        blocks = [(subject, sorted(block)) for subject, block in groupby(self._held, _subject)]
        blocks.sort(key=itemgetter(0))
        self._runs.append(path := self._aside())
        with path.open("wb") as file:
            file.writelines("".join(block).encode() for _, block in blocks)
        self._held.clear()


def _merged(runs: Sequence[BinaryIO]) -> Iterator[list[bytes]]:
    """Give the lines of each subject in order, each line once."""
    in_order = merge(*map(_blocks, runs), key=itemgetter(0))
    for _, blocks in groupby(in_order, itemgetter(0)):
        yield sorted({line for _, lines in blocks for line in lines})


def _blocks(run: BinaryIO) -> Iterator[tuple[bytes, list[bytes]]]:
    for subject, lines in groupby(run, _subject_bytes):
        yield subject, list(lines)


def _subject(line: str) -> str:
    return line[: line.index(" ")]


def _subject_bytes(line: bytes) -> bytes:
    return line[: line.index(b" ")]
