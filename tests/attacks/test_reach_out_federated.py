"""With one endpoint allowed, no query and no answer of that endpoint makes us reach another.

The allowed one is as dangerous as can be: it evaluates whatever it is sent with all the network,
so that a SERVICE inside what it is asked would be reached from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from asking import Client, Reply
from attacks.canary import Canary
from attacks.controls import QUERIES, quietly
from attacks.vectors import ANSWERS, DATASETS, FEDERATED, SERVICES, Vector
from endpoints import JSON, Endpoint, endpoint, over, saying
from served import running

from klynge.server.federation.federated_pool import FederatedPool
from klynge.server.federation.services import FederatedSettings, Services
from klynge.server.pool.wire import Request, Settings
from klynge.server.problems import Problem

VECTORS = (*SERVICES, *DATASETS, *FEDERATED)
STATUSES = (301, 302, 303, 307, 308)


@pytest.fixture(scope="module")
def allowed() -> Iterator[Endpoint]:
    # It evaluates whatever comes, SERVICE too.
    with endpoint(over('<x:a> <x:p> "o" .')) as found:
        yield found


@pytest.fixture(scope="module")
def federating(release: Path, allowed: Endpoint) -> Iterator[Client]:
    # Names may lead to this machine, so that it is the list and nothing else that holds.
    services = Services((allowed.url,), private=True)
    with running(release, deadline=5, services=services) as client:
        yield client


@pytest.fixture(scope="module")
def pool(release: Path, allowed: Endpoint) -> Iterator[FederatedPool]:
    with pool_for(release, allowed.url) as pool:
        yield pool


class pool_for:
    """A pool that may ask these endpoints."""

    def __init__(self, release: Path, *endpoints: str) -> None:
        services = Services(endpoints, private=True, workers=1)
        settings = Settings(str(release / "store"))
        self._pool = FederatedPool(FederatedSettings.over(settings, services))

    def __enter__(self) -> FederatedPool:
        return self._pool

    def __exit__(self, *exception: object) -> None:
        self._pool.close()


def asked(pool: FederatedPool, query: str) -> str:
    with suppress(Problem):
        return pool.ask(Request(query, "text/csv", federated=True), patience=30).decode()
    return ""


def token(vector: Vector, way: str) -> str:
    return f"fed{VECTORS.index(vector)}-{way}-"


def filled(vector: Vector, bird: Canary, allowed: Endpoint, ours: str) -> str:
    return bird.filled(vector.payload, ours).replace("{ALLOWED}", allowed.url)


def said(reply: Reply) -> str:
    return f"{reply.headers.as_string()}\n{reply.body.decode('utf-8', 'replace')}"


def vectors(found: tuple[Vector, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("vector", found, ids=lambda vector: vector.name)


@vectors(VECTORS)
def test_no_query_gets_past_the_list(
    federating: Client, bird: Canary, allowed: Endpoint, vector: Vector
) -> None:
    ours = token(vector, "http")
    payload = filled(vector, bird, allowed, ours)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    raw = {"Content-Type": "application/sparql-query"}
    asker = replace(federating, source=f"127.3.0.{VECTORS.index(vector) + 1}")

    replies = [
        asker.query(payload),
        asker.query(payload, explain="1"),
        asker.ask("/sparql", "POST", form, urlencode({"query": payload}).encode()),
        asker.ask("/sparql", "POST", raw, payload.encode()),
        asker.ask("/query?" + urlencode({"query": payload, "view": "1"})),
    ]

    assert not bird.was_reached(ours, "".join(map(said, replies)))
    statuses = {reply.status for reply in replies}
    if "FROM" in vector.payload or vector in DATASETS:
        assert statuses <= {200, 400, 403, 406}  # A graph that is not there is an empty one.
    else:
        assert statuses == {400}


@vectors(VECTORS)
def test_no_query_gets_past_the_workers(
    pool: FederatedPool, bird: Canary, allowed: Endpoint, vector: Vector
) -> None:
    ours = token(vector, "jail")

    output = asked(pool, filled(vector, bird, allowed, ours))

    assert pool.jail
    assert not bird.was_reached(ours, output)


@vectors(FEDERATED)
def test_a_library_alone_does_reach_out(bird: Canary, allowed: Endpoint, vector: Vector) -> None:
    # The others have their controls in test_reach_out_by_queries.py.
    ours = token(vector, "control")
    payload = filled(vector, bird, allowed, ours)

    output = quietly(lambda: QUERIES[vector.control](payload))

    assert bird.was_reached(ours, output)


def test_an_endpoint_that_is_on_the_list_is_reached(release: Path, bird: Canary) -> None:
    with pool_for(release, bird.url("listed-")) as pool:
        asked(pool, f"ASK {{ SERVICE <{bird.url('listed-')}> {{ ?s ?p ?o }} }}")

    assert bird.was_reached("listed-")


def test_the_allowed_endpoint_is_asked_by_the_server_of_these_tests(
    federating: Client, allowed: Endpoint
) -> None:
    reply = federating.query(f"ASK {{ SERVICE <{allowed.url}> {{ ?s ?p 'o' }} }}")

    assert reply.json["boolean"] is True


@pytest.mark.parametrize("status", STATUSES)
def test_no_redirect_of_an_allowed_endpoint_is_followed(
    release: Path, bird: Canary, status: int
) -> None:
    ours = f"redirect{status}-"
    to_bird = saying(b"", status=status, Location=bird.url(ours), Refresh=f"0; {bird.url(ours)}")
    with endpoint(to_bird) as found, pool_for(release, found.url) as pool:
        for silent in ("", "SILENT"):
            asked(pool, f"ASK {{ SERVICE {silent} <{found.url}> {{ ?s ?p ?o }} }}")

        assert len(found.asked) == 2
        assert not bird.was_reached(ours)
        # The control: a library that follows.
        urlopen(found.url, timeout=5).close()
        assert bird.was_reached(ours)


def answer(kind: str, text: str) -> bytes:
    """Give a result whose one term holds a text where a careless reader takes it for SPARQL."""
    term = {
        "IRI": {"type": "uri", "value": text},
        "language": {"type": "literal", "value": "a", "xml:lang": text},
        "datatype": {"type": "literal", "value": "a", "datatype": text},
        "blank node": {"type": "bnode", "value": text},
    }.get(kind, {"type": "literal", "value": text})
    rows = [{"s": term}]
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": rows}}).encode()


def careless(kind: str, text: str) -> str:
    """Write a term of an answer into a query as one would who thinks it is a term."""
    written: dict[str, Callable[[], str]] = {
        "IRI": lambda: f"<{text}>",
        "language": lambda: f'"a"@{text}',
        "datatype": lambda: f'"a"^^<{text}>',
        "escaped text": lambda: f'"{text.encode().decode("unicode_escape")}"',
        "text with a line end": lambda: f'"""{text.replace(chr(34), chr(34) * 3)}"""',
    }
    if kind == "blank node":
        return f"ASK {{ OPTIONAL {{ ?x ?y _:{text}\n }}"
    term = written.get(kind, lambda: f'"{text}"')()
    return f"ASK {{ VALUES (?s) {{ ({term}\n }}"


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_answer_of_an_allowed_endpoint_is_taken_for_a_query(
    release: Path, bird: Canary, kind: str
) -> None:
    ours = f"answer-{list(ANSWERS).index(kind)}-"
    text = bird.filled(ANSWERS[kind], ours)
    with endpoint(saying(answer(kind, text))) as found, pool_for(release, found.url) as pool:
        output = asked(pool, f"SELECT * {{ SERVICE <{found.url}> {{ ?s ?p ?o }} }}")

        assert found.asked
        assert not bird.was_reached(ours)
        # It is a text like any other, or it is no term and refused.
        assert ours in output or kind in {"IRI", "language", "datatype", "blank node"}


@pytest.mark.parametrize("kind", ANSWERS)
def test_written_carelessly_it_is_taken_for_one(bird: Canary, kind: str) -> None:
    ours = f"careless-{list(ANSWERS).index(kind)}-"
    query = careless(kind, bird.filled(ANSWERS[kind], ours))

    quietly(lambda: QUERIES["oxigraph"](query))

    assert bird.was_reached(ours)


def test_entities_in_an_answer_reach_nobody(release: Path, bird: Canary) -> None:
    ours = "entity-of-an-answer-"
    body = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{bird.url(ours)}">]><sparql>&e;</sparql>'.encode()
    for media_type in ("application/sparql-results+xml", "application/xml", JSON):
        with endpoint(saying(body, media_type)) as found, pool_for(release, found.url) as pool:
            assert asked(pool, f"ASK {{ SERVICE <{found.url}> {{ ?s ?p ?o }} }}") == ""
            assert found.asked

    # Its control, a reader of XML with entities switched on, is in test_reach_out_by_files.py.
    assert not bird.was_reached(ours)
