"""The 115 facts of the two articles: each in the graph, with its passage and evidence mark."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from acceptance.questions import ask, select
from pyoxigraph import Store
from shared import shared

FACTS: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("seed_facts.toml").read_text(encoding="utf-8")
)
ARTICLES = {"S1": "norwayexports-nce", "S2": "value-of-a-cluster"}
TEXTS = {
    "norwayexports-nce": "nce-programme-norwayexports.txt",
    "value-of-a-cluster": "value-of-a-cluster-seafoodinnovation.txt",
}
STATED = {id: fact for id, fact in FACTS.items() if "rows" in fact}
NOTHING = {id: fact for id, fact in FACTS.items() if "nothing" in fact}


def named(facts: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    return [pytest.param(fact, id=f"{id}: {fact['fact']}") for id, fact in facts.items()]


@pytest.mark.parametrize("fact", named(STATED))
def test_the_graph_holds_the_fact_with_its_passage_and_evidence(
    fact: Mapping[str, Any], catalogue_store: Store
) -> None:
    pattern = pattern_of(fact)

    found = ask(catalogue_store, pattern)

    assert found, f"the catalogue has no match for:\n{pattern}"


@pytest.mark.parametrize("fact", named(NOTHING))
def test_the_graph_holds_nothing_where_the_fact_is_no_fact(
    fact: Mapping[str, Any], catalogue_store: Store
) -> None:
    found = ask(catalogue_store, fact["never"])

    assert not found, fact["nothing"]


def test_the_ids_are_those_of_the_research_table() -> None:
    expected = {row["id"] for row in seed_facts()}

    assert set(FACTS) == expected
    assert len(FACTS) == 115
    assert set(FACTS) == set(STATED) | set(NOTHING)


def test_every_fact_names_the_place_that_the_research_table_names() -> None:
    expected = {row["id"]: f"{ARTICLES[row['seed']]}#{row['place']}" for row in seed_facts()}

    places = {id: fact["place"] for id, fact in STATED.items()}

    assert places == {id: expected[id] for id in STATED}


def test_page_furniture_yields_nothing(catalogue_store: Store) -> None:
    furniture = {"P01", "P02", *(f"P{number}" for number in range(28, 47))}

    places = passages(catalogue_store, "norwayexports-nce")

    assert {place for place in places if place[0] in furniture} == {("P34", "s2")}


@pytest.mark.parametrize("document", TEXTS)
def test_every_passage_exists_in_the_text_of_the_article(
    document: str, catalogue_store: Store
) -> None:
    text = shared("seeds", TEXTS[document]).read_text(encoding="utf-8")
    blocks = {
        f"P{number:02d}": parts_of(block) for number, block in enumerate(blocks_of(text), start=1)
    }

    places = passages(catalogue_store, document)

    assert places
    assert {(block, part) for block, part in places if part not in blocks.get(block, ())} == set()


@pytest.mark.parametrize("document", TEXTS)
def test_every_claim_of_the_articles_is_worded_in_english_and_norwegian(
    document: str, catalogue_store: Store
) -> None:
    claims = f"?claim a kly:Claim ; dct:source/dct:isPartOf document:{document} ; kly:wording ?text"

    languages: dict[str, set[str]] = {}
    for claim, language in select(
        catalogue_store, f"SELECT ?claim (LANG(?text) AS ?tag) {{ {claims} }}"
    ):
        languages.setdefault(claim, set()).add(language)

    assert languages
    assert {claim for claim, tags in languages.items() if tags != {"en", "nb"}} == set()


def test_joint_projects_are_four_links_from_the_writer_and_none_between_the_partners(
    catalogue_store: Store,
) -> None:
    question = """SELECT ?from ?to {
        ?row a kly:Collaboration ; dct:source passage:value-of-a-cluster.P07-s1 ;
            kly:collaborator ?from ; kly:collaborationPartner ?to }"""

    links = {
        tuple(iri.rsplit("/", 1)[1] for iri in row) for row in select(catalogue_store, question)
    }

    assert links == {
        ("nce-seafood-innovation", "gce-ocean-technology"),
        ("nce-seafood-innovation", "maritime-cleantech"),
        ("nce-seafood-innovation", "bergen-marine-research"),
        ("nce-seafood-innovation", "maritime-bergen"),
    }


def test_the_number_twelve_is_three_observations_without_a_date(catalogue_store: Store) -> None:
    question = """SELECT ?block {
        ?row a qb:Observation ; sdmx-measure:obsValue ?number ; dct:source ?passage .
        ?passage dct:isPartOf document:norwayexports-nce ; kly:block ?block
        FILTER(?number = 12) FILTER NOT EXISTS { ?row kly:refPeriod ?period } }"""

    blocks = [block for (block,) in select(catalogue_store, question)]

    assert sorted(blocks) == ["P06", "P07", "P26"]


def pattern_of(fact: Mapping[str, Any]) -> str:
    """Give what must match: a fact's rows, their passage and mark, their wording, its filter."""
    document, _, place = fact["place"].partition("#")
    block, _, part = place.partition(" ")
    passage = f"passage:{document}.{place.replace(' ', '-')}"
    mark = f"<evidence-mark/{fact.get('evidence', 'sourced')}>"
    patterns = [
        f"{passage} a kly:Passage ; dct:isPartOf document:{document} ; kly:block '{block}' ."
    ]
    if part:
        patterns.append(f"{passage} kly:sentence '{part}' .")
    for row, must in fact["rows"].items():
        patterns.append(f"{row} {must} .")
        patterns.append(f"{row} dct:source {passage} ; kly:evidenceMark {mark} .")
    if "says" in fact:
        patterns += wording(next(iter(fact["rows"])), fact["says"])
    if "filter" in fact:
        patterns.append(f"FILTER({fact['filter']})")
    return "\n".join(patterns)


def wording(row: str, phrase: str) -> list[str]:
    """Give the patterns for a row worded in English with a phrase, and in Norwegian."""
    return [
        f"{row} kly:wording ?en, ?nb .",
        f'FILTER(LANG(?en) = "en" && CONTAINS(?en, "{phrase}") && LANG(?nb) = "nb")',
    ]


def passages(store: Store, document: str) -> set[tuple[str, str]]:
    """Give the block and sentence of every passage of a document that the graph names."""
    question = f"""SELECT ?block (COALESCE(?part, "") AS ?sentence) {{
        ?passage dct:isPartOf document:{document} ; kly:block ?block
        OPTIONAL {{ ?passage kly:sentence ?part }} }}"""
    return {(block, part) for block, part in select(store, question)}


def seed_facts() -> list[dict[str, str]]:
    """Give the rows of the research table of facts."""
    path = shared("research", "domain", "seed_facts.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def blocks_of(text: str) -> list[str]:
    """Split a text where empty lines stand."""
    return re.split(r"\n\s*\n", text.strip())


def parts_of(block: str) -> set[str]:
    """Give what a passage may name in a block: the block itself, its sentences, its bullets.

    A heading line of its own is no sentence.
    """
    lines = block.strip().splitlines()
    bullets = [line for line in lines if line.startswith("•")]
    body = " ".join(lines[1:] if len(lines) > 1 else lines)
    sentences = re.split(r"(?<=[.!?])\s+", body)
    return {
        "",
        *(f"s{number}" for number in range(1, len(sentences) + 1)),
        *(f"b{number}" for number in range(1, len(bullets) + 1)),
    }
