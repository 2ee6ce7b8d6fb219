"""The endpoint beside two others in one run: lookups and members over HTTP, printed as ratios.

`KLYNGE_BENCH_SIZE` is the number of organisations (100000 is 2 million triples, the yardstick).
"""

from __future__ import annotations

import http.client
import io
import json
import os
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
import pyoxigraph as ox
import pytest
from peers import installed, serving
from served import running, settle, workers_below, write_release
from serving import free_port
from shared import shared

from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool

pytestmark = pytest.mark.slow

SIZE = int(os.environ.get("KLYNGE_BENCH_SIZE", "3000"))
ROUNDS = int(os.environ.get("KLYNGE_BENCH_ROUNDS", "300"))
CLIENTS = 4
QUERIES = ("lookup_id", "cluster_members")
PEERS = ("oxigraph", "rdflib-endpoint", "uvicorn")
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Figures:
    """What one server did with one query; seconds, and requests per second of some clients."""

    middle: float
    last: float
    rate: float

    def __str__(self) -> str:
        return f"p50 {self.middle * 1e3:.2f} ms, p99 {self.last * 1e3:.2f} ms, {self.rate:.0f}/s"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The yardstick's triples, as a file."""
    folder = tmp_path_factory.mktemp("bench")
    for script, *arguments in (("gen.py", str(SIZE), str(folder)), ("mapping.py", str(folder))):
        command = [sys.executable, str(shared("bench", script)), *arguments]
        subprocess.run(command, check=True, capture_output=True)
    # The yardstick's own command writes all but the organisations; its function writes those.
    organisation = runpy.run_path(str(shared("bench", "mapping.py")))["org_nt"]
    triples = folder / "all.nt"
    with triples.open("w", encoding="utf-8") as file, (folder / "enheter.jsonl").open() as lines:
        file.write((folder / "aux.nt").read_text(encoding="utf-8"))
        for line in lines:
            file.writelines(f"{triple}\n" for triple in organisation(json.loads(line)))
    return triples


@pytest.fixture(scope="module")
def release(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    return write_release(folder, b"<urn:x:data> {\n%s\n}\n" % data.read_bytes())


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of commands, in an environment of their own."""
    return installed(tmp_path_factory.mktemp("peers"), *PEERS)


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    found = runpy.run_path(str(shared("bench", "queries.py")))
    return {name: found["PFX"] + found["Q"][name] for name in QUERIES}


def asking(address: str, query: str, rounds: int) -> list[float]:
    """Ask over one connection and give the seconds each answer took."""
    parts, took = urlsplit(address), []
    path = f"{parts.path}?{urlencode({'query': query})}"
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    for _ in range(rounds):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Accept": JSON})
        response = connection.getresponse()
        body = response.read()
        took.append(time.perf_counter() - start)
        assert response.status == 200, body
        assert b'"bindings"' in body
    connection.close()
    return took


def measured(address: str, query: str) -> Figures:
    asking(address, query, ROUNDS // 10)
    alone = sorted(asking(address, query, ROUNDS))
    threads = [
        threading.Thread(target=asking, args=(address, query, ROUNDS)) for _ in range(CLIENTS)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = CLIENTS * ROUNDS / (time.perf_counter() - start)
    return Figures(alone[len(alone) // 2], alone[int(len(alone) * 0.99)], rate)


def test_lookups_and_members_beside_other_servers(
    data: Path,
    release: Path,
    peers: Path,
    queries: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: dict[tuple[str, str], Figures] = {}
    bound, other = free_port(), free_port()
    oxigraph = [str(peers / "oxigraph"), "serve-read-only", "--location", str(release / "store")]
    # The default graph of the store is the merge of its graphs already.
    oxigraph += ["--bind", f"127.0.0.1:{bound}"]
    rdflib = [str(peers / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(other)]
    with running(release) as client:
        settle(client)
        for name, query in queries.items():
            found[name, "klynge"] = measured(f"{client.url}sparql", query)
    with serving(oxigraph, bound, "/query") as address:
        for name, query in queries.items():
            found[name, "oxigraph server"] = measured(address, query)
    with serving([*rdflib, str(data)], other, "/") as address:
        for name, query in queries.items():
            found[name, "rdflib-endpoint"] = measured(address, query)

    with capsys.disabled():
        print(f"\n{SIZE} organisations, {ROUNDS} rounds, {CLIENTS} clients for the rate")
        for (name, server), figures in found.items():
            ratio = figures.middle / found[name, "klynge"].middle
            print(f"{name:<16} {server:<16} {figures}; p50 {ratio:.2f} of klynge's")
    assert len(found) == 6


def test_what_a_worker_costs(
    release: Path, queries: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same query in the same store, in this process and through the pool."""
    store = ox.Store.read_only(str(release / "store"))
    pool = Pool(Settings(str(release / "store")), workers=1)
    query = queries["lookup_id"]

    def here() -> None:
        result = store.query(query, use_default_graph_as_union=True)
        assert isinstance(result, ox.QuerySolutions)
        result.serialize(output=io.BytesIO(), format=ox.QueryResultsFormat.JSON)

    try:
        inside, through = middle(here), middle(lambda: pool.ask(Request(query, JSON)))
    finally:
        pool.close()
    with capsys.disabled():
        print(
            f"\na lookup in the process: p50 {inside * 1e3:.3f} ms, through the pool: "
            f"{through * 1e3:.3f} ms, so a worker costs {(through - inside) * 1e3:.3f} ms"
        )
    assert through > 0


def test_a_million_rows(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first byte is early, and after it nobody's memory grows with the answer."""

    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
    with running(release, deadline=300, workers=1) as client:
        address = urlsplit(client.url)
        settle(client)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=300)
        start = time.perf_counter()
        connection.request("GET", f"/sparql?{urlencode({'query': query, 'format': 'tsv'})}")
        response = connection.getresponse()
        response.read(1)
        first, size = time.perf_counter() - start, 1
        processes = [*psutil.Process(client.pid).children(), *workers_below(client.pid)]
        peaks = before = [process.memory_info().rss for process in processes]
        while part := response.read(1_000_000):
            size += len(part)
            now = [process.memory_info().rss for process in processes]
            peaks = [max(pair) for pair in zip(peaks, now, strict=True)]
        whole = time.perf_counter() - start
        connection.close()

    store = ox.Store.read_only(str(release / "store"))

    def first_row() -> None:
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        next(solutions)

    engine = middle(first_row, 5)
    grown = max(peak - rss for peak, rss in zip(peaks, before, strict=True)) / 1e6
    with capsys.disabled():
        print(
            f"\na million rows: first byte after {first * 1e3:.1f} ms, of which the engine needs "
            f"{engine * 1e3:.1f} ms for its first row; {size / 1e6:.0f} MB in "
            f"{whole:.1f} s ({size / whole / 1e6:.0f} MB/s), memory grew by {grown:.1f} MB at most "
            "after the first byte"
        )
    assert grown < 20


def middle(work: Callable[[], object], rounds: int = 1_000) -> float:
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return sorted(took)[rounds // 2]
