"""Five hundred queries, asked of our pool, of rdflib and of the oxigraph server: equal as bags.

The pool evaluates with its rewrites, the oxigraph server without; rdflib shares no code with
either. Where rdflib differs, `three_engines.toml` says by which fault of whose.
"""

from __future__ import annotations

import json
import random
import tomllib
import urllib.request
import warnings
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlencode

import pytest
import random_queries
from peers import installed, serving
from pyparsing.exceptions import ParseException
from rdflib import Dataset
from served import write_release
from serving import free_port

from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool

pytestmark = pytest.mark.slow

JSON = "application/sparql-results+json"
RULES = ("steps", "joins", "exists", "counting", "ordering")
SEEDS = range(500)
GRAPH = "http://example.org/all"
NUMBERS = "http://www.w3.org/2001/XMLSchema#"

Bag = Counter[tuple[tuple[str, str, str, str], ...]]


def query_of(seed: int) -> str:
    chance = random.Random(seed)
    query = random_queries.query(chance, RULES[seed % len(RULES)])
    # What a slice cuts off may differ where sort keys are equal; all rows must be the same.
    return query.text.partition(" LIMIT ")[0] if query.sliced else query.text


@pytest.fixture(scope="module")
def triples() -> str:
    store = random_queries.dataset(random.Random(22))
    return "".join(sorted({f"{quad.triple} .\n" for quad in store}))


@pytest.fixture(scope="module")
def release(triples: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("release"), f"<{GRAPH}> {{{triples}}}".encode())


@pytest.fixture(scope="module")
def pool(release: Path) -> Iterator[Pool]:
    pool = Pool(Settings(str(release / "store"), deadline=60), workers=2)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def oxigraph(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command = str(installed(tmp_path_factory.mktemp("peer"), "oxigraph") / "oxigraph")
    port = free_port()
    options = ["--location", str(release / "store"), "--bind", f"127.0.0.1:{port}"]
    # The default graph of the store is the merge of its graphs already.
    with serving([command, "serve-read-only", *options], port, "/query") as address:
        yield address


@pytest.fixture(scope="module")
def rdflib_dataset(triples: str) -> Dataset:
    dataset = Dataset(default_union=True)
    dataset.graph(GRAPH).parse(data=triples, format="nt")
    return dataset


def bag(body: bytes) -> Bag:
    rows = json.loads(body)["results"]["bindings"]
    return Counter(
        tuple(sorted((name, *_term(term)) for name, term in row.items())) for row in rows
    )


def _term(term: dict[str, str]) -> tuple[str, str, str]:
    """Give a term by what it is: numbers by type and value, since engines write them anew."""
    datatype = term.get("datatype", "")
    value = term["value"]
    if datatype.removeprefix(NUMBERS) in {"integer", "decimal", "double"}:
        try:
            value = str(Decimal(value).normalize())
        except InvalidOperation:
            pass
    return value, datatype, term.get("xml:lang", "").lower()


def of_server(address: str, query: str) -> Bag:
    request = urllib.request.Request(
        f"{address}?{urlencode({'query': query})}", headers={"Accept": JSON}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return bag(response.read())


def of_rdflib(dataset: Dataset, query: str) -> Bag | None:
    """Give what rdflib answers, None for a query that it does not read."""
    with warnings.catch_warnings():
        # rdflib 7.6 calls its own deprecated names where a query says GRAPH.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            body = dataset.query(query).serialize(format="json")
        except ParseException:
            return None
    assert body is not None
    return bag(body)


def test_the_pool_and_the_oxigraph_server_give_the_same_rows(pool: Pool, oxigraph: str) -> None:
    differing, with_rows = [], 0
    for seed in SEEDS:
        ours = bag(pool.ask(Request(query_of(seed), JSON)))
        with_rows += bool(ours)
        if ours != of_server(oxigraph, query_of(seed)):
            differing.append(query_of(seed))

    assert differing == []
    assert with_rows > len(SEEDS) / 3


def test_the_pool_and_rdflib_give_the_same_rows_or_it_is_said_why(
    pool: Pool, rdflib_dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons = tomllib.loads(Path(__file__).with_name("three_engines.toml").read_text())["reason"]
    explained = {seed: reason for reason, seeds in reasons.items() for seed in seeds}
    differing = {
        seed
        for seed in SEEDS
        if bag(pool.ask(Request(query_of(seed), JSON))) != of_rdflib(rdflib_dataset, query_of(seed))
    }

    with capsys.disabled():
        print(f"\nrdflib differs in {len(differing)} of {len(SEEDS)} queries, each explained")
    assert {seed: query_of(seed) for seed in differing - set(explained)} == {}
    assert set(explained) - differing == set(), "these do not differ: their reasons hide nothing"


def test_a_row_too_many_is_a_difference() -> None:
    one = {"results": {"bindings": [{"a": {"type": "literal", "value": "x"}}]}}
    two = {"results": {"bindings": one["results"]["bindings"] * 2}}

    assert bag(json.dumps(one).encode()) != bag(json.dumps(two).encode())
