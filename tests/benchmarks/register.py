"""A generated business register with clusters around it, as steward-table records.

About twenty triples an organisation: 100,000 organisations are two million triples. Some records
have a fault that only the shapes see; the same records come in every run.

Run as a script: `register.py NUMBER FOLDER` writes `before.nq`, `after.nq` (1 % of the records
changed), `ontology.nq` and a store of the first, and prints the number of quads before.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from klynge.loaders.lifting import Lifter
from klynge.loaders.records import Record, Sheet
from klynge.loaders.staging import turtle_lines
from klynge.loaders.tables.schema import load_schema
from klynge.ontology.iris import BASE, graph
from klynge.ontology.modules import published_files

Values = dict[str, tuple[str, ...]]
Row = tuple[str, Values]
"""A table and the values of one of its rows."""

WORDS = ("Nordic", "Hav", "Fjord", "Berg", "Viking", "Energi", "Ål & Co", 'Sønner "AS"', "Data")
TYPES = ("company", "university", "research-institute", "public-body")
SIZES = ("micro", "small", "sme", "large")
NACE = ("03.21", "10.20", "28.93", "62.01", "72.19")
FAULTS: tuple[Values, ...] = (
    {"name": ()},
    {"name": ("One name", "Another name")},
    {"number": ("12345",)},
    {"founded": ("2023-13-45",)},
    {"type": ("wizard",)},
    {"size": ("../actor-type/company",)},
    {"website": ("ftp://example.org/",)},
    {"source": ()},
    {"place": ("document:d1",)},
    {"parent": ("place:p1",)},
    {"sector": ("",)},
    {"evidence": ("guessed",)},
)
GRAPH = graph(BASE, "register")
"""The named graph of the register."""

_CHANGES: tuple[Values, ...] = (
    {"name": ("A later name",)},
    {"place": ("place:p7",)},
    {"evidence": ("guessed",)},
    {},
)
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
"""Of the first eight digits of a Norwegian register number, for the ninth."""

SPARQL = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    <urn:x:Organization-founded-late> a sh:NodeShape ;
        sh:targetClass <https://w3id.org/klynge/ont#Organization> ; sh:severity sh:Warning ;
        sh:sparql [ sh:message "Founded after it was merged."@en ; sh:select '''
            SELECT $this ?value WHERE {
              $this <https://w3id.org/klynge/ont#foundedDate> ?value .
              FILTER(?value > "2020-06-01"^^<http://www.w3.org/2001/XMLSchema#date>)
            }''' ] .
"""
"""A shape such as a steward may add, with a SPARQL-based constraint on every organisation."""


def records(number: int, faults: int = 50) -> Iterator[Record]:
    """Give the records around so many organisations, one in `faults` of these with a fault."""
    chance, sheet = random.Random(42), Sheet("register.csv")
    rows = chain(_few(number), _organisations(number, faults, chance), _links(number, chance))
    return (Record(table, values, sheet, row) for row, (table, values) in enumerate(rows, 2))


def changed(rows: Iterable[Record], one_in: int = 100) -> Iterator[Record]:
    """Give the records as they are later: of every so many one that is changed.

    In turn it has another name, another place, a fault, or is gone; one that has no such column
    is gone.
    """
    for index, record in enumerate(rows, 1):
        if index % one_in:
            yield record
            continue
        change = _CHANGES[index // one_in % len(_CHANGES)]
        if change.keys() & record.values.keys():
            yield replace(record, values={**record.values, **change})


def write_register(rows: Iterable[Record], path: Path) -> None:
    """Write the N-Quads lines of records, sorted by code point, each once.

    The sorting is a program's, because a million organisations are more than memory should hold.
    """
    lifter = Lifter(load_schema(), BASE, GRAPH)
    command, by_bytes = ["sort", "-u", "-o", str(path)], {**os.environ, "LC_ALL": "C"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=by_bytes) as sorting:
        assert sorting.stdin
        for record in rows:
            sorting.stdin.writelines(line.encode() for line in lifter.lift(record))
    assert sorting.returncode == 0


def write_store(quads: Path, folder: Path) -> int:
    """Load quads into a store, as a release holds them, and give how many they are."""
    store = Store(str(folder))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()
    return len(store)


def organisation_id(index: int) -> str:
    """Give the id of an organisation: its register number, with a check digit that is right."""
    base = 80_000_000 + index * 11 // 10
    while (check := -sum(w * int(d) for w, d in zip(_WEIGHTS, str(base), strict=True)) % 11) == 10:
        base += 10_000_000
    return f"NO-{base}{check}"


def _few(number: int) -> Iterator[Row]:
    """Give what there is little of: documents, places, programmes, clusters, value chains."""
    for i in range(20):
        yield "documents", _row(f"d{i}", title=f"Report {i}", kind="report", date="2017-01-12")
    for i in range(_places(number)):
        yield "places", _sourced(f"p{i}", name=f"Place {i}", kind="town", country="NO")
    yield "programmes", _sourced("nce", name="Centres of Expertise", country="NO", scope="national")
    yield "value_chains", _sourced("seafood", name="Seafood")
    chain = "value-chain:seafood"
    for i in range(5):
        yield "stages", _sourced(f"s{i}", chain=chain, name=f"Stage {i}", order=str(i))
    for i in range(_clusters(number)):
        yield "clusters", _sourced(f"c{i}", name=f"Cluster {i}", place=f"place:p{i % 20}")


def _places(number: int) -> int:
    return max(20, number // 300)


def _clusters(number: int) -> int:
    return max(5, number // 1000)


def _organisations(number: int, faults: int, chance: random.Random) -> Iterator[Row]:
    for i in range(number):
        values = _organisation(i, number, chance)
        if i % faults == faults - 1:
            values |= FAULTS[i // faults % len(FAULTS)]
        yield "organisations", {column: cell for column, cell in values.items() if cell}


def _organisation(i: int, number: int, chance: random.Random) -> Values:
    values = _sourced(
        organisation_id(i),
        name=f"{chance.choice(WORDS)} {chance.choice(WORDS)} {i}",
        short_name=f"{chance.choice(WORDS)}{i}",
        country="NO",
        number=organisation_id(i).removeprefix("NO-"),
        type=chance.choice(TYPES),
        legal_form="AS",
        activity=f"nace2:{chance.choice(NACE)}",
        size=chance.choice(SIZES),
        place=f"place:p{chance.randrange(_places(number))}",
        founded=f"{chance.randint(1950, 2019)}-0{chance.randint(1, 9)}-11",
        website=f"https://www.example.org/{i}",
        sector="salmon, feed and health",
        note=f"Generated row {i}.",
    )
    values["source"] = (f"d{i % 20}#P{i % 50:02d} s{i % 7}",)
    if i and chance.random() < 0.1:
        values["parent"] = (f"organization:{organisation_id(chance.randrange(i))}",)
    return values


def _links(number: int, chance: random.Random) -> Iterator[Row]:
    """Give what joins clusters and organisations: management, membership, labels, grants."""
    for i in range(_clusters(number)):
        about = {"cluster": f"cluster:c{i}"}
        manager = {"organisation": _some(number, chance), "role": "manager", "staff_fte": "1.5"}
        phase = {"programme": "programme:nce", "state": "admitted", **_period(chance)}
        yield "cluster_organisations", _sourced(f"m{i}", **about, **manager)
        yield "participations", _sourced(f"t{i}", **about, **phase)
        yield "labels", _sourced(f"l{i}", **about, label="ecei-gold", held_on="2019-05-01")
    for i in range(number // 4):
        yield "memberships", _sourced(f"b{i}", **_membership(number, chance))
        if i % 8 == 0:
            amount = "-1.0" if i % 400 == 0 else f"{chance.randint(1, 90)}00.5"
            grant = {"amount": amount, "currency": "NOK", "date": "2019-05-01"}
            name = {"name": f"Project {i}", "kind": "eu-project"}
            part = {"project": f"project:j{i}", "participant": _some(number, chance)}
            yield "awards", _sourced(f"a{i}", recipient=_some(number, chance), **grant)
            yield "projects", _sourced(f"j{i}", **name)
            yield "project_participations", _sourced(f"r{i}", **part)


def _membership(number: int, chance: random.Random) -> dict[str, str]:
    cluster = f"cluster:c{chance.randrange(_clusters(number))}"
    return {"cluster": cluster, "member": _some(number, chance), "role": "member"} | _period(chance)


def _some(number: int, chance: random.Random) -> str:
    return f"organization:{organisation_id(chance.randrange(number))}"


def _period(chance: random.Random) -> dict[str, str]:
    start = chance.randint(2005, 2019)
    until = start - 1 if chance.random() < 0.01 else start + chance.randint(0, 4)
    return {"from": str(start), "until": f"{until}-06"}


def _sourced(id: str, **cells: str) -> Values:
    return _row(id, source="d1", **cells)


def _row(id: str, **cells: str) -> Values:
    marked = {"id": id, **cells, "evidence": "sourced"}
    return {column: (cell,) for column, cell in marked.items()}


def main() -> None:
    """Write a register before and after a change, and what goes with it."""
    number, folder = int(sys.argv[1]), Path(sys.argv[2])
    write_register(records(number), folder / "before.nq")
    write_register(changed(records(number)), folder / "after.nq")
    ontology = turtle_lines(published_files(), graph(BASE, "ontology"))
    (folder / "ontology.nq").write_bytes("".join(ontology).encode())
    print(write_store(folder / "before.nq", folder / "store"))


if __name__ == "__main__":
    main()
