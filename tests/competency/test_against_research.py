"""The expected answers hold against the research tables that the catalogue was written from.

This keeps the expectations honest: they are compared with what was found, not with what a query
gives.
"""

from __future__ import annotations

import csv
import re

import pytest
from competency.answers import EXPECTED, Table
from pyoxigraph import DefaultGraph, NamedNode, Store
from shared import shared

from klynge.ontology.iris import BASE

RENAMED = {"GCE Subsea": "NCE Subsea"}
MONTHS = {"June": "06"}


def research(name: str) -> Table:
    with shared("research", "domain", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(name: str) -> Table:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def iso(text: str) -> str:
    """Write `11 June 2009` as 2009-06-11."""
    *day, year = text.split()
    parts = [MONTHS.get(part, part) for part in reversed(day)]
    return "-".join([year, *parts])


def test_the_twelve_of_the_article_have_their_first_year() -> None:
    twelve = {row["name_2013"]: iso(row["admitted"]) for row in research("nce_twelve_of_seed1")}

    starts = {row["name"]: row["from"] for row in written("cq01")[:12]}

    assert starts == twelve


def test_every_cluster_with_an_nce_status_in_the_research_is_expected() -> None:
    nce = {
        row["cluster_name_used"]
        for row in research("norwegian_clusters")
        if "NCE" in row["programme_status_history"].replace("hub: NCE", "")
    }

    names = {row["name"] for row in written("cq01")}

    assert names == nce


def test_the_longest_support_is_the_one_the_question_states() -> None:
    short = {"Arena programme": "Arena", "Arena Pro": "Arena Pro"} | {
        "Norwegian Centres of Expertise programme": "NCE",
        "Global Centres of Expertise": "GCE",
    }
    text = research("competency_questions")[3]["question"]
    pairs = re.findall(r"(\d+) (?:years )?([\w ]+)", text)
    stated = {(level, years) for years, level in pairs}

    found = {(short[row["programme"]], row["years"]) for row in written("cq04")}

    assert found == stated


def test_the_partners_in_joint_projects_are_those_of_the_article() -> None:
    facts = {row["id"]: row["object"] for row in research("seed_facts")}
    named = [facts[f"S2-{number:03}"] for number in range(20, 24)]

    joint = {row["partner"] for row in written("cq05") if row["kind"] == "joint projects"}

    assert joint == {RENAMED.get(name, name) for name in named}


def test_the_clusters_with_a_gold_label_in_the_research_are_expected() -> None:
    gold = {
        row["cluster_name_used"]
        for row in research("norwegian_clusters")
        if "Gold" in row["programme_status_history"]
    }
    gold |= {
        "NCE Eyde"
        for row in research("norwegian_cluster_orgnr")
        if "gold label" in row["status_today"] and "Eyde" in row["cluster_or_role"]
    }

    names = {row["name"] for row in written("cq17")}

    assert names == gold


def test_the_steps_up_start_in_the_year_that_the_history_gives() -> None:
    history = {
        row["cluster_name_used"]: row["programme_status_history"]
        for row in research("norwegian_clusters")
    }

    years = {
        (row["name"], day[:4])
        for row in written("cq15")
        for day in (row["first"], row["later"])
        if day != "unknown"
    }

    assert {(name, year) for name, year in years if year not in history[name]} == set()


def test_the_numbers_of_heidner_are_those_of_the_research() -> None:
    (heidner,) = (row for row in research("norwegian_clusters") if row["stable_slug"] == "heidner")
    conflict = research("source_conflicts")[5]
    members = re.findall(r"(\d+)(?: or (\d+))? members", heidner["members_or_size"])
    wanted = {number for pair in members for number in pair if number}
    wanted |= set(re.findall(r"\d+", conflict["statement_a"] + " " + conflict["statement_b"]))

    assert {row["number"] for row in written("cq19")} == wanted


@pytest.mark.parametrize("number", range(1, 19))
def test_each_side_of_a_conflict_names_its_sources(number: int, catalogue_store: Store) -> None:
    conflict = research("source_conflicts")[number - 1]
    rows = written("cq24")
    topic = list(dict.fromkeys(row["topic"] for row in rows))[number - 1]

    for side in "AB":
        documents = {
            row["source"].removeprefix("@document:")
            for row in rows
            if (row["topic"], row["side"]) == (topic, side)
        }
        addresses = {address(document, catalogue_store) for document in documents}
        assert addresses == set(conflict[f"source_{side.lower()}"].split(" ; "))


def address(document: str, store: Store) -> str:
    subject = NamedNode(f"{BASE}id/document/{document}")
    predicate = NamedNode("https://w3id.org/klynge/ont#webAddress")
    (quad,) = store.quads_for_pattern(subject, predicate, None, DefaultGraph())
    assert isinstance(quad.object, NamedNode)
    return quad.object.value
