"""A mapping of RML is judged before anything runs: files beside it, and terms made of their cells.

What runs here in place of morph-kgc tells that it was started and writes one quad;
`test_rml_by_morph_kgc.py` has the real one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from klynge.loaders.facts import SourceFacts
from klynge.loaders.records import Statement
from klynge.loaders.sources import read, rml
from klynge.loaders.sources.csvw import MappingNotInstalled, NotDescribed
from klynge.loaders.streams.packed import SourceMissing
from klynge.shapes.report import Finding, Message, Severity

PREFIXES = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix new: <http://w3id.org/rml/> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix e: <https://e.org/> .
"""
SOURCE, FORMULATION = 'rml:source "trees.csv"', "rml:referenceFormulation ql:CSV"
SUBJECT, OBJECT = 'rr:template "https://e.org/{id}"', 'rml:reference "name"'
RULES = f"""
<#Trees> rml:logicalSource [ {SOURCE} ; {FORMULATION} ] ;
  rr:subjectMap [ {SUBJECT} ; rr:class e:Tree ] ;
  rr:predicateObjectMap [ rr:predicate e:name ; rr:objectMap [ {OBJECT} ] ] .
"""
SOUND = PREFIXES + RULES
OF_JSON = SOUND.replace(SOURCE, 'rml:source "trees.json" ; rml:iterator "$.trees[*]"').replace(
    "ql:CSV", "ql:JSONPath"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with data, a secret beside it, and a program that says that it was started."""
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("id,name\n1,Hemmelig\n", encoding="utf-8")
    (folder / "linked.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "trees.csv").write_text("id,name\n1,Oak\n", encoding="utf-8")
    (folder / "trees.json").write_text('{"trees": [{"id": 1, "name": "Oak"}]}', encoding="utf-8")
    program = tmp_path / "python"
    program.write_text(
        f"#!/bin/sh\ncat > {tmp_path}/started\necho '<https://e.org/1> <https://e.org/name> "
        f'"Oak" <https://e.org/g> .\'\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("KLYNGE_MORPH_KGC", str(program))
    return folder


def given(
    home: Path, rules: str, data: str = "", **facts: Any
) -> tuple[list[Statement], list[Finding]]:
    path = home / "trees.rml.ttl"
    path.write_text(rules, encoding="utf-8")
    facts = {"mapping": path} | facts
    source = SourceFacts("trees", "rml", home / data, Message("Trees", "Trær"), **facts)
    items = list(read(source))
    statements = [item for item in items if isinstance(item, Statement)]
    return statements, [item for item in items if isinstance(item, Finding)]


@pytest.mark.parametrize(
    "mapping",
    [
        SOUND,
        OF_JSON,
        PREFIXES + RULES.replace("rml:", "new:").replace("rr:", "new:").replace("ql:", "new:"),
        SOUND.replace(OBJECT, 'rr:column "Members (2024), æ"'),
        OF_JSON.replace('"name"', '"address.town"'),
        SOUND.replace("rr:class e:Tree", "rr:graphMap [ rr:constant e:g ]"),
    ],
)
def test_files_beside_a_mapping_and_terms_of_their_cells_are_run(home: Path, mapping: str) -> None:
    statements, findings = given(home, mapping)

    assert (home.parent / "started").is_file()
    assert [s.triple for s in statements] == ['<https://e.org/1> <https://e.org/name> "Oak"']
    assert {f.severity for f in findings} == {Severity.INFO}


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (SOUND.replace("trees.csv", "../secret.csv"), "no .."),
        (SOUND.replace("trees.csv", "a/../../secret.csv"), "no .."),
        (SOUND.replace("trees.csv", "/etc/hosts.csv"), "no absolute path"),
        (SOUND.replace("trees.csv", "https://e.org/trees.csv"), "no address"),
        (SOUND.replace("trees.csv", "file:trees.csv"), "no address"),
        (SOUND.replace("trees.csv", "{trees}.csv"), "plain name"),
        (SOUND.replace("trees.csv", "trees.csv.gz"), "plain name"),
        (SOUND.replace("trees.csv", "trees.xml"), ".csv, .tsv, .json"),
        (SOUND.replace('"trees.csv"', "<https://e.org/trees.csv>"), "plain name"),
        (SOUND.replace('"trees.csv"', '[ e:url "https://e.org/" ]'), "no database or endpoint"),
        (SOUND.replace("trees.csv", "linked.csv"), "not a link"),
        (SOUND.replace("trees.csv", "others.csv"), "no file in the folder"),
        (SOUND.replace(SOURCE, f'{SOURCE} ; rml:query "SELECT 1"'), "databases, queries"),
        (SOUND.replace(SOURCE, f'{SOURCE} ; rr:sqlQuery "SELECT 1"'), "databases, queries"),
        (SOUND.replace(SOURCE, f'{SOURCE} ; rr:tableName "t"'), "databases, queries"),
        (SOUND.replace(OBJECT, "new:functionExecution e:f"), "functions"),
        (SOUND.replace(OBJECT, "rml:quotedTriplesMap <#Trees>"), "does not run"),
        (SOUND.replace(OBJECT, f"{OBJECT} ; new:logicalTarget e:t"), "targets"),
        (SOUND.replace("ql:CSV", "ql:XPath"), "ql:JSONPath"),
        (SOUND.replace("ql:CSV", "e:CSV"), "ql:JSONPath"),
        (SOUND.replace('"name"', '"na\'me\\""'), "plain name of a column"),
        (OF_JSON.replace("$.trees[*]", "$.trees[?(open('/etc/hosts'))]"), "without filters"),
        (OF_JSON.replace('"name"', '"name,$..*"'), "without filters"),
        (OF_JSON.replace("{id}", "{id[?(1)]}"), "without filters"),
        (SOUND.replace(" ;", "", 1), "cannot be read"),
        (SOUND.replace(f"{SOURCE} ; ", ""), "reads no file"),
        ("", "says nothing"),
        (SOUND + "#" * rml.BIGGEST, "larger than 1 MB"),
    ],
)  # fmt: skip
def test_whatever_else_a_mapping_asks_for_is_told_and_nothing_is_run(
    home: Path, mapping: str, told: str
) -> None:
    statements, findings = given(home, mapping)

    assert statements == []
    assert findings and {f.severity for f in findings} == {Severity.VIOLATION}
    assert told in findings[0].message.en
    assert "Hemmelig" not in str(findings)
    assert not (home.parent / "started").exists()


def test_a_fault_is_told_with_its_line_in_the_mapping(home: Path) -> None:
    _, findings = given(home, SOUND.replace("trees.csv", "../secret.csv"))

    assert str(findings[0].location) == "trees.rml.ttl, line 7"


def test_a_source_without_what_it_needs_is_misuse(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "mapping.txt").write_text(SOUND, encoding="utf-8")
    (home.parent / "far.ttl").write_text(SOUND, encoding="utf-8")

    with pytest.raises(SourceMissing, match="does not exist"):
        given(home, SOUND, "nothing.csv")
    with pytest.raises(NotDescribed, match="expected `mapping`"):
        given(home, SOUND, mapping=None)
    with pytest.raises(NotDescribed, match="expected `mapping`"):
        given(home, SOUND, mapping=home / "mapping.txt")
    with pytest.raises(NotDescribed, match="does not lie in"):
        given(home, SOUND, mapping=home.parent / "far.ttl")
    with pytest.raises(NotDescribed, match=r"reads trees\.csv and not trees\.json"):
        given(home, SOUND, "trees.json")
    monkeypatch.delenv("KLYNGE_MORPH_KGC")
    with pytest.raises(MappingNotInstalled, match=r"pip install morph-kgc, then set KLYNGE_MORPH"):
        given(home, SOUND)


def test_a_python_without_morph_kgc_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGE_MORPH_KGC", sys.executable)

    statements, findings = given(home, SOUND)

    assert statements == []
    (died,) = (f for f in findings if f.severity is Severity.VIOLATION)
    assert died.rule == "rml.run"
    assert "names a Python without morph-kgc" in died.message.en
