"""Offers and what became of them, as text for a person or as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ...shapes.report import Finding, Message
from ..reports.report import make_report
from ..reports.words import counts, words
from ..tables.values.reading import spelled_out
from .fix import LOG, Fixed
from .offers import Change, Offer

_NONE = Message("nothing is offered", "ingenting å foreslå")
_WRITTEN = Message("written", "skrevet")
_LEFT = Message("left", "ikke skrevet")
_NEW = Message("came to light", "kom for dagen")
_NOW = Message(
    "the copy has {0}; changes are listed in {1}", "kopien har {0}; endringene står i {1}"
)
_ONE_OF = Message("one of several", "ett av flere")
_GUESS = Message("look it up first", "slå det opp først")


def offers_text(offered: Sequence[Offer], language: str, as_json: bool) -> str:
    """Give the offers: id, place, what was found, what is offered, why."""
    if as_json:
        values = [_offer(offer, language) for offer in offered]
        return json.dumps({"offers": values}, ensure_ascii=False, indent=1)
    return "\n".join(map(spelled_out, _lines(offered, language))) or _NONE.text(language)


def fixed_text(fixed: Fixed, language: str, as_json: bool) -> str:
    """Give what was written into a copy, what was left, and what the copy has now."""
    if as_json:
        return json.dumps(_fixed(fixed, language), ensure_ascii=False, indent=1)
    written, left, new = (word.text(language) for word in (_WRITTEN, _LEFT, _NEW))
    lines = [f"{written}: {_change(change, language)}" for change in fixed.changes]
    lines += [
        f"{left}: {_offered(offer, language)}: {why.text(language)}" for offer, why in fixed.left
    ]
    lines += [f"{new}: {_finding(finding, language)}" for finding in fixed.came_to_light]
    counted = counts(make_report(fixed.checked)).text(language)
    now = _NOW.text(language).format(counted, fixed.folder / LOG)
    return "\n".join(map(spelled_out, [*lines, now]))


def _lines(offered: Sequence[Offer], language: str) -> Iterator[str]:
    for offer in offered:
        mark = _ONE_OF if not offer.alone else _GUESS if offer.guessed else None
        marked = f" [{mark.text(language)}]" if mark else ""
        yield f"{offer.id}  {_offered(offer, language)}{marked}"
        yield f"    {offer.suggestion.reason.text(language)}"


def _offered(offer: Offer, language: str) -> str:
    place = offer.place.text(language)
    return f"{place}: {offer.finding.value!r} -> {offer.suggestion.value!r}"


def _offer(offer: Offer, language: str) -> dict[str, object]:
    return {
        "id": offer.id,
        "rule": offer.finding.rule,
        **_place(offer.finding),
        "found": offer.finding.value,
        "offered": offer.suggestion.value,
        "why": offer.suggestion.reason.text(language),
        "alone": offer.alone,
        "guessed": offer.guessed,
    }


def _place(finding: Finding) -> dict[str, object]:
    place = finding.location
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "letter": place.letter,
    }


def _change(change: Change, language: str) -> str:
    return f"{change.place.text(language)}: {change.before!r} -> {change.after!r}"


def _finding(finding: Finding, language: str) -> str:
    severity, place = words(finding.severity).text(language), finding.location.text(language)
    return f"{severity} {place}: {finding.message.text(language)}"


def _fixed(fixed: Fixed, language: str) -> dict[str, object]:
    return {
        "folder": str(fixed.folder),
        "written": [
            {"offers": list(change.offers), "place": str(change.place), "from": change.before,
             "to": change.after}
            for change in fixed.changes
        ],
        "left": [{"id": offer.id, "why": why.text(language)} for offer, why in fixed.left],
        "new": [
            {"id": finding.id, "rule": finding.rule, **_place(finding),
             "message": finding.message.text(language)}
            for finding in fixed.came_to_light
        ],
    }  # fmt: skip
