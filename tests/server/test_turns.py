"""Who gets the next worker."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import cast

import pytest
from served import soon

from klynge.server.pool.turns import MOST_WAITING, Turns
from klynge.server.pool.worker_process import Worker
from klynge.server.problems import Busy


def workers(turns: Turns, number: int) -> list[Worker]:
    """Put workers that need not do anything."""
    made = [cast(Worker, object()) for _ in range(number)]
    for worker in made:
        turns.put(worker)
    return made


class Line:
    """Clients that wait for a worker, each in a thread, and in which order they got one."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.served: list[str] = []
        self._threads: list[threading.Thread] = []

    def join(self, client: str) -> None:
        thread = threading.Thread(target=self._wait, args=(client,))
        self._threads.append(thread)
        thread.start()
        count = len(self._threads)
        assert soon(lambda: len(self.turns._waiting) + len(self.served) == count)

    def end(self) -> None:
        for thread in self._threads:
            thread.join()

    def _wait(self, client: str) -> None:
        with suppress(Busy):
            self.turns.take(client, 20)
            self.served.append(client)


def test_the_worker_that_worked_last_works_again() -> None:
    turns = Turns(most=9)
    _, last = workers(turns, 2)

    assert turns.take("a", 0) is last


def test_nobody_waits_longer_than_patience() -> None:
    with pytest.raises(Busy):
        Turns(most=1).take("a", 0.01)


def test_one_client_leaves_a_worker_to_others() -> None:
    turns = Turns(most=2)
    workers(turns, 3)
    turns.take("greedy", 0)
    turns.take("greedy", 0)

    with pytest.raises(Busy):
        turns.take("greedy", 0.01)
    assert turns.take("other", 0)


def test_who_holds_nothing_comes_before_who_waits_longer() -> None:
    turns = Turns(most=9)
    line = Line(turns)
    workers(turns, 1)
    turns.take("greedy", 0)
    for client in ("greedy", "greedy", "other"):
        line.join(client)

    workers(turns, 1)

    assert soon(lambda: line.served == ["other"])
    workers(turns, 2)
    line.end()


def test_a_worker_given_back_lets_its_client_take_another() -> None:
    turns = Turns(most=1)
    workers(turns, 2)
    worker = turns.take("a", 0)
    line = Line(turns)
    line.join("a")

    turns.done(worker)

    line.end()
    assert line.served == ["a"]


def test_a_client_cannot_fill_the_line() -> None:
    turns = Turns(most=1)
    workers(turns, 1)
    turns.take("greedy", 0)
    line = Line(turns)
    for _ in range(MOST_WAITING):
        line.join("greedy")

    with pytest.raises(Busy):
        turns.take("greedy", 20)
    threading.Timer(0.05, workers, (turns, 1)).start()
    assert turns.take("other", 20)

    turns.close()
    line.end()


def test_closing_sends_away_who_waits_and_who_comes() -> None:
    turns = Turns(most=1)
    threading.Timer(0.05, turns.close).start()

    with pytest.raises(Busy):
        turns.take("a", 20)
    with pytest.raises(Busy):
        turns.take("a", 20)


def test_slow_clients_together_hold_no_more_than_half() -> None:
    turns = Turns(most=3, half=2, is_slow=lambda client: client.startswith("slow"))
    workers(turns, 4)
    turns.take("slow a", 0)
    turns.take("slow b", 0)

    with pytest.raises(Busy):
        turns.take("slow c", 0.01)

    assert turns.idle == 2
    assert turns.take("quick", 0)


def test_a_client_that_turns_out_slow_counts_from_then_on() -> None:
    slow = set[str]()
    turns = Turns(most=3, half=1, is_slow=slow.__contains__)
    workers(turns, 3)
    first = turns.take("a", 0)
    slow.update("ab")

    with pytest.raises(Busy):
        turns.take("b", 0.01)
    turns.done(first)

    assert turns.take("b", 0)
