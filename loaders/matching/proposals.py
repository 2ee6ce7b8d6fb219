"""What the registers of a catalogue know of its organisations: each register is read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ...ontology.errors import KlyngeError
from ...shapes.report import Message
from ..extracts import ORGANISATIONS
from ..facts import Catalogue, SourceFacts
from ..fixing.offers import TABLES
from ..records import Record
from ..sources import kind_of, read
from .body import Body, body_of
from .candidate import Candidate, is_gone
from .evidence import MOST_NAMED, Evidence, Verdict
from .places import Place, place_of
from .shortlist import Shortlist
from .sightings import Sighting, Watched, sightings
from .wanted import Index, Wanted, wanted_of

Told = Callable[[str], None]


class NoRegister(KlyngeError):
    """A catalogue names no register that could know its organisations."""


@dataclass(frozen=True, slots=True)
class Joined:
    """An organisation, and a body of a register that has one of its numbers."""

    wanted: Wanted
    body: Body


@dataclass(frozen=True, slots=True)
class Proposals:
    """What registers know: candidates in the order of the tables, and what is joined already.

    `watched` is what was met in each register, by source; `unfound` are the organisations of which
    no register has anything.
    """

    candidates: tuple[Candidate, ...]
    joined: tuple[Joined, ...]
    watched: Mapping[str, Watched]
    unfound: tuple[Wanted, ...] = ()


def propose(catalogue: Catalogue, told: Told = lambda _: None) -> Proposals:
    """Read the stewards' tables, then each register as a stream, and give what is proposed.

    Raises NoRegister, and what readers raise where a source is not there.
    """
    kinds = {source.id: kind_of(source) for source in catalogue.sources}
    registers = [source for source in catalogue.sources if kinds[source.id].register]
    if not registers:
        raise NoRegister(
            f"{catalogue.folder} names no register; expected a source such as brreg, ror or gleif "
            "in klynge.toml. `klynge sources` tells which there are and where their files are"
        )
    told("reading your tables")
    batch = {s.id: _records(s) for s in catalogue.sources if s.type == TABLES}
    return proposals_of(wanted_of(batch), registers, told)


def proposals_of(
    wanted: Sequence[Wanted], registers: Sequence[SourceFacts], told: Told = lambda _: None
) -> Proposals:
    """Give what registers know of some organisations."""
    index = Index(wanted)
    by_anyone = frozenset(source.id for source in registers if kind_of(source).open_to_all)
    lists = {id(each): Shortlist(each, by_anyone) for each in wanted}
    watched: dict[str, Watched] = {}
    for source in registers:
        told(f"reading {source.id}")
        met = watched[source.id] = Watched()
        items = read(source)
        for sighting in sightings(items, source.id, index, met):
            _take_in(sighting, lists)
    _add_successors(lists, registers, told)
    shortlists = lists.values()
    return Proposals(
        tuple(_once([candidate for each in shortlists for candidate in each.candidates()])),
        tuple(Joined(each.wanted, body) for each in shortlists for body in each.joined()),
        watched,
        tuple(each.wanted for each in shortlists if not each.options),
    )


def _take_in(sighting: Sighting, lists: Mapping[int, Shortlist]) -> None:
    by_number = {id(each): each for each in sighting.by_number}
    for key in by_number:
        lists[key].add(sighting.body, by_number=True)
    for key in {id(each): each for each in sighting.by_name}:
        if key not in by_number:
            lists[key].add(sighting.body, by_number=False)


def _once(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Offer a body to one row only: two rows that may be one body are for a person to decide on."""
    rows = defaultdict[tuple[str, str], list[str]](list)
    for each in candidates:
        if each.default:
            rows[each.column, each.value].append(each.wanted.id)
    for each in candidates:
        others = [id for id in rows[each.column, each.value] if id != each.wanted.id]
        if each.default and others:
            evidence = (*each.evidence, _other_rows(others))
            each = replace(each, default=False, evidence=evidence)
        yield each


def _other_rows(ids: Sequence[str]) -> Evidence:
    named = ", ".join(ids[:MOST_NAMED])
    message = Message(
        f"it may be these rows of your table too: {named}",
        f"det kan være disse radene i tabellen din også: {named}",
    )
    return Evidence("rows", Verdict.DISAGREES, message)


def _records(source: SourceFacts) -> list[Record]:
    return [item for item in read(source) if isinstance(item, Record)]


def _add_successors(
    lists: Mapping[int, Shortlist], registers: Iterable[SourceFacts], told: Told
) -> None:
    """Put beside each candidate that is no more the bodies that its register names after it.

    A register is read again only where there is such a candidate and its successor has another
    name, which is rare.
    """
    for source in registers:
        after: dict[str, list[tuple[Shortlist, Body]]] = {}
        for each in lists.values():
            for option in each.options:
                if is_gone(option.body) and option.body.source == source.id:
                    for successor in option.body.successors:
                        after.setdefault(successor, []).append((each, option.body))
        if after:
            told(f"reading {source.id} for successors")
            for body in _bodies(source, after.keys()):
                for shortlist, gone in after[f"organization:{body.id}"]:
                    shortlist.add_successor(body, gone)


def _bodies(source: SourceFacts, ids: Set[str]) -> Iterator[Body]:
    """Give the bodies of some ids in a register."""
    places: dict[str, Place] = {}
    for item in read(source):
        if isinstance(item, Record) and item.table == "places":
            places[item.one("id")] = place_of(item)
        elif isinstance(item, Record) and item.table == ORGANISATIONS:
            if f"organization:{item.one('id')}" in ids:
                yield body_of(item, source.id, places)
