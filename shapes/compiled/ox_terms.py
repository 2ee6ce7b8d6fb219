"""Terms as Oxigraph holds them."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .terms import Term, datatype, is_iri, is_literal, language, string

OxTerm = NamedNode | BlankNode | Literal | Triple


def ox_term(term: Term) -> NamedNode | BlankNode | Literal:
    """Give a term as an Oxigraph term."""
    if is_iri(term):
        return NamedNode(string(term))
    if not is_literal(term):
        return BlankNode(string(term))
    if language(term):
        return Literal(string(term), language=language(term))
    own = datatype(term)
    return Literal(string(term), datatype=NamedNode(own) if own else None)
