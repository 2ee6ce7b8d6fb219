"""The look at a query before a worker gets it: what it asks for, and whether it is in reason.

A courtesy, not a defence: it answers at once, with a sentence, what would otherwise cost a
worker. The defence is the worker itself, which may be killed and has no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..problems import QueryTooDeep, QueryTooLong, QueryTooWide, ServiceRefused, UpdateRefused
from .tokens import OPERANDS, Form, Token, decoded, tokens

LARGEST_QUERY = 16 * 1024
DEEPEST_NESTING = 64
LONGEST_LIST = 64
"""256 items cost the planner six seconds on an empty store, 64 a tenth of one."""
MOST_PATTERNS = 128
"""Counted as separators, groups and path steps; 128 patterns cost the planner 3 s at worst."""

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_REACHING = re.compile("service|load", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Screened:
    """What is known of a query without parsing it.

    `form` is SELECT, ASK, CONSTRUCT, DESCRIBE or empty (then it is no query); `volatile` tells
    that the same query may answer differently the next time; `has_dataset` that it has FROM;
    `federated` that it may name SERVICE.
    """

    form: str
    volatile: bool
    has_dataset: bool
    federated: bool = False


def screen(query: str, federates: bool = False) -> Screened:
    """Look at a query; raises a Problem that says what is too much or not offered.

    `federates` lets SERVICE pass: which endpoints may be asked is for others to tell.
    """
    size = len(query.encode())
    if size > LARGEST_QUERY:
        raise QueryTooLong(found=size, most=LARGEST_QUERY)
    seen = tuple(tokens(query))
    form = _form(seen)
    if form in _UPDATES:
        raise UpdateRefused(word=form)
    federated = names_a_service(query)
    if federated and not federates:
        raise ServiceRefused()
    _check_size(seen)
    words = {token.text.upper() for token in seen if token.form is Form.WORD}
    volatile = bool(words & _VOLATILE) or (form == "CONSTRUCT" and _makes_blank_nodes(seen))
    return Screened(form, volatile or federated, "FROM" in words, federated)


def names_a_service(query: str) -> bool:
    """Tell whether SERVICE or LOAD stands in a query as a word, in any reading of it.

    Escapes may be resolved before the tokens are read or after, and `<` may open an IRI or
    compare; a query passes only when no reading shows the word.
    """
    texts = {query, decoded(query)}
    return any(
        _REACHING.search(text) and any(_reaches(tuple(tokens(text, way))) for way in (False, True))
        for text in texts
    )


def _reaches(seen: tuple[Token, ...]) -> bool:
    before = ""
    for token, after in zip(seen, (*seen[1:], Token(Form.SIGN, "")), strict=True):
        word = token.text.upper()
        # Engines read keywords without a space after them, so SERVICE may hide in a longer word
        # (trueSERVICE, SERVICESILENT); no keyword or function of SPARQL holds it otherwise.
        if token.form is Form.WORD and ("SERVICE" in word or word == "LOAD"):
            return True
        if token.form is Form.NAME and "SERVICE" in word.partition(":")[0]:
            if after.text == "{" and before != "GRAPH":
                return True
        before = word
    return False


def _form(seen: Iterable[Token]) -> str:
    """Give the query form, or the first word of an update, or the empty text."""
    for token in seen:
        if token.form is Form.WORD:
            word = token.text.upper()
            for form in (*_FORMS, *_UPDATES):
                if word.startswith(form):
                    return form
    return ""


def _check_size(seen: Iterable[Token]) -> None:
    """Raise when brackets are nested too deep, or lists or patterns are too many."""
    brackets: list[str] = []
    runs = [0]
    patterns, before_ends = 0, False
    for token in seen:
        ends = token.form in OPERANDS or token.form is Form.CLOSE
        if token.form is Form.OPEN:
            brackets.append(token.text)
            runs.append(0)
            if len(brackets) > DEEPEST_NESTING:
                raise QueryTooDeep(most=DEEPEST_NESTING)
        elif token.form is Form.CLOSE and brackets:
            brackets.pop()
            runs.pop()
        if ends and brackets[-1:] == ["("]:
            # Operands side by side in parentheses are the items of a list (or a row of VALUES).
            runs[-1] = runs[-1] + 1 if before_ends or not runs[-1] else 1
            if runs[-1] > LONGEST_LIST:
                raise QueryTooWide(what="list", most=LONGEST_LIST)
        patterns += token.text in {"{", "["} or _separates(token, brackets)
        if patterns > MOST_PATTERNS:
            raise QueryTooWide(what="pattern", most=MOST_PATTERNS)
        before_ends = ends


def _separates(token: Token, brackets: list[str]) -> bool:
    return token.form is Form.SIGN and (
        token.text == "/" or (token.text in ".;," and brackets[-1:] != ["("])
    )


def _makes_blank_nodes(seen: tuple[Token, ...]) -> bool:
    return any(token.form is Form.BLANK or token.text == "[" for token in seen)
