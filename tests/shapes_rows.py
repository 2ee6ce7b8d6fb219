"""Rows that conform to the shapes, and copies of them with one thing changed.

tests/data/shapes/conforming holds a row of every table with every column filled. Each line of
tests/data/shapes/broken/*.csv takes a copy of one of these rows (`on`), puts other values
(`put`, as Turtle; nothing = no value) in the place of those it has (`predicate`, several are
emptied, `^` = what points to the row), and says the one finding that is expected: the shape (of
the core or of the publishing profile, whichever has the component) and the component that fails,
the severity and the value (`this` = the row itself). The lines of edges.csv are made in the same
way and are fine.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, Graph, Namespace, URIRef

from klynge.ontology.terms import PREFIXES
from klynge.shapes.shapes_graph import shapes_graph

DATA = Path(__file__).parent / "data" / "shapes"
BASE = "https://w3id.org/klynge/"
KLY = Namespace(PREFIXES["kly"])
NAMESPACES = {**PREFIXES, "vcard": "http://www.w3.org/2006/vcard/ns#"}
TURTLE = f"@base <{BASE}> .\n" + "".join(
    f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in NAMESPACES.items()
)


@dataclass(frozen=True)
class Case:
    """One line of a file of changed rows."""

    focus: str
    on: str
    predicate: str
    put: str
    shape: str = ""
    component: str = ""
    severity: str = ""
    value: str = ""


def read_cases(file: Path) -> list[Case]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            Case(focus=f"{BASE}id/{line['on']}-{file.stem}-{number}", **line)
            for number, line in enumerate(csv.DictReader(lines, delimiter=";"), start=2)
        ]


BROKEN = [case for file in sorted(DATA.glob("broken/*.csv")) for case in read_cases(file)]
EDGES = read_cases(DATA / "edges.csv")


def iri(curie: str) -> URIRef:
    prefix, _, name = curie.partition(":")
    return URIRef(NAMESPACES[prefix] + name)


def shape_of(case: Case) -> URIRef:
    """Give the shape that holds the component; only one layer does."""
    parameter = URIRef(f"{SH}{case.component[0].lower()}{case.component[1:]}")
    named = [URIRef(PREFIXES[prefix] + case.shape) for prefix in ("klysh", "klypub")]
    [shape] = [one for one in named if (one, parameter, None) in shapes_graph()]
    return shape


def add_copy(case: Case, rows: Graph, into: Graph) -> None:
    original, focus = URIRef(f"{BASE}id/{case.on}"), URIRef(case.focus)
    places = case.predicate.split()
    emptied = {iri(place) for place in places if not place.startswith("^")}
    assert places and (original, RDF.type, None) in rows
    for predicate, value in rows.predicate_objects(original):
        if predicate not in emptied:
            into.add((focus, predicate, value))
    if not case.predicate.startswith("^"):
        copy_stages(original, focus, rows, into)
    if case.put:
        put = f"<{focus}> <{iri(places[0])}> {case.put} ."
        into.parse(data=TURTLE + put, format="turtle")


def copy_stages(original: URIRef, focus: URIRef, rows: Graph, into: Graph) -> None:
    """A value chain is nothing without its stages, so a copy of one gets copies of these."""
    for stage in rows.subjects(KLY.stageOf, original):
        for predicate, value in rows.predicate_objects(stage):
            copy = URIRef(f"{focus}-{str(stage).rpartition('/')[2]}")
            into.add((copy, predicate, focus if predicate == KLY.stageOf else value))


def read_conforming(into: Graph) -> Graph:
    for file in sorted(DATA.glob("conforming/*.ttl")):
        into.parse(file)
    return into


def with_changed_rows(rows: Graph) -> Graph:
    graph = Graph()
    graph += rows
    for case in [*BROKEN, *EDGES]:
        add_copy(case, rows, graph)
    return graph
