"""The 22 queries of the yardstick through the worker pool: as they came, and rewritten.

Times are printed, never asserted; that the answers are the same is. Whether Virtuoso is installed
is said; it is not asked. `KLYNGE_BENCH_ORGANISATIONS=100000` is the yardstick's 2 million triples.
"""

from __future__ import annotations

import json
import os
import runpy
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Any

import psutil
import pytest
from shared import shared

from klynge.loaders.staging import statistics as count
from klynge.loaders.staging import write_store
from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool

pytestmark = pytest.mark.slow

ORGANISATIONS = int(os.environ.get("KLYNGE_BENCH_ORGANISATIONS", "10000"))
GRAPHS = ("describe", "construct10k")
LONG = 5_000.0
"""A query that takes more milliseconds is asked once."""


@dataclass(frozen=True)
class Timed:
    """The first answer's milliseconds, the median of five more, and the answer."""

    first: float
    median: float
    answer: bytes


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the yardstick's data and load it as a release does, with its statistics."""
    bench, folder = shared("bench"), tmp_path_factory.mktemp("bench")
    command = [sys.executable, str(bench / "gen.py"), str(ORGANISATIONS), str(folder)]
    subprocess.run(command, check=True)
    mapping = runpy.run_path(str(bench / "mapping.py"))
    with (folder / "all.nq").open("w", encoding="utf-8") as file:
        with (folder / "enheter.jsonl").open(encoding="utf-8") as records:
            for record in records:
                file.writelines(map(in_a_graph, mapping["org_nt"](json.loads(record))))
        extra = json.loads((folder / "aux.json").read_text(encoding="utf-8"))
        file.writelines(map(in_a_graph, mapping["aux_nt"](extra)))
    write_store(folder / "store", folder / "all.nq")
    started = time.process_time()
    counts = json.dumps(count(folder / "store"))
    (folder / "statistics.json").write_text(counts, encoding="utf-8")
    print(f"\nstatistics of a release: {time.process_time() - started:.1f} CPU s")
    return folder / "store"


def in_a_graph(triple: str) -> str:
    """Give a line of N-Triples as a quad of the yardstick's graph."""
    return f"{triple.rstrip().removesuffix('.')}<urn:x:data> .\n"


def questions() -> dict[str, str]:
    """Give the 22 queries with their prefixes."""
    told = runpy.run_path(str(shared("bench", "queries.py")))
    return {name: told["PFX"] + query for name, query in told["Q"].items()}


def timed(store: Path, rewrites: bool) -> Iterator[tuple[str, Timed | float]]:
    """Ask each query of one worker; last of all the worker's peak memory in MB."""
    pool = Pool(Settings(str(store), deadline=180, rewrites=rewrites), workers=1)
    try:
        for name, query in questions().items():
            kind = "application/n-triples" if name in GRAPHS else "text/csv"
            request = Request(query, kind)
            first, answer = _once(pool, request)
            more = [_once(pool, request)[0] for _ in range(0 if first > LONG else 5)]
            yield name, Timed(first, statistics.median(more or [first]), answer)
        workers = psutil.Process().children(recursive=True)
        yield "memory", max(map(_peak, workers), default=0.0)
    finally:
        pool.close()


def _once(pool: Pool, request: Request) -> tuple[float, bytes]:
    started = time.perf_counter()
    answer: Any = pool.ask(request)
    return (time.perf_counter() - started) * 1000, bytes(answer)


def _peak(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return max((int(line.split()[1]) / 1024 for line in lines if line[:6] == "VmHWM:"), default=0.0)


def test_the_22_queries_before_and_after(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = dict(timed(store, False)), dict(timed(store, True))
    peaks = before.pop("memory"), after.pop("memory")

    lines = [f"{'query':18}{'as it came':>12}{'rewritten':>12}{'first time':>12}   ms, median of 5"]
    logs: list[tuple[float, float]] = []
    for name, old in before.items():
        new = after[name]
        assert isinstance(old, Timed) and isinstance(new, Timed)
        assert len(old.answer.splitlines()) == len(new.answer.splitlines()), name
        if "LIMIT" not in questions()[name]:
            assert sorted(old.answer.splitlines()) == sorted(new.answer.splitlines()), name
        logs.append((log(old.median), log(new.median)))
        lines.append(f"{name:18}{old.median:12.2f}{new.median:12.2f}{new.first:12.2f}")
    means = [exp(statistics.mean(side)) for side in zip(*logs, strict=True)]
    lines.append(f"{'geometric mean':18}{means[0]:12.2f}{means[1]:12.2f}")
    lines.append(f"{'peak memory, MB':18}{peaks[0]:12.0f}{peaks[1]:12.0f}")
    if not shutil.which("virtuoso-t"):
        lines.append("Virtuoso is not installed (Debian: virtuoso-opensource): not in this run")
    with capsys.disabled():
        print("\n" + "\n".join(lines))
