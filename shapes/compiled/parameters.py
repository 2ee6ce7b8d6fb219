"""The parameters of constraints as a shapes graph holds them (SHACL, section 2.1.3 and 4).

What is written otherwise than the standard says is not covered: the reference decides about it.
"""

from __future__ import annotations

from rdflib import XSD, Graph, Literal, URIRef
from rdflib.term import Node

from .not_covered import NotCovered
from .terms import Term, term


def the_one(shape: Node, parameter: Node, shapes: Graph) -> Node:
    """Give the value of a parameter that may have one only."""
    values = list(shapes.objects(shape, parameter))
    if len(values) != 1:
        raise NotCovered(f"{len(values)} values of {parameter}")
    return values[0]


def the_literal(shape: Node, parameter: Node, shapes: Graph) -> Literal:
    """Give the one value of a parameter, which is a well-typed literal."""
    return well_typed(the_one(shape, parameter, shapes), parameter)


def well_typed(value: Node, parameter: Node) -> Literal:
    """Give a value that is a well-typed literal."""
    if not isinstance(value, Literal) or value.ill_typed or value.value is None:
        raise NotCovered(f"{value} as {parameter}")
    return value


def the_number(shape: Node, parameter: Node, shapes: Graph) -> int:
    """Give the one value of a parameter, which is a whole number, zero or more."""
    literal = the_literal(shape, parameter, shapes)
    if literal.datatype != XSD.integer or int(literal.value) < 0:
        raise NotCovered(f"{literal} as {parameter}")
    return int(literal.value)


def a_number(shape: Node, parameter: Node, shapes: Graph) -> int | None:
    """Give the same, or None where there is no value."""
    there = (shape, parameter, None) in shapes
    return the_number(shape, parameter, shapes) if there else None


def is_true(shape: Node, parameter: Node, shapes: Graph) -> bool:
    """Tell whether the one value of a parameter is true; False where there is none."""
    if (shape, parameter, None) not in shapes:
        return False
    literal = the_literal(shape, parameter, shapes)
    if not isinstance(literal.value, bool):
        raise NotCovered(f"{literal} as {parameter}")
    return literal.value


def the_text(value: Node, parameter: Node) -> str:
    """Give a value that is a text."""
    literal = well_typed(value, parameter)
    if not isinstance(literal.value, str):
        raise NotCovered(f"{literal} as {parameter}")
    return str(literal)


def shape_term(node: Node) -> Term:
    """Give a node of a shapes graph as a term; ill-typed literals of shapes are not compared."""
    if isinstance(node, Literal) and node.ill_typed:
        raise NotCovered(f"the ill-typed literal {node.n3()}")
    return term(node)


def members(listed: Node, parameter: Node, shapes: Graph) -> tuple[Node, ...]:
    """Give the members of a list, of which there is one or more."""
    try:
        found = tuple(shapes.items(listed))
    except ValueError:
        raise NotCovered(f"a list without end as {parameter}") from None
    if not found:
        raise NotCovered(f"an empty list as {parameter}")
    return found


def predicates_of(nodes: tuple[Node, ...]) -> frozenset[Term]:
    """Give those of some nodes that can be predicates."""
    return frozenset(term(node) for node in nodes if isinstance(node, URIRef))
