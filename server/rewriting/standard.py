"""Where the engine departs from SPARQL 1.1 and a word in the query mends it.

Unlike the rules beside it this changes answers, from those of pyoxigraph 0.5 to those of the
standard; the tests of the W3C decide which are whose.

- `TRUE` and `False` are keywords in any letters (section 19.8, note 1 to the grammar); the
  engine reads small ones only.
- GROUP_CONCAT gives a simple literal (section 18.5.1.7); the engine keeps a language that all
  parts have. STR takes it away and leaves all else as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..protocol.tokens import Form, Token, tokens

_CONCERNED = re.compile("true|false|group_concat", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Change:
    """A text to put in place of what stands between two places of a query."""

    start: int
    end: int
    text: str


def as_standard(query: str) -> str:
    """Give a query that the engine answers as the standard would have it, the same where it does.

    Where the two readings of `<` differ in what is to be changed, nothing is.
    """
    if not _CONCERNED.search(query):
        return query
    changes, otherwise = (
        sorted(_changes(tuple(tokens(query, compare))), key=_place) for compare in (False, True)
    )
    if changes != otherwise:
        return query
    for change in reversed(changes):
        query = query[: change.start] + change.text + query[change.end :]
    return query


def _changes(seen: tuple[Token, ...]) -> Iterator[_Change]:
    for place, token in enumerate(seen):
        if token.form is not Form.WORD:
            continue
        small = token.text.lower()
        if small in {"true", "false"} and token.text != small:
            yield _Change(token.start, token.start + len(small), small)
        elif small == "group_concat":
            end = _end_of_call(seen[place + 1 :])
            if end is not None:
                yield _Change(token.start, token.start, "STR(")
                yield _Change(end, end, ")")


def _end_of_call(seen: tuple[Token, ...]) -> int | None:
    """Give where the brackets end that open with the first token, None when they do not."""
    depth = 0
    if not seen or seen[0].text != "(":
        return None
    for token in seen:
        depth += (token.form is Form.OPEN) - (token.form is Form.CLOSE)
        if depth <= 0:
            return token.start + 1 if token.text == ")" else None
    return None


def _place(change: _Change) -> tuple[int, int]:
    return change.start, change.end
