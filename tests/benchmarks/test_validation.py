"""What validating a register costs, beside plain pySHACL in the same run; figures are printed.

`KLYNGE_ORGANISATIONS=100000,1000000` adds larger registers, which pySHACL is not asked about:
its CPU and memory grow with the data. `KLYNGE_BESIDE_PYSHACL=10000` changes the size at which it
is; as it stands that is the most that klynge leaves to pySHACL (`FEW` in `shapes/validation.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
BESIDE_PYSHACL = int(os.environ.get("KLYNGE_BESIDE_PYSHACL", "2500"))
LARGER = [int(n) for n in os.environ.get("KLYNGE_ORGANISATIONS", "").split(",") if n]


@dataclass(frozen=True)
class Spent:
    """What a validation took and found: CPU seconds, MB at the peak, the results."""

    cpu: float
    peak: float
    found: str

    @property
    def number(self) -> int:
        return self.found.count("\n")


def run(script: str, *arguments: object) -> str:
    """Give what a script of this folder prints, run in a process of its own."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def validate(way: str, folder: Path) -> Spent:
    """Validate the register of a folder."""
    cpu, peak = map(float, run("validating.py", way, folder).split())
    return Spent(cpu, peak, (folder / f"{way}.txt").read_text(encoding="utf-8"))


def test_cpu_and_memory_beside_plain_pyshacl(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("register.py", BESIDE_PYSHACL, tmp_path)

    plain, gate, own = (validate(way, tmp_path) for way in ("pyshacl", "gate", "before"))

    with capsys.disabled():
        print(
            f"\nvalidating {BESIDE_PYSHACL:,} organisations: {own.cpu:.1f} CPU s, "
            f"{own.peak:.0f} MB; plain pySHACL {plain.cpu:.1f} CPU s, {plain.peak:.0f} MB, "
            f"ratio {plain.cpu / own.cpu:.1f}; pySHACL by klynge's gate {gate.cpu:.1f} CPU s, "
            f"{gate.peak:.0f} MB, ratio {gate.cpu / own.cpu:.1f}; {own.number:,} results alike"
        )
    assert own.number > BESIDE_PYSHACL / 50
    assert own.found == gate.found == plain.found


@pytest.mark.parametrize("number", [BESIDE_PYSHACL, *LARGER])
def test_cpu_and_memory_after_a_change_of_one_percent(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quads = int(run("register.py", number, tmp_path))

    before, after, since = (validate(way, tmp_path) for way in ("before", "after", "since"))

    mapped = sum((tmp_path / f"{state}.nq").stat().st_size for state in ("before", "after"))
    with capsys.disabled():
        print(
            f"\nvalidating {number:,} organisations, {quads:,} quads: {before.cpu:.1f} CPU s, "
            f"{before.peak:.0f} MB, {before.number:,} results; after a change of 1 % "
            f"{since.cpu:.2f} CPU s, {since.cpu / after.cpu:.1%} of it, {since.peak:.0f} MB, of "
            f"which {mapped / 1e6:.0f} MB are the files of both states, mapped"
        )
    assert since.found == after.found
    assert since.found != before.found
