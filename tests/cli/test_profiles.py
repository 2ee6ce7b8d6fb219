"""`klynge check --profile`: the list, the description's profile, and profiles of third parties."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from planted_clusters import make_planted
from small_catalogue import TOML, klynge, make_small, write_csv

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_an_unknown_profile_is_misuse_and_the_profiles_are_listed(tmp_path: Path) -> None:
    done = klynge("check", make_small(tmp_path), "--profile", "ecp")

    assert done.returncode == 2
    assert "there is no profile 'ecp'" in done.stderr
    for name in ("core", "publishing", "dcat-ap", "eccp", "triple-helix"):
        assert f"\n  {name} " in done.stderr


def test_publishing_is_what_is_checked_when_nothing_is_said(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path)
    rows = [["id", "cluster", "member", "source"], ["m1", "salmon", "fish-as", "doc"]]
    write_csv(catalogue, "memberships", rows)

    plain, said, core = (
        json.loads(klynge("check", catalogue, "--json", *more).stdout)["findings"]
        for more in ((), ("--profile", "publishing"), ("--profile", "core"))
    )

    assert plain == said
    assert "shape.ClusterMembership-dated" in {finding["rule"] for finding in plain}
    assert "shape.ClusterMembership-dated" not in {finding["rule"] for finding in core}


# --------------------------------------------------------------------- the description: dcat-ap


def described(folder: Path, *lines: str) -> tuple[int, dict[str, str]]:
    """Check a catalogue with some more facts; give the status and severity by line and rule."""
    catalogue = make_small(folder)
    toml = TOML.format(path="tables").replace(
        "\n\n[[source]]", "\n".join(["", *lines, "[[source]]"])
    )
    (catalogue / "klynge.toml").write_text(toml, encoding="utf-8")
    done = klynge("check", catalogue, "--profile", "dcat-ap", "--json")
    findings = json.loads(done.stdout)["findings"]
    assert {finding["file"] for finding in findings} <= {"klynge.toml"}
    return done.returncode, {
        f"{finding['column']}: {finding['rule']}": finding["severity"] for finding in findings
    }


EVERYTHING = (
    'contact = { name = "Test County", email = "post@example.org" }',
    'themes = ["ECON"]',
    'keywords = { en = ["cluster"], nb = ["klynge"] }',
    'spatial = ["NO"]',
    'address = "https://clusters.example.org/"',
)


def test_every_missing_fact_is_told_once_by_the_line_that_would_hold_it(tmp_path: Path) -> None:
    status, findings = described(tmp_path)

    assert status == 1
    assert findings == {
        "address: shape.Catalog-service-given": "warning",
        "contact: shape.contact-given": "warning",
        "keywords: shape.Dataset-keyword-given": "warning",
        "spatial: shape.spatial-given": "warning",
        "themes: shape.Dataset-theme-given": "violation",
    }


def test_a_catalogue_that_says_everything_lacks_nothing(tmp_path: Path) -> None:
    assert described(tmp_path, *EVERYTHING) == (0, {})


@pytest.mark.parametrize("left_out", EVERYTHING, ids=lambda line: line.partition(" ")[0])
def test_each_fact_left_out_is_the_one_that_is_told(left_out: str, tmp_path: Path) -> None:
    _, findings = described(tmp_path, *(line for line in EVERYTHING if line != left_out))

    assert [each.partition(":")[0] for each in findings] == [left_out.partition(" ")[0]]


def test_a_language_without_a_code_is_told_and_not_dropped_in_silence(tmp_path: Path) -> None:
    status, findings = described(tmp_path, *EVERYTHING, 'languages = ["en", "tlh"]')

    assert (status, findings) == (0, {"languages: description.language": "warning"})


WRONG = {
    'themes = ["MONEY"]': "themes has 'MONEY'; expected EU data themes: AGRI, ECON",
    'themes = "ECON"': "themes is 'ECON'; expected a list such as",
    'contact = { name = "A" }': "contact has no way to write; expected email or url",
    'contact = { name = "A", email = "a b@example.org" }': "the email of contact is",
    'contact = { name = "A", url = "javascript:x" }': "the url of contact is",
    'address = "clusters.example.org"': "address is 'clusters.example.org'; expected an http(s)",
    'address = "https://example.org/<x>/"': "expected an http(s) address without spaces",
    'spatial = ["Norway"]': "spatial is 'Norway'; expected an http(s) address",
    'keywords = { en = "cluster" }': "keywords.en is 'cluster'; expected a list",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_fact_of_the_wrong_kind_is_misuse_that_says_what_was_expected(
    line: str, tmp_path: Path
) -> None:
    catalogue = make_small(tmp_path)
    toml = TOML.format(path="tables").replace("\n\n[[source]]", f"\n{line}\n[[source]]")
    (catalogue / "klynge.toml").write_text(toml, encoding="utf-8")

    done = klynge("check", catalogue)

    assert done.returncode == 2
    assert WRONG[line] in done.stderr


# ------------------------------------------------------------------------- for another catalogue

LINE = "    {profile.name: profile for profile in (CORE, PUBLISHING, DCAT_AP, ECCP, TRIPLE_HELIX)}"
THEIRS = """    {
        profile.name: profile
        for profile in (
            CORE, PUBLISHING, DCAT_AP, ECCP, TRIPLE_HELIX,
            Profile("nordic", ("core", "nordic"), Message("Nordic", "Nordisk")),
            Profile("twenty", title=Message("Twenty", "Tjue"), criteria="twenty"),
        )
    }"""
NORDIC = """\
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix nordic: <https://nordic.example.org/shapes#> .

nordic:sector a sh:PropertyShape ;
    sh:targetClass kly:Cluster ; sh:path kly:sectorText ; sh:minCount 1 ;
    sh:severity sh:Violation ; sh:message "Tell the sector."@en , "Oppgi bransjen."@nb .
"""
TWENTY = """\
# The cluster has at least 20 members.
# nb: Klyngen har minst 20 medlemmer.
# mend: List them.
# mend nb: Før dem opp.
# source: https://nordic.example.org/rules
# evidence: sourced
# least: 20
PREFIX kly: <https://w3id.org/klynge/ont#>
SELECT ?cluster ?statement ?path ?value ?counted WHERE {
    ?cluster kly:hasCurrentMembership ?statement .
    ?statement kly:memberActor ?value .
    BIND (kly:memberActor AS ?path)
    BIND (?value AS ?counted)
}
"""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with a line in `shapes/profiles.py` and files, as the README says."""
    home = tmp_path_factory.mktemp("theirs")
    away = shutil.ignore_patterns(".*", "tests", "build", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, home / "klynge", ignore=away)
    profiles = home / "klynge" / "shapes" / "profiles.py"
    text = profiles.read_text(encoding="utf-8")
    assert LINE in text
    profiles.write_text(text.replace(LINE, THEIRS), encoding="utf-8")
    (home / "klynge" / "shapes" / "nordic.ttl").write_text(NORDIC, encoding="utf-8")
    folder = home / "klynge" / "shapes" / "criteria" / "twenty"
    folder.mkdir()
    (folder / "1-many.rq").write_text(TWENTY, encoding="utf-8")
    return home


def their_klynge(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from klynge.cli import main; main()", *map(str, arguments)]
    there = {**os.environ, "PYTHONPATH": str(home)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=there, cwd=home)


def test_the_readme_says_what_to_edit_for_a_profile_of_ones_own() -> None:
    [row] = [line for line in README.splitlines() if "profile for another catalogue" in line]

    assert "`shapes/profiles.py`" in row
    assert "`shapes/criteria/<profile>/`" in README


def test_a_profile_of_shapes_is_a_line_and_a_file(theirs: Path, tmp_path: Path) -> None:
    done = their_klynge(theirs, "check", make_small(tmp_path), "--profile", "nordic", "--json")

    assert done.returncode == 1, done.stderr
    found = [f for f in json.loads(done.stdout)["findings"] if f["rule"] == "shape.sector"]
    assert {(f["file"], f["row"], f["column"]) for f in found} == {
        ("clusters.csv", 2, "sector"),
        ("clusters.csv", 3, "sector"),
    }
    assert {f["message"]["nb"] for f in found} == {"En verdi mangler: sectorText. Oppgi bransjen."}


def test_a_profile_of_criteria_is_a_line_and_a_folder(theirs: Path, tmp_path: Path) -> None:
    done = their_klynge(theirs, "check", make_planted(tmp_path), "--profile", "twenty", "--json")

    assert done.returncode == 0, done.stderr
    verdicts = {
        each["cluster"].rpartition("/")[2]: (each["verdict"], each["count"])
        for each in json.loads(done.stdout)["assertions"]
    }
    assert verdicts["members-15"] == ("unknown", 15)
    assert verdicts["site-none"] == ("unknown", 0)


def test_here_there_is_no_such_profile(tmp_path: Path) -> None:
    assert klynge("check", make_small(tmp_path), "--profile", "nordic").returncode == 2
