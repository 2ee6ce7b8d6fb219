"""A digest of what findings depend on besides the records: shapes, ontology, and who validates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from rdflib import BNode, Graph
from rdflib.term import Node

from ..profiles import Profile
from ..shapes_graph import shapes_texts

_VALIDATING = ("klynge", "pyshacl", "rdflib", "pyoxigraph")


def digest(shapes: Graph | Profile, ontology: Iterable[str]) -> str:
    """Give a digest of shapes, of the lines of an ontology, and of the versions in use."""
    found = hashlib.sha256()
    parts = _profile(shapes) if isinstance(shapes, Profile) else _graph(shapes)
    for part in (*(f"{name} {version(name)}" for name in _VALIDATING), *parts, *ontology):
        found.update(part.encode())
        found.update(b"\0")
    return found.hexdigest()


def _profile(profile: Profile) -> Iterator[str]:
    return (text for name, text in shapes_texts() if profile.takes(name))


def _graph(shapes: Graph) -> list[str]:
    """Give the triples of a graph as texts that do not depend on names of blank nodes."""
    return sorted(f"{_named(s, shapes, ())} {p.n3()} {_named(o, shapes, ())}" for s, p, o in shapes)


def _named(node: Node, shapes: Graph, above: tuple[Node, ...]) -> str:
    if not isinstance(node, BNode):
        return node.n3()
    if node in above:
        return f"[{len(above) - above.index(node)} up]"
    held = (
        f"{p.n3()} {_named(o, shapes, (*above, node))}" for p, o in shapes.predicate_objects(node)
    )
    return f"[{' ; '.join(sorted(held))}]"
