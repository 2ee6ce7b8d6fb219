"""Rows and lines on disk give what rows and lines in memory give, to the letter."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import register_catalogue
from register_catalogue import IN_MEMORY, ON_DISK, build, checked, entities, make
from registers import write_json

from klynge.cli.build import keeping
from klynge.loaders.pipeline import Checked
from klynge.loaders.records import Record, Sheet
from klynge.loaders.release.lock import ReleasesBusy
from klynge.loaders.release.trace import trace
from klynge.loaders.spooling.kept import FOLDER, Kept
from klynge.loaders.spooling.line_file import LineFile
from klynge.loaders.spooling.record_file import RecordFile
from klynge.loaders.spooling.spool import Few, Spool


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("register") / "catalogue")


@pytest.fixture(scope="module")
def in_memory(catalogue: Path) -> Checked:
    return checked(catalogue, IN_MEMORY)


@pytest.fixture(scope="module")
def on_disk(catalogue: Path) -> Checked:
    return checked(catalogue, ON_DISK)


def digests(release: Path) -> dict[str, str]:
    told_by_clock = {"prov.ttl", "MANIFEST.json"}
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in release.rglob("*")
        if path.is_file() and "store" not in path.parts and path.name not in told_by_clock
    }


def test_every_quad_and_finding_is_the_same_on_disk_as_in_memory(
    in_memory: Checked, on_disk: Checked
) -> None:
    assert isinstance(on_disk.batch["brreg"], RecordFile)
    assert isinstance(in_memory.batch["brreg"], list)
    assert sum(isinstance(lines, LineFile) for lines in on_disk.graphs.values()) >= 2

    assert on_disk.findings == in_memory.findings
    assert on_disk.kept_out == in_memory.kept_out
    assert on_disk.validations == in_memory.validations
    assert {g: tuple(lines) for g, lines in on_disk.graphs.items()} == in_memory.graphs
    assert {r: tuple(lines) for r, lines in on_disk.inferences.items()} == in_memory.inferences
    assert {s: list(of) for s, of in on_disk.batch.items()} == in_memory.batch


def test_every_kind_of_finding_is_among_those_compared(in_memory: Checked) -> None:
    rules = {finding.rule for finding in in_memory.findings}

    assert {"register.outside", "reference.same-number", "reference.left-out"} <= rules
    assert any(rule.startswith("shape.") for rule in rules)
    assert any(not finding.subject for finding in in_memory.findings)


@pytest.fixture(scope="module")
def release(catalogue: Path) -> Path:
    """Give the release of the first build of the catalogue, which has nothing to go on with."""
    built, reused = build(catalogue)
    assert reused == []
    return built


def test_a_release_has_the_same_bytes_whether_rows_lay_on_disk_or_in_memory(
    release: Path, tmp_path: Path
) -> None:
    theirs, _ = build(make(tmp_path / "memory"), IN_MEMORY)

    assert release.name == theirs.name
    assert digests(release) == digests(theirs)
    traced = trace(release, "<https://w3id.org/klynge/id/organization/NO-991068503>")
    assert {cell.location.file for each in traced for cell in each.cells} == {
        "enheter.json",
        "organisations.csv",
    }


def records(rows: Iterable[int], sheet: Sheet) -> list[Record]:
    return [
        Record(
            "places", {"id": (f"p{n}",), "name": ('"Ål"\n',)}, sheet, n, {"name": " Ål"}, ("id",)
        )
        for n in rows
    ]


def test_records_come_from_disk_as_they_went(tmp_path: Path) -> None:
    rows = [
        *records(range(5), Sheet("a.csv")),
        *records(range(5), Sheet("b.csv", "s", {"id": "A"})),
    ]
    spool = Spool(few=Few(records=3))

    taken = spool.records(iter(rows))

    assert isinstance(taken, RecordFile)
    assert list(taken) == rows == [taken[n] for n in range(len(rows))]
    assert taken[-1] == rows[-1] and taken[2:4] == rows[2:4]
    assert len({id(record.sheet) for record in taken}) == 2
    assert taken.digest == spool.records(iter(rows)).digest  # type: ignore[attr-defined]  # a file
    other = [*rows[:-1], replace(rows[-1], row=77)]
    assert taken.digest != spool.records(iter(other)).digest  # type: ignore[attr-defined]  # a file


def test_lines_are_sorted_over_many_runs_each_once() -> None:
    chance = random.Random(7)
    subjects = [f"<urn:x:{'a' * (n % 3)}{n}{'å' * (n % 2)}>" for n in range(200)]
    lines = [f'{s} <urn:p{n % 4}> "{n}" <urn:g> .\n' for n in range(12) for s in subjects]
    chance.shuffle(lines)
    spool = Spool(few=Few(lines=100))

    found = spool.lines([*lines, *lines[:500]])

    assert isinstance(found, LineFile)
    assert list(found) == sorted(lines) and len(found) == len(lines)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "releases" / FOLDER).glob("*.data"))


def test_a_build_goes_on_with_what_an_earlier_one_has_kept(catalogue: Path, release: Path) -> None:
    kept, before = entries(catalogue), digests(release)

    again, reused = build(catalogue)

    steps = {"brreg, read", "brreg, said", "brreg, lifted", "validation of brreg"}
    assert steps <= set(reused)
    assert (again, digests(again)) == (release, before)
    assert entries(catalogue) == kept


def test_kept_work_that_is_damaged_is_noticed_and_made_anew(catalogue: Path, release: Path) -> None:
    before, kept = digests(release), entries(catalogue)
    for number, path in enumerate(kept):
        damaged = path if number % 2 else path.with_suffix(".about")
        data = bytearray(damaged.read_bytes())
        data[len(data) // 2] ^= 1
        damaged.write_bytes(data)

    again, reused = build(catalogue)

    assert reused == []
    assert (again, digests(again)) == (release, before)
    assert entries(catalogue) == kept


def test_kept_work_of_a_file_that_has_changed_is_not_used_and_taken_away(
    catalogue: Path, release: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(catalogue, tmp_path / "catalogue"))
    kept = {path for path in entries(folder) if path.stat().st_size}
    write_json(folder / "enheter.json", *entities(61))

    other, reused = build(folder)

    assert other.name != release.name
    assert not [name for name in reused if "brreg" in name]
    assert len(set(entries(folder)) & kept) == len(reused)


def test_kept_work_is_of_one_build_at_a_time(tmp_path: Path) -> None:
    folder = make(tmp_path / "catalogue", 10)

    with keeping(folder / "releases"), pytest.raises(ReleasesBusy):
        build(folder)


def test_what_a_dead_build_left_is_taken_away(tmp_path: Path) -> None:
    left = Kept(tmp_path).scratch / "klynge-x" / "1-lines"
    left.parent.mkdir()
    left.write_text("half", encoding="utf-8")

    Kept(tmp_path)

    assert not left.exists()


@pytest.mark.slow
def test_a_build_killed_at_random_moments_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole, interrupted = (make(tmp_path / name, 1500) for name in ("whole", "interrupted"))
    command = [sys.executable, register_catalogue.__file__]
    started = time.monotonic()
    subprocess.run([*command, str(whole)], check=True, capture_output=True)
    duration = time.monotonic() - started
    chance = random.Random(seed := random.randrange(10_000))
    print(f"seed {seed}, a whole build takes {duration:.1f} s")

    killed = 0
    for _ in range(4):
        process = subprocess.Popen([*command, str(interrupted)], stdout=subprocess.DEVNULL)
        time.sleep(duration * (0.3 + 0.6 * chance.random()))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    release, reused = build(interrupted)

    assert killed >= 2, f"only {killed} builds were really killed (seed {seed})"
    assert reused, f"nothing was kept by {killed} builds (seed {seed})"
    (undisturbed,) = [p for p in (whole / "releases").glob("2*") if p.is_dir()]
    assert release.name == undisturbed.name
    assert digests(release) == digests(undisturbed)
