"""`klynge check --profile`: every verdict of every criterion, planted in a real catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from planted_clusters import CLUSTERS, COMPANIES, make_planted
from rdflib import RDF, Graph, Namespace, URIRef
from small_catalogue import klynge

from klynge.ontology.terms import PREFIXES
from klynge.shapes.criteria import Verdict, criteria_of
from klynge.shapes.profiles import ECCP, TRIPLE_HELIX

EARL, DCT, PROV = (Namespace(PREFIXES[name]) for name in ("earl", "dct", "prov"))
THINGS = "https://w3id.org/klynge/id/"

Told = Mapping[tuple[str, str], Mapping[str, Any]]
"""What is told of a cluster and a criterion."""

EXPECTED = {
    "management": {
        "pass": "staff-enough staff-of-two staff-reported",
        "fail": "staff-few staff-of-two-few staff-reported-few",
        "unknown": "staff-beside-silent staff-apart staff-ended staff-later staff-unverified "
        "staff-reported-old staff-reported-undated staff-reported-vague staff-reported-ahead",
        "waived": "staff-few-waived",
    },
    "website": {
        "pass": "site-english",
        "unknown": "site-some site-of-organisation site-none",
        "waived": "site-waived",
    },
    "members": {
        "pass": "members-15 members-reported members-companies-16",
        "fail": "members-reported-few members-at-most-12 members-nearly-15",
        "unknown": "members-14 members-14-and-associated members-14-and-one-left "
        "members-14-and-one-twice members-14-and-unverified members-reported-apart "
        "members-about-15 members-at-least-10 members-reported-old members-companies-9 "
        "members-partners",
        "waived": "members-few-waived",
    },
    "kinds": {
        "pass": "kinds-two kinds-reported",
        "fail": "kinds-all-of-one",
        "unknown": "kinds-one kinds-university-alone kinds-hospital kinds-reported-old "
        "kinds-told-undated kinds-apart",
        "waived": "kinds-waived",
    },
    "public": {
        "pass": "public-member public-partner public-reported",
        "unknown": "public-partner-ended public-spoken-of-long-ago public-none",
        "waived": "public-waived",
    },
    "waiver": {
        "pass": "waiver-until-2030 waiver-planned-2026 waiver-regional waiver-level-of-national",
        "unknown": "waiver-planned-2025 waiver-open waiver-over waiver-ended waiver-sought "
        "waiver-no-start waiver-ahead waiver-international",
    },
    "company": {
        "pass": "helix-whole",
        "fail": "helix-numbers-of-others",
        "unknown": "helix-numbers site-none",
    },
    "knowledge": {
        "pass": "helix-whole",
        "fail": "helix-numbers-of-others",
        "unknown": "helix-numbers helix-whole-and-numbers helix-unverified site-none",
    },
    "public-of-helix": {
        "pass": "helix-whole helix-unverified",
        "fail": "helix-numbers-of-others",
        "unknown": "helix-numbers helix-whole-and-numbers site-none",
    },
}
"""By criterion and verdict: the clusters planted for it."""

NEVER = {"website": {"fail"}, "public": {"fail"}, "waiver": {"fail", "waived"}}
"""What no statement can bring about: the tables cannot say that there is none."""

PLANTED = [
    (criterion, verdict, cluster)
    for criterion, verdicts in EXPECTED.items()
    for verdict, clusters in verdicts.items()
    for cluster in clusters.split()
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_planted(tmp_path_factory.mktemp("planted"))


def documents(catalogue: Path) -> dict[str, Any]:
    found = {}
    for profile in ("eccp", "triple-helix"):
        done = klynge("check", catalogue, "--profile", profile, "--json")
        assert done.returncode == 1, done.stderr  # something fails
        found[profile] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def told(catalogue: Path) -> Told:
    return {
        (name_of(each), criterion_of(profile, each["criterion"])): each
        for profile, document in documents(catalogue).items()
        for each in document["assertions"]
    }


def name_of(assertion: Mapping[str, Any]) -> str:
    return str(assertion["cluster"]).rpartition("/")[2]


def criterion_of(profile: str, id: str) -> str:
    return f"{id}-of-helix" if (profile, id) == ("triple-helix", "public") else id


def test_every_criterion_is_planted_for_every_verdict_it_can_have() -> None:
    ids = {each.id for each in criteria_of(ECCP)}
    helix = {criterion_of("triple-helix", each.id) for each in criteria_of(TRIPLE_HELIX)}
    can = {id: set(Verdict) - NEVER.get(id, set()) for id in ids}
    can |= {id: set(Verdict) - {"waived"} for id in helix}  # no waiver in that profile

    assert {id: set(verdicts) for id, verdicts in EXPECTED.items()} == can


@pytest.mark.parametrize(("criterion", "verdict", "cluster"), PLANTED)
def test_a_planted_cluster_has_its_verdict(
    told: Told, criterion: str, verdict: str, cluster: str
) -> None:
    assert told[cluster, criterion]["verdict"] == verdict


def test_of_what_nothing_is_stated_everything_is_unknown(told: Told) -> None:
    silent = [each for (cluster, _), each in told.items() if cluster == "site-none"]

    assert len(silent) == len(criteria_of(ECCP)) + len(criteria_of(TRIPLE_HELIX))
    assert {each["verdict"] for each in silent} == {"unknown"}
    assert {each["message"]["en"] for each in silent} == {"Not known: nothing is stated."}


def test_the_members_that_were_counted_are_named_each_with_its_cell(told: Told) -> None:
    found = told["members-15", "members"]

    assert found["count"] == 15
    counted = [fact["counted"] for fact in found["facts"]]
    assert sorted(counted) == sorted(f"{THINGS}organization/{each}" for each in COMPANIES[:15])
    assert {fact["speaks"] for fact in found["facts"]} == {"for"}
    [place] = found["facts"][0]["places"]
    assert place == {
        "file": "memberships.csv", "sheet": "", "row": 2, "column": "member", "letter": "C",
    }  # fmt: skip


def test_the_kind_that_a_member_was_counted_as_is_told(told: Told) -> None:
    found = told["kinds-two", "kinds"]

    assert found["count"] == 2
    assert [fact["says"]["nb"] for fact in found["facts"]] == [
        "medlem: Company-1, som bedrift",
        "medlem: Uni, som FoU-institusjon",
    ]


def test_who_was_not_counted_is_named_with_the_reason(told: Told) -> None:
    reasons = {
        cluster: {fact["why"]["nb"] for fact in told[cluster, "members"]["facts"]}
        for cluster in ("members-14-and-associated", "members-14-and-unverified")
    }

    few = "14 er talt, 15 trengs, og det kan være flere enn det er oppgitt"
    associated = "et assosiert medlem deltar med færre plikter"
    assert reasons["members-14-and-associated"] == {few, associated}
    assert reasons["members-14-and-unverified"] == {few, "den er merket som ikke bekreftet"}


def test_sources_that_disagree_are_shown_side_by_side(told: Told) -> None:
    found = told["members-reported-apart", "members"]

    assert found["message"]["en"] == "Not known: the statements disagree."
    sides = {(fact["speaks"], fact["says"]["en"]) for fact in found["facts"]}
    assert sides == {("against", "members: 9 (2025)"), ("for", "members: 20 (2025)")}


def test_a_fact_names_its_document_and_carries_its_mark(told: Told) -> None:
    [fact] = told["staff-unverified", "management"]["facts"]

    assert fact["evidence"] == "unverified"
    assert fact["sources"] == [f"{THINGS}document/doc"]
    assert fact["speaks"] == "neither"


def test_a_waived_criterion_still_says_what_is_stated_of_it(told: Told) -> None:
    found = told["staff-few-waived", "management"]

    assert found["message"]["nb"] == (
        "Ikke oppfylt, etter det som er oppgitt. Kan fravikes: i program: National "
        "(2024-01-01/2030-12-31)."
    )
    assert [fact["says"]["en"] for fact in found["facts"]] == [
        "staff in full-time equivalents: 0.4"
    ]


def test_the_terminal_shows_a_table_for_each_cluster_in_the_language_asked_for(
    catalogue: Path,
) -> None:
    done = klynge("check", catalogue, "--profile", "eccp", "--lang", "nb")

    assert done.returncode == 1
    rows = [line for line in done.stdout.splitlines() if line.startswith("  management ")]
    assert len(rows) == len(CLUSTERS)
    assert "staff few: ikke oppfylt\n" in done.stdout
    fact = "- årsverk: 0.49; cluster_organisations.csv, row 3, column staff_fte (E); sourced\n"
    mend = "Ikke oppfylt, etter det som er oppgitt. Fyll ut staff_fte i tabellen cluster_organisa"
    assert fact in done.stdout
    assert mend in done.stdout
    assert "... og 10 til\n" in done.stdout
    assert "\x1b[" not in done.stdout


def test_where_nothing_fails_the_exit_status_is_zero(tmp_path: Path) -> None:
    catalogue = make_planted(tmp_path)
    path = catalogue / "tables" / "observations.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")

    done = klynge("check", catalogue, "--profile", "triple-helix", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"]["fail"] == 0


# -------------------------------------------------------------------------- in the release


@pytest.fixture(scope="module")
def earl(catalogue: Path) -> Graph:
    done = klynge("build", catalogue, "--json")
    assert done.returncode == 0, done.stderr
    return Graph().parse(Path(json.loads(done.stdout)["release"]) / "assessments.ttl")


def test_the_release_says_the_same_verdicts_in_earl(earl: Graph, told: Told) -> None:
    words = {"pass": "passed", "fail": "failed", "unknown": "cantTell", "waived": "inapplicable"}
    outcomes = {}
    for assertion in earl.subjects(RDF.type, EARL.Assertion):
        [subject], [test] = (
            earl.objects(assertion, EARL.subject),
            earl.objects(assertion, EARL.test),
        )
        [result], [_] = (
            earl.objects(assertion, EARL.result),
            earl.objects(assertion, EARL.assertedBy),
        )
        [outcome] = earl.objects(result, EARL.outcome)
        key = str(subject).rpartition("/")[2], str(test).rpartition("/")[2]
        outcomes[key] = str(outcome).removeprefix(EARL)

    for (cluster, criterion), each in told.items():
        profile = "triple-helix" if criterion in TRIPLE else "eccp"
        assert outcomes[cluster, f"{profile}.{each['criterion']}"] == words[each["verdict"]]
    assert outcomes["helix-whole", "triple-helix"] == "passed"
    assert outcomes["helix-whole", "eccp"] == "cantTell"
    assert outcomes["staff-few", "eccp"] == "failed"


TRIPLE = {"company", "knowledge", "public-of-helix"}


def test_a_result_leads_to_the_rows_that_decided_it(earl: Graph) -> None:
    result = URIRef(f"{THINGS}result/eccp.kinds.kinds-two")

    rows = {str(row) for row in earl.objects(result, PROV.wasDerivedFrom)}

    assert rows == {f"{THINGS}membership/m{n}" for n in (89, 90)}
    assert {str(day) for day in earl.objects(result, DCT.date)} == {"2026-01-31"}


def test_a_criterion_is_described_in_both_languages_with_its_source(earl: Graph) -> None:
    for profile in (ECCP, TRIPLE_HELIX):
        for criterion in criteria_of(profile):
            node = URIRef(f"{THINGS}criterion/{profile.name}.{criterion.id}")
            titles = {(str(t), getattr(t, "language", "")) for t in earl.objects(node, DCT.title)}
            assert titles == {(criterion.words.en, "en"), (criterion.words.nb, "nb")}
            assert set(map(str, earl.objects(node, DCT.source))) == {criterion.source}
