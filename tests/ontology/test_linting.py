"""Lint finds what it says it finds, in our fixtures and in those of OOPS!, and nothing in ours."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import OWL, RDF
from shared import shared

from klynge.cli import group
from klynge.ontology import modules
from klynge.ontology.linting import (
    LintRule,
    LintSeverity,
    NotALintRule,
    lint,
    lint_rules,
    read_rule,
    read_turtle,
)
from klynge.ontology.terms import PREFIXES

TESTS = Path(__file__).resolve().parents[1]
FIXTURES = TESTS / "data" / "ontology" / "lint"
NOT_COVERED = tomllib.loads(
    Path(__file__).with_name("lint_not_covered.toml").read_text(encoding="utf-8")
)
RULES = {rule.id: rule for rule in lint_rules()}
OOPS = ("conformance", "oops", "src", "test", "resources", "data")
OOPS_TERMS = Namespace("http://oops.linkeddata.es/def#")

OOPS_INPUTS = """
P02 P03 P04 P05 P06 P07 P08 P10 P12 P13 P19 P20 P21 P22M1 P22M2 P22M3 P22M4 P24 P25 P26 P27 P28
P29 P32 P33 P34 P35 P36 P38 P39 P41
""".split()
"""The inputs of OOPS! whose pitfall we look for, by file name."""

OF_ITS_OTHER_HALF = {"http://oops.linkeddata.es/data/testP13#relationshipNoInverse"}
"""P13 reports each property without an inverse too; ours is the half that suggests a pair."""


def fixture(rule: str) -> tuple[list[str], Graph, Graph]:
    """Give what a fixture says must be found, its broken part and its clean part."""
    text = (FIXTURES / f"{rule}.ttl").read_text(encoding="utf-8")
    match = re.fullmatch(r"(.*?)# broken: (.*?)\n(.*)# clean\n(.*)", text, re.S)
    assert match
    prefixes, named, broken, clean = match.groups()
    parse = [Graph().parse(data=prefixes + part, format="turtle") for part in (broken, clean)]
    return sorted(map(in_full, named.split())), parse[0], parse[1]


def in_full(name: str) -> str:
    prefix, _, local = name.partition(":")
    own = {"ex": "https://example.org/ont#", **PREFIXES}
    return name.strip("<>") if name.startswith("<") else own[prefix] + local


def oops_rule(name: str) -> LintRule:
    return RULES[f"OOPS-{name[:3]}"]


def oops_input(name: str) -> Graph:
    return Graph().parse(shared(*OOPS, "input", f"{name}.owl"), format="xml")


def named_by_oops(name: str) -> set[str]:
    """Give the elements that OOPS! itself names for the pitfall of an input."""
    answer = Graph().parse(shared(*OOPS, "output", f"{name}.ttl"), format="turtle")
    codes = answer.subject_objects(OOPS_TERMS.hasCode)
    waiting = [pitfall for pitfall, code in codes if str(code).startswith(name[:3])]
    found: set[str] = set()
    while waiting:
        for element in answer.objects(waiting.pop(), OOPS_TERMS.hasAffectedElement):
            iri = URIRef(str(element))
            inner = (iri, OOPS_TERMS.hasAffectedElement, None) in answer
            waiting.extend([iri] if inner else [])
            found.update([] if inner else [str(iri)])
    return found


def test_our_ontology_is_clean() -> None:
    assert lint(read_turtle(modules.published_files())) == ()


def test_each_rule_has_a_file_of_its_name_and_a_fixture() -> None:
    files = {path.stem for path in Path(modules.__file__).with_name("lint").iterdir()}

    assert files == set(RULES) == {path.stem for path in FIXTURES.iterdir()}
    assert len({rule.words for rule in RULES.values()}) == len(RULES)
    assert all(rule.words.endswith(".") for rule in RULES.values())


def test_a_rule_without_its_three_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "KLY-nameless.rq"
    path.write_text("# A rule in words.\nSELECT ?term WHERE { ?term a ?kind }", encoding="utf-8")

    with pytest.raises(NotALintRule, match="severity"):
        read_rule(path)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_finds_what_breaks_it_and_nothing_else(rule: str) -> None:
    expected, broken, clean = fixture(rule)

    found = lint(broken, [RULES[rule]])

    assert sorted({fault.term for fault in found}) == expected
    assert lint(clean, [RULES[rule]]) == ()


@pytest.mark.parametrize("name", OOPS_INPUTS)
def test_a_pitfall_is_found_in_its_own_input_of_oops(name: str) -> None:
    found = lint(oops_input(name), [oops_rule(name)])

    said = {word for fault in found for word in f"{fault.term} {fault.detail}".split()}
    assert found
    if name != "P34":  # OOPS! has no answer to compare with for this one
        assert named_by_oops(name) - said <= OF_ITS_OTHER_HALF


@pytest.mark.parametrize("name", ["P10-A", "P10-B", "P10-C"])
def test_an_input_that_oops_finds_sound_is_sound(name: str) -> None:
    assert lint(oops_input(name), [oops_rule(name)]) == ()


def test_every_pitfall_of_oops_is_covered_or_named_with_a_reason() -> None:
    covered = {rule.removeprefix("OOPS-") for rule in RULES if rule.startswith("OOPS-")}
    inputs = {path.stem[:3] for path in shared(*OOPS, "input").iterdir()}

    assert len(covered) >= 20
    assert covered == {name[:3] for name in OOPS_INPUTS}
    assert covered.isdisjoint(NOT_COVERED["oops"])
    assert covered | set(NOT_COVERED["oops"]) == {f"P{number:02}" for number in range(1, 42)}
    assert inputs <= covered | set(NOT_COVERED["oops"])


@pytest.mark.parametrize(
    ("project", "folder"),
    [
        ("robot", ("robot-report", "docs", "report_queries")),
        ("foops", ("foops", "doc", "test")),
    ],
)
def test_every_check_of_a_project_is_covered_or_named_with_a_reason(
    project: str, folder: tuple[str, ...]
) -> None:
    prefix = project.upper() + "-"
    covered = {rule.removeprefix(prefix) for rule in RULES if rule.startswith(prefix)}
    theirs = {path.name.removesuffix(".md") for path in shared("conformance", *folder).iterdir()}

    assert covered.isdisjoint(NOT_COVERED[project])
    assert covered | set(NOT_COVERED[project]) == theirs - {"index"}


def test_the_header_that_foops_gives_full_marks_passes_our_rules_of_foops() -> None:
    model = shared("conformance", "foops", "src", "test", "resources", "ontology_100.ttl")
    rules = [rule for rule in lint_rules() if rule.id.startswith("FOOPS-")]

    assert lint(read_turtle([model]), rules) == ()


def test_faults_come_sorted_and_the_same_each_time() -> None:
    graph = oops_input("P34")

    first, again = lint(graph), lint(oops_input("P34"))

    assert first == again == tuple(sorted(first))
    assert len(first) > 10


def test_the_terms_of_another_vocabulary_are_not_ours_to_describe() -> None:
    graph = Graph().parse(
        data="""@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix vann: <http://purl.org/vocab/vann/> .
        <https://example.org/ont> a owl:Ontology ;
            vann:preferredNamespaceUri "https://example.org/ont#" .
        <https://example.org/ont#A> a owl:Class .
        <http://xmlns.com/foaf/0.1/Agent> a owl:Class .""",
        format="turtle",
    )

    found = lint(graph, [RULES["OOPS-P08"], RULES["ROBOT-missing_label"]])

    assert (URIRef("http://xmlns.com/foaf/0.1/Agent"), RDF.type, OWL.Class) in graph
    assert {fault.term for fault in found} == {"https://example.org/ont#A"}


def test_the_command_shows_each_rule_in_words_and_how_many_faults() -> None:
    path = FIXTURES / "OOPS-P25.ttl"

    shown = CliRunner().invoke(group, ["lint", str(path), "--json"])

    answer = {row["rule"]: row for row in json.loads(shown.stdout)["rules"]}
    assert shown.exit_code == 1
    assert set(answer) == set(RULES)
    assert answer["OOPS-P25"]["words"] == RULES["OOPS-P25"].words
    assert answer["OOPS-P25"]["severity"] == LintSeverity.ERROR
    assert answer["OOPS-P25"]["faults"] == [{"term": "https://example.org/ont#p", "detail": ""}]


def test_the_table_of_a_file_with_only_a_warning_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "warned.ttl"
    path.write_text(
        """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix vann: <http://purl.org/vocab/vann/> .
        <https://example.org/ont> a owl:Ontology ; owl:versionInfo "1.0.0" ;
            owl:versionIRI <https://example.org/ont/1.0.0> ; dct:license <https://example.org/by> ;
            dct:title "A"@en ; dct:description "It is."@en ; dct:creator "us" ;
            dct:created "2026" ; dct:issued "2026" ; dct:modified "2026" ;
            vann:preferredNamespacePrefix "ex" ;
            vann:preferredNamespaceUri "https://example.org/ont#" .""",
        encoding="utf-8",
    )

    shown = CliRunner().invoke(group, ["lint", str(path)])

    assert shown.exit_code == 0, shown.output
    assert "FOOPS-PURL1" in shown.output
    assert "https://example.org/ont" in shown.output


def test_a_file_that_is_not_turtle_is_misuse(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("this is not Turtle", encoding="utf-8")

    shown = CliRunner().invoke(group, ["lint", str(path)])

    assert shown.exit_code == 2
    assert "cannot be read as Turtle" in shown.output
