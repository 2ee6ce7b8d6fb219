"""Shapes of a catalogue's own take part in everything: check, cells, report, release, reference."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rdflib import SH, Graph, URIRef
from small_catalogue import built, klynge, make_small, write_csv

SHAPES = """\
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix klypub: <https://w3id.org/klynge/shapes/publishing#> .
@prefix : <https://county.example.org/shapes#> .

:founded a sh:PropertyShape ;
    sh:targetClass kly:Cluster ;
    sh:path kly:foundedDate ;
    sh:nodeKind sh:Literal ; sh:pattern "^[0-9]{4}$" ;
    sh:severity sh:Warning ;
    sh:message "We write the year alone."@en .

:named a sh:NodeShape ;
    sh:targetClass kly:Organization ;
    sh:property [ sh:path rdfs:label ; sh:minLength 4 ] .

:sector a sh:PropertyShape ;
    sh:targetClass kly:Cluster ; sh:path kly:sectorText ; sh:minCount 1 ; sh:severity sh:Info .

:off klypub:x "nothing" .
klypub:Cluster-name sh:deactivated true .
"""


def make(folder: Path, shapes: str = SHAPES) -> Path:
    catalogue = make_small(folder)
    (catalogue / "shapes").mkdir()
    (catalogue / "shapes" / "county.ttl").write_text(shapes, encoding="utf-8")
    return catalogue


def found(document: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [each for each in document["findings"] if each["rule"] == rule]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, dict[str, Any]]:
    """A catalogue in which one organisation violates a shape of its own: folder, status, report."""
    catalogue = make(tmp_path_factory.mktemp("own") / "catalogue")
    status, document = built(catalogue)
    return Path(document["release"]), status, document


Release = tuple[Path, int, dict[str, Any]]


def test_a_finding_names_the_cell_and_says_what_was_found_in_both_languages(
    release: Release,
) -> None:
    [finding] = found(release[2], "shape.founded")

    assert (finding["file"], finding["row"], finding["column"]) == ("clusters.csv", 3, "founded")
    assert (finding["value"], finding["severity"]) == ("2015-06", "warning")
    assert finding["message"] == {
        "en": "“2015-06” has another form. We write the year alone.",
        "nb": "«2015-06» har en annen form. We write the year alone.",  # the language there is
    }


def test_a_shape_without_a_message_says_what_was_found(release: Release) -> None:
    [finding] = found(release[2], "shape.named")

    assert finding["message"] == {
        "en": "The text “Uni” is too short.",
        "nb": "Teksten «Uni» er for kort.",
    }
    assert (finding["file"], finding["row"], finding["column"]) == ("organisations.csv", 4, "name")


def test_severities_are_respected_and_a_violation_keeps_the_row_out(release: Release) -> None:
    folder, status, document = release

    levels = {rule: found(document, f"shape.{rule}")[0]["severity"]
              for rule in ("founded", "named", "sector")}  # fmt: skip
    assert levels == {"founded": "warning", "named": "violation", "sector": "info"}
    assert status == 1
    assert set(document["kept_out"]) == {"organization:uni", "membership:m3"}
    assert '"Uni"' not in (folder / "dumps" / "tables.nq").read_text(encoding="utf-8")


def test_the_shapes_are_published_as_they_are_and_listed(release: Release) -> None:
    folder = release[0]

    manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
    published = (folder / "shapes" / "own" / "county.ttl").read_bytes()
    assert published == SHAPES.encode()
    digest = manifest["shapes/own/county.ttl"]["sha256"]
    assert digest == hashlib.sha256(published).hexdigest()
    assert "county.ttl" in (folder / "prov.ttl").read_text(encoding="utf-8")


def test_every_face_of_the_report_tells_of_them(release: Release) -> None:
    folder = release[0]

    report = Graph().parse(folder / "report.ttl")
    shape = URIRef("https://county.example.org/shapes#founded")
    assert len(list(report.subjects(SH.sourceShape, shape))) == 1
    for face in ("report.json", "report.html"):
        assert "We write the year alone." in (folder / face).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "row"),
    [("en", "| `founded` | optional | 0..* | "), ("nb", "| `founded` | valgfri | 0..* | ")],
)
def test_the_reference_of_the_tables_says_what_they_ask(
    release: Release, language: str, row: str
) -> None:
    page = (release[0] / f"columns.{language}.md").read_text(encoding="utf-8")

    [line] = [each for each in page.splitlines() if each.startswith(row) and "year alone" in each]
    assert "`^[0-9]{4}$`" in line


def test_the_packaged_shapes_cannot_be_switched_off(tmp_path: Path) -> None:
    catalogue = make(tmp_path)
    write_csv(catalogue, "clusters", [["id", "name", "source"], ["salmon", "", "doc"]])

    done = klynge("check", catalogue, "--json")

    assert done.returncode == 1
    missing = [f for f in json.loads(done.stdout)["findings"] if f["column"] == "name"]
    assert {finding["severity"] for finding in missing} == {"violation"}


def test_without_shapes_of_its_own_the_same_catalogue_has_none_of_this(tmp_path: Path) -> None:
    status, document = built(make_small(tmp_path))

    folder = Path(document["release"])
    assert status == 0
    assert not (folder / "shapes" / "own").exists()
    assert not (folder / "columns.en.md").exists()


def test_a_shape_that_finds_nothing_still_makes_another_release(tmp_path: Path) -> None:
    quiet = SHAPES.replace("sh:minLength 4", "sh:minLength 1")
    first, second, again = (
        Path(built(make(tmp_path / name, shapes))[1]["release"]).name
        for name, shapes in (("a", quiet), ("b", quiet + "# more\n"), ("c", quiet))
    )

    assert first != second
    assert first == again


def test_a_hostile_pattern_ends_in_a_finding_that_names_the_shape_and_the_rest_is_built(
    tmp_path: Path,
) -> None:
    slow = ":slow a sh:PropertyShape ; sh:targetClass kly:Cluster ; sh:path rdfs:label ;"
    catalogue = make(tmp_path, SHAPES + f'\n{slow} sh:pattern "^((.?)*)*!$" .\n')
    rows = [["id", "name", "founded", "source"], ["salmon", "a" * 90, "2006", "doc"],
            ["wood", "b" * 90, "2015-06", "doc"]]  # fmt: skip
    write_csv(catalogue, "clusters", rows)

    status, document = built(catalogue)

    assert status == 1
    [finding] = found(document, "shapes.too-slow")
    assert finding["value"] == "https://county.example.org/shapes#slow"
    assert (finding["file"], finding["row"]) == ("shapes/county.ttl", 24)
    assert "bruk" in finding["message"]["nb"]
    assert found(document, "shape.founded")
    assert not {"cluster:salmon", "cluster:wood"} & set(document["kept_out"])


def test_a_module_that_lies_in_the_catalogue_is_never_loaded(tmp_path: Path) -> None:
    catalogue = make(tmp_path)
    for name in ("json", "rdflib", "pyshacl", "klynge"):
        (catalogue / f"{name}.py").write_text("raise SystemExit(7)", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("klynge")), "check", ".", "--json"]

    done = subprocess.run(command, capture_output=True, text=True, cwd=catalogue, check=False)

    assert done.returncode == 1, done.stderr
    assert found(json.loads(done.stdout), "shape.founded")


def test_a_file_that_is_no_turtle_is_told_at_its_line_on_the_terminal(tmp_path: Path) -> None:
    catalogue = make(tmp_path, "@prefix : <https://example.org/#> .\n:a :b\n:c :d .\n")

    done = klynge("check", catalogue, "--lang", "nb")

    assert done.returncode == 1
    assert "Filen er ikke Turtle og er utelatt." in done.stdout
    assert "shapes/county.ttl, linje 3" in done.stdout
