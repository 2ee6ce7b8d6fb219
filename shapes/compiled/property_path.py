"""SHACL property paths, ready to be followed in the data (W3C SHACL, section 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from .data_graph import DataGraph
from .not_covered import NotCovered
from .reads import Reads, States
from .terms import Term, term

DEEPEST = 8
"""How deep a path may nest; the reference gives up at ten."""

_REPEATED = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


class PropertyPath(Protocol):
    """A way from a node to its value nodes."""

    def values(self, node: Term, data: DataGraph) -> Sequence[Term]:
        """Give the value nodes, each once."""

    def reads(self, reads: Reads, begin: States) -> States:
        """Say what is looked at on the way and give where it leads."""

    def turned(self) -> PropertyPath:
        """Give the same way from its end to its beginning; raises `NotCovered`."""


@dataclass(frozen=True, slots=True)
class Property:
    """One property, forwards or backwards."""

    predicate: Term
    inverse: bool = False

    def values(self, node: Term, data: DataGraph) -> Sequence[Term]:
        """Give the value nodes, each once."""
        if self.inverse:
            return tuple(dict.fromkeys(data.referrers(self.predicate, node)))
        return data.objects(node, self.predicate)

    def reads(self, reads: Reads, begin: States) -> States:
        """Say what is looked at on the way and give where it leads."""
        return reads.follow(begin, self.predicate, self.inverse)

    def turned(self) -> PropertyPath:
        """Give the same way from its end to its beginning."""
        return Property(self.predicate, not self.inverse)


@dataclass(frozen=True, slots=True)
class SequencePath:
    """One path after the other."""

    parts: tuple[PropertyPath, ...]

    def values(self, node: Term, data: DataGraph) -> Sequence[Term]:
        """Give the value nodes, each once."""
        nodes: Sequence[Term] = (node,)
        for part in self.parts:
            nodes = _once(value for each in nodes for value in part.values(each, data))
        return nodes

    def reads(self, reads: Reads, begin: States) -> States:
        """Say what is looked at on the way and give where it leads."""
        for part in self.parts:
            begin = part.reads(reads, begin)
        return begin

    def turned(self) -> PropertyPath:
        """Refuse: the reference goes through the parts in the order that they are written in."""
        raise NotCovered("an inverse path around a sequence")


@dataclass(frozen=True, slots=True)
class AlternativePath:
    """Any of several paths."""

    parts: tuple[PropertyPath, ...]

    def values(self, node: Term, data: DataGraph) -> Sequence[Term]:
        """Give the value nodes, each once."""
        return _once(value for part in self.parts for value in part.values(node, data))

    def reads(self, reads: Reads, begin: States) -> States:
        """Say what is looked at on the way and give where it leads."""
        return frozenset().union(*(part.reads(reads, begin) for part in self.parts))

    def turned(self) -> PropertyPath:
        """Give the same way from its end to its beginning."""
        return AlternativePath(tuple(part.turned() for part in self.parts))


@dataclass(frozen=True, slots=True)
class RepeatedPath:
    """A path not at all (`or_none`), once, or again and again (`more`)."""

    part: PropertyPath
    or_none: bool
    more: bool

    def values(self, node: Term, data: DataGraph) -> Sequence[Term]:
        """Give the value nodes, each once."""
        found = dict.fromkeys(self.part.values(node, data))
        waiting = list(found) if self.more else []
        while waiting:
            for value in self.part.values(waiting.pop(), data):
                if value not in found:
                    found[value] = None
                    waiting.append(value)
        return tuple({node: None, **found}) if self.or_none else tuple(found)

    def reads(self, reads: Reads, begin: States) -> States:
        """Say what is looked at on the way and give where it leads."""
        once = self.part.reads(reads, begin)
        if self.more:
            for single in _singles(self.part):
                reads.loop(once, single.predicate, single.inverse)
        return begin | once if self.or_none else once

    def turned(self) -> PropertyPath:
        """Give the same way from its end to its beginning."""
        return RepeatedPath(self.part.turned(), self.or_none, self.more)


def property_path(path: Node, shapes: Graph, depth: int = 0) -> PropertyPath:
    """Read a path of a shapes graph; raises `NotCovered` where it is written otherwise."""
    if isinstance(path, URIRef):
        return Property(term(path))
    kinds = [(kind, node) for kind, node in shapes.predicate_objects(path) if kind != RDF.type]
    if not isinstance(path, BNode) or depth > DEEPEST or not kinds:
        raise NotCovered("a path that is none")
    if {kind for kind, _ in kinds} == {RDF.first, RDF.rest}:
        return SequencePath(_members(path, shapes, depth))
    if len(kinds) != 1:
        raise NotCovered("a path of two kinds")
    [(kind, inner)] = kinds
    if kind == SH.inversePath:
        return property_path(inner, shapes, depth + 1).turned()
    if kind == SH.alternativePath:
        return AlternativePath(_members(inner, shapes, depth))
    if kind not in _REPEATED:
        raise NotCovered(f"a path of an unknown kind, {kind}")
    repeated = RepeatedPath(
        property_path(inner, shapes, depth + 1),
        or_none=kind != SH.oneOrMorePath,
        more=kind != SH.zeroOrOnePath,
    )
    if repeated.more:
        _singles(repeated.part)
    return repeated


def _members(listed: Node, shapes: Graph, depth: int) -> tuple[PropertyPath, ...]:
    members = tuple(shapes.items(listed))
    if not 2 <= len(members) <= DEEPEST:
        raise NotCovered(f"a list of {len(members)} paths")
    return tuple(property_path(one, shapes, depth + at) for at, one in enumerate(members, 1))


def _singles(path: PropertyPath) -> tuple[Property, ...]:
    """Give the properties of a path that is one step long; raises `NotCovered` for others."""
    if isinstance(path, Property):
        return (path,)
    if isinstance(path, AlternativePath):
        return tuple(single for part in path.parts for single in _singles(part))
    raise NotCovered("a longer path that is repeated")


def _once(values: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(values))
