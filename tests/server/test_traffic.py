"""Queries take turns: shares, slow places, kept answers, the numbers and the log of it."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from flask.testing import FlaskClient
from served import is_worker
from werkzeug.test import TestResponse

from klynge.server.app import create_app
from klynge.server.pool.wire import Settings
from klynge.server.pool.workers import Pool
from klynge.server.sharing.fairness import Allowance, Ledger
from klynge.server.sharing.traffic import Traffic, log_queries
from klynge.server.store import open_release

HEAVY = """SELECT (COUNT(*) AS ?n) {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q ?r ?s . FILTER(?a != ?q) }"""
LIGHT = "SELECT ?s { ?s ?p ?o } LIMIT 3"
GENEROUS = Allowance(rate=1.0, burst=1_000.0)


@contextmanager
def served(
    release: Path, ledger: Ledger | None = None, workers: int = 1, proxies: int = 0
) -> Iterator[tuple[FlaskClient, Traffic, Pool]]:
    """Give a client, the traffic and the pool of an application over a release."""
    pool = Pool(Settings(str(release / "store"), deadline=4), workers)
    traffic = Traffic(workers, ledger)
    try:
        app = create_app(open_release(release), pool, traffic, proxies=proxies)
        yield FlaskClient(app), traffic, pool
    finally:
        pool.close()


def ask(
    client: FlaskClient, query: str, address: str = "192.0.2.1", **headers: str
) -> TestResponse:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(
        f"/sparql?query={quote(query)}", headers=names, environ_base={"REMOTE_ADDR": address}
    )


def test_a_client_that_makes_too_many_errors_must_wait_and_is_told_how_long(release: Path) -> None:
    ledger = Ledger(GENEROUS, Allowance(rate=0.1, burst=1.5))
    with served(release, ledger) as (client, _, _):
        for _ in range(2):
            assert ask(client, "SELECT nonsense").status_code == 400

        refused = ask(client, LIGHT)

    assert refused.status_code == 429
    assert refused.get_json()["type"].endswith("/problem/too-much")
    seconds = int(refused.headers["Retry-After"])
    assert 1 <= seconds <= 11
    assert f"{seconds} seconds" in refused.get_json()["detail"]


def test_queries_that_never_reach_a_worker_count_as_errors_too(release: Path) -> None:
    ledger = Ledger(GENEROUS, Allowance(rate=0.1, burst=1.5))
    with served(release, ledger) as (client, _, _):
        for _ in range(2):
            ask(client, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")

        assert ask(client, LIGHT).status_code == 429


def test_the_query_page_is_no_way_around_the_shares(release: Path) -> None:
    ledger = Ledger(GENEROUS, Allowance(rate=0.1, burst=1.5))
    with served(release, ledger) as (client, _, _):
        for _ in range(2):
            client.get("/query?view=1&query=nonsense")

        assert client.get(f"/query?view=1&query={quote(LIGHT)}").status_code == 429


def test_a_client_that_used_its_seconds_waits_while_others_are_answered(release: Path) -> None:
    ledger = Ledger(Allowance(rate=0.1, burst=0.5), GENEROUS)
    with served(release, ledger) as (client, _, _):
        assert ask(client, HEAVY, "192.0.2.9").status_code == 504

        assert ask(client, LIGHT, "192.0.2.9").status_code == 429
        assert ask(client, LIGHT, "192.0.2.1").status_code == 200


def test_behind_a_proxy_of_ours_clients_are_told_apart_by_what_it_says(release: Path) -> None:
    ledger = Ledger(GENEROUS, Allowance(rate=0.1, burst=0.5))
    with served(release, ledger, proxies=1) as (client, _, _):
        ask(client, "nonsense", X_Forwarded_For="203.0.113.7, 198.51.100.1")

        assert ask(client, LIGHT, X_Forwarded_For="198.51.100.1").status_code == 429
        assert ask(client, LIGHT, X_Forwarded_For="198.51.100.2").status_code == 200


def test_without_a_proxy_nobody_takes_another_name_by_a_header(release: Path) -> None:
    ledger = Ledger(GENEROUS, Allowance(rate=0.1, burst=0.5))
    with served(release, ledger) as (client, _, _):
        ask(client, "nonsense", X_Forwarded_For="198.51.100.1")

        assert ask(client, LIGHT, X_Forwarded_For="198.51.100.2").status_code == 429


def test_a_slow_query_is_stopped_when_the_slow_places_are_taken(release: Path) -> None:
    with served(release, workers=2) as (client, _, _):
        first: list[int] = []
        thread = threading.Thread(
            target=lambda: first.append(ask(client, HEAVY, "192.0.2.2").status_code)
        )
        thread.start()
        time.sleep(1.5)

        second = ask(client, HEAVY.replace("?n", "?m"), "192.0.2.3")
        thread.join()

    assert first == [504]
    assert second.status_code == 503
    assert second.get_json()["type"].endswith("/problem/too-many-slow")
    assert int(second.headers["Retry-After"]) > 0


def test_a_slow_query_lets_all_other_processes_go_first(release: Path) -> None:
    with served(release, workers=1) as (client, _, pool):
        ours = psutil.Process().children()
        [worker] = [child for child in ours if is_worker(child)]
        before = {psutil.Process(thread.id).nice() for thread in worker.threads()}
        thread = threading.Thread(target=lambda: ask(client, HEAVY))
        thread.start()
        time.sleep(1.5)
        during = {psutil.Process(thread.id).nice() for thread in worker.threads()}
        thread.join()

    assert before == {psutil.Process().nice()}
    assert min(during) > max(before)


def test_a_kept_answer_needs_no_worker(release: Path) -> None:
    with served(release) as (client, traffic, pool):
        first = ask(client, LIGHT)
        pool.close()

        again = ask(client, LIGHT)

        assert again.status_code == 200
        assert again.data == first.data
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.content_type == first.content_type
        assert ask(client, LIGHT, Accept="text/csv").status_code == 503


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?r) {}", "CONSTRUCT { [] a ?o } { ?s a ?o }"])
def test_an_answer_that_may_differ_the_next_time_is_not_kept(release: Path, query: str) -> None:
    with served(release) as (client, _, pool):
        assert ask(client, query).status_code == 200
        pool.close()

        assert ask(client, query).status_code == 503


def test_a_line_of_the_log_tells_the_query_and_not_who_asked(release: Path, tmp_path: Path) -> None:
    log = logging.getLogger("klynge.queries")
    before = (log.level, log.propagate)
    try:
        log_queries(tmp_path / "queries.jsonl")
        with served(release) as (client, _, _):
            ask(client, LIGHT)
            ask(client, "SELECT ?secret", "192.0.2.77")
    finally:
        for handler in list(log.handlers):
            log.removeHandler(handler)
            handler.close()
        log.level, log.propagate = before

    text = (tmp_path / "queries.jsonl").read_text()
    good, bad = map(json.loads, text.splitlines())
    assert good["outcome"] == "complete" and good["bytes"] > 0 and good["seconds"] >= 0
    assert bad["outcome"] == "query-syntax"
    assert good["client"] != bad["client"]
    assert "192.0.2" not in text and "secret" not in text


def test_an_operator_sees_how_queries_ended_and_how_many_workers_wait(release: Path) -> None:
    with served(release) as (client, _, _):
        for query in (LIGHT, LIGHT, "nonsense"):
            ask(client, query)

        reply = client.get("/metrics")

    assert reply.content_type.startswith("text/plain")
    text = reply.get_data(as_text=True)
    for outcome in ("complete", "kept", "query-syntax"):
        assert f'klynge_queries_total{{outcome="{outcome}"}} 1.0' in text
    assert "klynge_idle_workers 1.0" in text


def test_a_client_that_costs_a_worker_is_known_for_it() -> None:
    traffic = Traffic(2)
    lost, other = (traffic.inquiry(address, "ASK {}") for address in ("192.0.2.1", "192.0.2.2"))

    lost.end("worker-lost")
    other.end("query-syntax")

    assert traffic.places.knows(lost.client)
    assert not traffic.places.knows(other.client)
