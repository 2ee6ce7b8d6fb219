"""The tokens of a SPARQL query (SPARQL 1.1 Query, section 19.8), as far as a guard needs them.

`<` is read in two ways, because which one is right depends on the grammar: as the start of an
IRI wherever one can start, and, with `compare=True`, as "less than" after an operand inside
parentheses. A guard that must see a word looks at both readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PATTERNS = {
    "comment": r"#[^\n\r]*",
    "space": r"[\x20\t\r\n]+",
    "iri": r"<[^<>\"{}|^`\\\x00-\x20]*>",
    "string": (
        r'"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""|'
        r"'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|"
        r'"(?:[^"\\\n\r]|\\.)*"|'
        r"'(?:[^'\\\n\r]|\\.)*'"
    ),
    "variable": r"[?$]\w+",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "number": r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?",
    "blank": r"_:[\w](?:[\w.\-\u00b7]*[\w\-\u00b7])?",
    # A longer prefix is read as words: without a bound, "a.a.a" costs the square of its length.
    "name": r"(?:[^\W\d_][\w.\-\u00b7]{0,255}+)?:"
    r"(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w.:\-\u00b7]|%[0-9A-Fa-f]{2}|\\.)*"
    r"(?:[\w:\-\u00b7]|%[0-9A-Fa-f]{2}|\\.))?)?",
    "word": r"[^\W\d]\w*",
    "open": r"[({\[]",
    "close": r"[)}\]]",
    "sign": r".",
}
_SCAN = re.compile("|".join(f"(?P<{k}>{p})" for k, p in _PATTERNS.items()), re.DOTALL)


class Form(Enum):
    """What a token is."""

    COMMENT = "comment"
    SPACE = "space"
    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    LANGUAGE = "language"
    NUMBER = "number"
    BLANK = "blank"
    NAME = "name"
    """A prefixed name: `ex:a`, `:a`, `ex:`."""
    WORD = "word"
    """A keyword or the name of a built-in function."""
    OPEN = "open"
    CLOSE = "close"
    SIGN = "sign"


OPERANDS = frozenset(
    {Form.IRI, Form.STRING, Form.VARIABLE, Form.NUMBER, Form.BLANK, Form.NAME, Form.LANGUAGE}
)
"""What can stand before an operator, besides a closing bracket."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token, its text, and where it starts in the query."""

    form: Form
    text: str
    start: int = field(default=0, compare=False)


def decoded(query: str) -> str:
    r"""Give a query with its codepoint escapes resolved (section 19.2): `\u0053` is `S`."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ESCAPE.sub(character, query)


def tokens(query: str, compare: bool = False) -> Iterator[Token]:
    """Give the tokens of a query without spaces and comments; never fails on any text."""
    position, brackets, before = 0, "", Form.OPEN
    while match := _SCAN.match(query, position):
        form, text = Form(match.lastgroup), match[0]
        if compare and form is Form.IRI and brackets[-1:] == "(" and _ends_operand(before):
            form, text = Form.SIGN, "<"
        start, position = position, position + len(text)
        if form in {Form.SPACE, Form.COMMENT}:
            continue
        if form is Form.OPEN:
            brackets += text
        elif form is Form.CLOSE:
            brackets = brackets[:-1]
        before = form
        yield Token(form, text, start)


def _ends_operand(form: Form) -> bool:
    return form in OPERANDS or form is Form.CLOSE
