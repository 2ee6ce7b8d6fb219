"""Answers of Wikidata's query service: rows grouped by the item that they speak of.

An answer is a page of SPARQL results in JSON, in any order, and a row is one thing that is said of
an item. A page is decoded as a whole, within the bounds of one JSON value; what is
no such answer, or a row that is none of a question of ours, is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ...shapes.report import Finding, Location, Message, Severity
from ..facts import SourceFacts
from ..records import Rejected
from ..streams.known_fields import KnownFields
from .foreign_records import read_decoded
from .wikidata_plan import MOST_ROWS
from .wikidata_values import Term, item

VARIABLES = ("register", "number", "item", "what", "value", "detail", "other")
_POINTER = "/results/bindings"

Binding = Mapping[str, Term]


class Head(msgspec.Struct):
    """The variables of an answer."""

    vars: list[str] = []


class Results(msgspec.Struct):
    """The rows of an answer."""

    bindings: list[dict[str, Term]]


class Answer(msgspec.Struct):
    """An answer to a SELECT query (SPARQL 1.1 Query Results JSON Format)."""

    head: Head
    results: Results


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of an item, and where: its term, and what belongs to it."""

    what: str
    row: int
    value: Term
    detail: Term | None = None
    other: Term | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """An item with all that is said of it; `register` and `number` are how it was asked for."""

    file: str
    item: str
    register: str
    number: str
    said: Sequence[Said]

    @property
    def row(self) -> int:
        """Give the number of the first of its rows."""
        return self.said[0].row

    def place(self, said: Said, name: str = "value") -> Location:
        """Give where a term stands."""
        pointer = f"{_POINTER}/{said.row - 1}/{name}/value"
        return Location(self.file, row=said.row, column=name, pointer=pointer)


_DECODER = msgspec.json.Decoder(Answer)
_MEMBERS = frozenset({"head", "results"})


def read_items(source: SourceFacts, file: Path) -> Iterator[Described | Rejected | Finding]:
    """Give the items of an answer; raises SourceMissing."""
    fields = KnownFields(_MEMBERS)
    for each in read_decoded(replace(source, path=file), _DECODER, "organisations", fields):
        if not isinstance(each, tuple):
            yield each
            continue
        answer, _, _ = each
        lacking = [name for name in VARIABLES if name not in answer.head.vars]
        if lacking:
            yield _foreign(file.name, lacking, answer.head.vars)
            continue
        place = Location(file.name, pointer="/head/vars")
        yield from KnownFields(frozenset(VARIABLES)).among(answer.head.vars, place)
        if len(answer.results.bindings) >= MOST_ROWS:
            yield _full(file.name)
        yield from _grouped(answer.results.bindings, file.name)


def _grouped(bindings: Sequence[Binding], file: str) -> Iterator[Described | Finding]:
    groups: dict[tuple[str, str, str], list[tuple[int, Binding]]] = {}
    for row, binding in enumerate(bindings, start=1):
        groups.setdefault(_about(binding), []).append((row, binding))
    for (register, number, about), said in sorted(groups.items()):
        name = item(said[0][1].get("item"))
        if name is None:
            yield _no_item(about, said[0][0], file)
            continue
        known = tuple(_said(said))
        yield from (_incomplete(row, file) for row, terms in said if not _whole(terms))
        if known:
            yield Described(file, name, register, number, known)


def _about(binding: Binding) -> tuple[str, str, str]:
    register, number, about = (
        term.value if (term := binding.get(name)) else "" for name in VARIABLES[:3]
    )
    return register, number, about


def _whole(binding: Binding) -> bool:
    return "what" in binding and "value" in binding


def _said(rows: Iterable[tuple[int, Binding]]) -> Iterator[Said]:
    for row, terms in rows:
        if _whole(terms):
            what, value = terms["what"].value, terms["value"]
            yield Said(what, row, value, terms.get("detail"), terms.get("other"))


def _foreign(file: str, lacking: Sequence[str], found: Sequence[str]) -> Finding:
    has = ", ".join(found)[:200] or "none"
    message = Message(
        f"the answer lacks the variables {', '.join(lacking)}; it has {has}: expected an answer "
        "to klynge's own question. Nothing of it is read: fetch it again with `klynge fetch`",
        f"svaret mangler variablene {', '.join(lacking)}; det har {has}: forventet et svar på "
        "klynges eget spørsmål. Ingenting av det er lest: hent det på nytt med `klynge fetch`",
    )
    return Finding(
        "wikidata.answer", Severity.VIOLATION, message, Location(file, pointer="/head/vars")
    )


def _full(file: str) -> Finding:
    message = Message(
        f"the answer has {MOST_ROWS:,} rows, the most that are asked for, so there may be more; "
        "what is there is used",
        f"svaret har {MOST_ROWS:,} rader, det meste det spørres om, så det kan finnes flere; det "
        "som er der, brukes",
    )
    return Finding("wikidata.full", Severity.WARNING, message, Location(file, pointer=_POINTER))


def _no_item(about: str, row: int, file: str) -> Finding:
    message = Message(
        f"{about[:80]!r} is no item of Wikidata; expected http://www.wikidata.org/entity/Q and a "
        "number: what is said of it is left out",
        f"{about[:80]!r} er ikke et element i Wikidata; forventet "
        "http://www.wikidata.org/entity/Q og et tall: det som sies om det, er utelatt",
    )
    place = Location(file, row=row, column="item", pointer=f"{_POINTER}/{row - 1}/item/value")
    return Finding("wikidata.item", Severity.WARNING, message, place, about[:80])


def _incomplete(row: int, file: str) -> Finding:
    message = Message(
        "the row does not say what it is about, or no value; expected both: it is left out",
        "raden sier ikke hva den handler om, eller ingen verdi; forventet begge: den er utelatt",
    )
    place = Location(file, row=row, pointer=f"{_POINTER}/{row - 1}")
    return Finding("wikidata.row", Severity.WARNING, message, place)
