"""Literals that can be compared, whatever a source wrote.

rdflib raises TypeError when it compares an ill-typed literal (30 February as an xsd:date), and
pySHACL does not compare texts with other values. So an ill-typed literal becomes a text of a
datatype that no shape asks for: neither form has the datatype that a shape asks for (SHACL,
section 4.1.2), and its text stays.
"""

from __future__ import annotations

from rdflib import XSD, Graph, Literal


def comparable(literal: Literal) -> Literal:
    """Give the literal itself, or the text that stands for an ill-typed one."""
    if literal.ill_typed:
        return Literal(str(literal), datatype=XSD.normalizedString)
    return literal


def comparable_graph(data: Graph) -> Graph:
    """Give the data with comparable literals; a copy only where there are ill-typed ones."""
    ill = [(s, p, o) for s, p, o in data if isinstance(o, Literal) and o.ill_typed]
    if not ill:
        return data
    copy = Graph()
    copy += data
    for subject, predicate, literal in ill:
        copy.remove((subject, predicate, literal))
        copy.add((subject, predicate, comparable(literal)))
    return copy
