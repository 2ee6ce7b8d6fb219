"""A body of a register that may be a steward's organisation, and how sure that is.

How often each class is right was measured on bodies whose answer is known
(`tests/benchmarks/test_matching.py` prints it).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ...shapes.report import Message
from .body import ENDED, Body
from .evidence import Evidence, NameMatch, Verdict
from .names import Likeness
from .wanted import Wanted

_SUPPORT = frozenset({"place", "website", "founded"})
"""What tells a body from others of its name."""


class Confidence(StrEnum):
    """How sure a match is, the surest first."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


ORDER = tuple(Confidence)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value for an empty column of an organisation, the body that has it, and why.

    `others` is how many other bodies have a name like the organisation's; `default` says that
    this one is offered, where the others for the column are only shown. `registers` are the ids
    of all sources that have the body.
    """

    wanted: Wanted
    column: str
    value: str
    body: Body
    evidence: tuple[Evidence, ...]
    confidence: Confidence
    by_number: bool
    others: int
    default: bool
    registers: tuple[str, ...]

    @property
    def id(self) -> str:
        """Give the name it keeps however often it is proposed, and by whichever register."""
        return match_id(self.wanted.id, self.column, self.value)

    @property
    def fingerprint(self) -> str:
        """Give what changes with the evidence, and not with how many others there are."""
        items = sorted(f"{each.about}\x1e{each.verdict}\x1e{each.message.en}"
                       for each in self.evidence if each.about != "others")  # fmt: skip
        text = "\x1f".join(items).encode("utf-8", "surrogatepass")
        return f"e-{hashlib.sha256(text).hexdigest()[:10]}"

    @property
    def justification(self) -> str:
        """Give how it was found, in the words of SSSOM: semapv, the Semantic Mapping Vocabulary."""
        if self.by_number:
            return "semapv:MappingChaining"
        compared = any(each.about in _SUPPORT | {"country"} for each in self.evidence)
        return "semapv:CompositeMatching" if compared else "semapv:LexicalMatching"


def match_id(organisation: str, column: str, value: str) -> str:
    """Give the id of a match; it begins so that no spreadsheet takes it for a number."""
    text = "\x1f".join((organisation, column, value)).encode("utf-8", "surrogatepass")
    return f"m-{hashlib.sha256(text).hexdigest()[:10]}"


def confidence_of(
    evidence: Iterable[Evidence], match: NameMatch | None, by_number: bool, others: int, apart: bool
) -> Confidence:
    """Give the class of a match.

    `apart` says that something tells it from the `others` of its name. A shared number is certain
    unless the names have nothing in common. By name, certain is only who goes by the same name,
    alone, in the same country, with a place, web site or year that agrees and nothing against it.
    """
    agree, disagree = _sides(evidence)
    if by_number:
        sure = match is not None and not disagree & {"state", "country"}
        return Confidence.CERTAIN if sure else Confidence.LIKELY
    if match is None or match.likeness > Likeness.LETTERS or disagree & _FATAL:
        return Confidence.POSSIBLE
    supported = bool(agree & _SUPPORT)
    named = match.own and match.likeness <= Likeness.FORM
    if named and supported and "country" in agree and not disagree and not others:
        return Confidence.CERTAIN
    if disagree or (others and not apart) or not (supported or (named and "country" in agree)):
        return Confidence.POSSIBLE
    return Confidence.LIKELY


_FATAL = frozenset({"country", "form", "state", "sub-entity"})


def _sides(evidence: Iterable[Evidence]) -> tuple[frozenset[str], frozenset[str]]:
    items = list(evidence)
    agree = frozenset(each.about for each in items if each.verdict is Verdict.AGREES)
    return agree, frozenset(each.about for each in items if each.verdict is Verdict.DISAGREES)


def strength(evidence: Iterable[Evidence], match: NameMatch | None) -> tuple[int, int, int]:
    """Give what orders the bodies for one organisation, the strongest first."""
    agree, disagree = _sides(evidence)
    worse = len(disagree) + 3 * len(disagree & _FATAL)
    rank = 9 if match is None else match.likeness + 5 * (not match.own)
    return worse - len(agree & _SUPPORT), rank, len(disagree)


def hopeless(evidence: Iterable[Evidence]) -> bool:
    """Tell whether a body of the name is in another country and nothing else agrees."""
    agree, disagree = _sides(evidence)
    return "country" in disagree and "website" not in agree


def others_of(count: int) -> Evidence:
    """Give the item about other bodies of the name."""
    if not count:
        message = Message(
            "no other body of the registers has the name",
            "ingen andre enheter i registrene har navnet",
        )
        return Evidence("others", Verdict.NOTED, message)
    message = Message(
        f"{count:,} other bodies of the registers have the name"
        if count > 1
        else "another body of the registers has the name",
        f"{count:,} andre enheter i registrene har navnet"
        if count > 1
        else "en annen enhet i registrene har navnet",
    )
    return Evidence("others", Verdict.DISAGREES, message)


def is_gone(body: Body) -> bool:
    """Tell whether a body is no more, so that its successor belongs beside it."""
    return body.state == ENDED
