"""The 18 disagreements between sources: the graph shows both values, each with its documents."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from acceptance.questions import select
from pyoxigraph import Store
from shared import shared

CONFLICTS: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("source_conflicts.toml").read_text(encoding="utf-8")
)
PROPERTY = {"side_a": "kly:sideA", "side_b": "kly:sideB"}
VALUES = [
    pytest.param(name, side, address, id=f"{conflict['number']}: {name}, {side}, {address}")
    for name, conflict in CONFLICTS.items()
    for side in PROPERTY
    for address in conflict[side]
]


@pytest.mark.parametrize(("name", "side", "address"), VALUES)
def test_a_side_of_the_disagreement_shows_its_value_with_the_document(
    name: str, side: str, address: str, catalogue_store: Store
) -> None:
    expected = set(CONFLICTS[name][side][address])

    shown = texts_of(catalogue_store, name, side, address)

    assert expected - shown == set(), f"{name}, {side} shows from {address} only {sorted(shown)}"


@pytest.mark.parametrize("name", CONFLICTS)
def test_both_sides_have_rows_and_no_row_stands_on_both(name: str, catalogue_store: Store) -> None:
    rows = {side: set(rows_of(catalogue_store, name, side)) for side in PROPERTY}

    assert rows["side_a"] and rows["side_b"]
    assert rows["side_a"] & rows["side_b"] == set()


def test_the_disagreements_are_those_of_the_research_table() -> None:
    expected = {int(row["no"]): (row["source_a"], row["source_b"]) for row in source_conflicts()}

    listed = {
        conflict["number"]: tuple(" ; ".join(conflict[side]) for side in PROPERTY)
        for conflict in CONFLICTS.values()
    }

    assert len(listed) == len(CONFLICTS) == 18
    assert listed == expected


def test_the_catalogue_lists_these_disagreements_and_no_other(catalogue_store: Store) -> None:
    question = "SELECT ?row { ?row a kly:Disagreement }"

    names = {iri.rsplit("/", 1)[1] for (iri,) in select(catalogue_store, question)}

    assert names == set(CONFLICTS)


def rows_of(store: Store, name: str, side: str) -> list[str]:
    """Give the IRIs of the rows on one side of a disagreement."""
    question = f"SELECT ?row {{ disagreement:{name} {PROPERTY[side]} ?row }}"
    return [row for (row,) in select(store, question)]


def texts_of(store: Store, name: str, side: str, address: str) -> set[str]:
    """Give what the rows of a side show that come from the document with a web address.

    Their literals, and the ends and labels of the IRIs they point to.
    """
    question = f"""SELECT ?value ?label {{
        disagreement:{name} {PROPERTY[side]} ?row .
        ?row dct:source/dct:isPartOf? ?document ; ?property ?value .
        ?document kly:webAddress <{address}>
        OPTIONAL {{ ?value rdfs:label ?name }} BIND(COALESCE(?name, "") AS ?label) }}"""
    found = select(store, question)
    return {value.rsplit("/", 1)[-1] for value, _ in found} | {
        text for row in found for text in row
    }


def source_conflicts() -> list[dict[str, str]]:
    """Give the rows of the research table of conflicts."""
    path = shared("research", "domain", "source_conflicts.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
