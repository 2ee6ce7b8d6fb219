"""A tiny release on disk, and the real server over it as a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import psutil
import pyoxigraph as ox
from asking import Client
from rdflib import Graph

from klynge.loaders.release.search.index import write_search
from klynge.loaders.release.vocabulary import vocabulary_files
from klynge.server.federation.services import Services
from klynge.server.pool.wire import Settings
from klynge.server.pool.workers import Pool
from klynge.server.responses.transfer import Counter
from klynge.server.sharing.traffic import Traffic
from klynge.server.site import Site
from klynge.server.store import Release

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "server" / "release.trig"
BASE = "https://w3id.org/klynge/"
RELEASE = "2026-11-22-abc"

RUNNER = """
import json
import sys
from pathlib import Path
from klynge.server import serving
from klynge.server.federation.services import Services
from klynge.server.front import threads
from klynge.server.sharing.fairness import Allowance, Ledger
from klynge.server.sharing.traffic import Traffic
from klynge.server.pool.wire import Settings

named = Path(sys.argv[1])

def find():
    return named.parent / named.read_text().strip() if named.is_file() else named

if sys.argv[6] == "unshared":
    all_of_it = Allowance(rate=1e9, burst=1e9)
    serving.Traffic = lambda workers: Traffic(workers, Ledger(all_of_it, all_of_it))
if sys.argv[4] == "threads":
    serving._front = lambda: threads.run
serving.serve(find, port=0, on_ready=lambda url: print(url, flush=True),
              services=Services.from_argument(sys.argv[7]) if sys.argv[7:] else None,
              limits=Settings("", **json.loads(sys.argv[2])), workers=int(sys.argv[3]),
              trusted_hosts=["127.0.0.1", "localhost"],
              proxies=int(sys.argv[5]))
"""


def site_of(release: Release, pool: Pool) -> Site:
    """Give a release as it is served, without a server."""
    return Site(release, pool, Counter(Traffic(pool.size), pool), "http://127.0.0.1/")


@contextmanager
def pool_of(release: Path, workers: int = 1, **changes: Any) -> Iterator[Pool]:
    """Give a pool over a release without a server, with some limits changed."""
    pool = Pool(Settings(str(release / "store"), **changes), workers)
    try:
        yield pool
    finally:
        pool.close()


def write_vocabulary(folder: Path) -> list[str]:
    """Put the packaged vocabulary where a build puts it, and give the paths."""
    written = []
    for path, text in vocabulary_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        written.append(path)
    return written


def write_release(folder: Path, data: bytes, name: str = RELEASE) -> Path:
    """Write a release folder by hand, so that the server is tested without the loaders."""
    quads = list(ox.parse(data, format=ox.RdfFormat.TRIG))
    store = ox.Store(folder / "store")
    triples = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    store.bulk_extend(chain(quads, triples))
    store.flush()
    graphs = {graph.value: 0 for graph in store.named_graphs()}
    for quad in quads:
        graphs[quad.graph_name.value] += 1
    del store
    write_search(folder / "search.sqlite", folder / "store", BASE)
    (folder / "klynge.nq").write_text("".join(f"{quad} .\n" for quad in quads))
    (folder / "void.ttl").write_text(
        "<https://w3id.org/klynge/> a <http://rdfs.org/ns/void#Dataset> .\n"
    )
    (folder / "report.html").write_text("<!doctype html><title>Report</title><p>Fine.</p>")
    (folder / "dumps").mkdir()
    (folder / "dumps" / "nic.ttl").write_text("# nothing\n")
    vocabulary = write_vocabulary(folder)
    (folder / "secret.txt").write_text("not in the manifest")
    catalogue = {
        "id": "nic",
        "title": {"en": "Test catalogue", "nb": "Testkatalog"},
        "description": {"en": "Two clusters.", "nb": "To klynger."},
        "publisher": {"name": "Tester & Sons", "url": "https://publisher.example/"},
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "base": BASE,
        "languages": ["en", "nb"],
        "issued": "2026-11-22",
        "release": name,
        "quads": len(quads),
        "triples": len(triples),
        "graphs": graphs,
        "sources": [
            {
                "id": "nic",
                "title": {"en": "Norwegian clusters", "nb": "Norske klynger"},
                "licence": "",
                "rights": {"en": "Ask first.", "nb": "Spør først."},
                "graph": f"{BASE}graph/nic",
            }
        ],
    }
    (folder / "catalogue.json").write_text(json.dumps(catalogue))
    listed = ["klynge.nq", "void.ttl", "report.html", "dumps/nic.ttl", "catalogue.json"]
    listed += ["search.sqlite", *vocabulary]
    files = {
        name: {
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            "bytes": (folder / name).stat().st_size,
        }
        for name in listed
    }
    (folder / "MANIFEST.json").write_text(json.dumps({"release": name, "files": files}))
    return folder


@contextmanager
def running(
    find: Path,
    deadline: float = 20,
    workers: int = 2,
    front: str = "",
    proxies: int = 0,
    shares: str = "shared",
    services: Services | None = None,
    folder: Path | None = None,
    **limits: float,
) -> Iterator[Client]:
    """Start the real server on a free port and end it with SIGTERM, as a service manager does.

    `find` is a release, or a file that names the release beside it. With `shares="unshared"` one
    client may use all it likes. Modules of a `folder` are found before others.
    """
    settings = json.dumps({"deadline": deadline, **limits})
    argument = (services or Services()).to_argument()
    rest = (str(find), settings, str(workers), front, str(proxies), shares, argument)
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, *rest],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | ({"PYTHONPATH": str(folder)} if folder else {}),
    )
    assert process.stdout is not None
    try:
        with process.stdout:
            yield Client(process.stdout.readline().strip(), process.pid)
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0


def write_large_release(folder: Path) -> Path:
    """Write a release whose store holds the ontology too: its square is 10^8 rows."""
    graph = Graph()
    for file in sorted(ROOT.joinpath("ontology").glob("*.ttl")):
        graph.parse(file)
    triples = graph.serialize(format="nt").encode()
    data = b"%s\n<%bgraph/ontology> {\n%s\n}\n" % (DATA.read_bytes(), BASE.encode(), triples)
    return write_release(folder, data)


def workers_below(pid: int) -> list[psutil.Process]:
    """Give the processes that answer queries for a server."""
    return [
        process for process in psutil.Process(pid).children(recursive=True) if is_worker(process)
    ]


def is_worker(process: psutil.Process) -> bool:
    try:
        return "klynge.server.pool.worker" in process.cmdline()
    except psutil.Error:
        return False


def soon(claim: Callable[[], bool], within: float = 15) -> bool:
    """Wait until a claim holds; tell whether it came to."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if claim():
            return True
        time.sleep(0.05)
    return False


def settle(client: Client) -> None:
    """Wait until the front has read what pages need, which it does after its start."""
    front = psutil.Process(client.pid).children()[0]
    assert soon(lambda: front.cpu_percent(interval=0.5) < 5)
