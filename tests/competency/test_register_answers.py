"""What registers say of the members of two clusters, against the same counted from their rows.

The members are the organisations with most rows in the Research Council's real table of EU grants;
sums and pairs are worked out here from its rows, without a query.
"""

from __future__ import annotations

import csv
import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from competency.answers import Table, answer, in_any_order, question
from pyoxigraph import RdfFormat, Store
from shared import shared

from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import check

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
TOML = f"""
[catalogue]
id = "grants"
title = {{ en = "Grants", nb = "Tilskudd" }}
publisher = {{ name = "The klynge tests" }}
licence = "{LICENCE}"
issued = 2024-06-30

[[source]]
id = "tables"
type = "tables"
path = "tables"
licence = "{LICENCE}"

[[source]]
id = "grants"
type = "rcn-eu-grants"
path = "dataset.csv"
"""
Row = dict[str, str]


@dataclass(frozen=True)
class Membership:
    """A membership of a cluster: an organisation's number, the first day and the last."""

    cluster: str
    number: str
    start: datetime.date
    end: datetime.date

    def holds(self, first: datetime.date | None, last: datetime.date | None) -> bool:
        """Tell whether it overlaps a time, of which a day that is not known excludes nothing."""
        return (first is None or self.end >= first) and (last is None or self.start <= last)


@dataclass(frozen=True)
class Granted:
    """The rows of the table about the members, the memberships, and the answers of a store."""

    rows: tuple[Row, ...]
    memberships: tuple[Membership, ...]
    store: Store

    def members(self) -> Iterator[tuple[Membership, Row]]:
        for membership in self.memberships:
            yield from (
                (membership, row) for row in self.rows
                if row["Organisasjonsnummer"] == membership.number
            )  # fmt: skip


def day(text: str) -> datetime.date | None:
    return datetime.datetime.strptime(text[:10], "%d.%m.%Y").date() if text else None


def name(number: str) -> str:
    """Give a steward's name that comes after every name of the register."""
    return f"ø {number}"


def write(folder: Path, table: str, header: str, rows: list[str]) -> None:
    path = folder / "tables" / f"{table}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def granted(tmp_path_factory: pytest.TempPathFactory) -> Granted:
    file = shared("records", "rcn-open-data", "datasets", "bevilgningereu", "dataset.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    often = Counter(row["Organisasjonsnummer"] for row in rows if row["Organisasjonsnummer"])
    numbers = [number for number, _ in often.most_common(14)]
    first, last = datetime.date(2013, 1, 1), datetime.date(2030, 12, 31)
    memberships = [Membership("north", number, first, last) for number in numbers[:9]]
    memberships += [Membership("south", number, first, last) for number in numbers[6:]]
    memberships[2] = Membership("north", numbers[2], first, datetime.date(2017, 12, 31))
    memberships[3] = Membership("north", numbers[3], datetime.date(2019, 1, 1), last)
    folder = tmp_path_factory.mktemp("grants")
    (folder / "klynge.toml").write_text(TOML, encoding="utf-8")
    (folder / "dataset.csv").write_bytes(file.read_bytes())
    write(folder, "documents", "id,title,kind,evidence", ["list,A list,dataset,sourced"])
    write(folder, "clusters", "id,name,sector,source,evidence",
          ["north,North,all,list,sourced", "south,South,all,list,sourced"])  # fmt: skip
    write(folder, "organisations", "id,name,country,number,source,evidence",
          [f"o-{n},{name(n)},NO,{n},list,sourced" for n in numbers])  # fmt: skip
    write(folder, "memberships", "id,cluster,member,from,until,source,evidence",
          [f"m{n},{m.cluster},o-{m.number},{m.start},{m.end},list,sourced"
           for n, m in enumerate(memberships)])  # fmt: skip
    store = Store()
    for lines_ in check(read_catalogue(folder)).graphs.values():
        store.bulk_load("".join(lines_).encode(), format=RdfFormat.N_QUADS)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    of_members = tuple(row for row in rows if row["Organisasjonsnummer"] in numbers)
    return Granted(of_members, tuple(memberships), store)


def key(row: Row) -> tuple[str, str, str]:
    return row["Prosjektnr"], row["Organisasjonsnummer"], row["Deltakernr"]


def schemes(rows: tuple[Row, ...]) -> dict[str, str]:
    """Give the name of each programme by its code, as it is first met."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row["Program kode (H2020)"], row["Program (H2020)"] or "Horizon 2020")
    return found | {"": "Horizon 2020"}


def money(granted: Granted) -> Table:
    """Count the money from the rows: per cluster, scheme and year of signing."""
    names = schemes(granted.rows)
    sums: dict[tuple[str, ...], dict[tuple[str, str, str], Decimal | None]] = defaultdict(dict)
    with_amount = {key(row)[:2] for row in granted.rows if row[AMOUNT]}
    for membership, row in granted.members():
        scheme, stated = names[row["Program kode (H2020)"]], row[AMOUNT]
        on = day(row["Kontrakt signeringsdato" if stated else "Kontrakt startdato"])
        if not membership.holds(on, on) or (not stated and key(row)[:2] in with_amount):
            continue
        year = str(on.year) if on else "not stated"
        of = (membership.cluster.title(), scheme, year, *(STATED if stated else UNSTATED))
        sums[of].setdefault(key(row), Decimal(stated) if stated else None)
    return [
        {
            "cluster": cluster, "scheme": scheme, "year": year, "basis": basis,
            "grants": str(sum(amount is not None for amount in found.values())),
            "unstated": str(sum(amount is None for amount in found.values())),
            "sum": str(sum((a for a in found.values() if a is not None), Decimal()))
            if currency == "EUR" else "not stated",
            "currency": currency,
        }
        for (cluster, scheme, year, basis, currency), found in sums.items()
    ]  # fmt: skip


AMOUNT = "Innvilget beløp organisasjon EUR"
STATED, UNSTATED = ("total", "EUR"), ("not stated", "not stated")


def test_public_money_of_members_is_what_the_rows_of_the_register_sum_to(granted: Granted) -> None:
    wanted = money(granted)

    found = answer(granted.store, question("cq27"))

    assert len(wanted) > 50
    assert in_any_order(normal(found)) == in_any_order(normal(wanted))


def normal(table: Table) -> Table:
    """Give sums without zeros at their end: 5.50 and 5.5 are one number."""
    return [
        row | {"sum": f"{Decimal(row['sum']).normalize():f}"} if row["sum"][:1].isdigit() else row
        for row in table
    ]


def test_members_together_in_projects_are_those_whose_memberships_met_them(
    granted: Granted,
) -> None:
    projects: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    taking: dict[str, set[str]] = defaultdict(set)
    times: dict[str, tuple[datetime.date | None, datetime.date | None]] = {}
    for row in granted.rows:
        taking[row["Prosjektnr"]].add(row["Organisasjonsnummer"])
        times.setdefault(row["Prosjektnr"], (day(row["Kontrakt startdato"]),
                                             day(row["Kontrakt sluttdato"])))  # fmt: skip
    for one, two in combinations(sorted(granted.memberships, key=lambda m: m.number), 2):
        if one.cluster == two.cluster:
            for project, numbers in taking.items():
                met = one.holds(*times[project]) and two.holds(*times[project])
                if {one.number, two.number} <= numbers and met:
                    pair = (one.cluster.title(), name(one.number), name(two.number))
                    projects[pair].add(project)

    found = answer(granted.store, question("cq28"))

    assert len(projects) > 20
    assert {
        (row["cluster"], row["member"], row["other"]): int(row["projects"]) for row in found
    } == {pair: len(of) for pair, of in projects.items()}
