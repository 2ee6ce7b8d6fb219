"""Offers: the suggestions of a catalogue's findings, each with the id by which it is accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Location, Message, Suggestion, identified
from ..facts import Catalogue, SourceFacts
from ..tables.cells import SEPARATOR
from ..tables.values.registers import ONE_SLIP_AWAY

TABLES = "tables"
"""The type of the sources that stewards write themselves; others are not theirs to mend."""

UNKNOWN_TABLE = "table.unknown"
"""The rule about a file or sheet whose name is that of no table: there the name is mended."""


_GUESSED = Message(
    "left out of --all: other numbers have right check digits too. Look this one up; if it is the "
    "right one, write it with --accept {id}, or all of its rule with --rule {rule}",
    "ikke med i --all: også andre nummer har riktige kontrollsifre. Slå opp dette; er det riktig, "
    "skriv det med --accept {id}, eller alle av regelen med --rule {rule}",
)
_SEVERAL = Message(
    "left out of --all: one of several values for the cell. Choose one with --accept {id}",
    "ikke med i --all: én av flere verdier for cellen. Velg en med --accept {id}",
)


class UnknownOffer(KlyngeError):
    """An offer is accepted that the catalogue's findings do not have."""


class OfferLeft(KlyngeError):
    """An offer that was asked for cannot be written; the message says what is in its way."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion: its id, the finding it is for, and whether it is the only one for it."""

    id: str
    finding: Finding
    suggestion: Suggestion
    alone: bool

    @property
    def place(self) -> Location:
        """Give the place where the value would be written."""
        return self.finding.location

    @property
    def guessed(self) -> bool:
        """Tell whether nothing but check digits speaks for the value, so that one has to look."""
        return self.finding.rule in ONE_SLIP_AWAY


@dataclass(frozen=True, slots=True)
class Change:
    """What is written into one cell, or as the name of a sheet or file, and on whose offer."""

    place: Location
    before: str
    after: str
    reasons: tuple[Message, ...]
    offers: tuple[str, ...]

    @property
    def renames(self) -> bool:
        """Tell whether the name of a sheet or file is changed, and no cell."""
        return not self.place.row


def offers(findings: Iterable[Finding], sources: Mapping[str, SourceFacts]) -> list[Offer]:
    """Give what is offered for files of these sources, in the order of the findings.

    An offer has the id that its finding has in a report; of several, each has its number behind it.
    """
    return [
        Offer(id if alone else f"{id}.{number}", finding, suggestion, alone)
        for id, finding in identified(findings).items()
        if finding.location.file in sources and _mendable(finding)
        for alone in (len(finding.suggestions) == 1,)
        for number, suggestion in enumerate(finding.suggestions, start=1)
    ]


def own_files(catalogue: Catalogue) -> dict[str, SourceFacts]:
    """Give the stewards' own sources by the names of their files, as findings name them.

    Raises KlyngeError where two sources have a file of one name: findings name files by it alone.
    """
    found: dict[str, SourceFacts] = {}
    for source in catalogue.sources:
        for name in _file_names(source) if source.type == TABLES else ():
            if name in found:
                raise KlyngeError(
                    f"two sources have a file {name}, and findings name files by their name "
                    "alone; give one of them another name"
                )
            found[name] = source
    return found


def accepted(offered: Sequence[Offer], ids: Iterable[str]) -> list[Offer]:
    """Give the offers of some ids; the id of a finding stands for its only offer."""
    by_id = {offer.id: offer for offer in offered}
    chosen = []
    for id in dict.fromkeys(ids):
        if id not in by_id:
            several = [other for other in by_id if other.startswith(f"{id}.")]
            known = f"choose one of {', '.join(several)}" if several else "see klynge fix --list"
            raise UnknownOffer(f"there is no offer {id}; {known}")
        chosen.append(by_id[id])
    return chosen


def clear(
    offered: Iterable[Offer], every: bool, rules: Collection[str]
) -> tuple[list[Offer], list[tuple[Offer, Message]]]:
    """Give the offers that need no choice: all of them, or those of some rules.

    Guessed numbers are taken by their rule only. The others are given with the reason. Raises
    UnknownOffer for a rule that nothing is offered for.
    """
    offered = list(offered)
    for rule in set(rules) - {offer.finding.rule for offer in offered}:
        raise UnknownOffer(f"there is no offer for a finding of rule {rule}; see klynge fix --list")
    taken: list[Offer] = []
    left: list[tuple[Offer, Message]] = []
    for offer in offered:
        named = offer.finding.rule in rules
        if not (every or named):
            continue
        if offer.alone and (named or not offer.guessed):
            taken.append(offer)
        else:
            left.append((offer, _why(_SEVERAL if not offer.alone else _GUESSED, offer)))
    return taken, left


def _why(message: Message, offer: Offer) -> Message:
    facts = {"id": offer.id, "rule": offer.finding.rule}
    return Message(message.en.format(**facts), message.nb.format(**facts))


def changes(chosen: Iterable[Offer]) -> tuple[list[Change], list[Offer]]:
    """Give what the chosen offers change, and those that another one is in the way of.

    Offers for different values of one cell go together; of others the first goes.
    """
    by_place: dict[Location, list[Offer]] = {}
    for offer in chosen:
        by_place.setdefault(offer.place, []).append(offer)
    made: list[Change] = []
    left: list[Offer] = []
    for place, here in by_place.items():
        before = after = here[0].finding.value
        used: list[Offer] = []
        for offer in here:
            together = offer.suggestion.value if not used else _merged(before, after, offer)
            if together is None:
                left.append(offer)
            else:
                after = together
                used.append(offer)
        reasons = tuple(dict.fromkeys(offer.suggestion.reason for offer in used))
        made.append(Change(place, before, after, reasons, tuple(offer.id for offer in used)))
    return made, left


def _merged(before: str, so_far: str, offer: Offer) -> str | None:
    """Give a cell with one more of its values replaced, or None where that cannot be done."""
    if offer.suggestion.value == so_far:
        return so_far
    old, now, wanted = (
        text.strip().split(SEPARATOR) for text in (before, so_far, offer.suggestion.value)
    )
    if not len(old) == len(now) == len(wanted):
        return None
    merged = []
    for was, is_, want in zip(old, now, wanted, strict=True):
        if is_ != was and want not in {was, is_}:
            return None
        merged.append(is_ if want == was else want)
    return SEPARATOR.join(merged)


def _mendable(finding: Finding) -> bool:
    place = finding.location
    return bool(place.row and place.letter) or finding.rule == UNKNOWN_TABLE


def _file_names(source: SourceFacts) -> Iterable[str]:
    if not source.path.is_dir():
        return (source.path.name,)
    return sorted(file.name for file in source.path.iterdir() if file.is_file())
