"""Small worlds made up from the steward tables: of all that a release can state, by chance some.

Tables, columns, classes, properties and code lists are read from klynge itself, so what is new
there takes part by itself. What no table can state (derived properties and classes) is not stated
here either, and of properties only those are used that an axiom or a rule speaks of.

Chance is a number below another: given by hypothesis, which then looks for the smallest world
that fails, or by a seed where many worlds are compared at once. Hypothesis would give other worlds
there whenever any number in klynge's code changes (it tries the constants it finds).
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import cycle
from pathlib import Path

from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from klynge.loaders.tables.schema import ANY, Column, Schema, Table, load_schema
from klynge.ontology import iris, modules
from klynge.ontology.rules import rule_files
from klynge.ontology.terms import expand

PLACE = "https://w3id.org/klynge/id/world-"
DAY = datetime.date(2020, 6, 1)
"""The day of the release; days in the worlds lie before, on and after it."""

DAYS = tuple(DAY + datetime.timedelta(days=n) for n in (-800, -1, 0, 1, 2))
FEWEST, MOST = 5, 40
"""How many things a world has."""

Chance = Callable[[int], int]
"""Gives a number from 0 to below the one it is given."""

Row = tuple[str, str]
"""The table and the IRI of a thing."""


def made_up(numbers: Iterable[int]) -> tuple[Graph, ...]:
    """Give the worlds of some seeds; the things of world 7 are under `PLACE` and 7."""
    return tuple(_world(random.Random(number).randrange, str(number)) for number in numbers)


@st.composite
def worlds(draw: st.DrawFn) -> Graph:
    """Draw one world."""
    return _world(lambda number: draw(st.integers(0, number - 1)), "0")


def together(graphs: Iterable[Graph]) -> Graph:
    """Give some graphs as one new graph."""
    return sum(graphs, Graph(bind_namespaces="none"))


def _world(below: Chance, name: str) -> Graph:
    """Choose some tables that hang together, 5 to 40 rows in them, and what the rows say.

    Tables with more of what conditions and chains follow get more rows. Where a row must refer to
    a table without any, that table gets one: the gate would keep the row out.
    """
    schema = load_schema()
    names = _weighted(_hanging_together(below, schema), schema, 3)
    size = FEWEST + max(below(MOST - FEWEST + 1) for _ in range(2))
    drawn = [names[below(len(names))] for _ in range(size)]
    drawn += sorted(_with_what_they_need(drawn, set(schema.tables), schema) - set(drawn))
    rows = tuple(
        (table, iris.resource(f"{PLACE}{name}/", schema.tables[table].kind, str(n)))
        for n, table in enumerate(drawn)
    )
    world = Graph(bind_namespaces="none")
    for table, thing in rows:
        world.add((URIRef(thing), RDF.type, URIRef(expand(schema.tables[table].class_))))
        for column in schema.tables[table].columns.values():
            for value in _cell(below, column, _values(column, rows, schema)):
                property_ = expand(column.day or column.property)
                world.add((URIRef(thing), URIRef(property_), value))
    return world


def _weighted(names: Iterable[str], schema: Schema, power: int) -> list[str]:
    """Give each name more than once if its table's columns are parts of conditions or chains."""
    linking = _linking()
    links = {
        name: sum(
            expand(column.property) in linking
            for column in schema.tables[name].columns.values()
            if column.property
        )
        for name in names
    }
    return [name for name in sorted(links) for _ in range(1 + links[name] ** power)]


def _cell(below: Chance, column: Column, values: tuple[Node, ...]) -> list[Node]:
    """Choose what a cell states: one value or none, up to two where a column takes many.

    Of things the first are chosen more often, so that some are referred to by many.
    """
    if not values:
        return []
    chance = 2 if column.kind == "date" else 4
    number = min(below(chance), 2 if column.many else 1) if not column.required else 1
    few = column.kind == "reference"
    ends = [1 + below(len(values)) if few else len(values) for _ in range(number)]
    return [values[below(end)] for end in ends]


def _hanging_together(below: Chance, schema: Schema) -> set[str]:
    """Choose a table, up to two more that refer to what is there, and what all of them need."""
    left_out = {name for name in schema.tables if below(2)}
    found, near = set[str](), set(schema.tables)
    for _ in range(1 + below(3)):
        choice = _weighted(near, schema, 3)
        found = _with_what_they_need({*found, choice[below(len(choice))]}, left_out, schema)
        near = found | {n for n in schema.tables if found & _referred(schema.tables[n])}
    return found


def _with_what_they_need(names: Iterable[str], left_out: set[str], schema: Schema) -> set[str]:
    """Give tables with those that they refer to: all that must be, of the others not all."""
    found, new = set[str](), set(names)
    while new:
        found |= new
        tables = [schema.tables[name] for name in new]
        required = {name for table in tables for name in _referred(table, required=True)}
        others = {name for table in tables for name in _referred(table)} - left_out
        new = (required | others) - found
    return found


def _referred(table: Table, required: bool = False) -> set[str]:
    """Give the tables that a table refers to by name, not those it can refer to as any table."""
    columns = (column for column in _references(table) if column.required or not required)
    return {name for column in columns for name in column.of} - {ANY}


def _references(table: Table) -> list[Column]:
    return [column for column in table.columns.values() if column.kind == "reference"]


def _values(column: Column, rows: tuple[Row, ...], schema: Schema) -> tuple[Node, ...]:
    """Give what a column can say in a world; nothing for one that nothing can follow from."""
    if (column.day or column.property) not in _spoken_of():
        return ()
    if column.kind == "reference":
        kinds = schema.referred_kinds(column)
        return tuple(URIRef(thing) for name, thing in rows if schema.tables[name].kind in kinds)
    return _fixed_values(column.kind, column.of)


@cache
def _fixed_values(kind: str, of: tuple[str, ...]) -> tuple[Node, ...]:
    """Give the values that are the same in every world: most codes are telling ones."""
    if kind == "text":
        return (Literal("a text", lang="en"),)
    if kind == "date":
        return tuple(Literal(day) for day in DAYS)
    if kind == "activity":
        other = URIRef(iris.economic_activity("nace2:72.19"))
        return tuple(each for code in _codes(OWL.oneOf) for each in (code, code, other))
    if kind == "code":
        codes = [URIRef(concept.iri) for concept in modules.concepts(of[0])]
        telling = [code for code in codes if code in _codes(OWL.hasValue)]
        again = cycle(telling or codes)
        return tuple(each for code in codes for each in (code, next(again), next(again)))
    return ()


@cache
def axioms() -> Graph:
    """Give the core and the alignment; not to be changed."""
    return modules.read(*modules.CORE, modules.ALIGNMENT)


@cache
def _codes(predicate: URIRef) -> tuple[URIRef, ...]:
    """Give the codes that axioms name one by one, or in lists."""
    named = set(axioms().objects(None, predicate))
    if predicate == OWL.oneOf:
        named = {code for listed in named for code in Collection(axioms(), listed)}
    return tuple(sorted(code for code in named if isinstance(code, URIRef)))


@cache
def _linking() -> frozenset[str]:
    """Give the properties in conditions and chains, in closed rules, and those inverse to them."""
    named = {str(o) for o in axioms().objects(None, OWL.onProperty)}
    named |= {str(s) for p in (RDFS.domain, RDFS.range) for s in axioms().subjects(p)}
    for chain in axioms().objects(None, OWL.propertyChainAxiom):
        named |= {str(step) for step in Collection(axioms(), chain)}
    for path in rule_files():
        if path.stem.startswith("closed-"):
            named |= _named_in(path)
    inverse = {(str(s), str(o)) for s, o in axioms().subject_objects(OWL.inverseOf)}
    return frozenset(named | {o for s, o in inverse if s in named})


@cache
def _spoken_of() -> frozenset[str]:
    """Give the properties, as the tables write them, that an axiom or a rule speaks of."""
    about = (OWL.inverseOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
    named = set(_linking()) | {str(o) for p in about for o in axioms().objects(None, p)}
    named |= {str(s) for p in about for s in axioms().subjects(p)}
    for kind in (OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.FunctionalProperty):
        named |= {str(s) for s in axioms().subjects(RDF.type, kind)}
    for path in rule_files():
        named |= _named_in(path)
    return frozenset(
        curie
        for table in load_schema().tables.values()
        for column in table.columns.values()
        for curie in (column.property, column.day)
        if curie and expand(curie) in named
    )


def _named_in(rule: Path) -> set[str]:
    return {expand(curie) for curie in re.findall(r"\bkly:\w+", rule.read_text("utf-8"))}
