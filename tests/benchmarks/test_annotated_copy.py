"""An annotated copy beside openpyxl's load and save: figures printed, only the notes asserted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("copies.py")


def run(way: str, source: Path, target: Path) -> tuple[float, float]:
    """Give CPU seconds and peak MB of one way in a process of its own."""
    command = [sys.executable, str(SCRIPT), way, str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def test_cpu_and_memory_beside_openpyxl(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "tables.xlsx"
    run("make", source, source)

    ways = {
        way: [run(way, source, tmp_path / f"{way}.xlsx") for _ in range(3)]
        for way in ("openpyxl", "klynge")
    }

    peer, own = (sorted(ways[way])[1] for way in ("openpyxl", "klynge"))
    with capsys.disabled():
        print(
            f"\n300 notes in a sheet of 20,000 x 14 cells, median of 3: openpyxl {peer[0]:.2f} CPU "
            f"s, {peer[1]:.0f} MB; klynge {own[0]:.2f} CPU s, {own[1]:.0f} MB; "
            f"ratio {peer[0] / own[0]:.1f} x less CPU"
        )
    noted = [
        sum(bool(cell.comment) for row in load_workbook(path)["memberships"] for cell in row)
        for path in (tmp_path / "openpyxl.xlsx", tmp_path / "klynge.xlsx")
    ]
    assert noted == [300, 300]
