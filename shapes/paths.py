"""SHACL property paths (W3C SHACL, section 2.3.1): their values, and the properties on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.term import Node

_REPEATED: Mapping[Node, Literal["*", "+", "?"]] = {
    SH.zeroOrMorePath: "*",
    SH.oneOrMorePath: "+",
    SH.zeroOrOnePath: "?",
}


def values_at(path: Node, focus: Node, shapes: Graph, data: Graph) -> set[Node]:
    """Give the value nodes of a path that is written in a shapes graph."""
    return set(data.objects(focus, _evaluable(path, shapes)))


def sparql_path(path: Node, shapes: Graph) -> str:
    """Give a path as SPARQL writes it."""
    return _evaluable(path, shapes).n3()


def predicates(path: Node, shapes: Graph) -> Iterator[URIRef]:
    """Give every property on a path, whatever its form, in order."""
    if isinstance(path, URIRef):
        yield from [path] if path != RDF.nil else []
        return
    for part in sorted(shapes.predicates(path), key=str):  # rdf:first comes before rdf:rest
        for node in shapes.objects(path, part):
            yield from predicates(node, shapes)


def _evaluable(path: Node, shapes: Graph) -> Path | URIRef:
    """Give a path as rdflib evaluates it."""
    if isinstance(path, URIRef):
        return path
    kinds: Mapping[Node, Callable[[Node], Path]] = {
        SH.inversePath: lambda node: InvPath(_evaluable(node, shapes)),
        SH.alternativePath: lambda node: AlternativePath(*_parts(node, shapes)),
    }
    for kind, make in kinds.items():
        if (inner := shapes.value(path, kind)) is not None:
            return make(inner)
    for kind, sign in _REPEATED.items():
        if (inner := shapes.value(path, kind)) is not None:
            return MulPath(_evaluable(inner, shapes), sign)
    return SequencePath(*_parts(path, shapes))


def _parts(listed: Node, shapes: Graph) -> list[Path | URIRef]:
    return [_evaluable(node, shapes) for node in Collection(shapes, listed)]
