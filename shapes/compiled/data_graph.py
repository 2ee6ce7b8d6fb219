"""The data graph as checks see it (W3C SHACL, section 1.4), wherever its triples are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence

from rdflib import RDF, RDFS

from .blocks import Block
from .terms import Term, term

TYPE = term(RDF.type)
SUBCLASS = term(RDFS.subClassOf)
NOTHING: Sequence[Term] = ()

Superclasses = Mapping[Term, frozenset[Term]]
"""Each class that has one above it, with all above it and itself."""


class DataGraph(ABC):
    """What checks may ask of the data."""

    def __init__(self, superclasses: Superclasses) -> None:
        """Take the subclass axioms of the data (SHACL, section 3.2)."""
        self._superclasses = superclasses

    @abstractmethod
    def subjects(self) -> Iterator[tuple[Term, Block]]:
        """Give every subject to be looked at with its block; it is at hand until the next one."""

    @abstractmethod
    def is_at_hand(self, node: Term) -> bool:
        """Tell whether a node is the subject at hand, of which every triple is there."""

    @abstractmethod
    def objects(self, node: Term, predicate: Term) -> Sequence[Term]:
        """Give the values of a property of a node."""

    @abstractmethod
    def referrers(self, predicate: Term, node: Term) -> Sequence[Term]:
        """Give the nodes that have a node as a value of a property."""

    @abstractmethod
    def referred(self, predicate: Term) -> Iterator[Term]:
        """Give every value of a property that is to be looked at, once."""

    @abstractmethod
    def block(self, node: Term) -> Mapping[Term, Sequence[Term]]:
        """Give all that is said of a node."""

    def superclasses(self, class_: Term) -> frozenset[Term]:
        """Give a class and all classes above it."""
        return self._superclasses.get(class_) or frozenset({class_})

    def is_instance(self, node: Term, class_: Term) -> bool:
        """Tell whether a node is a SHACL instance of a class (SHACL, section 1.3.1)."""
        types = self.objects(node, TYPE)
        return class_ in types or any(class_ in self.superclasses(each) for each in types)


def closure(parents: Mapping[Term, Sequence[Term]]) -> Superclasses:
    """Give each class with all classes above it, itself included."""
    above: dict[Term, frozenset[Term]] = {}
    for class_ in parents:
        found, waiting = {class_}, [class_]
        while waiting:
            for parent in parents.get(waiting.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        above[class_] = frozenset(found)
    return above
