"""The command as a person or a script meets it: real processes, exit statuses, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_catalogue import klynge, make_small, write_csv

from klynge import cli


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    catalogue = make_small(tmp_path_factory.mktemp("built") / "catalogue")
    done = klynge("build", catalogue)
    assert done.returncode == 0, done.stderr
    return catalogue


def test_init_makes_a_catalogue_that_check_reads_without_findings_that_block(
    tmp_path: Path,
) -> None:
    made = klynge("init", tmp_path / "mine")

    checked = klynge("check", tmp_path / "mine")

    assert made.returncode == 0
    assert (tmp_path / "mine" / "klynge.toml").is_file()
    assert (tmp_path / "mine" / "tables" / "clusters.csv").is_file()
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_init_never_overwrites_a_catalogue(tmp_path: Path) -> None:
    klynge("init", tmp_path)
    before = (tmp_path / "klynge.toml").read_bytes()

    again = klynge("init", tmp_path)

    assert again.returncode == 2
    assert "nothing was changed" in again.stderr
    assert (tmp_path / "klynge.toml").read_bytes() == before


def test_check_writes_nothing(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    before = sorted(catalogue.rglob("*"))

    done = klynge("check", catalogue)

    assert done.returncode == 0
    assert sorted(catalogue.rglob("*")) == before


def test_check_says_file_row_column_and_value_in_the_language_asked_for(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    write_csv(catalogue, "clusters", [["id", "name", "founded"], ["salmon", "Laks", "2015-02-30"]])

    done = klynge("check", catalogue, "--lang", "nb")

    assert done.returncode == 1
    assert "clusters.csv, rad 2, kolonne founded (C): '2015-02-30'" in done.stdout
    assert "Ventet: en dato" in done.stdout


def test_a_folder_without_a_catalogue_is_misuse_and_the_message_says_what_to_do(
    tmp_path: Path,
) -> None:
    done = klynge("build", tmp_path)

    assert done.returncode == 2
    assert "klynge init" in done.stderr


def test_a_catalogue_not_built_cannot_be_served_or_asked(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")

    for command in (("serve", str(catalogue)), ("query", "ASK {}", str(catalogue))):
        done = klynge(*command)
        assert done.returncode == 2
        assert "klynge build" in done.stderr


def test_query_answers_from_the_published_release(built: Path) -> None:
    query = """
        PREFIX kly: <https://w3id.org/klynge/ont#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?name { ?c a kly:Cluster ; rdfs:label ?name } ORDER BY ?name"""

    done = klynge("query", query, built)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["name", "Salmon cluster", "Wood cluster"]


def test_query_reads_a_file_and_gives_json(built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?s a <https://w3id.org/klynge/ont#Cluster> }")

    done = klynge("query", f"@{tmp_path / 'q.rq'}", built, "--format", "json")

    assert json.loads(done.stdout)["boolean"] is True


def test_a_query_that_is_no_sparql_is_misuse(built: Path) -> None:
    done = klynge("query", "SELEKT", built)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_build_as_json_is_one_document_with_counts_and_findings(built: Path) -> None:
    done = klynge("build", built, "--json")

    report = json.loads(done.stdout)
    assert set(report) == {"release", "kept_out", "counts", "findings"}
    assert Path(report["release"]).is_dir()


def test_a_fault_of_its_own_is_told_as_such_with_status_three(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "group", faulty)

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 3
    assert "fault in klynge itself" in capsys.readouterr().err


def test_output_that_is_read_by_a_program_carries_no_colours(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    write_csv(catalogue, "clusters", [["id", "name", "founded"], ["salmon", "Laks", "x"]])

    done = klynge("check", catalogue)

    assert "\x1b[" not in done.stdout + done.stderr
