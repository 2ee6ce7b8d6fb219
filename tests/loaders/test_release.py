"""The release folder: whole or not at all, the same bytes for the same input."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_catalogue import HOSTILE, checked, hostile_finding
from pyoxigraph import Store
from rdflib import VOID, Graph
from rdflib.term import Node
from small_catalogue import built, make_small

from klynge.loaders.release.folder import write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.reports.faces import FACES


def digests(release: Path) -> dict[str, str]:
    files = (p for p in release.rglob("*") if p.is_file() and "store" not in p.parts)
    return {
        p.relative_to(release).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def visible(catalogue: Path) -> list[Path]:
    releases = catalogue / "releases"
    return (
        [p for p in releases.glob("*") if p.is_dir() and not p.name.startswith(".")]
        if releases.exists()
        else []
    )


def whole(release: Path) -> bool:
    """Tell whether every file the manifest names is there with its digest, and the store opens."""
    manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
    found = digests(release)
    same = all(found.get(path) == facts["sha256"] for path, facts in manifest.items())
    facts = json.loads((release / "catalogue.json").read_text(encoding="utf-8"))
    merged = facts["quads"] + facts["triples"]
    return same and len(Store.read_only(str(release / "store"))) == merged


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (built(make_small(tmp_path / name))[1]["release"] for name in "ab")

    ours, theirs = digests(Path(first)), digests(Path(second))
    differing = {path for path in ours if ours[path] != theirs.get(path)}
    assert Path(first).name == Path(second).name
    assert ours.keys() == theirs.keys()
    assert differing <= {"prov.ttl", "MANIFEST.json"}  # the run's time stands in prov.ttl alone


def test_building_again_finds_the_release_that_is_there(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")

    first, second = built(catalogue)[1], built(catalogue)[1]

    assert first["release"] == second["release"]
    assert len(visible(catalogue)) == 1


def test_a_release_holds_what_its_manifest_says(tmp_path: Path) -> None:
    release = Path(built(make_small(tmp_path / "catalogue"))[1]["release"])

    folders = {"store", "dumps", "ontology", "rules", "shapes"}
    described = {
        "tables.json",
        "assessments.ttl",
        "void.ttl",
        "dcat.ttl",
        "prov.ttl",
        "catalogue.json",
        "statistics.json",
        "MANIFEST.json",
    }
    reported = {f"report{ending}" for ending in FACES}
    reported |= {"report.nb.csv", "report.schema.json", "rules.html"}
    names = {path.name for path in release.iterdir()}
    files = {"klynge.nq", "locators.sqlite", "search.sqlite"}
    assert names == folders | described | reported | files
    assert whole(release)


def test_void_names_what_the_statistics_count(tmp_path: Path) -> None:
    release = Path(built(make_small(tmp_path / "catalogue"))[1]["release"])
    counted = json.loads((release / "statistics.json").read_text(encoding="utf-8"))
    void = Graph().parse(release / "void.ttl")
    (dataset,) = {dataset for dataset, _ in void.subject_objects(VOID.propertyPartition)}

    def number(part: Node, name: str) -> int:
        return int(str(void.value(part, VOID[name])))

    properties = {
        str(void.value(part, VOID.property)): {
            "triples": number(part, "triples"),
            "subjects": number(part, "distinctSubjects"),
            "objects": number(part, "distinctObjects"),
        }
        for part in void.objects(dataset, VOID.propertyPartition)
    }
    classes = {
        str(void.value(part, VOID["class"])): number(part, "entities")
        for part in void.objects(dataset, VOID.classPartition)
    }
    assert properties == counted["properties"] and len(properties) > 10
    assert classes == counted["classes"] and len(classes) > 5
    assert number(dataset, "triples") == counted["triples"]


def test_a_changed_byte_is_seen_by_the_check_of_these_tests(tmp_path: Path) -> None:
    release = Path(built(make_small(tmp_path / "catalogue"))[1]["release"])

    (release / "klynge.nq").write_text("", encoding="utf-8")

    assert not whole(release)


def test_a_finding_with_hostile_texts_does_not_break_a_release(tmp_path: Path) -> None:
    """A line separator of Unicode is no end of a line in N-Quads."""
    found = checked(make_small(tmp_path / "catalogue"))
    run = Run(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), "test")

    release = write_release(
        replace(found, findings=(hostile_finding(),)), tmp_path / "releases", run
    )

    assert whole(release)
    (told,) = json.loads((release / "report.json").read_text(encoding="utf-8"))["findings"]
    assert told["value"] == HOSTILE


@pytest.mark.slow
def test_a_build_killed_at_ten_random_moments_never_shows_half_a_release(tmp_path: Path) -> None:
    catalogue = make_small(tmp_path / "catalogue")
    command = [sys.executable, "-c", "from klynge.cli import main; main()", "build", str(catalogue)]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    duration = time.monotonic() - started
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    print(f"seed {seed}, a whole build takes {duration:.1f} s")

    killed = 0
    for number in range(10):
        (catalogue / "klynge.toml").touch()
        _change(catalogue, number)
        before = len(visible(catalogue))
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(duration * (chance.random() if number % 2 else 0.6 + 0.4 * chance.random()))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert len(visible(catalogue)) - before in {0, 1}
        assert all(whole(release) for release in visible(catalogue))

    status, report = built(catalogue)
    assert killed >= 5, f"only {killed} builds were really killed (seed {seed})"
    assert status == 0
    assert whole(Path(report["release"]))
    assert not list((catalogue / "releases").glob(".building-*"))


def _change(catalogue: Path, number: int) -> None:
    path = catalogue / "tables" / "clusters.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[1], f"Salmon cluster {number}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
