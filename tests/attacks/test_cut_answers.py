"""An answer whose worker is killed is an error to whoever reads it, wherever it is cut."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import urllib.request
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from cutting import Cutter, cutting
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import running
from SPARQLWrapper import CSV, JSON, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GRAPH = "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }"
QUERIES = {
    **dict.fromkeys(("json", "xml", "csv", "tsv"), ROWS),
    **dict.fromkeys(("turtle", "ntriples", "jsonld", "rdfxml"), GRAPH),
}
LARGEST = 1_500_000
SEED = 22

CUTS = int(os.environ.get("KLYNGE_CUTS", "12"))
"""Points at which an answer is cut in each format; 50 is the full measure."""

Read = Callable[[str, str], object]


def with_urllib(url: str, format_: str) -> object:
    query = urlencode({"query": QUERIES[format_], "format": format_})
    with urllib.request.urlopen(f"{url}?{query}", timeout=60) as response:
        return response.read()


def with_curl(url: str, format_: str) -> object:
    query = urlencode({"query": QUERIES[format_], "format": format_})
    command = ["curl", "--silent", "--fail", "--output", "/dev/null", f"{url}?{query}"]
    return subprocess.run(command, check=True, timeout=60)


def with_sparqlwrapper(url: str, format_: str) -> object:
    names = {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV, "turtle": TURTLE, "rdfxml": RDFXML}
    wrapper = SPARQLWrapper(url, returnFormat=names[format_])
    wrapper.setQuery(QUERIES[format_])
    return wrapper.query().convert()


def with_rdflib(url: str, format_: str) -> object:
    if format_ in {"json", "xml", "csv", "tsv"}:
        store = SPARQLStore(url, returnFormat=format_)
        return list(store.query(QUERIES[format_]))
    query = urlencode({"query": QUERIES[format_], "format": format_})
    names = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    return rdflib.Graph().parse(f"{url}?{query}", format=names[format_])


READERS: dict[str, tuple[Read, tuple[str, ...]]] = {
    "urllib": (with_urllib, tuple(QUERIES)),
    "curl": (with_curl, tuple(QUERIES)),
    "SPARQLWrapper": (with_sparqlwrapper, ("json", "xml", "csv", "tsv", "turtle", "rdfxml")),
    "rdflib": (with_rdflib, tuple(QUERIES)),
}
CASES = [
    *(("urllib", format_) for format_ in QUERIES),
    *((name, "json") for name in READERS if name != "urllib"),
    ("rdflib", "turtle"),
]
ALL = [(name, format_) for name, (_, formats) in READERS.items() for format_ in formats]


@pytest.fixture(scope="module")
def cutter(large: Path) -> Iterator[Cutter]:
    with (
        running(large, deadline=300, workers=1, shares="unshared") as server,
        cutting(server) as cutter,
    ):
        yield cutter


def cut_points(number: int) -> list[int]:
    """Give places in an answer, its head and its first bytes among them."""
    dice = random.Random(SEED)
    # Not before the first byte: a worker killed before it has the query is only replaced.
    return [1, 300, 1_000, *(dice.randrange(LARGEST) for _ in range(number - 3))]


def raises(read: Read, cutter: Cutter, format_: str, after: int) -> bool:
    cutter.after = after
    try:
        read(cutter.url, format_)
    except Exception as error:  # Which one is the library's business; that there is one is ours.
        # A query that is refused for its client's sake was never cut, so it shows nothing.
        assert "429" not in str(error)
        print(f"{type(error).__name__}: {error}"[:200])
        return True
    return False


@pytest.mark.parametrize(("name", "format_"), CASES)
# An XML parser of rdflib's may leave its file open when it raises.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cut_answer_is_an_error(cutter: Cutter, name: str, format_: str) -> None:
    if name == "curl" and not shutil.which("curl"):
        pytest.skip("curl is not installed")
    before = cutter.cuts

    assert raises(READERS[name][0], cutter, format_, 400_000)
    assert cutter.cuts > before


@pytest.mark.slow
@pytest.mark.parametrize("format_", QUERIES)
def test_a_cut_answer_is_an_error_wherever_it_is_cut(cutter: Cutter, format_: str) -> None:
    print(f"seed {SEED}")

    silent = [n for n in cut_points(CUTS) if not raises(with_urllib, cutter, format_, n)]

    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "format_"), [case for case in ALL if case[0] != "urllib"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_each_library_raises_in_each_format(cutter: Cutter, name: str, format_: str) -> None:
    read, places = READERS[name][0], cut_points(max(4, CUTS // 6))

    silent = [n for n in places if not raises(read, cutter, format_, n)]

    assert silent == []


@pytest.mark.slow
def test_pandas_raises_wherever_an_answer_is_cut(cutter: Cutter, tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=True)
    python = str(tmp_path / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "pandas"]
    subprocess.run(install, check=True, capture_output=True)

    def with_pandas(url: str, format_: str) -> object:
        address = f"{url}?{urlencode({'query': QUERIES[format_], 'format': format_})}"
        code = "import pandas, sys; pandas.read_csv(sys.argv[1])"
        return subprocess.run([python, "-c", code, address], check=True, capture_output=True)

    silent = [n for n in cut_points(max(4, CUTS // 5)) if not raises(with_pandas, cutter, "csv", n)]

    assert silent == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(QUERIES, "csv", f"{ROWS} LIMIT 10")
        assert not raises(with_pandas, cutter, "csv", LARGEST)


@pytest.mark.parametrize(("name", "format_"), CASES)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_an_answer_that_is_not_cut_is_none(
    cutter: Cutter, monkeypatch: pytest.MonkeyPatch, name: str, format_: str
) -> None:
    """The control: the same way with an answer that ends in good time raises nothing."""
    monkeypatch.setitem(QUERIES, format_, f"{QUERIES[format_]} LIMIT 10")

    assert not raises(READERS[name][0], cutter, format_, LARGEST)
