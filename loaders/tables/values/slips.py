"""Slips of the keyboard: what a number with check digits may have been before one of them.

A slip is one wrong character, or two neighbours that changed places: what most mistyped numbers
come from, and what check digits are made to catch (ISO 7064, annex A).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ....shapes.report import Message, Suggestion

DIGITS = "0123456789"

_REASON = Message(
    "the only number with right check digits that is one wrong character or two swapped "
    "neighbours away; look it up before you use it",
    "det eneste nummeret med riktige kontrollsifre som er ett feil tegn eller to ombyttede naboer "
    "unna; slå det opp før du bruker det",
)


def one_slip_away(
    text: str, alphabets: Sequence[str], valid: Callable[[str], bool]
) -> tuple[str, ...]:
    """Give the valid texts that are one slip away, sorted.

    `alphabets` says for each character what may have stood there instead; nothing where it is
    taken to be right.
    """
    return tuple(sorted({other for other in _slips(text, alphabets) if valid(other)}))


def suggested(candidates: Sequence[str]) -> tuple[Suggestion, ...]:
    """Give the one candidate as a suggestion; of several none is better than another."""
    return tuple(Suggestion(one, _REASON) for one in candidates) if len(candidates) == 1 else ()


def told(candidates: Sequence[str]) -> Message:
    """Give a sentence about several candidates, or nothing."""
    count = len(candidates)
    if count < 2:
        return Message("", "")
    return Message(
        f" {count} numbers are one slip away, so none is suggested.",
        f" {count} nummer er én tastefeil unna, så ingen foreslås.",
    )


def _slips(text: str, alphabets: Sequence[str]) -> Iterator[str]:
    for at, alphabet in enumerate(alphabets):
        for other in alphabet:
            if other != text[at]:
                yield text[:at] + other + text[at + 1 :]
    for at in range(len(text) - 1):
        if text[at] != text[at + 1]:
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
