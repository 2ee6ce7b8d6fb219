"""RDF terms as N-Triples text: two terms are the same exactly when their texts are.

Quads stream by as text, and most terms are only compared. `canonical` writes a term the way
rdflib would hold it (`"01"^^xsd:integer` is `"1"`, an ill-typed literal is a text), because the
reference compares rdflib terms.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from ..comparable import comparable

Term = str
"""An RDF term in N-Triples syntax (W3C N-Triples, section 2), canonical."""

_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_REMEMBERED = 1 << 16
"""How many terms with a datatype are remembered: dates and numbers come again."""


class NotATerm(ValueError):
    """A text is not a term in N-Triples syntax."""


def is_literal(term: Term) -> bool:
    """Tell a literal from an IRI or blank node."""
    return term[0] == '"'


def is_iri(term: Term) -> bool:
    """Tell an IRI from a literal or blank node."""
    return term[0] == "<"


def canonical(text: str) -> Term:
    """Give the canonical text of a term that is written in N-Triples."""
    if text[0] == '"':
        last = text[-1]
        if last == '"' and "\\" not in text:
            return text
        if last == ">":
            return _typed(text)
        return _plain(text)
    return f"<{_unescaped(text[1:-1])}>" if "\\" in text else text


def term(node: Node) -> Term:
    """Give the canonical text of an rdflib term."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    if not isinstance(node, Literal):
        raise NotATerm(f"{node!r} is no RDF term")
    literal = comparable(node)
    quoted = f'"{str(literal).translate(_QUOTED)}"'
    if literal.language:
        return f"{quoted}@{literal.language.lower()}"
    return f"{quoted}^^<{literal.datatype}>" if literal.datatype else quoted


@lru_cache(maxsize=_REMEMBERED)
def node(term: Term) -> Node:
    """Give a term as rdflib holds it."""
    if term[0] == "<":
        return URIRef(term[1:-1])
    if term[0] == "_":
        return BNode(term[2:])
    lexical, language, datatype = _parts(term)
    return Literal(lexical, lang=language, datatype=datatype and URIRef(datatype))


def literal(term: Term) -> Literal | None:
    """Give a literal as rdflib holds it; None for an IRI or blank node."""
    found = node(term) if term[0] == '"' else None
    return found if isinstance(found, Literal) else None


def string(term: Term) -> str:
    """Give the text of a term without its marks (SPARQL 1.1, function STR)."""
    first = term[0]
    if first == "<":
        return term[1:-1]
    if first == "_":
        return term[2:]
    if term[-1] == '"' and "\\" not in term:
        return term[1:-1]
    return _parts(term)[0]


def language(term: Term) -> str:
    """Give the language tag of a literal in lower case; empty where there is none."""
    if term[0] != '"' or term[-1] in '">':
        return ""
    return term[term.rindex("@") + 1 :]


def datatype(term: Term) -> str:
    """Give the datatype that a literal is written with; empty where none is."""
    if term[0] != '"' or term[-1] != ">":
        return ""
    return term[term.rindex("^^<") + 3 : -1]


@lru_cache(maxsize=_REMEMBERED)
def _typed(text: str) -> Term:
    lexical, _, datatype = _parts(text)
    if datatype == str(XSD.string):
        return f'"{lexical.translate(_QUOTED)}"^^<{datatype}>'
    return term(Literal(lexical, datatype=URIRef(_unescaped(datatype or ""))))


def _plain(text: str) -> Term:
    """Write a literal without datatype again: escapes as few as may be, its tag in lower case."""
    if "\\" in text:
        lexical, language, _ = _parts(text)
        quoted = f'"{lexical.translate(_QUOTED)}"'
        return f"{quoted}@{language.lower()}" if language else quoted
    at = text.rindex("@")
    tag = text[at:]
    return text if tag.islower() else text[:at] + tag.lower()


def _parts(text: str) -> tuple[str, str | None, str | None]:
    """Give the lexical form, language and datatype of a literal."""
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise NotATerm(f"{text!r} is not a literal in N-Triples syntax")
    lexical, language, datatype = match.groups()
    return _unescaped(lexical), language, datatype


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    if letter is not None:
        return _SHORT.get(letter, letter)
    return chr(int(short or long, 16))
