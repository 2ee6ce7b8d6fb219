"""The 22 queries of the yardstick through the worker pool, as they came and rewritten; Virtuoso.

Times are printed, never asserted; that the answers are the same is. Virtuoso is asked over HTTP
where it is installed, and the table says so where not: it is no part of klynge's own check.
`KLYNGE_BENCH_ORGANISATIONS=100000` is the yardstick's 2 million triples.
"""

from __future__ import annotations

import json
import os
import runpy
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import exp, log
from pathlib import Path

import psutil
import pytest
from benchmarks import virtuoso
from shared import shared

from klynge.loaders.staging import statistics as count
from klynge.loaders.staging import write_store
from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool

pytestmark = pytest.mark.slow

ORGANISATIONS = int(os.environ.get("KLYNGE_BENCH_ORGANISATIONS", "10000"))
GRAPHS = ("describe", "construct10k")
GRAPH = "urn:x:data"
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
    triples = folder / "all.nt"
    with triples.open("w", encoding="utf-8") as file:
        with (folder / "enheter.jsonl").open(encoding="utf-8") as records:
            for record in records:
                file.writelines(map(as_line, mapping["org_nt"](json.loads(record))))
        extra = json.loads((folder / "aux.json").read_text(encoding="utf-8"))
        file.writelines(map(as_line, mapping["aux_nt"](extra)))
    with triples.open(encoding="utf-8") as lines:
        with (folder / "all.nq").open("w", encoding="utf-8") as file:
            file.writelines(map(in_a_graph, lines))
    write_store(folder / "store", folder / "all.nq")
    started = time.process_time()
    counts = json.dumps(count(folder / "store"))
    (folder / "statistics.json").write_text(counts, encoding="utf-8")
    print(f"\nstatistics of a release: {time.process_time() - started:.1f} CPU s")
    return folder / "store"


def as_line(triple: str) -> str:
    """Give a triple of the yardstick as one line of N-Triples."""
    return f"{triple.rstrip()}\n"


def in_a_graph(triple: str) -> str:
    """Give a line of N-Triples as a quad of the yardstick's graph."""
    return f"{triple.rstrip().removesuffix('.')}<{GRAPH}> .\n"


def questions() -> dict[str, str]:
    """Give the 22 queries with their prefixes."""
    told = runpy.run_path(str(shared("bench", "queries.py")))
    return {name: told["PFX"] + query for name, query in told["Q"].items()}


def timed(ask: Callable[[str, str], bytes]) -> dict[str, Timed]:
    """Ask each query, given with a media type, of one engine."""

    def once(query: str, media_type: str) -> tuple[float, bytes]:
        started = time.perf_counter()
        answer = ask(query, media_type)
        return (time.perf_counter() - started) * 1000, answer

    times = {}
    for name, query in questions().items():
        kind = "application/n-triples" if name in GRAPHS else "text/csv"
        first, answer = once(query, kind)
        more = [once(query, kind)[0] for _ in range(0 if first > LONG else 5)]
        times[name] = Timed(first, statistics.median(more or [first]), answer)
    return times


def of_pool(store: Path, rewrites: bool) -> tuple[dict[str, Timed], float]:
    """Ask one worker; give the times and the worker's peak memory in MB."""
    pool = Pool(Settings(str(store), deadline=180, rewrites=rewrites), workers=1)
    try:
        times = timed(lambda query, media_type: bytes(pool.ask(Request(query, media_type))))
        workers = psutil.Process().children(recursive=True)
        return times, max(map(_peak, workers), default=0.0)
    finally:
        pool.close()


def of_virtuoso(store: Path, folder: Path) -> dict[str, Timed]:
    """Ask Virtuoso over HTTP; nothing where it is not installed."""
    if not virtuoso.is_installed():
        return {}
    with virtuoso.virtuoso(folder, store.parent / "all.nt", GRAPH) as address:
        return timed(partial(virtuoso.ask, address))


def _peak(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return max((int(line.split()[1]) / 1024 for line in lines if line[:6] == "VmHWM:"), default=0.0)


def test_the_22_queries_before_and_after(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, unwritten_peak = of_pool(store, rewrites=False)
    after, peak = of_pool(store, rewrites=True)
    peer = of_virtuoso(store, tmp_path / "virtuoso")

    with capsys.disabled():
        print("\n" + "\n".join(table(before, after, peer)))
        print(f"{'peak memory, MB':18}{unwritten_peak:12.0f}{peak:12.0f}")
    for name, old in before.items():
        new = after[name]
        assert rows(old) == rows(new), name
        if "LIMIT" not in questions()[name]:
            assert sorted(old.answer.splitlines()) == sorted(new.answer.splitlines()), name


def rows(times: Timed) -> int:
    return len(times.answer.splitlines())


def table(
    before: dict[str, Timed], after: dict[str, Timed], peer: dict[str, Timed]
) -> Iterator[str]:
    """Give the lines of the table; what Virtuoso answers with other rows is marked."""
    heads = ("as it came", "rewritten", "first time", "Virtuoso")
    yield f"{'query':18}" + "".join(f"{head:>12}" for head in heads) + "   ms, median of 5"
    for name, new in after.items():
        figures = [before[name].median, new.median, new.first]
        line = f"{name:18}" + "".join(f"{figure:12.2f}" for figure in figures)
        if name in peer:
            line += f"{peer[name].median:12.2f}"
            line += "" if rows(peer[name]) == rows(new) else "   (other rows)"
        yield line
    means = [mean(side) for side in (before, after)]
    more = f"{'':12}{mean(peer):12.2f}" if peer else "   Virtuoso is not installed here"
    yield f"{'geometric mean':18}{means[0]:12.2f}{means[1]:12.2f}{more}"


def mean(times: dict[str, Timed]) -> float:
    """Give the geometric mean of the medians, ms."""
    return exp(statistics.mean(log(one.median) for one in times.values()))
