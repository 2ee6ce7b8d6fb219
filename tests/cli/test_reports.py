"""`--report`, `--all` and what `build` leaves in a release, through real processes."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from faulty_catalogue import CLUSTERS, make_faulty
from rdflib import SH, Graph
from small_catalogue import klynge, make_small, write_csv

from klynge.loaders.reports.faces import FACES
from klynge.loaders.reports.work_list import read_work_list


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_faulty(tmp_path_factory.mktemp("reports") / "the catalogue")


def test_a_check_writes_every_report_asked_for_and_all_tell_the_same(
    catalogue: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / f"found{ending}" for ending in FACES]
    asked = [part for path in paths for part in ("--report", str(path))]

    done = klynge("check", catalogue, "--lang", "nb", "--json", *asked)

    assert done.returncode == 1, done.stderr
    ids = {each["id"] for each in json.loads(done.stdout)["findings"]}
    document = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert {each["id"] for each in document["findings"]} == ids
    assert {row["id"] for row in read_work_list(tmp_path / "found.csv")} == ids
    log = json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))
    assert {
        result["partialFingerprints"]["klyngeFinding/v1"] for result in log["runs"][0]["results"]
    } == ids
    graph = Graph().parse(tmp_path / "found.ttl")
    assert {str(node).rpartition("/")[2] for node in graph.objects(None, SH.result)} == ids
    page = (tmp_path / "found.html").read_text(encoding="utf-8")
    assert all(f'id="f-{id_}"' in page for id_ in ids)
    assert '<html lang="nb">' in page
    assert not (catalogue / "releases").exists()


def test_an_ending_that_names_no_face_is_misuse_before_any_work(
    catalogue: Path, tmp_path: Path
) -> None:
    done = klynge("check", catalogue, "--report", tmp_path / "found.pdf")

    assert done.returncode == 2
    assert ".html, .json, .csv, .sarif, .ttl" in done.stderr
    assert "reading" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_report_in_a_folder_that_is_not_there_is_misuse(catalogue: Path, tmp_path: Path) -> None:
    done = klynge("build", catalogue, "--report", tmp_path / "absent" / "found.csv")

    assert done.returncode == 2
    assert "there is no such folder" in done.stderr and "Traceback" not in done.stderr
    assert not (catalogue / "releases").exists()


def test_what_is_shortened_names_the_command_that_shows_all(catalogue: Path) -> None:
    shortened = klynge("check", catalogue)
    command = f"klynge check {shlex.quote(str(catalogue))} --all"

    whole = klynge("check", catalogue, "--all")

    assert f"all: {command}" in shortened.stdout
    assert "all: " not in whole.stdout
    assert len(whole.stdout.splitlines()) > len(shortened.stdout.splitlines())


def test_a_build_compares_with_the_release_before_and_leaves_all_faces_in_the_release(
    tmp_path: Path,
) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    sound = klynge("build", catalogue)
    write_csv(catalogue, "clusters", CLUSTERS)

    done = klynge("build", catalogue)

    assert "no published release to compare with" in sound.stdout
    assert "Compared with the release 2026-01-31-" in done.stdout and " new, " in done.stdout
    release = Path(done.stdout.splitlines()[-1].removeprefix("release "))
    names = {path.name for path in release.iterdir()}
    assert {f"report{ending}" for ending in FACES} <= names
    assert {"report.nb.csv", "report.schema.json", "rules.html"} <= names
    document = json.loads((release / "report.json").read_text(encoding="utf-8"))
    assert document["comparedWith"].startswith("2026-01-31-")
    assert document["new"] == len(document["findings"]) > 0

    assert "kly:findingState" in (release / "report.ttl").read_text(encoding="utf-8")
    assert 'ont#findingState> "' not in (release / "klynge.nq").read_text(encoding="utf-8")

    again = klynge("check", catalogue)
    assert " 0 new, " in again.stdout


def test_init_gives_the_table_of_accepted_findings(tmp_path: Path) -> None:
    klynge("init", tmp_path / "mine")

    header = (tmp_path / "mine" / "tables" / "accepted.csv").read_text(encoding="utf-8")
    page = (tmp_path / "mine" / "columns.nb.md").read_text(encoding="utf-8")
    assert header == "id,finding,reason,until,by\n"
    assert "## accepted: Godtatte funn" in page
    assert "| `reason` (**påkrevd**) |" in page
