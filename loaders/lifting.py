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
        lifter = self._compiled.get(record.table)
        if lifter is None:
            lifter = self._compile(self._schema.tables[record.table])
            self._compiled[record.table] = lifter
        lines = lifter.lift(record, self.resource(f"{lifter.kind}:{record.one('id')}"))
        for source in record.values.get("source", ()):
            if "#" in source and source not in self._passages:
                self._passages.add(source)
                lines.extend(self._passage(source))
        return lines

    def resource(self, reference: str) -> str:
        """Give the IRI, in angle brackets, of what `kind:id` refers to."""
        kind, _, key = reference.partition(":")
        key = self._identities.get(reference, key)
        return nquads.iri(iris.resource(self._base, kind, key))

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


Emitter = Callable[[str, tuple[str, ...], list[str]], None]
"""Appends the lines of one column's values to a list."""


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
            cell = values.get(name)
            if cell:
                emit(subject, cell, lines)
        return lines


def _emitter(column: Column, term: Term, tail: str) -> tuple[str, Emitter]:
    predicate = f" <{expand(column.property)}> "
    if not column.day:

        def emit(subject: str, values: tuple[str, ...], lines: list[str]) -> None:
            for value in values:
                lines.append(f"{subject}{predicate}{term(value)}{tail}")

        return column.name, emit
    day_predicate, edge = f" <{expand(column.day)}> ", column.edge

    def emit_with_day(subject: str, values: tuple[str, ...], lines: list[str]) -> None:
        for value in values:
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
