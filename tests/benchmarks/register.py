"""A generated business register with clusters around it, as steward-table records.

About twenty triples an organisation: 100,000 organisations are two million triples. One record in
fifty has a fault that only the shapes see; the same records come in every run.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from klynge.loaders.records import Record, Sheet

Values = dict[str, tuple[str, ...]]

WORDS = ("Nordic", "Hav", "Fjord", "Berg", "Viking", "Energi", "Ål & Co", 'Sønner "AS"', "Data")
TYPES = ("company", "university", "research-institute", "public-body")
SIZES = ("micro", "small", "sme", "large")
NACE = ("03.21", "10.20", "28.93", "62.01", "72.19")
FAULTS: tuple[tuple[str, Values], ...] = (
    ("name", {"name": ()}),
    ("number", {"number": ("12345",)}),
    ("date", {"founded": ("2023-13-45",)}),
    ("code", {"type": ("wizard",)}),
    ("code of another list", {"size": ("../actor-type/company",)}),
    ("address", {"website": ("ftp://example.org/",)}),
    ("source", {"source": ()}),
    ("place", {"place": ("organization:NO-800000000",)}),
    ("parent", {"parent": ("place:p1",)}),
    ("empty text", {"sector": ("",)}),
    ("mark", {"evidence": ("guessed",)}),
    ("two names", {"name": ("One name", "Another name")}),
)


def records(number: int, faults: int = 50) -> Iterator[Record]:
    """Give the records around a number of organisations, one of `faults` of them with a fault."""
    chance, sheet = random.Random(42), Sheet("register.csv")
    rows = [*_few(number), *_organisations(number, faults, chance), *_links(number, chance)]
    return (Record(table, values, sheet, row) for row, (table, values) in enumerate(rows, 2))


def _few(number: int) -> Iterator[tuple[str, Values]]:
    """Give what there is little of: documents, places, programmes, clusters, value chains."""
    for i in range(20):
        yield "documents", _row(f"d{i}", title=f"Report {i}", kind="report", date="2017-01-12")
    for i in range(max(20, number // 300)):
        yield "places", _sourced(f"p{i}", name=f"Place {i}", kind="municipality", country="NO")
    yield "programmes", _sourced("nce", name="Centres of Expertise", country="NO", scope="national")
    yield "value_chains", _sourced("seafood", name="Seafood")
    for i in range(5):
        yield (
            "stages",
            _sourced(f"s{i}", chain="value-chain:seafood", name=f"Stage {i}", order=f"{i}"),
        )
    for i in range(_clusters(number)):
        yield (
            "clusters",
            _sourced(
                f"c{i}",
                name=f"Cluster {i}",
                place=f"place:p{i % 20}",
                activity=f"nace2:{NACE[i % 5]}",
            ),
        )


def _clusters(number: int) -> int:
    return max(5, number // 1000)


def _organisations(number: int, faults: int, chance: random.Random) -> Iterator[tuple[str, Values]]:
    places = max(20, number // 300)
    for i in range(number):
        values = _organisation(i, places, chance)
        if i % faults == faults - 1:
            values |= FAULTS[i // faults % len(FAULTS)][1]
        yield "organisations", {column: cell for column, cell in values.items() if cell}


def _organisation(i: int, places: int, chance: random.Random) -> Values:
    number = str(800_000_000 + i)
    values = _sourced(
        f"NO-{number}",
        name=f"{chance.choice(WORDS)} {chance.choice(WORDS)} {i}",
        short_name=f"{chance.choice(WORDS)}{i}",
        country="NO",
        number=number,
        type=chance.choice(TYPES),
        legal_form="AS",
        activity=f"nace2:{chance.choice(NACE)}",
        size=chance.choice(SIZES),
        place=f"place:p{chance.randrange(places)}",
        founded=f"{chance.randint(1950, 2020)}-0{chance.randint(1, 9)}-11",
        website=f"https://www.example.org/{i}",
        sector="salmon, feed and health",
        note=f"Generated row {i}.",
    )
    values["source"] = (f"d{i % 20}#P{i % 50:02d} s{i % 7}",)
    if i and chance.random() < 0.1:
        values["parent"] = (f"organization:NO-{800_000_000 + chance.randrange(i)}",)
    return values


def _links(number: int, chance: random.Random) -> Iterator[tuple[str, Values]]:
    """Give memberships, participations, grants and projects, one of each for some organisations."""
    clusters = _clusters(number)
    for i in range(clusters):
        cluster, member = f"cluster:c{i}", _some(number, chance)
        yield (
            "cluster_organisations",
            _sourced(
                f"m{i}", cluster=cluster, organisation=member, role="manager", staff_fte="1.5"
            ),
        )
        yield (
            "participations",
            _sourced(
                f"t{i}",
                cluster=cluster,
                programme="programme:nce",
                state="admitted",
                **_period(chance),
            ),
        )
        yield "labels", _sourced(f"l{i}", cluster=cluster, label="ecei-gold", held_on="2019-05-01")
    for i in range(number // 4):
        cluster = f"cluster:c{chance.randrange(clusters)}"
        yield (
            "memberships",
            _sourced(
                f"b{i}",
                cluster=cluster,
                member=_some(number, chance),
                role="member",
                **_period(chance),
            ),
        )
        if i % 8 == 0:
            amount = "-1.0" if i % 400 == 0 else f"{chance.randint(1, 90)}00.5"
            yield (
                "awards",
                _sourced(f"a{i}", recipient=_some(number, chance), amount=amount, currency="NOK"),
            )
            yield (
                "projects",
                _sourced(f"j{i}", name=f"Project {i}", kind="eu-project", state="closed"),
            )
            yield (
                "project_participations",
                _sourced(
                    f"r{i}",
                    project=f"project:j{i}",
                    participant=_some(number, chance),
                    number="991068503",
                ),
            )


def _some(number: int, chance: random.Random) -> str:
    return f"organization:NO-{800_000_000 + chance.randrange(number)}"


def _period(chance: random.Random) -> dict[str, str]:
    start = chance.randint(2005, 2020)
    until = start - 1 if chance.random() < 0.01 else start + chance.randint(0, 4)
    return {"from": str(start), "until": f"{until}-06"}


def _sourced(id: str, **cells: str) -> Values:
    return _row(id, source="d1", **cells)


def _row(id: str, **cells: str) -> Values:
    marked = {"id": id, **cells, "evidence": "sourced"}
    return {column: (cell,) for column, cell in marked.items()}
