"""What a page of a thing costs, beside the least a page can cost: the downloads, no query.

`KLYNGE_PAGES=100000` measures the large catalogue; it takes some minutes to write.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
import pytest
from asking import Client
from served import BASE, ROOT, running, settle, workers_below

pytestmark = pytest.mark.slow

NUMBER = int(os.environ.get("KLYNGE_PAGES", "4000"))
ROUNDS = 40
MOST_BYTES = 100_000
FLOOR = "/downloads"


@dataclass(frozen=True)
class Large:
    """A large release and what to look at in it."""

    folder: Path
    cluster: str
    members: int
    organisation: str


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    folder = tmp_path_factory.mktemp("large")
    script = Path(__file__).with_name("large_release.py")
    told = subprocess.run(
        [sys.executable, str(script), str(NUMBER), str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "tests")},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return Large(folder / "release", told[0].removeprefix(f"{BASE}id/"), int(told[1]), told[2])


@pytest.fixture(scope="module")
def client(large: Large) -> Iterator[Client]:
    with running(large.folder, workers=1, shares="unshared") as client:
        settle(client)
        yield client


def cpu_seconds(client: Client) -> float:
    """Give the CPU seconds that the server and its workers have used."""
    processes = [psutil.Process(client.pid), *psutil.Process(client.pid).children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def measured(client: Client, path: str, made: bool) -> tuple[float, float, int]:
    """Give milliseconds of wall (p50) and of CPU (mean) of a page, and its bytes.

    A page that is to be `made` is asked for by an address whose pages are not kept.
    """
    path += "?kept=no" if made else ""
    for _ in range(5):
        client.page(path)
    took, before = [], cpu_seconds(client)
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        text = client.page(path)
        took.append(time.perf_counter() - begun)
    cpu = (cpu_seconds(client) - before) / ROUNDS
    return median(took) * 1000, cpu * 1000, len(text.encode())


def test_what_pages_cost(large: Large, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    pages = {
        "downloads (floor)": FLOOR,
        f"cluster, {large.members} members": f"/page/{large.cluster}",
        "organisation": f"/page/organization/{large.organisation}",
        "place": "/page/place/p1",
    }

    found = {
        name + how: measured(client, path, made)
        for name, path in pages.items()
        for how, made in ((", made", True), (", kept", False))
    }

    memory = max(process.memory_info().rss for process in workers_below(client.pid)) / 1e6
    floor = found["downloads (floor), made"]
    with capsys.disabled():
        print(f"\npages, {NUMBER} organisations, worker {memory:.0f} MB:")
        for name, (wall, cpu, size) in found.items():
            ratio = cpu / floor[1] if floor[1] else 0
            print(
                f"  {name}: p50 {wall:.1f} ms, {cpu:.1f} CPU ms (ratio {ratio:.1f}), "
                f"{size / 1000:.0f} kB"
            )
    assert large.members > 100
    assert all(size < MOST_BYTES for _, _, size in found.values())
