"""A tiny release on disk, and the real server over it as a process of its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import Client
from rdflib import Graph

from klynge.loaders.release.vocabulary import vocabulary_files
from klynge.server.wire import Settings
from klynge.server.workers import Pool

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).resolve().parents[1] / "data" / "server" / "release.trig"
BASE = "https://w3id.org/klynge/"

RUNNER = """
import sys
from pathlib import Path
from klynge.server.serving import serve

serve(Path(sys.argv[1]), port=0, on_ready=lambda url: print(url, flush=True),
      deadline=float(sys.argv[2]), workers=int(sys.argv[3]),
      trusted_hosts=["127.0.0.1", "localhost"])
"""


def write_vocabulary(folder: Path) -> list[str]:
    """Put the packaged vocabulary where a build puts it, and give the paths."""
    written = []
    for path, text in vocabulary_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        written.append(path)
    return written


def write_release(folder: Path, data: bytes) -> Path:
    """Write a release folder by hand, so that the server is tested without the loaders."""
    quads = list(ox.parse(data, format=ox.RdfFormat.TRIG))
    store = ox.Store(folder / "store")
    store.bulk_extend(quads)
    store.flush()
    graphs = {graph.value: 0 for graph in store.named_graphs()}
    for quad in quads:
        graphs[quad.graph_name.value] += 1
    del store
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
        "release": "2026-11-22-abc",
        "quads": len(quads),
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
    listed += vocabulary
    files = {
        name: {
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            "bytes": (folder / name).stat().st_size,
        }
        for name in listed
    }
    (folder / "MANIFEST.json").write_text(json.dumps({"release": "2026-11-22-abc", "files": files}))
    return folder


@contextmanager
def running(release: Path, deadline: float, workers: int) -> Iterator[Client]:
    """Start the real server on a free port and end it with SIGTERM, as a service manager does."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(release), str(deadline), str(workers)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        with process.stdout:
            yield Client(process.stdout.readline().strip(), process.pid)
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("release"), DATA.read_bytes())


@pytest.fixture(scope="session")
def client(release: Path) -> Iterator[Client]:
    with running(release, deadline=20, workers=2) as client:
        yield client


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server over a release whose store, too, holds the whole packaged ontology."""
    graph = Graph()
    for file in sorted(ROOT.joinpath("ontology").glob("*.ttl")):
        graph.parse(file)
    triples = graph.serialize(format="nt").encode()
    data = b"%s\n<%bgraph/ontology> {\n%s\n}\n" % (DATA.read_bytes(), BASE.encode(), triples)
    with running(write_release(tmp_path_factory.mktemp("whole"), data), 20, 2) as client:
        yield client


@pytest.fixture(scope="session")
def hasty(release: Path) -> Iterator[Client]:
    """A server with one worker and a deadline of one second."""
    with running(release, deadline=1, workers=1) as client:
        yield client


@pytest.fixture
def pool(release: Path) -> Iterator[Pool]:
    pool = Pool(Settings(str(release / "store"), deadline=20), workers=1)
    yield pool
    pool.close()
