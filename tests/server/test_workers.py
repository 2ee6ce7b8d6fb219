"""The pool: killed, crashed and starved workers are replaced, and none has a network."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from served import is_worker, pool_of

from klynge.server.pool.wire import Request, Settings
from klynge.server.pool.worker_process import WorkerNotStarted
from klynge.server.pool.workers import Pool
from klynge.server.problems import (
    AnswerTooLarge,
    Busy,
    DeadlinePassed,
    NotAcceptable,
    NotRepresentable,
    Problem,
    QuerySyntax,
    WorkerLost,
)

HEAVY = """SELECT (COUNT(*) AS ?n) {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q ?r ?s . FILTER(?a != ?q) }"""


def ask(query: str) -> Request:
    return Request(query, "text/csv")


def test_a_query_past_the_deadline_is_stopped_and_the_next_one_answered(release: Path) -> None:
    with pool_of(release, deadline=0.5) as pool:
        with pytest.raises(DeadlinePassed):
            pool.ask(ask(HEAVY))

        assert pool.ask(ask("ASK {}"), patience=20) == b"true"


def test_a_query_that_crashes_the_engine_costs_one_worker_only(release: Path) -> None:
    with pool_of(release) as pool:
        with pytest.raises(WorkerLost):
            pool.ask(ask("ASK " + "{" * 400_000 + "}" * 400_000))

        assert pool.ask(ask("ASK {}"), patience=20) == b"true"


def test_the_braces_that_crash_an_ordinary_stack_are_answered(pool: Pool) -> None:
    assert pool.ask(ask("ASK " + "{" * 4_096 + "}" * 4_096)) == b"true"


def test_a_query_that_eats_memory_costs_one_worker_only(release: Path) -> None:
    doubling = "CONCAT(?x, ?x)"
    for _ in range(4):
        doubling = f"REPLACE({doubling}, 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')"
    query = f"SELECT (STRLEN({doubling}) AS ?n) {{ BIND('{'a' * 2_000}' AS ?x) }}"
    with pool_of(release, memory=200 * 1024 * 1024, deadline=30) as pool:
        with pytest.raises(WorkerLost):
            pool.ask(ask(query))

        assert pool.ask(ask("ASK {}"), patience=20) == b"true"


def test_an_answer_over_the_limit_is_refused_and_the_worker_kept(release: Path) -> None:
    with pool_of(release, answer=200) as pool:
        before = workers_of(pool)

        with pytest.raises(AnswerTooLarge):
            pool.ask(ask("SELECT * { ?s ?p ?o }"))

        assert pool.ask(ask("ASK {}")) == b"true"
        assert workers_of(pool) == before


def test_refusals_leave_the_worker_in_its_place(pool: Pool) -> None:
    before = workers_of(pool)

    with pytest.raises(QuerySyntax, match="cannot be read"):
        pool.ask(ask("SELEKT"))
    with pytest.raises(NotAcceptable):
        pool.ask(ask("CONSTRUCT WHERE { ?s ?p ?o }"))
    with pytest.raises(NotRepresentable):
        pool.ask(Request("SELECT ('\\u0001' AS ?x) {}", "application/sparql-results+xml"))

    assert pool.ask(ask("ASK {}")) == b"true"
    assert workers_of(pool) == before


def test_when_all_workers_are_busy_a_query_waits_no_longer_than_it_must(release: Path) -> None:
    with pool_of(release, deadline=2) as pool:
        slow = threading.Thread(target=lambda: pytest.raises(DeadlinePassed, pool.ask, ask(HEAVY)))
        slow.start()
        busy = wait_for_work(pool)

        with pytest.raises(Busy):
            pool.ask(ask("ASK {}"), patience=0.1)

        slow.join()
        assert busy


def test_a_worker_that_died_idle_is_noticed_and_replaced(pool: Pool) -> None:
    (worker,) = pool_processes(pool)
    worker.kill()
    worker.wait()

    assert pool.ask(ask("ASK {}"), patience=20) == b"true"


def test_no_worker_outlives_the_pool(release: Path) -> None:
    with pool_of(release, workers=2) as pool:
        processes = pool_processes(pool)

    assert len(processes) == 2
    assert not any(process.is_running() for process in processes)


def test_a_store_that_cannot_be_opened_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(WorkerNotStarted, match="could not open the store"):
        Pool(Settings(str(tmp_path / "nowhere")), workers=1)


def test_many_threads_share_few_workers(release: Path) -> None:
    answers: list[bytes] = []
    with pool_of(release, workers=2, deadline=20) as pool:
        threads = [
            threading.Thread(
                target=lambda n=n: answers.append(pool.ask(ask(f"SELECT ({n} AS ?x) {{}}")))
            )
            for n in range(40)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(answers) == sorted(f"x\r\n{n}\r\n".encode() for n in range(40))


class Canary(HTTPServer):
    """Counts who reaches it."""

    hits = 0


class _Sing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        assert isinstance(self.server, Canary)
        self.server.hits += 1
        body = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary(("127.0.0.1", 0), _Sing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def reaching(canary: Canary) -> list[str]:
    address = f"http://127.0.0.1:{canary.server_address[1]}/sparql"
    return [
        f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        f"ASK {{ BIND(<{address}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{address}> {{ ?s ?p ?o }}",
    ]


def reach(pool: Pool, queries: list[str]) -> None:
    for query in queries:
        # Whether it fails or not, the canary decides.
        with suppress(Problem):
            pool.ask(ask(query))


def test_the_canary_sings_when_it_is_reached(release: Path, canary: Canary) -> None:
    with urlopen(f"http://127.0.0.1:{canary.server_address[1]}/") as response:
        response.read()
    by_us = canary.hits
    with pool_of(release, jailed=False) as pool:
        reach(pool, reaching(canary))

    assert by_us == 1
    assert canary.hits > by_us


def test_a_jailed_worker_reaches_nothing(release: Path, canary: Canary) -> None:
    with pool_of(release) as pool:
        reach(pool, reaching(canary))
        means = pool.jail
        answer = pool.ask(ask("ASK {}"))

    assert means
    assert answer == b"true"
    assert canary.hits == 0


def pool_processes(pool: Pool) -> list[psutil.Process]:
    marker = pool.settings.to_argument()
    return [p for p in psutil.Process().children() if marker in p.cmdline()]


def workers_of(pool: Pool) -> set[int]:
    return {process.pid for process in pool_processes(pool)}


def wait_for_work(pool: Pool) -> bool:
    """Wait until the worker is at work, which its CPU seconds show."""
    (worker,) = pool_processes(pool)
    before = worker.cpu_times().user
    for _ in range(200):
        if worker.cpu_times().user > before + 0.05:
            return True
        threading.Event().wait(0.01)
    return False


def test_a_pool_whose_workers_die_while_they_start_does_not_grow(release: Path) -> None:
    with pool_of(release, workers=2) as pool:
        for _ in range(12):
            for child in psutil.Process().children():
                if is_worker(child):
                    child.kill()
            time.sleep(0.15)
        assert pool.ask(ask("ASK {}"), patience=20) == b"true"
        time.sleep(1.5)

        living = [child for child in psutil.Process().children() if is_worker(child)]

        assert len(living) == 2
