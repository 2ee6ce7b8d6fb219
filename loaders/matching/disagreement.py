"""Where a register says something else of an organisation than its row in a steward's table.

Both stay, each in its own graph: a finding at the steward's cell tells both. Only organisations are
held against a register that have a number of it, so that nobody else is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from ...shapes.report import Finding, Message, Severity
from ..extracts import ORGANISATIONS, numbers_of
from ..records import Record
from ..references import reference_of
from ..tables.guidance import expectation
from ..tables.schema import Schema
from ..tables.values.reading import shown
from .body import Body
from .evidence import Verdict, best_name, evidence_of
from .sightings import Watched, sightings
from .wanted import Index, Wanted, wanted_of

_RULES = {
    "name": "register.name",
    "country": "register.country",
    "place": "register.place",
    "website": "register.website",
    "founded": "register.founded",
}
"""The rule of an item of evidence, which is about the steward's column of the same name."""

_GONE = frozenset({"ended", "bankrupt", "dissolving"})
_SEVERITY = {"country": Severity.WARNING}
_WHAT = {
    "name": Message("name", "navnet"),
    "country": Message("country", "landet"),
    "place": Message("town or municipality", "stedet eller kommunen"),
    "website": Message("web site", "nettstedet"),
    "founded": Message("founding date", "stiftelsesdatoen"),
}
_STATES = {
    "ended": Message("has ended", "opphørt"),
    "bankrupt": Message("is bankrupt", "konkurs"),
    "dissolving": Message("is being dissolved", "under avvikling"),
}


def disagreements(
    batch: Mapping[str, Sequence[Record]], tables: Set[str], registers: Set[str], schema: Schema
) -> list[Finding]:
    """Give what registers say otherwise; `tables` and `registers` are ids of sources."""
    own = {source: records for source, records in batch.items() if source in tables}
    others = [source for source in batch if source in registers]
    if not others or not _known(own.values()):
        return []
    wanted = wanted_of(own)
    index = Index(Wanted(each.body, frozenset()) for each in wanted)
    listed = _listed(own.values())
    found: list[Finding] = []
    for source in others:
        for sighting in sightings(_places_first(batch[source]), source, index, Watched()):
            for each in sighting.by_number:
                found += _held_against(each.body, sighting.body, listed, schema)
    return list(dict.fromkeys(found))


def _places_first(records: Sequence[Record]) -> Iterator[Record]:
    """Give the places before the bodies in them; of what is used of a register they come last."""
    yield from (record for record in records if record.table == "places")
    yield from (record for record in records if record.table != "places")


def _known(batch: Iterable[Sequence[Record]]) -> bool:
    bodies = (record for of in batch for record in of if record.table == ORGANISATIONS)
    return any(numbers_of(body) for body in bodies)


def _listed(batch: Iterable[Sequence[Record]]) -> Mapping[str, list[tuple[Record, str]]]:
    """Give the rows that list an organisation as taking part today, with the column it is in."""
    listed = defaultdict[str, list[tuple[Record, str]]](list)
    for records in batch:
        for record in records:
            column = _LISTING.get(record.table)
            if column and not record.one("until"):
                listed[record.one(column)].append((record, column))
    return listed


_LISTING = {"memberships": "member", "cluster_organisations": "organisation"}


def _held_against(
    ours: Body, theirs: Body, listed: Mapping[str, list[tuple[Record, str]]], schema: Schema
) -> Iterator[Finding]:
    for item in evidence_of(ours, theirs, best_name(ours, theirs)):
        if item.verdict is Verdict.DISAGREES and item.about in _RULES:
            column = item.about
            severity = _SEVERITY.get(item.about, Severity.INFO)
            value = _theirs(item.about, theirs)
            message = _says(theirs, _WHAT[item.about], ours.record.text(column), value)
            rule = _RULES[item.about]
            yield _finding(rule, severity, message, ours.record, column, schema)
    if theirs.state in _GONE and ours.state not in _GONE:
        yield from _gone(ours, theirs, listed, schema)


def _gone(
    ours: Body, theirs: Body, listed: Mapping[str, list[tuple[Record, str]]], schema: Schema
) -> Iterator[Finding]:
    """Tell of a body that is no more, in its own row and in each that lists it today."""
    state, name = _STATES[theirs.state], shown(theirs.record.one("name"))
    after = ", ".join(each.partition(":")[2] for each in theirs.successors[:3])
    en = f" It was succeeded by {after}." if after else ""
    nb = f" Den ble etterfulgt av {after}." if after else ""
    since = theirs.record.one("dissolved")
    day_en, day_nb = (f" since {since}", f" siden {since}") if since else ("", "")
    rows = [(ours.record, "state")] if ours.state == "active" else []
    for record, column in [*rows, *listed.get(f"organization:{ours.id}", ())]:
        here = record.text(column)
        message = Message(
            f"by the register {theirs.source} this body ({name}) {state.en}{day_en}, and here "
            f"stands '{shown(here)}' as if it were active.{en} Write until when, or correct "
            "the number",
            f"ifølge registeret {theirs.source} er denne enheten ({name}) {state.nb}{day_nb}, og "
            f"her står «{shown(here)}» som om den var aktiv.{nb} Skriv til når, eller rett "
            "nummeret",
        )
        yield _finding("register.state", Severity.WARNING, message, record, column, schema)


def _theirs(about: str, body: Body) -> str:
    if about == "place":
        return ", ".join(f"{place.code} {place.text}".strip() for place in body.places)
    return body.record.text(about)


def _says(theirs: Body, what: Message, ours: str, value: str) -> Message:
    return Message(
        f"the register {theirs.source} has another {what.en}: '{shown(value)}', and here stands "
        f"'{shown(ours)}'. Both are kept, each as its source's; correct the cell, or the number, "
        "if yours is the wrong one",
        f"registeret {theirs.source} oppgir {what.nb} som «{shown(value)}», og her står "
        f"«{shown(ours)}». Begge beholdes, hver som sin kildes; rett cellen, eller nummeret, "
        "om det er din som er feil",
    )


def _finding(
    rule: str, severity: Severity, message: Message, record: Record, column: str, schema: Schema
) -> Finding:
    return Finding(
        rule,
        severity,
        message,
        record.location(column),
        record.text(column),
        subject=reference_of(record, schema),
        expected=expectation(schema.tables[record.table].columns[column], schema),
    )
