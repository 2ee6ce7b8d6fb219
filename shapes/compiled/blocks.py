"""What is said of one subject, as a block: from N-Quads lines or from triples in memory.

Lines are those of one named graph, sorted, so that the lines of a subject stand together. They
are gone through more than once and never held: a tuple will do, or a file that is read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from rdflib import Graph

from ...ontology.errors import KlyngeError
from .terms import Term, canonical, term

Block = dict[Term, list[Term]]
"""The values of each property of one subject, each value once."""

Triple = tuple[Term, Term, Term]
"""Subject, predicate and object."""


class UnsortedLines(KlyngeError):
    """Lines of quads do not come sorted by subject."""

    def __init__(self, line: str) -> None:
        """Say which line comes too late."""
        super().__init__(f"N-Quads lines must be sorted; found out of order: {line.rstrip()!r}")


class OnlyOnce(KlyngeError):
    """Lines that can be gone through only once are given to what goes through them twice."""

    def __init__(self) -> None:
        """Say what would do."""
        super().__init__("lines must be a sequence or a file, not an iterator that is used up")


class FileLines:
    """The lines of a file of N-Quads, read anew each time."""

    def __init__(self, path: Path) -> None:
        """Take the path."""
        self.path = path

    def __iter__(self) -> Iterator[str]:
        """Give the lines, one at a time."""
        with self.path.open(encoding="utf-8", newline="\n") as lines:
            yield from lines


class Source(Protocol):
    """A graph that is read block by block, as often as asked."""

    def blocks(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject with its block, each subject once."""

    def triples(self, predicates: Collection[Term]) -> Iterator[Triple]:
        """Give the triples of some predicates."""


class LineSource:
    """Sorted N-Quads lines of one graph."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines; raises `OnlyOnce` where they can be gone through only once."""
        if iter(lines) is lines:
            raise OnlyOnce
        self._lines = lines

    def blocks(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject with its block; raises `UnsortedLines`."""
        current, block, rewritten = "", Block(), False
        for line in self._lines:
            subject, predicate, rest = line.split(" ", 2)
            value = rest[: rest.rindex(" <")]
            if subject != current:
                if subject < current:
                    raise UnsortedLines(line)
                if block:
                    yield canonical(current), _once(block) if rewritten else block
                current, block, rewritten = subject, {}, False
            if value[0] == '"' or "\\" in value:
                written, value = value, canonical(value)
                rewritten = rewritten or written != value
            if predicate in block:
                block[predicate].append(value)
            else:
                block[predicate] = [value]
        if block:
            yield canonical(current), _once(block) if rewritten else block

    def triples(self, predicates: Collection[Term]) -> Iterator[Triple]:
        """Give the triples of some predicates, read without making blocks."""
        last = current = ""
        for line in self._lines:
            subject, predicate, rest = line.split(" ", 2)
            if predicate in predicates:
                if subject != last:  # one text for all lines of a subject
                    last, current = subject, canonical(subject)
                yield current, predicate, canonical(rest[: rest.rindex(" <")])


class MemorySource:
    """Triples that are held in memory, in any order."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take triples in canonical terms."""
        self._blocks: dict[Term, Block] = {}
        for subject, predicate, value in dict.fromkeys(triples):
            block = self._blocks.setdefault(subject, {})
            block.setdefault(predicate, []).append(value)

    def blocks(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject with its block, in order."""
        yield from sorted(self._blocks.items())

    def triples(self, predicates: Collection[Term]) -> Iterator[Triple]:
        """Give the triples of some predicates."""
        for subject, block in self._blocks.items():
            for predicate in block.keys() & set(predicates):
                for value in block[predicate]:
                    yield subject, predicate, value


def line_triples(lines: Iterable[str]) -> Iterator[Triple]:
    """Give the triples of N-Quads lines, whatever their graphs and their order."""
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        yield canonical(subject), predicate, canonical(rest[: rest.rindex(" <")])


def graph_triples(graph: Graph) -> Iterator[Triple]:
    """Give the triples of an rdflib graph."""
    return ((term(s), term(p), term(o)) for s, p, o in graph)


def all_triples(source: Source) -> Iterator[Triple]:
    """Give every triple of a source."""
    for subject, block in source.blocks():
        for predicate, values in block.items():
            yield from ((subject, predicate, value) for value in values)


def merged(block: Block, more: Block) -> Block:
    """Give two blocks of one subject as one."""
    together = {predicate: list(values) for predicate, values in block.items()}
    for predicate, values in more.items():
        together.setdefault(predicate, []).extend(values)
    return _once(together)


def _once(block: Block) -> Block:
    return {predicate: list(dict.fromkeys(values)) for predicate, values in block.items()}
