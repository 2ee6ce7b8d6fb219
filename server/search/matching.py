"""How well a name answers what was typed, as a number from 0 (not at all) to 1 (the same).

Each word that was typed must be a word of the name, the beginning of one, or close to either:
one slip in words of four letters or more, two in words of eight (a slip is a letter too many,
missing, wrong or swapped with the next).
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

_BEGINNING = 0.95
_SLIP = 0.2
_ALL_OF_IT = 0.15
"""How much of the number depends on how much of the name was typed."""

_ROLES = {"name": 1.0, "short": 1.0, "number": 1.0, "dated": 0.92}
"""Earlier names come after what a thing is called now."""

_KINDS = {
    "cluster": 1.0,
    "programme": 0.98,
    "value-chain": 0.97,
    "organization": 0.95,
    "person": 0.95,
    "place": 0.9,
    "cluster-project": 0.85,
    "document": 0.8,
    "voc": 0.8,
}
"""What people look for most comes first among names that match alike."""

_OTHER_KIND = 0.7


def slips_allowed(word: str) -> int:
    """Give how many slips a word may have and still be meant."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def quality(typed: Sequence[str], folded: str) -> float:
    """Give how well a folded name answers the folded words that were typed."""
    words = folded.split()
    each = [max((_word_quality(one, word) for word in words), default=0.0) for one in typed]
    if not each or min(each) == 0.0:
        return 0.0
    share = min(1.0, sum(map(len, typed)) / max(1, sum(map(len, words))))
    return sum(each) / len(each) * (1 - _ALL_OF_IT + _ALL_OF_IT * share)


def score(typed: Sequence[str], folded: str, role: str, kind: str) -> float:
    """Give the number by which results are ranked: quality, weighed by role and kind."""
    weight = _ROLES.get(role, 1.0) * _KINDS.get(kind, _OTHER_KIND)
    return round(quality(typed, folded) * weight, 4)


def trigrams(words: Sequence[str]) -> tuple[str, ...]:
    """Give the threes of letters of the words that may have slips, each once."""
    long = [word for word in words if slips_allowed(word)]
    return tuple(dict.fromkeys(word[i : i + 3] for word in long for i in range(len(word) - 2)))


def _word_quality(typed: str, word: str) -> float:
    if typed == word:
        return 1.0
    if word.startswith(typed):
        return _BEGINNING
    allowed = slips_allowed(typed)
    # The word itself, or its beginning as far as somebody has come.
    beginnings = {word[:length] for length in range(len(typed) - 1, len(typed) + 2)}
    slips = min(OSA.distance(typed, part, score_cutoff=allowed) for part in {word, *beginnings})
    return 0.0 if slips > allowed else _BEGINNING - _SLIP * slips
