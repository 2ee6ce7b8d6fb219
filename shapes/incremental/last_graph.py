"""The quads of the last release's store: who refers to what, without reading all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from ..compiled.data_graph import TYPE
from ..compiled.ox_terms import ox_term
from ..compiled.terms import Term, canonical, string

Referrers = Mapping[Term, Sequence[Term]]
"""Subjects by the property through which they refer to a node."""


class FullNeeded(Exception):
    """A change that only a full validation can follow, or can follow as fast, and why."""


class LastGraph:
    """One named graph of a store, read only.

    Oxigraph rewrites numbers, so what is found through a literal may be one too many: whoever
    asks looks at the quads themselves.
    """

    def __init__(self, store: Store, graph: str, others: Sequence[str] = ()) -> None:
        """Take the store, the IRI of the graph, and those of graphs that give types only."""
        self._store = store
        self._graph = NamedNode(graph)
        self._others = tuple(map(NamedNode, others))

    @classmethod
    def of_folder(cls, folder: Path, graph: str, others: Sequence[str] = ()) -> LastGraph:
        """Open a store on disk."""
        return cls(Store.read_only(str(folder)), graph, others)

    def referrers(self, node: Term, most: int) -> Referrers:
        """Give who refers to a node; raises `FullNeeded` where there are more than `most`."""
        found: dict[Term, list[Term]] = defaultdict(list)
        own = self._store.quads_for_pattern(None, None, ox_term(node), self._graph)
        typed = (
            self._store.quads_for_pattern(None, NamedNode(string(TYPE)), ox_term(node), graph)
            for graph in self._others
        )
        for number, quad in enumerate(chain(own, *typed)):
            if number >= most:
                raise FullNeeded(f"more than {most} quads refer to {node}")
            found[str(quad.predicate)].append(canonical(str(quad.subject)))
        return found

    def subjects(self, predicate: Term, node: Term) -> Iterator[Term]:
        """Give who has a node as a value of a property."""
        property_ = NamedNode(string(predicate))
        quads = self._store.quads_for_pattern(None, property_, ox_term(node), self._graph)
        yield from (canonical(str(quad.subject)) for quad in quads)

    def objects(self, node: Term, predicate: Term) -> Iterator[Term]:
        """Give the values of a property, as far as numbers keep their text in the store."""
        subject = ox_term(node)
        if isinstance(subject, Literal):
            return
        property_ = NamedNode(string(predicate))
        for quad in self._store.quads_for_pattern(subject, property_, None, self._graph):
            yield canonical(str(quad.object))

    def pairs(self, predicate: Term) -> Iterator[tuple[Term, Term]]:
        """Give subject and object of every quad of a property."""
        property_ = NamedNode(string(predicate))
        for quad in self._store.quads_for_pattern(None, property_, None, self._graph):
            yield canonical(str(quad.subject)), canonical(str(quad.object))
