"""What speaks for and against a body of a register being a steward's organisation, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...shapes.report import Message
from .body import ENDED, Body
from .names import Likeness, Name, Use, likeness, similar
from .places import same_place

MOST_NAMED = 10
"""Successors that a line of evidence names."""

MOST_SHOWN = 120
"""Letters of a name that a line of evidence shows."""


class Verdict(StrEnum):
    """What an item says."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOTED = "noted"
    """Neither, and worth knowing."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One item: what it is about, what it says, and both sides in words."""

    about: str
    verdict: Verdict
    message: Message


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The two names that are most alike: the steward's, the register's, and how alike they are."""

    ours: Name
    theirs: Name
    likeness: Likeness

    @property
    def own(self) -> bool:
        """Tell whether it is the name that each goes by, not a short, former or other one."""
        return self.ours.use == self.theirs.use == Use.NAME

    @property
    def rank(self) -> tuple[bool, Likeness]:
        """Give what orders matches, the best first."""
        return (self.likeness > Likeness.LETTERS or not self.own, self.likeness)


def best_name(ours: Body, theirs: Body) -> NameMatch | None:
    """Give the match of the two names that are most alike, or None where none are."""
    matches = [
        NameMatch(one, other, likeness(one, other))
        for one in ours.names
        for other in theirs.names
        if one.key == other.key or similar(one.key, other.key)
    ]
    return min(matches, key=lambda match: match.rank, default=None)


def evidence_of(ours: Body, theirs: Body, match: NameMatch | None) -> tuple[Evidence, ...]:
    """Give all items about a pair of bodies but for those about other bodies."""
    return (
        *_name(ours, theirs, match),
        *_country(ours, theirs),
        *_place(ours, theirs),
        *_website(ours, theirs),
        *_founded(ours, theirs),
        *_state(theirs),
        *_sub_entity(theirs),
    )


_LIKE = {
    Likeness.SAME: Message("the same name", "samme navn"),
    Likeness.CASE: Message(
        "the same name but for capitals and signs", "samme navn bortsett fra store bokstaver/tegn"
    ),
    Likeness.FORM: Message(
        "the same name but for the legal form", "samme navn bortsett fra organisasjonsform"
    ),
    Likeness.LETTERS: Message(
        "the same name but for marks of letters", "samme navn bortsett fra tegn over bokstaver"
    ),
    Likeness.SIMILAR: Message(
        "a name that differs in a letter or two", "et navn som skiller seg med en bokstav eller to"
    ),
}
_USED = {
    Use.SHORT: Message("a short name", "et kortnavn"),
    Use.FORMER: Message("a former name", "et tidligere navn"),
    Use.OTHER: Message("another name or language", "et annet navn eller språk"),
}


def _name(ours: Body, theirs: Body, match: NameMatch | None) -> Iterator[Evidence]:
    if match is None:
        both = ours.record.one("name"), theirs.record.one("name")
        yield _item("name", Verdict.DISAGREES, Message("another name", "et annet navn"), *both)
        return
    said = _LIKE[match.likeness]
    both = match.ours.text, match.theirs.text
    verdict = Verdict.NOTED if match.likeness is Likeness.SIMILAR else Verdict.AGREES
    yield _item("name", verdict, said, *both)
    for name, en, nb in (
        (match.ours, "in the table", "i tabellen"),
        (match.theirs, "in the register", "i registeret"),
    ):
        if name.use in _USED:
            used = _USED[name.use]
            message = Message(f"{en} it is {used.en}", f"{nb} er det {used.nb}")
            yield Evidence(f"name.{name.use}", Verdict.NOTED, message)
    ours_, theirs_ = match.ours.form, match.theirs.form
    if ours_ and theirs_ and ours_ != theirs_:
        form = Message("another legal form", "en annen organisasjonsform")
        yield _item("form", Verdict.DISAGREES, form, ours_.upper(), theirs_.upper())


def _country(ours: Body, theirs: Body) -> Iterator[Evidence]:
    if ours.country and theirs.country:
        same = ours.country == theirs.country
        yield _compared("country", same, "country", "land", ours.country, theirs.country)


def _place(ours: Body, theirs: Body) -> Iterator[Evidence]:
    same = same_place(ours.places, theirs.places)
    if same is not None:
        both = (", ".join(place.text for place in body.places) for body in (ours, theirs))
        yield _compared("place", same, "town or municipality", "sted eller kommune", *both)


def _website(ours: Body, theirs: Body) -> Iterator[Evidence]:
    if ours.host and theirs.host:
        same = ours.host == theirs.host
        yield _compared("website", same, "web site", "nettsted", ours.host, theirs.host)


def _founded(ours: Body, theirs: Body) -> Iterator[Evidence]:
    if ours.founded and theirs.founded:
        same = ours.founded == theirs.founded
        yield _compared("founded", same, "founding year", "stiftelsesår", ours.founded,
                        theirs.founded)  # fmt: skip


def _state(theirs: Body) -> Iterator[Evidence]:
    if theirs.state in _STATES:
        yield Evidence("state", Verdict.DISAGREES, _STATES[theirs.state])
    if theirs.successors:
        named = ", ".join(each.partition(":")[2] for each in theirs.successors[:MOST_NAMED])
        more = len(theirs.successors) - MOST_NAMED
        named += f" (+{more:,})" if more > 0 else ""
        message = Message(f"succeeded by {named}", f"etterfulgt av {named}")
        yield Evidence("successor", Verdict.NOTED, message)
    elif theirs.state == ENDED:
        message = Message("the register names no successor", "registeret navngir ingen etterfølger")
        yield Evidence("successor", Verdict.NOTED, message)


_STATES = {
    ENDED: Message("ended or deleted in the register", "opphørt eller slettet i registeret"),
    "bankrupt": Message("bankrupt in the register", "konkurs i registeret"),
    "dissolving": Message("being dissolved in the register", "under avvikling i registeret"),
}


def _sub_entity(theirs: Body) -> Iterator[Evidence]:
    if theirs.is_sub_entity:
        main = theirs.main_entity
        message = Message(f"a workplace (sub-entity) of {main}", f"en underenhet av {main}")
        yield Evidence("sub-entity", Verdict.DISAGREES, message)


def _compared(about: str, same: bool, en: str, nb: str, ours: str, theirs: str) -> Evidence:
    words = Message(f"the same {en}", f"samme {nb}") if same else Message(
        f"another {en}", f"annet {nb}"
    )  # fmt: skip
    return _item(about, Verdict.AGREES if same else Verdict.DISAGREES, words, ours, theirs)


def _item(about: str, verdict: Verdict, said: Message, ours: str, theirs: str) -> Evidence:
    ours, theirs = ours[:MOST_SHOWN], theirs[:MOST_SHOWN]
    if ours == theirs:
        return Evidence(about, verdict, Message(f"{said.en}: {ours!r}", f"{said.nb}: «{ours}»"))
    return Evidence(
        about,
        verdict,
        Message(
            f"{said.en}: {ours!r} in the table, {theirs!r} in the register",
            f"{said.nb}: «{ours}» i tabellen, «{theirs}» i registeret",
        ),
    )
