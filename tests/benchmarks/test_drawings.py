"""The largest picture of each view beside reading its rows: figures printed, bounds asserted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from klynge.server.pictures.columns import COLUMNS

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("drawings.py")


@pytest.mark.parametrize("view", COLUMNS)
def test_cpu_and_memory_of_the_largest_picture(
    view: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, str(SCRIPT), view]
    runs = [
        [float(part) for part in subprocess.run(
            command, capture_output=True, text=True, check=True).stdout.split()]
        for _ in range(3)
    ]  # fmt: skip

    read, drawn, megabytes, shown, size = sorted(runs, key=lambda run: run[1])[1]
    with capsys.disabled():
        print(
            f"\n{view}, 5,000 rows, median of 3: read {read * 1000:.0f} CPU ms, "
            f"drawn {drawn * 1000:.0f} CPU ms (ratio {drawn / read:.1f}), {megabytes:.0f} MB; "
            f"{shown:.0f} rows in {size / 1000:.0f} kB"
        )
    assert 0 < shown <= 2000
    assert size < 1_000_000
