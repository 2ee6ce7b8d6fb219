"""Validation results (W3C SHACL, section 3.6.2), whichever engine found them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

REPEATED_PATHS = (SH.zeroOrOnePath, SH.zeroOrMorePath, SH.oneOrMorePath)


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result, and what its message tells.

    `component` is a local name; focus node, path and value are their texts, `shape` and
    `constraint` are nodes of the shapes graph. A result without a value is about the `values` at
    the path of its shape; `held` are those properties of the path that the focus node has, and
    `others` the values that `sh:lessThan` and its like compare with.
    """

    component: str
    focus: str
    shape: Node
    path: str = ""
    value: str | None = None
    constraint: Node | None = None
    values: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def texts(nodes: Iterable[object]) -> tuple[str, ...]:
    """Give the texts of nodes, sorted."""
    return tuple(sorted(str(node) for node in nodes))


def first_predicate(path: Node | None, graph: Graph) -> str:
    """Give the predicate of the cell to mend: the first one of a path (SHACL, section 2.3.1).

    Empty where there is no path, or one with a choice, or one that goes backwards.
    """
    while isinstance(path, BNode):
        first = graph.value(path, RDF.first)
        inner = (graph.value(path, kind) for kind in REPEATED_PATHS)
        path = first or next((one for one in inner if one is not None), None)
    return str(path) if isinstance(path, URIRef) else ""


def local_name(node: object) -> str:
    """Give the last part of an IRI."""
    return "unnamed" if node is None else str(node).rpartition("#")[2].rpartition("/")[2]
