"""Names of bodies as they are compared: in small letters, without signs, legal form apart.

Unicode NFKC and case folding (Unicode 3.13, D145), then letters without their marks (`ø` is `o`,
`å` is `a`). Letters of other scripts that look like Latin ones stay what they are, so that a name
made to look like another is never equal to it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files

import pycountry
from rapidfuzz.distance import OSA

LONGEST = 300
"""Letters of a name that is compared; the longest of the real registers have 180."""

LEAST = 3
"""Letters of a name that says anything."""

_WORD = re.compile(r"[^\W_]+|&")
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")
_UNMARKED = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})
_DIGITS = re.compile(r"[0-9]+")
_SIMILAR = (10, 18)
"""Letters of a name that may differ in one, and in two, from one that is the same."""


class Use(StrEnum):
    """What a name is to its body."""

    NAME = "name"
    SHORT = "short"
    FORMER = "former"
    OTHER = "other"


class Likeness(IntEnum):
    """How alike two names are, the most alike first."""

    SAME = 0
    CASE = 1
    """But for capitals and signs."""
    FORM = 2
    """But for the legal form too."""
    LETTERS = 3
    """But for the marks of letters too."""
    SIMILAR = 4
    """But for a letter or two."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, its words in small letters, its legal form, and its key.

    Names with one key are equal but for capitals, signs, legal form and marks of letters.
    """

    text: str
    words: str
    form: str
    key: str
    use: Use = Use.NAME


@dataclass(frozen=True, slots=True)
class _Forms:
    """Legal forms by how they are written at either end of a name, and words left out."""

    end: Mapping[str, str]
    beginning: Mapping[str, str]
    articles: frozenset[str]
    and_: frozenset[str]
    countries: frozenset[str]


def key_of(text: str) -> str:
    """Give the key of a name: empty where it says too little or is too long to be compared."""
    return _split(text)[2] if len(text) <= LONGEST else ""


def name_of(text: str, use: Use = Use.NAME) -> Name | None:
    """Give a name as it is compared, or None where it says too little or is too long."""
    if len(text) > LONGEST:
        return None
    words, form, key = _split(text)
    return Name(text, words, form, key, use) if key else None


def likeness(one: Name, other: Name) -> Likeness:
    """Tell how alike two names are whose keys are equal or similar."""
    if one.text == other.text:
        return Likeness.SAME
    if one.words == other.words:
        return Likeness.CASE if one.form == other.form else Likeness.FORM
    return Likeness.LETTERS if one.key == other.key else Likeness.SIMILAR


def similar(one: str, other: str) -> bool:
    """Tell whether two keys differ in so few letters that one may be the other mistyped.

    Numbers are never mistyped names, and letters of another script are never compared.
    """
    shorter = min(len(one), len(other))
    most = 1 if shorter < _SIMILAR[1] else 2
    if shorter < _SIMILAR[0] or abs(len(one) - len(other)) > most:
        return False
    return (
        OSA.distance(one, other, score_cutoff=most) <= most
        and digits(one) == digits(other)
        and one.isascii()
        and other.isascii()
    )


def digits(key: str) -> str:
    """Give the numbers in a key: names that differ in one are never the same, mistyped."""
    return " ".join(_DIGITS.findall(key))


def _split(text: str) -> tuple[str, str, str]:
    """Give the words of a name, its legal form and its key."""
    forms = _forms()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if text.endswith(")"):
        text = _without_country(text, forms)
    words = _WORD.findall(text.casefold())
    if not text.isascii() or not forms.and_.isdisjoint(words):
        words = ["&" if word in forms.and_ else word for word in words]
    form, words = _form(words, forms)
    joined = " ".join(words)
    key = joined if joined.isascii() else unmarked(joined)
    return joined, form, key if len(key) >= LEAST else ""


def _form(words: list[str], forms: _Forms) -> tuple[str, list[str]]:
    """Take the legal form away at the end, else at the beginning; a name is more than that."""
    for count in (1, 2, 3):
        found = forms.end.get(" ".join(words[-count:])) if len(words) > count else None
        if found:
            return found, _without_article(words[:-count], forms)
    if len(words) > 1 and words[0] in forms.beginning:
        return forms.beginning[words[0]], words[1:]
    return "", _without_article(words, forms)


def _without_article(words: list[str], forms: _Forms) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in forms.articles else words


def _without_country(text: str, forms: _Forms) -> str:
    """Take a country in brackets away, which ROR puts after names of companies."""
    found = _IN_BRACKETS.fullmatch(text)
    return found[1] if found and found[2].casefold() in forms.countries else text


def unmarked(text: str) -> str:
    """Give small letters without their marks.

    >>> unmarked("ålesund bærekraft")
    'alesund baerekraft'
    """
    apart = unicodedata.normalize("NFKD", text.translate(_UNMARKED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _forms() -> _Forms:
    text = files(__package__).joinpath("legal_forms.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return _Forms(
        end={spelling: form for form, of in data["end"].items() for spelling in of},
        beginning={spelling: form for form, of in data["beginning"].items() for spelling in of},
        articles=frozenset(data["articles"]),
        and_=frozenset(data["and"]),
        countries=frozenset(country.name.casefold() for country in pycountry.countries),
    )
