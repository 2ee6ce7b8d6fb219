"""From records to quads: the one place that knows both the tables and the RDF.

What a column becomes is said in `tables/schema.toml`; here each table is compiled once into a
list of small functions, and a record is lifted by calling them. Lines are N-Quads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

import pycountry

from ..ontology import iris
from ..ontology.terms import expand
from . import nquads
from .records import Record
from .tables.schema import Column, Schema, Table

Term = Callable[[str], str]
"""Turns one canonical value into an RDF term in N-Quads syntax."""

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
        self._compiled: dict[str, _TableLifter] = {}

    def lift(self, record: Record) -> list[str]:
        """Give the N-Quads lines of a record; a passage is described the first time it is met."""
        lifter = self._lifter(record.table)
        lines = lifter.lift(record, self._subject(lifter, record))
        for source in record.values.get("source", ()):
            if "#" in source and source not in self._passages:
                self._passages.add(source)
                lines.extend(self._passage(source))
        return lines

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
        emitters = [
            _emitter(column, self._term(column), self._tail)
            for column in table.columns.values()
            if column.property
        ]
        type_line = f" <{expand('rdf:type')}> <{expand(table.class_)}>{self._tail}"
        return _TableLifter(table.kind, type_line, emitters)

    def _term(self, column: Column) -> Term:
        by_kind: dict[str, Term] = {
            "text": partial(nquads.literal, language=column.language),
            "date": nquads.date,
            "integer": partial(nquads.literal, datatype=nquads.XSD + "integer"),
            "decimal": partial(nquads.literal, datatype=nquads.XSD + "decimal"),
            "boolean": partial(nquads.literal, datatype=nquads.XSD + "boolean"),
            "url": nquads.iri,
            "code": lambda code: nquads.iri(iris.concept(column.of[0], code)),
            "reference": self.resource,
            "activity": lambda code: nquads.iri(iris.economic_activity(code)),
            "country": _country,
            "sources": self._source,
        }
        return by_kind.get(column.kind, nquads.literal)

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


Emitter = Callable[[str, str, list[str]], None]
"""Appends the lines that a subject gets from one value of a column."""


class _TableLifter:
    """One table, compiled: its columns' names with the functions that write their lines."""

    __slots__ = ("_emitters", "_type_line", "kind")

    def __init__(self, kind: str, type_line: str, emitters: list[tuple[str, Emitter]]) -> None:
        self.kind = kind
        self._type_line = type_line
        self._emitters = emitters

    def lift(self, record: Record, subject: str) -> list[str]:
        lines = [subject + self._type_line]
        values = record.values
        for name, emit in self._emitters:
            for value in values.get(name, ()):
                emit(subject, value, lines)
        return lines

    def statements(self, record: Record, subject: str) -> Iterator[Statement]:
        yield subject + self._type_line, "", ""
        for name, emit in self._emitters:
            for value in record.values.get(name, ()):
                lines: list[str] = []
                emit(subject, value, lines)
                for line in lines:
                    yield line, name, value


def _emitter(column: Column, term: Term, tail: str) -> tuple[str, Emitter]:
    predicate = f" <{expand(column.property)}> "
    if not column.day:

        def emit(subject: str, value: str, lines: list[str]) -> None:
            lines.append(f"{subject}{predicate}{term(value)}{tail}")

        return column.name, emit
    day_predicate, edge = f" <{expand(column.day)}> ", column.edge

    def emit_with_day(subject: str, value: str, lines: list[str]) -> None:
        lines.append(f"{subject}{predicate}{term(value)}{tail}")
        lines.append(f"{subject}{day_predicate}{nquads.day(value, edge)}{tail}")

    return column.name, emit_with_day


def _country(alpha_2: str) -> str:
    country = _countries().get(alpha_2)
    return nquads.iri(iris.country(country or alpha_2))


@cache
def _countries() -> Mapping[str, str]:
    """Map ISO 3166-1 alpha-2 to alpha-3, which the EU authority table is keyed by."""
    return {country.alpha_2: country.alpha_3 for country in pycountry.countries}
