"""Records to RDF, side by side with rdflib: figures printed, only equality asserted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("organisations.py")


def run(way: str, number: int, path: Path) -> tuple[float, float]:
    """Give CPU seconds and peak MB of one way in a process of its own."""
    command = [sys.executable, str(SCRIPT), way, str(number), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def test_both_ways_make_the_same_triples(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.nq", tmp_path / "theirs.nt"

    run("klynge", 200, ours)
    run("rdflib", 200, theirs)

    quads = Dataset()
    quads.parse(ours, format="nquads")
    triples = {(s, p, o) for s, p, o, _ in quads.quads((None, None, None, None))}
    assert triples == set(Graph().parse(theirs, format="nt"))
    assert len(triples) > 200 * 15


def test_cpu_and_memory_beside_rdflib(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rdflib = [run("rdflib", 10_000, tmp_path / "r.nt") for _ in range(3)]
    klynge = [run("klynge", 10_000, tmp_path / "k.nq") for _ in range(3)]
    large = run("klynge", 100_000, tmp_path / "large.nq")

    peer, own = sorted(rdflib)[1], sorted(klynge)[1]
    with capsys.disabled():
        print(
            f"\nrecords to RDF, 10,000 organisations, median of 3: rdflib {peer[0]:.2f} CPU s, "
            f"{peer[1]:.0f} MB; klynge {own[0]:.2f} CPU s, {own[1]:.0f} MB; "
            f"ratio {peer[0] / own[0]:.1f} x less CPU"
        )
        print(
            f"klynge, 100,000 organisations: {large[0]:.2f} CPU s, {large[1]:.0f} MB "
            f"({large[1] - own[1]:+.1f} MB against 10,000)"
        )
    assert (tmp_path / "large.nq").stat().st_size > 9 * (tmp_path / "k.nq").stat().st_size
