"""What building all of a register costs, stage by stage, beside loading its quads alone.

`KLYNGE_REGISTER=100000` builds a larger one; each entity takes about 40 KB of disk meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ENTITIES = int(os.environ.get("KLYNGE_REGISTER", "2500"))


def run(script: str, *arguments: object) -> str:
    """Give what a script of this folder prints, run in a process of its own."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def measured(*arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("register_building.py", *arguments))
    return found


def test_cpu_and_memory_of_a_build_beside_bulk_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("brreg_bulk.py", ENTITIES, tmp_path / "enheter.json.gz")

    built = measured("build", tmp_path)
    again = measured("build", tmp_path)

    (release,) = [path for path in (tmp_path / "releases").glob("2*") if path.is_dir()]
    quads = release / "klynge.nq"
    plain, merged = (measured(way, quads, tmp_path / way) for way in ("plain", "merged"))
    whole = sum(built["stages"].values())
    stages = ", ".join(f"{name} {cpu:.1f}" for name, cpu in built["stages"].items() if cpu > 0.05)
    with capsys.disabled():
        print(
            f"\nbuilding a register of {ENTITIES:,}, {quads.stat().st_size / 1e6:.0f} MB of quads: "
            f"{whole:.1f} CPU s, {built['peak']:.0f} MB\n  {stages}\n"
            f"  bulk_load of the same quads {plain['seconds']:.1f} CPU s, {plain['peak']:.0f} MB, "
            f"ratio {whole / plain['seconds']:.2f}; with the merged default graph, as a release "
            f"has it, {merged['seconds']:.1f} CPU s, {merged['peak']:.0f} MB, ratio "
            f"{whole / merged['seconds']:.2f}\n  built again: "
            f"{sum(again['stages'].values()):.1f} CPU s"
        )
    assert quads.read_bytes().count(b"/id/organization/NO-") > ENTITIES * 15
