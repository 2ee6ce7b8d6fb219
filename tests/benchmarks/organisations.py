"""Generated organisations as records, and a plain rdflib peer that makes the same triples of them.

Run as a script in a process of its own: `organisations.py klynge|rdflib NUMBER FILE` writes the
RDF of NUMBER organisations and prints CPU seconds and peak memory (MB).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from peak import peak_megabytes
from rdflib import XSD, Graph, Literal, URIRef

from klynge.loaders.lifting import Lifter
from klynge.loaders.records import Record, Sheet
from klynge.loaders.tables.schema import Column, load_schema
from klynge.ontology.iris import BASE, graph
from klynge.ontology.terms import expand

NAMES = ("Nordic", "Hav", "Fjord", "Berg", "Viking", "Energi", "Ål & Co", 'Sønner "AS"', "Data")
TYPES = ("company", "university", "research-institute", "public-body")


def organisations(number: int) -> Iterator[Record]:
    """Give generated organisations, one at a time; the same ones in every run."""
    chance, sheet = random.Random(42), Sheet("generated.csv")
    for index in range(number):
        register_number = str(800_000_000 + index)
        yield Record("organisations", _values(chance, register_number, index), sheet, index + 2)


def _values(chance: random.Random, number: str, index: int) -> dict[str, tuple[str, ...]]:
    return {
        "id": (f"NO-{number}",),
        "name": (f"{chance.choice(NAMES)} {chance.choice(NAMES)} {index}",),
        "short_name": (f"{chance.choice(NAMES)}{index}",),
        "country": ("NO",),
        "number": (number,),
        "type": (chance.choice(TYPES), "support-organisation"),
        "legal_form": ("AS",),
        "activity": ("nace2:03.21", f"nace2:{chance.randint(10, 99)}.10"),
        "size": ("small",),
        "place": (f"place:no-2024-{chance.randint(1000, 5999)}",),
        "founded": (f"{chance.randint(1950, 2020)}-0{chance.randint(1, 9)}-11",),
        "website": (f"https://www.example.org/{index}",),
        "sector": ("salmon, feed and health",),
        "source": ("generated#P01 s1",),
        "evidence": ("sourced",),
        "note": (f"Generated row {index}.",),
    }


def with_klynge(number: int, path: Path) -> None:
    """Lift the organisations and write the lines, one record in memory at a time."""
    lifter = Lifter(load_schema(), BASE, graph(BASE, "generated"))
    with path.open("w", encoding="utf-8") as file:
        for record in organisations(number):
            file.writelines(lifter.lift(record))


def with_rdflib(number: int, path: Path) -> None:
    """Make the same triples the usual way: `Graph.add`, then serialise as N-Triples."""
    triples = Graph()
    for record in organisations(number):
        _add(triples, record)
    triples.serialize(path, format="nt", encoding="utf-8")


def _add(triples: Graph, record: Record) -> None:
    ids = f"{BASE}id/"
    subject = URIRef(f"{ids}organization/{record.one('id')}")
    add = triples.add
    add((subject, URIRef(expand("rdf:type")), URIRef(expand("kly:Organization"))))
    columns = load_schema().tables["organisations"].columns
    for name, values in record.values.items():
        predicate = columns[name].property
        for value in values if predicate else ():
            add((subject, URIRef(expand(predicate)), _term(columns[name], value)))
    passage = URIRef(f"{ids}passage/generated.P01-s1")
    add((passage, URIRef(expand("rdf:type")), URIRef(expand("kly:Passage"))))
    add((passage, URIRef(expand("dct:isPartOf")), URIRef(f"{ids}document/generated")))
    add((passage, URIRef(expand("kly:block")), Literal("P01")))
    add((passage, URIRef(expand("kly:sentence")), Literal("s1")))


def _term(column: Column, value: str) -> URIRef | Literal:
    kind, of = column.kind, column.of
    if kind == "code":
        return URIRef(f"https://w3id.org/klynge/voc/{of[0]}/{value}")
    if kind == "reference":
        return URIRef(f"{BASE}id/{value.replace(':', '/')}")
    if kind == "activity":
        return URIRef("http://data.europa.eu/ux2/nace2/" + value[6:].replace(".", ""))
    if kind == "country":
        return URIRef("http://publications.europa.eu/resource/authority/country/NOR")
    if kind == "sources":
        return URIRef(f"{BASE}id/passage/generated.P01-s1")
    if kind == "url":
        return URIRef(value)
    if kind == "date":
        return Literal(value, datatype=XSD.date)
    return Literal(value, lang=column.language or None)


def main() -> None:
    """Run one way and print its CPU seconds and peak memory."""
    way, number, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    load_schema()
    started = time.process_time()
    {"klynge": with_klynge, "rdflib": with_rdflib}[way](number, path)
    spent = time.process_time() - started
    print(spent, peak_megabytes())


if __name__ == "__main__":
    main()
