"""No query makes the server reach the canary: not past the screen, and not past the jail.

Each vector comes with its positive control: the bare library, given the same text, reaches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from asking import Client, Reply
from attacks.canary import Canary
from attacks.controls import QUERIES, quietly
from attacks.vectors import DATASETS, SERVICES, Vector

from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.workers import Pool
from klynge.server.problems import Problem

VECTORS = (*SERVICES, *DATASETS)
ENGINES_OWN = [vector for vector in VECTORS if vector.control == "oxigraph"]


@pytest.fixture(scope="module")
def jailed(release: Path) -> Iterator[Pool]:
    pool = Pool(Settings(str(release / "store"), deadline=5), workers=1)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def unjailed(release: Path) -> Iterator[Pool]:
    pool = Pool(Settings(str(release / "store"), deadline=5, jailed=False), workers=1)
    yield pool
    pool.close()


@pytest.fixture(params=VECTORS, ids=lambda vector: vector.name)
def vector(request: pytest.FixtureRequest) -> Vector:
    found: Vector = request.param
    return found


def token(vector: Vector, way: str) -> str:
    return f"{VECTORS.index(vector)}-{way}-"


def said(reply: Reply) -> str:
    return f"{reply.headers.as_string()}\n{reply.body.decode('utf-8', 'replace')}"


def test_no_query_gets_out_of_the_endpoint(client: Client, bird: Canary, vector: Vector) -> None:
    ours = token(vector, "http")
    payload = bird.filled(vector.payload, ours)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    # From an address of its own, or the refusals would soon be for asking too much.
    asker = replace(client, source=f"127.2.0.{VECTORS.index(vector) + 1}")
    replies = [
        asker.query(payload),
        asker.ask("/sparql", "POST", form, urlencode({"query": payload}).encode()),
        asker.ask("/sparql", "POST", form, urlencode({"update": payload}).encode()),
    ]
    for kind in ("query", "update"):
        headers = {"Content-Type": f"application/sparql-{kind}"}
        replies.append(asker.ask("/sparql", "POST", headers, payload.encode()))

    assert not bird.was_reached(ours, "".join(map(said, replies)))
    assert {reply.status for reply in replies} <= {200, 400, 403, 406}


def test_the_library_alone_does_reach_out(bird: Canary, vector: Vector) -> None:
    ours = token(vector, "control")
    payload = bird.filled(vector.payload, ours)

    output = quietly(lambda: QUERIES[vector.control](payload))

    assert bird.was_reached(ours, output)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("address", ["{URL}", "{FILE}", "{PATH}"])
def test_no_graph_of_the_protocol_is_fetched(
    client: Client, bird: Canary, name: str, address: str
) -> None:
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    parameters = {name: bird.filled(address, "graph-")}

    reply = client.query(query, **parameters)

    assert not bird.was_reached("graph-", reply.text)


def asked(pool: Pool, query: str) -> str:
    with suppress(Problem):
        return pool.ask(Request(query, "text/csv"), patience=30).decode()
    return ""


def test_no_query_gets_out_of_the_jail(jailed: Pool, bird: Canary, vector: Vector) -> None:
    # The screen is a courtesy; the worker must hold what it would turn away.
    ours = token(vector, "jail")

    output = asked(jailed, bird.filled(vector.payload, ours))

    assert jailed.jail
    assert not bird.was_reached(ours, output)


@pytest.mark.parametrize("vector", ENGINES_OWN, ids=lambda vector: vector.name, indirect=True)
def test_a_worker_without_the_jail_does_reach_out(
    unjailed: Pool, bird: Canary, vector: Vector
) -> None:
    ours = token(vector, "open")

    asked(unjailed, bird.filled(vector.payload, ours))

    assert bird.was_reached(ours)
