"""What registers know of a catalogue's organisations, as text for a person or as JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from ...shapes.report import Message
from ..fixing.fix import Fixed
from ..fixing.telling import fixed_text
from ..tables.values.reading import shown, spelled_out
from .body import COLUMNS, Body
from .candidate import Candidate, Confidence
from .decisions import Decisions
from .proposals import Joined, Proposals
from .queue import line_of

_NONE = Message(
    "the registers have no candidates that are not decided on",
    "registrene har ingen kandidater som det ikke er tatt stilling til",
)
_CLASSES = {
    Confidence.CERTAIN: Message("certain", "sikkert"),
    Confidence.LIKELY: Message("likely", "sannsynlig"),
    Confidence.POSSIBLE: Message("possible", "mulig"),
}
_SHOWN = Message("only shown", "bare vist")
_BY_NUMBER = Message("by number", "etter nummer")
_ADDS = Message("{0} is {1} in {2}, by number; the register adds {3}",
                "{0} er {1} i {2}, etter nummer; registeret føyer til {3}")  # fmt: skip
_NOTHING = Message("nothing", "ingenting")
_PASSED = Message(
    "{0}: {1:,} bodies; {2:,} records could not be read and {3:,} names are too long to be "
    "compared, which klynge convert tells one by one",
    "{0}: {1:,} enheter; {2:,} poster kunne ikke leses og {3:,} navn er for lange til å "
    "sammenlignes, det forteller klynge convert én for én",
)
_UNFOUND = Message(
    "{0:,} without a candidate, since no register that is here has a name or number like theirs: ",
    "{0:,} uten kandidat, fordi ingen av registrene her har et navn eller nummer som ligner: ",
)
_WAIT = Message("{0:,} candidates wait", "{0:,} kandidater venter")
_WAITS = Message("1 candidate waits", "1 kandidat venter")
_DECIDE = Message(
    "{0} in the table matches of {1}: write yes or no in its column decision, then run\n"
    "    klynge enrich {1} --to NEWDIR",
    "{0} i tabellen matches i {1}: skriv ja eller nei i kolonnen decision, og kjør\n"
    "    klynge enrich {1} --to NYMAPPE",
)
MOST_NAMED = 20
"""Organisations without a candidate that are named to a person; JSON has all."""


def proposals_text(proposals: Proposals, decisions: Decisions, language: str, as_json: bool) -> str:
    """Give what is proposed, but for what is refused, and what registers add by number."""
    candidates = [each for each in proposals.candidates if not decisions.refused(each)]
    refused = len(proposals.candidates) - len(candidates)
    if as_json:
        return _json(
            {
                "candidates": [_values(each, language) for each in candidates],
                "refused": refused,
                "joined": [_joined_values(each) for each in proposals.joined],
                "unfound": [each.id for each in proposals.unfound],
                "registers": {
                    source: {"bodies": met.bodies, "unread": met.unread, "too_long": met.too_long}
                    for source, met in proposals.watched.items()
                },
            }
        )
    lines = [line for each in candidates for line in _lines(each, language)]
    lines = lines or [_NONE.text(language)]
    lines += [_joined(each, language) for each in proposals.joined]
    lines += _unfound(proposals, language)
    lines += [
        _PASSED.text(language).format(source, met.bodies, met.unread, met.too_long)
        for source, met in proposals.watched.items()
        if met.unread or met.too_long
    ]
    return "\n".join(map(spelled_out, lines))


def enriched_text(fixed: Fixed, waiting: int, language: str, as_json: bool) -> str:
    """Give what was written into a copy, and how many candidates its queue has."""
    told = fixed_text(fixed, language, as_json)
    if as_json:
        return _json({**json.loads(told), "queue": waiting})
    if not waiting:
        return told
    wait = (_WAITS if waiting == 1 else _WAIT).text(language).format(waiting)
    folder = shlex.quote(str(fixed.folder))
    return f"{told}\n{_DECIDE.text(language).format(wait, folder)}"


def _lines(candidate: Candidate, language: str) -> Iterator[str]:
    place = candidate.wanted.body.record.location(candidate.column).text(language)
    name, theirs = (b.record.one("name") for b in (candidate.wanted.body, candidate.body))
    registers = ", ".join(candidate.registers)
    marks = [_CLASSES[candidate.confidence].text(language)]
    marks += [_BY_NUMBER.text(language)] if candidate.by_number else []
    marks += [] if candidate.default else [_SHOWN.text(language)]
    yield (f"{candidate.id}  {name} -> {candidate.value} ({theirs}, {registers}) "
           f"[{', '.join(marks)}]")  # fmt: skip
    yield f"    {place}"
    yield from (f"    {line_of(each, language)}" for each in candidate.evidence)


def _unfound(proposals: Proposals, language: str) -> Iterator[str]:
    """Say of whom nothing is known, so that nobody takes silence for an answer."""
    names = [shown(each.body.record.one("name")) for each in proposals.unfound]
    if names:
        more = [f"+ {len(names) - MOST_NAMED:,}"] if len(names) > MOST_NAMED else []
        told = _UNFOUND.text(language).format(len(names))
        yield told + "; ".join([*names[:MOST_NAMED], *more])


def _joined(joined: Joined, language: str) -> str:
    facts = ", ".join(f"{column} {value}" for column, value in _added(joined).items())
    body = joined.body
    return _ADDS.text(language).format(
        joined.wanted.id, body.record.one("name"), body.source, facts or _NOTHING.text(language)
    )


_SAID = ("type", "legal_form", "activity", "size", "parent", "parent_country", "founded", "state",
         "dissolved", "website")  # fmt: skip


def _added(joined: Joined) -> dict[str, str]:
    """Give what the register says of a body that the steward's row leaves open."""
    ours, body = joined.wanted.body.record, joined.body
    added = {column: body.record.text(column) for column in (*COLUMNS, *_SAID)
             if body.record.one(column) and not ours.one(column)}  # fmt: skip
    if body.places and not joined.wanted.body.places:
        added["place"] = _places(body)
    if body.employees:
        added["employees"] = body.employees
    return added


def _places(body: Body) -> str:
    return ", ".join(f"{place.code} {place.text}".strip() for place in body.places)


def _joined_values(joined: Joined) -> dict[str, object]:
    return {
        "organisation": joined.wanted.id,
        "register": joined.body.source,
        "name": joined.body.record.one("name"),
        **{column: value for column, value in joined.body.numbers.items()},
        "adds": _added(joined),
    }


def _values(candidate: Candidate, language: str) -> dict[str, object]:
    place = candidate.wanted.body.record.location(candidate.column)
    return {
        "id": candidate.id,
        "organisation": candidate.wanted.id,
        "name": candidate.wanted.body.record.one("name"),
        "candidate": candidate.body.record.one("name"),
        "column": candidate.column,
        "value": candidate.value,
        "registers": list(candidate.registers),
        "confidence": candidate.confidence,
        "by_number": candidate.by_number,
        "offered": candidate.default,
        "others": candidate.others,
        "state": candidate.body.state,
        "successors": [each.partition(":")[2] for each in candidate.body.successors],
        "justification": candidate.justification,
        "evidence": [
            {"about": e.about, "says": e.verdict, "text": e.message.text(language)}
            for e in candidate.evidence
        ],
        "file": place.file, "sheet": place.sheet, "row": place.row, "letter": place.letter,
        "writable": bool(place.letter),
    }  # fmt: skip


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1)
