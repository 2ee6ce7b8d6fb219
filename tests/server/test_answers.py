"""Answers from the pool: they stream within limits, and none is ended as if it were whole."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import psutil
import pytest
from served import is_worker, pool_of, soon

from klynge.server.pool.answer import HEAD, BrokenOff, NobodyWaits
from klynge.server.pool.wire import Request
from klynge.server.pool.worker import FEATURES, SOLUTIONS, TRIPLES
from klynge.server.pool.workers import Pool
from klynge.server.problems import AnswerTooLarge, DeadlinePassed, TooManyRows

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"


def ask(query: str, media_type: str = "text/csv") -> Request:
    return Request(query, media_type)


def processes() -> set[int]:
    return {child.pid for child in psutil.Process().children() if is_worker(child)}


def is_answering(pool: Pool) -> bool:
    return pool.ask(ask("ASK {}"), patience=20) == b"true"


def test_a_small_answer_is_whole_at_once(pool: Pool) -> None:
    answer = pool.answer(ask("SELECT ?s { ?s ?p ?o } LIMIT 3"))

    assert answer.is_whole
    assert b"".join(answer) == answer.head
    assert answer.head.count(b"\r\n") == 4


def test_a_large_answer_comes_in_parts_that_make_the_whole(pool: Pool) -> None:
    query = ask("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")

    answer = pool.answer(query)
    is_whole_before, parts = answer.is_whole, list(answer)

    assert not is_whole_before
    assert answer.is_whole
    assert len(parts) >= 3
    assert len(answer.head) < 8 * HEAD
    assert b"".join(parts) == pool.ask(query)


def test_the_first_bytes_do_not_wait_for_the_last(release: Path) -> None:
    with pool_of(release, deadline=60) as pool:
        answer = pool.answer(ask(ENDLESS))

        assert 0 < len(answer.head) < 8 * HEAD
        answer.close()


def test_an_answer_that_is_closed_frees_its_worker(release: Path) -> None:
    with pool_of(release, deadline=60) as pool:
        before = processes()
        pool.answer(ask(ENDLESS)).close()

        assert is_answering(pool)
        assert not processes() & before


def test_a_worker_waits_while_nobody_takes_its_bytes(release: Path) -> None:
    with pool_of(release, deadline=60) as pool:
        answer = pool.answer(ask(ENDLESS))
        (worker,) = (child for child in psutil.Process().children() if is_worker(child))
        time.sleep(0.5)
        before = worker.cpu_times().user
        time.sleep(0.5)

        assert worker.cpu_times().user - before < 0.1
        answer.close()


def test_the_deadline_covers_an_answer_that_nobody_reads(release: Path) -> None:
    with pool_of(release, deadline=1) as pool:
        answer = pool.answer(ask(ENDLESS))
        before = processes()

        assert soon(lambda: processes() != before)
        assert is_answering(pool)
        with pytest.raises(BrokenOff) as broken:
            b"".join(answer)
        assert isinstance(broken.value.__cause__, DeadlinePassed)


def test_an_answer_past_its_deadline_breaks_off(release: Path) -> None:
    with pool_of(release, deadline=1) as pool:
        with pytest.raises(BrokenOff) as broken:
            for _ in pool.answer(ask(ENDLESS)):
                pass

        assert isinstance(broken.value.__cause__, DeadlinePassed)
        assert is_answering(pool)


def test_who_takes_no_bytes_gives_the_worker_to_who_waits(release: Path) -> None:
    with pool_of(release, deadline=60) as pool:
        stalled = pool.answer(ask(ENDLESS))

        assert pool.ask(ask("ASK {}"), patience=20) == b"true"
        with pytest.raises(BrokenOff):
            b"".join(stalled)


def test_a_query_is_given_up_when_nobody_waits_for_it(release: Path) -> None:
    gone = threading.Event()
    with pool_of(release, deadline=60) as pool:
        threading.Timer(0.3, gone.set).start()
        with pytest.raises(NobodyWaits):
            pool.answer(ask(HEAVY), gone=gone.is_set)

        assert is_answering(pool)


@pytest.mark.parametrize("media_type", [*SOLUTIONS, FEATURES])
def test_an_answer_has_as_many_rows_as_it_may_and_no_more(release: Path, media_type: str) -> None:
    with pool_of(release, rows=5) as pool:
        assert pool.ask(ask("SELECT * { ?s ?p ?o } LIMIT 5", media_type))
        with pytest.raises(TooManyRows, match="more than 5 rows"):
            pool.ask(ask("SELECT * { ?s ?p ?o } LIMIT 6", media_type))


@pytest.mark.parametrize("media_type", TRIPLES)
def test_a_graph_has_as_many_triples_as_it_may(release: Path, media_type: str) -> None:
    with pool_of(release, rows=5) as pool:
        assert pool.ask(ask(f"{EVERYTHING} LIMIT 5", media_type))
        with pytest.raises(TooManyRows):
            pool.ask(ask(f"{EVERYTHING} LIMIT 6", media_type))


@pytest.mark.parametrize(
    ("limit", "problem"), [({"rows": 3000}, TooManyRows), ({"answer": 300_000}, AnswerTooLarge)]
)
def test_a_limit_met_after_the_first_bytes_breaks_the_answer_off(
    release: Path, limit: dict[str, int], problem: type[Exception]
) -> None:
    with pool_of(release, **limit) as pool:
        before = processes()
        answer = pool.answer(ask("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
        with pytest.raises(BrokenOff) as broken:
            b"".join(answer)

        assert isinstance(broken.value.__cause__, problem)
        assert is_answering(pool)
        assert processes() == before


def test_a_worker_that_has_answered_enough_is_replaced(release: Path) -> None:
    with pool_of(release, queries=3) as pool:
        before = processes()
        assert all(is_answering(pool) for _ in range(3))

        assert is_answering(pool)
        assert not processes() & before
