"""What locators cost, beside the same build without them: figures printed, only size asserted."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("building.py")
MOST_BYTES = 40
"""Bytes of locators for each quad of a release."""


@dataclass(frozen=True)
class Spent:
    """What a build took: CPU seconds of check and release, MB at its peak; what it made."""

    check: float
    release: float
    peak: float
    locators: float
    quads: float

    @property
    def cpu(self) -> float:
        return self.check + self.release


def build(way: str, number: int, folder: Path) -> Spent:
    """Build generated organisations in a process of its own."""
    command = [sys.executable, str(SCRIPT), way, str(number), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Spent(*map(float, done.stdout.split()))


@pytest.mark.parametrize("number", [2_000, 10_000])
def test_cpu_bytes_and_memory_beside_a_build_without_locators(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without = build("without", number, tmp_path / "without")
    own = build("with", number, tmp_path / "with")

    with capsys.disabled():
        print(
            f"\nlocators of {number:,} organisations, {own.quads:,.0f} quads: "
            f"{own.cpu:.1f} CPU s against {without.cpu:.1f} without, ratio "
            f"{own.cpu / without.cpu:.2f}; of the release alone {own.release:.1f} against "
            f"{without.release:.1f}, ratio {own.release / without.release:.2f}; "
            f"{own.locators / own.quads:.1f} bytes a quad; "
            f"{own.peak:.0f} MB against {without.peak:.0f}"
        )
    assert own.quads == without.quads
    assert 0 < own.locators / own.quads <= MOST_BYTES
