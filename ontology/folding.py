"""Texts folded for comparison: what search and matching take to be the same word.

Both banks fold alike: the loaders what they index, the server what somebody types.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that no decomposition takes apart, as those write who lack them on the keyboard.
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})
_NOT_IN_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Give a text as words in lower case without accents, one space between them.

    >>> fold("Måltidets Hus, ØST")
    'maltidets hus ost'
    """
    # Taken apart on both sides: bold 𝐀 is a capital only then, and small ΐ is three signs.
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(mark for mark in lower if not unicodedata.combining(mark)).translate(_LETTERS)
    return _NOT_IN_WORD.sub(" ", bare).strip()
