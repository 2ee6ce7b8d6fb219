"""What building the shipped catalogue costs: printed, beside reading its quads with rdflib."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BUILD = """
import datetime, resource, sys
from pathlib import Path
from klynge.loaders.release.provenance import Run
from klynge.loaders.shipped import demo_release
run = Run(datetime.datetime.now(datetime.UTC), "0")
print(demo_release(Path(sys.argv[1]), run, lambda _: None))
"""
FLOOR = """
import sys
from rdflib import Dataset
quads = Dataset(); quads.parse(sys.argv[1], format="nquads"); print(len(quads))
"""
SPENT = f"""
import time
sys.path.insert(0, {str(Path(__file__).parent)!r})
from peak import peak_megabytes
print(time.process_time(), peak_megabytes())
"""


def spent(code: str, argument: str) -> tuple[str, float, float]:
    """Give what the code printed, its CPU seconds and its peak MB, in a process of its own."""
    command = [sys.executable, "-c", code + SPENT, argument]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    printed, figures = done.stdout.strip().splitlines()
    seconds, megabytes = map(float, figures.split())
    return printed, seconds, megabytes


def test_cpu_of_building_the_shipped_catalogue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release, build, peak = spent(BUILD, str(tmp_path))
    quads, floor, floor_peak = spent(FLOOR, str(Path(release) / "klynge.nq"))

    with capsys.disabled():
        print(
            f"\nbuilding the shipped catalogue: {build:.1f} CPU s, {peak:.0f} MB; "
            f"rdflib only reading its {quads} quads: {floor:.1f} CPU s, {floor_peak:.0f} MB; "
            f"ratio {build / floor:.1f}"
        )
    assert int(quads) > 5_000
