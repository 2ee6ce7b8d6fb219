"""Codes of concept schemes and of classifications of economic activities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ....ontology.iris import CLASSIFICATIONS
from ....shapes.report import Message
from .reading import (
    Reading,
    asked,
    interpreted,
    misspellings,
    near_misses,
    nearest,
    refused,
    respelled,
    shown,
    suggestion,
    understood,
)


class Labelled(Protocol):
    """A concept as this room needs it: its code, and its preferred labels by language."""

    @property
    def code(self) -> str:
        """Give the concept's notation."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Give the preferred labels by language tag."""


Codes = Mapping[str, Iterable[Labelled]]
"""The concepts of each concept scheme, by the scheme's name."""

_CODE = Message("code", "koden")
_EDITION = Message("edition", "utgaven")
_FEW = 12
_NOTATION = re.compile(r"[A-V]|[0-9]{2}(?:\.[0-9]{1,2})?")
_NATIONAL_NOTATION = re.compile(r"[A-V]|[0-9]{2}(?:\.[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class CodeList:
    """One concept scheme: its codes, and every text that stands for them."""

    scheme: str
    codes: tuple[str, ...]
    by_text: Mapping[str, tuple[str, ...]]

    def read(self, text: str) -> Reading:
        """Give the code that a text is, or whose label it is in English or Norwegian."""
        if text in self.codes:
            return understood(text)
        meant = self.by_text.get(text.casefold(), ())
        if len(meant) == 1:
            return interpreted(text, meant[0])
        return self._ambiguous(text, meant) if meant else self._unknown(text)

    def _ambiguous(self, text: str, meant: tuple[str, ...]) -> Reading:
        return refused(
            "cell.code-ambiguous",
            f"'{shown(text)}' is the label of {len(meant)} codes. Write one of {', '.join(meant)}.",
            f"«{shown(text)}» er navnet på {len(meant)} koder. Skriv en av {', '.join(meant)}.",
        )

    def _unknown(self, text: str) -> Reading:
        options = [*self.codes, *self.by_text]
        alike = (self.by_text.get(each.casefold(), ()) for each in near_misses(text, options))
        near = asked(dict.fromkeys(code for each in alike for code in each))
        meant = (self.by_text.get(each.casefold(), ()) for each in misspellings(text, options))
        codes = dict.fromkeys(code for each in meant for code in each)
        count = len(self.codes)
        listed = ", ".join(self.codes[:_FEW]) + (" …" if count > _FEW else "")
        return refused(
            "cell.code",
            f"'{shown(text)}' is not one of the {count} codes of {self.scheme}.{near.en} "
            f"Write one of: {listed}.",
            f"«{shown(text)}» er ikke en av de {count} kodene i {self.scheme}.{near.nb} "
            f"Skriv en av: {listed}.",
            respelled(codes, _CODE),
        )


def code_list(scheme: str, concepts: Iterable[Labelled]) -> CodeList:
    """Index the codes and labels of a concept scheme, without regard to case."""
    index: dict[str, dict[str, None]] = {}
    codes: list[str] = []
    for concept in concepts:
        codes.append(concept.code)
        for text in (concept.code, *concept.labels.values()):
            index.setdefault(text.casefold(), {})[concept.code] = None
    by_text = {text: tuple(meant) for text, meant in index.items()}
    return CodeList(scheme, tuple(codes), by_text)


def read_activity(text: str) -> Reading:
    """Give an activity code as `edition:code`, as in `nace2:03.21`.

    The edition is never left out: one code means different industries in different editions.
    """
    edition, colon, notation = (part.strip() for part in text.partition(":"))
    if not colon:
        return _without_edition(text)
    name = edition.lower()
    if name not in CLASSIFICATIONS:
        return _unknown_edition(edition, text)
    pattern = _NATIONAL_NOTATION if name.startswith("sn") else _NOTATION
    code = notation.upper()
    if pattern.fullmatch(code):
        return interpreted(text, f"{name}:{code}")
    digits = re.sub(r"[^0-9]", "", notation)
    whole = f"{name}:{digits[:2]}.{digits[2:]}" if 3 <= len(digits) <= 5 else ""
    points = re.fullmatch(r"[0-9. ]+", notation) and pattern.fullmatch(whole.partition(":")[2])
    guess = whole or f"{name}:03.21"
    return refused(
        "cell.activity",
        f"'{shown(notation)}' is not written as a code of {name}. Write it as in {guess}.",
        f"«{shown(notation)}» er ikke skrevet som en kode i {name}. Skriv den som {guess}.",
        suggestion(
            whole if points else "",
            "the same digits with the point where codes have it",
            "de samme sifrene med punktumet der koder har det",
        ),
    )


def _without_edition(text: str) -> Reading:
    editions = ", ".join(CLASSIFICATIONS)
    return refused(
        "cell.activity",
        f"'{shown(text)}' does not say which edition it is a code of, and one code means "
        f"different industries in different editions. Write for instance nace2:{shown(text)}; "
        f"editions are {editions}.",
        f"«{shown(text)}» sier ikke hvilken utgave den er en kode i, og én kode betyr ulike "
        f"næringer i ulike utgaver. Skriv for eksempel sn2007:{shown(text)}; "
        f"utgavene er {editions}.",
    )


def _unknown_edition(edition: str, text: str) -> Reading:
    editions = ", ".join(CLASSIFICATIONS)
    near = nearest(edition, CLASSIFICATIONS)
    return refused(
        "cell.activity",
        f"'{shown(edition)}' in '{shown(text)}' is not an edition klynge knows; "
        f"expected {editions}.{near.en} Write one of them before the colon.",
        f"«{shown(edition)}» i «{shown(text)}» er ikke en utgave klynge kjenner; "
        f"ventet {editions}.{near.nb} Skriv en av dem foran kolonet.",
        respelled(
            (text.replace(edition, name, 1) for name in misspellings(edition, CLASSIFICATIONS)),
            _EDITION,
        ),
    )
