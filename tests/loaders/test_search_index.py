"""The search index of a release: what can be found in it, and that it is made the same twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from klynge.loaders.release.search.index import write_search
from klynge.loaders.staging import write_store

BASE = "https://w3id.org/klynge/"
DATA = """
@prefix id: <https://w3id.org/klynge/id/> .
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix voc: <https://w3id.org/klynge/voc/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
GRAPH <https://w3id.org/klynge/graph/a> {
  <https://w3id.org/klynge/id/cluster/a> rdfs:label "Måltidets hus"@nb , "The House"@en ;
    kly:industrialEcosystem <https://w3id.org/klynge/voc/ecosystem/agri-food> .
  <https://w3id.org/klynge/id/name/n> kly:nameOf <https://w3id.org/klynge/id/cluster/a> ;
    kly:nameText "Old House" ; kly:startDate "2006"^^xsd:gYear ;
    kly:endDate "2009-01"^^xsd:gYearMonth .
  <https://w3id.org/klynge/id/organization/o> rdfs:label "Fish AS" ; skos:altLabel "Fish" ;
    kly:registrationNumber "991068503" .
  id:p kly:participant <https://w3id.org/klynge/id/cluster/a> ;
    kly:inProgramme <https://w3id.org/klynge/id/programme/nce> ;
    kly:startDay "2006-01-01"^^xsd:date ;
    kly:participationState <https://w3id.org/klynge/voc/participation-state/admitted> .
  id:q kly:participant <https://w3id.org/klynge/id/cluster/a> ;
    kly:inProgramme <https://w3id.org/klynge/id/programme/gce> ;
    kly:startDay "2014-01-01"^^xsd:date ;
    kly:participationState <https://w3id.org/klynge/voc/participation-state/rejected> .
  <https://elsewhere.example/x> rdfs:label "Elsewhere" .
  <https://w3id.org/klynge/id/cluster/b> rdfs:label "..." .
}
GRAPH <https://w3id.org/klynge/graph/b> {
  <https://w3id.org/klynge/id/cluster/a> rdfs:label "The House"@en .
}
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    quads = tmp_path / "all.nq"
    quads.write_text("".join(f"{quad} .\n" for quad in ox.parse(DATA, format=ox.RdfFormat.TRIG)))
    write_store(tmp_path / "store", quads)
    return tmp_path / "store"


def rows(index: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(index)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def index(store: Path) -> Path:
    path = store.with_name("search.sqlite")
    write_search(path, store, BASE)
    return path


def test_every_name_is_there_once_with_its_language_and_period(index: Path) -> None:
    found = rows(index, "SELECT iri, role, text, language, since, until FROM name, thing"
                 " WHERE thing.id = thing AND kind = 'cluster' ORDER BY text")  # fmt: skip

    assert found == [
        (f"{BASE}id/cluster/a", "name", "Måltidets hus", "nb", "", ""),
        (f"{BASE}id/cluster/a", "dated", "Old House", "", "2006", "2009-01"),
        (f"{BASE}id/cluster/a", "name", "The House", "en", "", ""),
    ]


def test_short_names_and_register_numbers_are_names_too(index: Path) -> None:
    found = rows(index, "SELECT role, text FROM name, thing"
                 " WHERE thing.id = thing AND kind = 'organization' ORDER BY role")  # fmt: skip

    assert found == [("name", "Fish AS"), ("number", "991068503"), ("short", "Fish")]


def test_things_of_others_and_names_without_a_letter_are_left_out(index: Path) -> None:
    found = {iri for (iri,) in rows(index, "SELECT iri FROM thing")}

    assert found == {f"{BASE}id/cluster/a", f"{BASE}id/organization/o"}


def test_only_who_was_admitted_was_in_a_programme(index: Path) -> None:
    assert rows(index, "SELECT programme, since, until FROM span") == [
        (f"{BASE}id/programme/nce", "2006-01-01", "")
    ]
    assert ("ecosystem", f"{BASE}voc/ecosystem/agri-food") in rows(
        index, "SELECT facet, value FROM facet"
    )


def test_the_same_store_gives_the_same_bytes(store: Path, index: Path) -> None:
    again = store.with_name("again.sqlite")
    write_search(again, store, BASE)

    assert again.read_bytes() == index.read_bytes()
