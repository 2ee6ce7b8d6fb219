"""What is said of one subject, as a block: from N-Quads lines or from an rdflib graph.

Lines are those of one named graph, sorted, so that the lines of a subject stand together. They
are gone through more than once and never held: a tuple will do, or a file that is opened anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

from rdflib import Graph

from ...ontology.errors import KlyngeError
from .terms import Term, canonical, term

Block = dict[Term, list[Term]]
"""The values of each property of one subject, each value once."""


class UnsortedLines(KlyngeError):
    """Lines of quads do not come sorted by subject."""

    def __init__(self, line: str) -> None:
        """Say which line comes too late."""
        super().__init__(f"N-Quads lines must be sorted; found out of order: {line.rstrip()!r}")


class Source(Protocol):
    """A graph that is read block by block, as often as asked."""

    def blocks(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject with its block, each subject once."""

    def triples(self, predicates: Collection[Term]) -> Iterator[tuple[Term, Term, Term]]:
        """Give the triples of some predicates."""


class LineSource:
    """Sorted N-Quads lines of one graph; `read` opens them anew."""

    def __init__(self, read: Callable[[], Iterable[str]]) -> None:
        """Take what gives the lines."""
        self._read = read

    def blocks(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject with its block; raises `UnsortedLines`."""
        current, block, rewritten = "", Block(), False
        for line in self._read():
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

    def triples(self, predicates: Collection[Term]) -> Iterator[tuple[Term, Term, Term]]:
        """Give the triples of some predicates, read without making blocks."""
        last = ""
        for line in self._read():
            subject, predicate, rest = line.split(" ", 2)
            if predicate in predicates:
                if subject != last:  # one text for all lines of a subject
                    last = canonical(subject)
                yield last, predicate, canonical(rest[: rest.rindex(" <")])


class GraphSource:
    """An rdflib graph."""

    def __init__(self, graph: Graph) -> None:
        """Take the graph."""
        self._blocks: dict[Term, Block] = {}
        for subject, predicate, value in graph:
            block = self._blocks.setdefault(term(subject), {})
            values = block.setdefault(term(predicate), [])
            if (one := term(value)) not in values:
                values.append(one)

    def blocks(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject with its block, in order."""
        yield from sorted(self._blocks.items())

    def triples(self, predicates: Collection[Term]) -> Iterator[tuple[Term, Term, Term]]:
        """Give the triples of some predicates."""
        for subject, block in self._blocks.items():
            for predicate in block.keys() & set(predicates):
                for value in block[predicate]:
                    yield subject, predicate, value


def merged(block: Block, more: Block) -> Block:
    """Give two blocks of one subject as one."""
    together = {predicate: list(values) for predicate, values in block.items()}
    for predicate, values in more.items():
        together.setdefault(predicate, []).extend(values)
    return _once(together)


def _once(block: Block) -> Block:
    return {predicate: list(dict.fromkeys(values)) for predicate, values in block.items()}
