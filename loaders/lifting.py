"""From records to quads: the one place that knows both the tables and the RDF.

What a column becomes is said in `tables/schema.toml`; here each table is compiled once into a
list of small functions, and a record is lifted by calling them. Lines are N-Quads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import pycountry

from ..ontology import iris
from ..ontology.terms import expand
from . import nquads
from .records import Record
from .tables.schema import Column, Schema, Table

Term = Callable[[str], str]
"""Turns one canonical value into an RDF term in N-Quads syntax."""

_DATATYPES = frozenset({"integer", "decimal", "boolean"})

_REPEATED = frozenset({"code", "activity", "country", "currency", "sources"})
"""Kinds of columns with few values for many rows, whose terms are kept."""

Statement = tuple[str, str, str]
"""A line, and the column and value that it is made of; the empty text for the thing's type."""


def register_key(record: Record) -> str:
    """Give the key that a register gives an organisation (`NO-991068503`), or the empty text."""
    number, country = record.one("number"), record.one("country")
    if number and country:
        return f"{country}-{number}"
    return f"LEI-{record.one('lei')}" if record.one("lei") else ""


class Lifter:
    """Lifts records of one source into its named graph.

    `identities` maps `kind:id` as stewards write it to the key of the IRI where the two differ
    (organisations with a register number).
    """

    def __init__(
        self, schema: Schema, base: str, graph: str, identities: Mapping[str, str] | None = None
    ) -> None:
        """Prepare for a catalogue's base IRI and one named graph."""
        self._schema = schema
        self._base = base
        self._tail = f" <{graph}> .\n"
        self._identities = identities or {}
        self._passages: set[str] = set()
        self._resources = lru_cache(maxsize=4096)(self._resource)
        self._compiled: dict[str, _TableLifter] = {}

    @property
    def digest(self) -> str:
        """Give a text that two lifters share only where they make the same of a record."""
        known = "\0".join(f"{reference} {key}" for reference, key in self._identities.items())
        return hashlib.sha256(f"{self._base}\0{self._tail}\0{known}".encode()).hexdigest()

    def lift(self, record: Record) -> list[str]:
        """Give the N-Quads lines of a record; a passage is described the first time it is met."""
        lifter = self._lifter(record.table)
        subject = self._subject(lifter, record)
        lines = [subject + end for end in lifter.ends(record)]
        for source in record.values.get("source", ()):
            if "#" in source and source not in self._passages:
                self._passages.add(source)
                lines.extend(self._passage(source))
        return lines

    def text(self, record: Record) -> str:
        """Give the same lines as one text, passages left out: the way to write a whole register."""
        lifter = self._lifter(record.table)
        subject = self._subject(lifter, record)
        return subject + subject.join(lifter.ends(record))

    def statements(self, record: Record) -> Iterator[Statement]:
        """Give the same lines, each with the column and the value that it is made of.

        What a passage is, is told of every record that names it.
        """
        lifter = self._lifter(record.table)
        yield from lifter.statements(record, self._subject(lifter, record))
        for source in record.values.get("source", ()):
            if "#" in source:
                yield from ((line, "source", source) for line in self._passage(source))

    def subject(self, record: Record) -> str:
        """Give the IRI, in angle brackets, of the thing that a record is about."""
        return self._subject(self._lifter(record.table), record)

    def resource(self, reference: str) -> str:
        """Give the IRI, in angle brackets, of what `kind:id` refers to."""
        return self._resources(reference)

    def _resource(self, reference: str) -> str:
        kind, _, key = reference.partition(":")
        key = self._identities.get(reference, key)
        return nquads.iri(iris.resource(self._base, kind, key))

    def _subject(self, lifter: _TableLifter, record: Record) -> str:
        return self.resource(f"{lifter.kind}:{record.one('id')}")

    def _lifter(self, table: str) -> _TableLifter:
        lifter = self._compiled.get(table)
        if lifter is None:
            lifter = self._compiled[table] = self._compile(self._schema.tables[table])
        return lifter

    def _compile(self, table: Table) -> _TableLifter:
        tail, columns = self._tail, [each for each in table.columns.values() if each.property]
        ends = {column.name: _end(column, self._term(column), tail) for column in columns}
        day_ends = {column.name: _day_end(column, tail) for column in columns if column.day}
        type_end = f" <{expand('rdf:type')}> <{expand(table.class_)}>{tail}"
        return _TableLifter(table.kind, type_end, ends, day_ends)

    def _term(self, column: Column) -> Term | _Literal:
        if column.kind in _DATATYPES:
            return _Literal(datatype=nquads.XSD + column.kind)
        by_kind: dict[str, Term] = {
            "date": nquads.date,
            "url": nquads.iri,
            "code": lambda code: nquads.iri(iris.concept(column.of[0], code)),
            "reference": self.resource,
            "activity": lambda code: nquads.iri(iris.economic_activity(code)),
            "country": _country,
            "sources": self._source,
        }
        return by_kind.get(column.kind, _Literal(column.language))

    def _source(self, source: str) -> str:
        document, _, place = source.partition("#")
        if place:
            return nquads.iri(iris.passage(self._base, document, place))
        return self.resource(f"document:{document}")

    def _passage(self, source: str) -> Iterator[str]:
        document, _, place = source.partition("#")
        block, _, sentence = place.partition(" ")
        subject = self._source(source)
        yield f"{subject} <{expand('rdf:type')}> <{expand('kly:Passage')}>{self._tail}"
        part_of, whole = expand("dct:isPartOf"), self.resource(f"document:{document}")
        yield f"{subject} <{part_of}> {whole}{self._tail}"
        yield f"{subject} <{expand('kly:block')}> {nquads.literal(block)}{self._tail}"
        if sentence:
            yield f"{subject} <{expand('kly:sentence')}> {nquads.literal(sentence)}{self._tail}"


End = Callable[[str], str]
"""Gives what follows the subject in the line that a value of a column becomes."""


class _Literal(NamedTuple):
    """Literals of a language or a datatype."""

    language: str = ""
    datatype: str = ""


class _TableLifter:
    """One table, compiled: its columns' names with the functions that write their lines."""

    __slots__ = ("_day_ends", "_ends", "_type_end", "kind")

    def __init__(
        self, kind: str, type_end: str, ends: Mapping[str, End], day_ends: Mapping[str, End]
    ) -> None:
        self.kind = kind
        self._type_end = type_end
        self._ends = ends
        self._day_ends = day_ends

    def ends(self, record: Record) -> list[str]:
        """Give what follows the subject in each line of a record."""
        found, ends, day_ends = [self._type_end], self._ends, self._day_ends
        for name, values in record.values.items():
            if name in ends:
                end = ends[name]
                for value in values:
                    found.append(end(value))
                if name in day_ends:
                    found += map(day_ends[name], values)
        return found

    def statements(self, record: Record, subject: str) -> Iterator[Statement]:
        yield subject + self._type_end, "", ""
        for name, end in self._ends.items():
            for value in record.values.get(name, ()):
                yield subject + end(value), name, value
                if name in self._day_ends:
                    yield subject + self._day_ends[name](value), name, value


def _end(column: Column, term: Term | _Literal, tail: str) -> End:
    predicate = f" <{expand(column.property)}> "
    if isinstance(term, _Literal):
        return nquads.literals(predicate, tail, term.language, term.datatype)

    def end(value: str) -> str:
        return f"{predicate}{term(value)}{tail}"

    return lru_cache(maxsize=4096)(end) if column.kind in _REPEATED else end


def _day_end(column: Column, tail: str) -> End:
    """Give the line with the comparable day of a date."""
    predicate, edge = f" <{expand(column.day)}> ", column.edge
    return lambda value: f"{predicate}{nquads.day(value, edge)}{tail}"


def _country(alpha_2: str) -> str:
    country = _countries().get(alpha_2)
    return nquads.iri(iris.country(country or alpha_2))


@cache
def _countries() -> Mapping[str, str]:
    """Map ISO 3166-1 alpha-2 to alpha-3, which the EU authority table is keyed by."""
    return {country.alpha_2: country.alpha_3 for country in pycountry.countries}
