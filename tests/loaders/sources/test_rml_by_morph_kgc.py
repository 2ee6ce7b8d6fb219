"""What morph-kgc makes of a mapping, by the real command: what the rows say, no more and no less.

It cannot be installed beside klynge, so it lives in an environment of its own, made for this test.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from small_catalogue import make_small

from klynge.loaders.facts import SourceFacts
from klynge.loaders.mappings.rml_quads import quads
from klynge.loaders.records import Statement
from klynge.loaders.sources import read
from klynge.loaders.streams.rdf_quads import RdfQuad, read_quads
from klynge.shapes.report import Finding, Message, Severity

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "data" / "loaders" / "sources" / "rml"
PINS = Path(__file__).with_name("morph-kgc-constraints.txt")
KLY, XSD = "https://w3id.org/klynge/", "http://www.w3.org/2001/XMLSchema#"
OF_JSON = """
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
<#T> rml:logicalSource [ rml:source "trees.json" ; rml:iterator "$.trees[*]" ;
                         rml:referenceFormulation ql:JSONPath ] ;
  rr:subjectMap [ rr:template "https://e.org/{id}" ] ;
  rr:predicateObjectMap [ rr:predicate <https://e.org/at> ;
                          rr:objectMap [ rml:reference "place.town" ] ] .
"""


@pytest.fixture(scope="module")
def morph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it; skip loudly where that cannot be done, fail where CI needs it."""
    folder = tmp_path_factory.mktemp("morph")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = ["-m", "pip", "install", "--quiet", "--constraint", str(PINS), "morph-kgc"]
    done = subprocess.run([python, *command], capture_output=True, text=True)
    if done.returncode:
        message = f"morph-kgc cannot be installed: {done.stderr[-2000:]}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{message}; CI must have it")
        pytest.skip(message)
    return python


@pytest.fixture(autouse=True)
def named(morph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGE_MORPH_KGC", str(morph))


def said_by_the_rows() -> Iterator[str]:
    """Give the lines that the sample's rows say, written out here without any mapping."""
    with (SAMPLE / "sample.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            thing = f"<https://register.example/cluster/{quote(row['id'], safe='')}>"
            name = row["name"].replace("\\", "\\\\").replace('"', '\\"')
            yield f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KLY}ont#Cluster>"
            yield f'{thing} <http://www.w3.org/2000/01/rdf-schema#label> "{name}"@en'
            yield f'{thing} <{KLY}ont#foundedDate> "{row["founded"]}"^^<{XSD}gYear>'
            yield f"{thing} <http://xmlns.com/foaf/0.1/homepage> <{row['site']}>"
            yield f"{thing} <{KLY}ont#evidenceMark> <{KLY}voc/evidence-mark/sourced>"
            if row["members"]:
                number = f'"{row["members"]}"^^<{XSD}integer>'
                yield f"{thing} <https://register.example/members> {number}"


def given(type_: str, data: Path, mapping: Path | None) -> tuple[set[str], list[Finding]]:
    facts = SourceFacts("table", type_, data, Message("Table", "Tabell"), mapping=mapping)
    items = list(read(facts))
    triples = {item.triple for item in items if isinstance(item, Statement)}
    return triples, [item for item in items if isinstance(item, Finding)]


def test_a_release_has_what_the_rows_say(tmp_path: Path) -> None:
    make_small(tmp_path)
    for path in SAMPLE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "members"\ntype = "rml"\npath = "sample.csv"\n')
        file.write('mapping = "sample.rml.ttl"\n')

    klynge = str(Path(sys.executable).with_name("klynge"))
    subprocess.run([klynge, "build", str(tmp_path)], check=True, capture_output=True)

    graph = f" <{KLY}graph/members> ."
    current = (tmp_path / "releases" / "current").read_text(encoding="utf-8").strip()
    built = (tmp_path / "releases" / current / "klynge.nq").read_text(encoding="utf-8")
    lines = {line.removesuffix(graph) for line in built.splitlines() if line.endswith(graph)}
    expected = set(said_by_the_rows())
    assert len(expected) == 58
    assert lines == expected


def test_yarrrml_and_csvw_say_the_same_of_the_same_rows() -> None:
    expected = set(said_by_the_rows())

    for type_, mapping in (("rml", SAMPLE / "sample.yml"), ("csvw", None)):
        triples, findings = given(type_, SAMPLE / "sample.csv", mapping)
        assert triples == expected
        assert {finding.severity for finding in findings} == {Severity.INFO}


def test_of_json_what_is_there_is_said(tmp_path: Path) -> None:
    trees = '{"trees": [{"id": "a", "place": {"town": "Bodø"}}, {"id": "b"}]}'
    (tmp_path / "trees.json").write_text(trees, encoding="utf-8")
    (tmp_path / "trees.ttl").write_text(OF_JSON, encoding="utf-8")

    triples, _ = given("rml", tmp_path, tmp_path / "trees.ttl")

    assert triples == {'<https://e.org/a> <https://e.org/at> "Bodø"'}


def test_yarrrml_is_judged_as_turtle_is(tmp_path: Path) -> None:
    text = (SAMPLE / "sample.yml").read_text(encoding="utf-8")
    (tmp_path / "sample.yml").write_text(text.replace("sample.csv", "../secret.csv"), "utf-8")
    (tmp_path / "broken.yml").write_text("mappings: [", encoding="utf-8")

    for name, rule in (("sample.yml", "rml.mapping"), ("broken.yml", "rml.run")):
        triples, findings = given("rml", tmp_path, tmp_path / name)
        assert triples == set()
        assert {f.rule for f in findings if f.severity is Severity.VIOLATION} == {rule}


def test_even_a_mapping_that_nobody_judged_reaches_nothing_outside(
    morph: Path, tmp_path: Path
) -> None:
    """The control is the same mapping with the file of its own folder."""
    home, secret = tmp_path / "home", tmp_path / "sample.csv"
    home.mkdir()
    for path in (secret, home / "sample.csv"):
        path.write_bytes((SAMPLE / "sample.csv").read_bytes())
    own = [q for q in read_quads(SAMPLE / "sample.rml.ttl") if isinstance(q, RdfQuad)]

    def made(source: str, word: str = "source") -> list[RdfQuad | Finding]:
        rules = [
            replace(q, predicate=q.predicate.replace("#source>", f"#{word}>"), object=f'"{source}"')
            if q.predicate.endswith("#source>")
            else q
            for q in own
        ]
        return list(quads(morph, rules, home, "sample.rml.ttl"))

    for source, word, refusal in (
        ("../sample.csv", "source", "may not be opened here"),
        ("http://127.0.0.1:9/sample.csv", "source", "may not be done here: urllib.Request"),
        (f"SELECT * FROM read_csv('{secret}')", "query", "disabled by configuration"),
    ):
        (refused,) = made(source, word)
        assert isinstance(refused, Finding) and refusal in refused.message.en
    assert len(made("sample.csv")) == 58
