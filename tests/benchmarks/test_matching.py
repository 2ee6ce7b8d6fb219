"""How often matches are right, by class, and what it costs to look for organisations in a register.

`KLYNGE_REGISTER=1000000` generates as many entities as the Norwegian register has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.brreg_bulk import entities, write_bulk
from benchmarks.known_answers import SETS, measure

from klynge.loaders.matching.candidate import Confidence

pytestmark = pytest.mark.slow

ENTITIES = int(os.environ.get("KLYNGE_REGISTER", "100000"))


def test_how_often_each_class_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offered, right, told = Counter[str](), Counter[str](), []
    for make in SETS:
        measured = measure(make, tmp_path)
        offered += measured.offered
        right += measured.right
        told.append(measured.line(make.__name__))

    sure = Confidence.CERTAIN
    with capsys.disabled():
        print("\nmatches: " + "\n  ".join(told))
    assert offered[sure] > 900
    assert offered[sure] - right[sure] <= offered[sure] // 200
    assert right["likely"] >= 0.95 * offered["likely"]


def write_wanted(path: Path) -> Path:
    """Write three hundred of the generated entities, every other one mistyped."""
    rows = []
    for index, entity in enumerate(entities(300)):
        name, address = entity["navn"], entity["forretningsadresse"]
        name = name if index % 2 else name.replace("r", "rr", 1)
        rows.append([name, address["kommunenummer"], address["kommune"]])
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def run(way: str, file: Path, wanted: Path) -> tuple[float, float, int]:
    script = Path(__file__).with_name("matching.py")
    command = [sys.executable, str(script), way, str(file), str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes, found = done.stdout.split()
    return float(seconds), float(megabytes), int(found)


def test_cpu_and_memory_beside_only_reading_the_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bulk.json.gz"
    write_bulk(ENTITIES, file)

    wanted = write_wanted(tmp_path / "wanted.json")

    floor = run("read", file, wanted)
    own = run("match", file, wanted)

    with capsys.disabled():
        print(
            f"\n{ENTITIES:,} entities, 300 organisations: only read {floor[0]:.2f} CPU s, "
            f"{floor[1]:.0f} MB; matched {own[0]:.2f} CPU s, {own[1]:.0f} MB, {own[2]} candidates; "
            f"ratio {own[0] / floor[0]:.2f}"
        )
    assert own[2] > 0
