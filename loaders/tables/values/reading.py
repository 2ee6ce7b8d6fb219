"""Readings: what a cell's text was understood as, and what there is to say about it.

The readers of this package know texts, not places; `cells.py` and `rows.py` add file, row and
column and so turn a remark into a finding.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ....shapes.report import Message, Severity, Suggestion

INTERPRETED = "cell.interpreted"
"""The rule of every remark that says a text was read as something other than what it spells."""

LONGEST_SHOWN = 200
_NEAREST = 3
_ALIKE, _AS_ALIKE = 0.75, 0.15
"""How much two texts share (difflib's ratio) where one may be a misspelling of the other."""

_DIGITS = re.compile(r"[0-9]+")
_SO_READ = Message(
    "it was read so; written like this, it can be read in no other way",
    "den ble lest slik; skrevet slik kan den ikke leses på noen annen måte",
)
_LONGEST_COMPARED = 80


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say about a cell or a row, before anyone knows where it stands."""

    rule: str
    severity: Severity
    message: Message
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The canonical values of a text, none where it was refused, and the remarks about it."""

    values: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def understood(value: str) -> Reading:
    """Give a value that says exactly what the text says."""
    return Reading((value,))


def interpreted(text: str, value: str) -> Reading:
    """Give a value, with an INFO remark where it is spelled otherwise than the text."""
    if text == value:
        return Reading((value,))
    message = Message(
        f"'{shown(text)}' was read as {shown(value)}.",
        f"«{shown(text)}» ble lest som {shown(value)}.",
    )
    suggestion = Suggestion(value, _SO_READ)
    return Reading((value,), (Remark(INTERPRETED, Severity.INFO, message, (suggestion,)),))


def refused(rule: str, en: str, nb: str, suggestions: tuple[Suggestion, ...] = ()) -> Reading:
    """Give no value and a VIOLATION that says what was found, expected and to be done."""
    return Reading((), (violation(rule, en, nb, suggestions),))


def violation(rule: str, en: str, nb: str, suggestions: tuple[Suggestion, ...] = ()) -> Remark:
    """Give the remark that keeps a row out."""
    return Remark(rule, Severity.VIOLATION, Message(en, nb), suggestions)


def suggestion(value: str, en: str, nb: str) -> tuple[Suggestion, ...]:
    """Give one suggestion with its reason, or none where the value is empty."""
    return (Suggestion(value, Message(en, nb)),) if value else ()


def joined(readings: Iterable[Reading]) -> Reading:
    """Give the readings of several texts of one cell as one; a value said twice counts once."""
    values: dict[str, None] = {}
    remarks: list[Remark] = []
    for reading in readings:
        values.update(dict.fromkeys(reading.values))
        remarks.extend(reading.remarks)
    return Reading(tuple(values), tuple(remarks))


def shown(text: str) -> str:
    r"""Give a text fit for a message: cut where it is very long, nothing unprintable in it.

    >>> shown("a\x00b")
    'a\\x00b'
    """
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return spelled_out(cut)


def spelled_out(text: str) -> str:
    """Give a text with what cannot be seen in it spelled out, such as marks of direction."""
    if text.isprintable():
        return text
    return "".join(character if _visible(character) else _escaped(character) for character in text)


def spelled_lines(text: str) -> str:
    """Give a text of several lines with what cannot be seen in them spelled out."""
    return "\n".join(map(spelled_out, text.split("\n")))


def nearest(text: str, options: Iterable[str]) -> Message:
    """Give ` Did you mean 'x'?` in both languages for the options most like a text, or nothing."""
    return asked(near_misses(text, options))


def asked(close: Iterable[str]) -> Message:
    """Give ` Did you mean 'x'?` in both languages for some options, or nothing."""
    close = list(close)
    if not close:
        return Message("", "")
    return Message(
        f" Did you mean {' or '.join(repr(option) for option in close)}?",
        f" Mente du {' eller '.join(f'«{option}»' for option in close)}?",
    )


def near_misses(text: str, options: Iterable[str]) -> list[str]:
    """Give up to three options that look most like a text, best first."""
    by_fold = {option.casefold(): option for option in options}
    word = text.casefold()[:_LONGEST_COMPARED]
    return [by_fold[fold] for fold in difflib.get_close_matches(word, by_fold, _NEAREST)]


def misspellings(text: str, options: Iterable[str]) -> list[str]:
    """Give those near misses that a text may be a misspelling of, best first.

    They are nearer than what a message asks about, about as near as the best of them, and have
    the same digits: 2021 is no slip for 2024, and `org-12` none for `org-13`.
    """
    word = text.casefold()
    near = {
        option: difflib.SequenceMatcher(None, word, option.casefold()).ratio()
        for option in near_misses(text, options)
        if _DIGITS.findall(option) == _DIGITS.findall(text)
    }
    least = max(_ALIKE, max(near.values(), default=0) - _AS_ALIKE)
    return [option for option, ratio in near.items() if ratio >= least]


def respelled(options: Iterable[str], what: Message) -> tuple[Suggestion, ...]:
    """Give options as suggestions for a misspelled text; `what` names them, as in "code"."""
    return tuple(
        Suggestion(
            option,
            Message(f"the {what.en} spelled most like it", f"{what.nb} som skrives mest likt"),
        )
        for option in options
    )


def _visible(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _escaped(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that is not UTF-8, as `surrogateescape` keeps it
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
