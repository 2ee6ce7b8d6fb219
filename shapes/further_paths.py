"""The properties that a finding is about beside its path: those it compares with, and choices."""

from __future__ import annotations

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from .paths import predicates

_COMPARING = (SH.lessThan, SH.lessThanOrEquals, SH.equals, SH.disjoint)


def further_paths(shape: str, shapes: Graph) -> tuple[str, ...]:
    """Give the other properties that a property shape looks at, by the shape's IRI.

    They are those that it compares values with (SHACL, section 4.5), and where its path is a
    choice (section 2.3.1.3), all that one may choose. Nothing for a shape that is not there.
    """
    node = URIRef(shape)
    compared = (other for kind in _COMPARING for other in shapes.objects(node, kind))
    path = shapes.value(node, SH.path)
    chosen = predicates(path, shapes) if path is not None and _is_choice(path, shapes) else ()
    return tuple(dict.fromkeys(str(one) for one in (*compared, *chosen)))


def _is_choice(path: Node, shapes: Graph) -> bool:
    return (path, SH.alternativePath, None) in shapes
