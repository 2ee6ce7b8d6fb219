"""Checks of a value by itself: its kind, type, range and text (SHACL, sections 4.1, 4.3, 4.4).

What is compared, and how, is what the reference does, on rdflib's literals.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from rdflib import RDF, RDFS, SH, XSD, Literal, URIRef
from rdflib.term import Node

from .terms import Term, datatype, is_iri, is_literal, language, literal, string

Check = Callable[[Term], bool]

_LITERALS: Collection[Node] = (SH.Literal, SH.BlankNodeOrLiteral, SH.IRIOrLiteral)
_IRIS: Collection[Node] = (SH.IRI, SH.IRIOrLiteral, SH.BlankNodeOrIRI)
_BLANK: Collection[Node] = (SH.BlankNode, SH.BlankNodeOrLiteral, SH.BlankNodeOrIRI)
NODE_KINDS: Collection[Node] = {*_LITERALS, *_IRIS, *_BLANK}

_PYTHON: Mapping[str, tuple[type, ...]] = {
    str(XSD.string): (str, bytes),
    str(RDF.langString): (str, bytes),
    str(XSD.integer): (int,),
    str(XSD.float): (float,),
    str(XSD.decimal): (Decimal,),
    str(XSD.boolean): (bool,),
    str(XSD.date): (datetime.date,),
    str(XSD.time): (datetime.time,),
    str(XSD.dateTime): (datetime.datetime,),
}
"""What a well-typed literal of a datatype is in Python; others are not looked into."""

_BY_VALUE = (datetime.datetime, datetime.time)
"""rdflib puts these in an order of its own; the reference compares their values."""

BOUNDS: Mapping[URIRef, Callable[[int], bool]] = {
    SH.minExclusive: lambda order: order > 0,
    SH.minInclusive: lambda order: order >= 0,
    SH.maxExclusive: lambda order: order < 0,
    SH.maxInclusive: lambda order: order <= 0,
}
"""What the order of a value and its bound must be: 1 when the value is greater."""


def is_of_kind(kind: Node) -> Check:
    """Check `sh:nodeKind`."""
    literals, iris, blank = kind in _LITERALS, kind in _IRIS, kind in _BLANK

    def check(term: Term) -> bool:
        if is_literal(term):
            return literals
        return iris if is_iri(term) else blank

    return check


def is_of_datatype(wanted: URIRef) -> Check:
    """Check `sh:datatype`: the datatype, and that the literal is well-typed."""
    rule = str(wanted)
    expected = _PYTHON.get(rule)
    any_literal, any_datatype = wanted == RDFS.Literal, wanted == RDFS.Datatype
    language_tagged, plain = wanted == RDF.langString, wanted == XSD.string

    def check(term: Term) -> bool:
        if not is_literal(term):
            return False
        own = datatype(term)
        if own == rule:
            found = literal(term)
            return found is not None and (not expected or isinstance(found.value, expected))
        if any_literal or (any_datatype and own):
            return True
        if language_tagged:
            return bool(language(term))
        return plain and not own and not language(term)

    return check


def is_within(bound: Literal, fits: Callable[[int], bool]) -> Check:
    """Check a bound of a range; what cannot be compared with it is not within."""
    bound_is_text = isinstance(bound.value, str)

    def check(term: Term) -> bool:
        value = literal(term)
        if value is None or isinstance(value.value, str) != bound_is_text:
            return False
        try:
            return fits(_order(value, bound))
        except (TypeError, NotImplementedError):
            return False

    return check


def _order(value: Literal, bound: Literal) -> int:
    """Give 0 for equal, 1 where the value is greater, else -1; raises TypeError."""
    if value.eq(bound):
        return 0
    if isinstance(value.value, _BY_VALUE):
        return 0 if value.value == bound.value else 1 if value.value > bound.value else -1
    return 1 if value > bound else -1


def has_length(least: int | None, most: int | None) -> Check:
    """Check `sh:minLength` or `sh:maxLength`; a blank node has no text."""

    def check(term: Term) -> bool:
        if least == 0:
            return True
        if term[0] == "_":
            return False
        length = len(string(term))
        return (least is None or length >= least) and (most is None or length <= most)

    return check


def matches(pattern: str, flags: str) -> Check:
    """Check `sh:pattern` with its flags, of which the reference knows i and m."""
    chosen = re.IGNORECASE if "i" in flags else re.NOFLAG
    search = re.compile(pattern, chosen | (re.MULTILINE if "m" in flags else re.NOFLAG)).search
    return lambda term: term[0] != "_" and search(string(term)) is not None


def is_in_language(ranges: Collection[str]) -> Check:
    """Check `sh:languageIn`: the whole tag or its first part is in the list."""

    def check(term: Term) -> bool:
        tag = language(term)
        return bool(tag) and ("*" in ranges or tag in ranges or tag.split("-")[0] in ranges)

    return check
