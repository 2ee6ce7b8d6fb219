"""RDF terms as N-Quads text (W3C N-Quads, section 3), written directly because it is the hot path.

rdflib's `Graph.add` plus serialisation costs about thirty times as much for the same lines
(tests/benchmarks/test_records_to_rdf.py measures both in one run).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from urllib.parse import quote

XSD = "http://www.w3.org/2001/XMLSchema#"

_DATE_TYPES = {4: f"{XSD}gYear", 7: f"{XSD}gYearMonth", 10: f"{XSD}date"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}

_LONG = {short[1]: character for character, short in _SHORT.items()}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def literal(text: str, language: str = "", datatype: str = "") -> str:
    """Give a literal; with a language tag or a datatype IRI when one is named."""
    quoted = f'"{_ESCAPED.sub(_escape, text)}"' if _ESCAPED.search(text) else f'"{text}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype else quoted


def literals(
    before: str, after: str, language: str = "", datatype: str = ""
) -> Callable[[str], str]:
    """Give what writes a literal of one kind between two texts, for those who write many."""
    before, after = f'{before}"', literal("", language, datatype)[1:] + after
    to_escape = _ESCAPED.search

    def write(text: str) -> str:
        if to_escape(text):
            text = _ESCAPED.sub(_escape, text)
        return f"{before}{text}{after}"

    return write


def iri(text: str) -> str:
    """Give an IRI in angle brackets; characters that no IRI may hold are percent-encoded."""
    if _NOT_IN_IRI.search(text):
        text = _NOT_IN_IRI.sub(lambda match: quote(match.group(), safe=""), text)
    return f"<{text}>"


def date(text: str) -> str:
    """Give a date at its own precision: xsd:gYear, xsd:gYearMonth or xsd:date."""
    return f'"{text}"^^<{_DATE_TYPES[len(text)]}>'


def day(text: str, edge: str) -> str:
    """Give the first or last possible day of a date as xsd:date, for comparing dates."""
    year, month = text[:4], text[5:7]
    if edge == "last":
        month = month or "12"
        number = text[8:10] or f"{monthrange(int(year), int(month))[1]:02d}"
    else:
        month, number = month or "01", text[8:10] or "01"
    return f'"{year}-{month}-{number}"^^<{XSD}date>'


def terms(line: str) -> tuple[str, str, str, str]:
    """Give subject, predicate, object and graph of a line, as they are written in it."""
    subject, predicate, rest = line.split(" ", 2)
    object_, _, graph = rest.rpartition(" .")[0].rpartition(" ")
    return subject, predicate, object_, graph


def lexical(term: str) -> str:
    r"""Give the text of a literal, or an IRI without its brackets.

    >>> lexical('"2006"^^<http://www.w3.org/2001/XMLSchema#gYear>'), lexical('"a\"b"@en')
    ('2006', 'a"b')
    """
    if term.startswith('"'):
        return _ESCAPE.sub(_unescape, term[1 : term.rindex('"')])
    return term[1:-1] if term.startswith("<") else term


def _unescape(match: re.Match[str]) -> str:
    text = match.group(1)
    return _LONG.get(text) or chr(int(text[1:], 16))
