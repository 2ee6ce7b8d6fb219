"""What anyone can write into a public register makes no number certain and runs nowhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fetching_catalogue import Fetching, fetching
from small_catalogue import TABLES, write_csv

from klynge.loaders.facts import SourceFacts
from klynge.loaders.records import Item, Statement
from klynge.loaders.sources.rdf import read
from klynge.shapes.report import Finding, Message

ROR = "https://ror.org/01an7q238"
NUMBER, LEI = "991068503", "15950CIO50N8NSH0RY23"
VARIABLES = ["register", "number", "item", "what", "value", "detail", "other"]
ITEM = {"type": "uri", "value": "http://www.wikidata.org/entity/Q4"}


def literal(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}


def wikidata(path: Path, name: str) -> None:
    """Write an answer of Wikidata: somebody has given a body's number an item with another ROR id.

    The words of the answer are those of `wikidata-facts.rq`.
    """
    about = {"register": literal("NO"), "number": literal(NUMBER), "item": ITEM}
    said = [
        ("ror", literal(ROR.rpartition("/")[2])),
        ("label", literal(name, **{"xml:lang": "en"})),
    ]
    rows = [{**about, "what": literal(what), "value": value} for what, value in said]
    answer = {"head": {"vars": VARIABLES}, "results": {"bindings": rows}}
    path.write_text(json.dumps(answer), encoding="utf-8")


def gleif(path: Path, name: str) -> None:
    """Write a record of GLEIF, which checks what it is told, of the same body."""
    header = ["LEI", "Entity.LegalName", "Entity.LegalAddress.Country", "Entity.LegalJurisdiction",
              "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
              "Entity.EntityCategory"]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, [LEI, name, "NO", "NO", NUMBER, "GENERAL"]])


@pytest.fixture
def catalogue(tmp_path: Path) -> Fetching:
    """A catalogue whose Fish AS has a number and lacks the other ones; with two registers."""
    here = fetching(tmp_path / "catalogue")
    header, row, *rows = TABLES["organisations"]
    rows = [[*header, "lei", "ror"], [*row, "", ""], *([*each, "", ""] for each in rows)]
    write_csv(here.folder, "organisations", rows)
    with (here.folder / "klynge.toml").open("a", encoding="utf-8") as file:
        for type_, path in (("wikidata", "w.json"), ("gleif", "g.csv")):
            facts = f'id = "{type_}"\ntype = "{type_}"\npath = "{path}"\nas_of = 2026-01-31\n'
            file.write(f"\n[[source]]\n{facts}")
    return here


def listed(here: Fetching) -> dict[str, Any]:
    _, text = here.run("enrich", "--list", "--json")
    candidates = json.loads(text[text.index("{\n") :])["candidates"]
    return {each["column"]: each for each in candidates if each["organisation"] == "fish-as"}


def test_what_anyone_can_write_is_never_certain_and_says_so(
    catalogue: Fetching, tmp_path: Path
) -> None:
    wikidata(catalogue.folder / "w.json", "Fish AS")
    gleif(catalogue.folder / "g.csv", "Fish AS")

    found = listed(catalogue)
    catalogue.run("enrich", "--to", str(tmp_path / "copy"), "--all-certain")

    assert (found["ror"]["value"], found["ror"]["confidence"]) == (ROR, "likely")
    assert "source" in [each["about"] for each in found["ror"]["evidence"]]
    assert (found["lei"]["value"], found["lei"]["confidence"]) == (LEI, "certain")
    written = (tmp_path / "copy" / "tables" / "organisations.csv").read_text(encoding="utf-8")
    assert LEI in written and ROR not in written


NAMES = {
    "formula": "=cmd|' /C calc'!A0 \x1b[31m\x9b2J\u202e\n  m-0 <script>alert(1)</script>",
    "formula after a tab": "\t=1+1",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_register_is_no_formula_and_no_control_of_a_terminal(
    name: str, catalogue: Fetching, tmp_path: Path
) -> None:
    wikidata(catalogue.folder / "w.json", NAMES[name])
    gleif(catalogue.folder / "g.csv", "Fish AS")

    _, told = catalogue.run("enrich", "--list", "--lang", "nb")
    assert ROR in told
    assert all(line.isprintable() for line in told.split("\n"))
    assert "\n  m-0" not in told  # No name looks like a line of ours.
    catalogue.run("enrich", "--to", str(tmp_path / "copy"))

    with (tmp_path / "copy" / "tables" / "matches.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["value"] == ROR]
    assert NAMES[name].strip() in rows[0]["candidate"]  # It is there as it is, guarded.
    assert not [cell for cell in rows[0].values() if cell.startswith(tuple("=+-@\t\r\uff1d"))]


RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'


def of_rdf(path: Path, text: str) -> list[Item]:
    path.write_text(text, encoding="utf-8")
    return list(read(SourceFacts("others", "rdf", path, Message("Others", "Andre"))))


@pytest.mark.parametrize(
    "wide", [lambda n: f'e:p{n}="1"', lambda n: f'xmlns:p{n}="http://e.org/{n}"'], ids=["", "xmlns"]
)
def test_an_element_of_countless_attributes_is_told_and_costs_no_square(
    wide: Callable[[int], str], tmp_path: Path
) -> None:
    def element(number: int) -> str:
        return f"{RDF}<e:T {' '.join(map(wide, range(number)))}/></rdf:RDF>"

    few = of_rdf(tmp_path / "few.rdf", element(20))
    many = of_rdf(tmp_path / "many.rdf", element(2_000))

    assert [each.rule for each in few if isinstance(each, Finding)] == ["rdf.read"]
    assert [each.rule for each in many if isinstance(each, Finding)] == ["rdf.depth", "rdf.read"]
    assert any(isinstance(each, Statement) for each in few)


def test_attributes_of_elements_one_after_another_are_not_counted_together(tmp_path: Path) -> None:
    found = of_rdf(tmp_path / "a.rdf", RDF + '<e:T e:p="1" e:q="2"/>' * 2_000 + "</rdf:RDF>")

    assert [each.rule for each in found if isinstance(each, Finding)] == ["rdf.read"]


@pytest.mark.parametrize("graph", ["tables", "provenance", "ror"])
def test_a_file_of_others_says_nothing_of_a_graph_of_ours(graph: str, tmp_path: Path) -> None:
    licence = "<http://purl.org/dc/terms/license> <http://e.org/all> .\n"
    ours = f"<https://w3id.org/klynge/graph/{graph}> {licence}"

    found = of_rdf(tmp_path / "a.nt", f"{ours}<http://e.org/graph/{graph}> {licence}")

    said = [each.triple for each in found if isinstance(each, Statement)]
    assert [each.split(" ")[0] for each in said] == [f"<http://e.org/graph/{graph}>"]
    assert "rdf.own-words" in [each.rule for each in found if isinstance(each, Finding)]


def test_a_licence_that_is_no_address_is_misuse(catalogue: Fetching) -> None:
    facts = catalogue.folder / "klynge.toml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("licenses/by/4.0/", "> <http://e.org/> <"), encoding="utf-8")

    status, told = catalogue.run("build")

    assert (status, "licence is" in told) == (2, True)
