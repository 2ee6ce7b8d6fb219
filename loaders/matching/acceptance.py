"""Accepted candidates as offers for cells, which `loaders/fixing` writes into a new copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ...ontology.errors import KlyngeError
from ...shapes.report import Finding, Message, Severity, Suggestion
from ..fixing.offers import Offer
from .candidate import Candidate, Confidence
from .decisions import Decisions

RULE = "match.candidate"

_NO_COLUMN = Message(
    "the table has no column {0}, so nothing is written; add it and run the command again",
    "tabellen har ingen kolonne {0}, så ingenting skrives; legg den til og kjør kommandoen igjen",
)


class UnknownCandidate(KlyngeError):
    """A candidate is accepted that nobody proposes."""


class NotAcceptable(KlyngeError):
    """What is accepted cannot be written; the message says why."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is written and what is not: candidates, and their offers; `left` have no column."""

    candidates: tuple[Candidate, ...]
    offers: tuple[Offer, ...]
    left: tuple[tuple[Offer, Message], ...]


def accept(
    candidates: Iterable[Candidate], decisions: Decisions, ids: Collection[str], certain: bool
) -> Accepted:
    """Give what is accepted: by id, by a yes in the queue, or all that is certain and offered.

    Raises UnknownCandidate, and NotAcceptable for two that are meant for one cell or one by id
    that has no cell.
    """
    by_id = {candidate.id: candidate for candidate in candidates}
    if unknown := [id for id in ids if id not in by_id]:
        raise UnknownCandidate(
            f"there is no candidate {', '.join(unknown)}; see klynge enrich --list"
        )
    chosen = [
        candidate
        for candidate in by_id.values()
        if candidate.id in ids
        or decisions.accepted(candidate)
        or (certain and is_sure(candidate) and not decisions.refused(candidate))
    ]
    _refuse_two(chosen)
    made = [offer for candidate in chosen for offer in _offers(candidate)]
    fit = tuple(offer for offer in made if offer.place.letter)
    left = tuple((offer, _no_column(offer)) for offer in made if not offer.place.letter)
    for offer, why in left:
        if offer.id in ids:
            raise NotAcceptable(f"{offer.id} cannot be written: {why.en}")
    return Accepted(tuple(chosen), fit, left)


def is_sure(candidate: Candidate) -> bool:
    """Tell whether a candidate is certain, and the only one of its column to be so."""
    return candidate.default and candidate.confidence is Confidence.CERTAIN


def _refuse_two(chosen: Iterable[Candidate]) -> None:
    first: dict[tuple[int, str], Candidate] = {}
    for candidate in chosen:
        other = first.setdefault((id(candidate.wanted), candidate.column), candidate)
        if other is not candidate:
            raise NotAcceptable(
                f"{other.id} and {candidate.id} are both accepted for the column "
                f"{candidate.column} of {candidate.wanted.id}; an organisation has one: accept one "
                "of them, and write no for the other"
            )


def _offers(candidate: Candidate) -> Iterator[Offer]:
    """Give the offer for the number's cell, and for the country's: a number says nothing alone."""
    yield _offer(candidate, candidate.column, candidate.value)
    record = candidate.wanted.body.record
    if candidate.column == "number" and not record.one("country"):
        yield _offer(candidate, "country", candidate.body.country)


def _offer(candidate: Candidate, column: str, value: str) -> Offer:
    record = candidate.wanted.body.record
    place = record.location(column)
    subject = f"organization:{candidate.wanted.id}"
    reason = Message(
        "; ".join(each.message.en for each in candidate.evidence),
        "; ".join(each.message.nb for each in candidate.evidence),
    )
    found = record.text(column)
    finding = Finding(RULE, Severity.INFO, reason, place, found, subject=subject)
    return Offer(candidate.id, finding, Suggestion(value, reason), candidate.default)


def _no_column(offer: Offer) -> Message:
    column = offer.place.column or offer.suggestion.value
    return Message(_NO_COLUMN.en.format(column), _NO_COLUMN.nb.format(column))
