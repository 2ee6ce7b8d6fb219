"""The pool: worker processes that each answer one query at a time and may be killed.

A query inside the engine cannot be stopped by anything short of ending its process, and a few
bytes can crash it. So the processes are kept warm, are killed at the deadline, and are replaced
at once; nothing of that reaches the process that serves HTTP.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from .answer import Answer, always, never
from .channel import Wait, in_thread
from .turns import Turns, nobody
from .wire import Request, Settings
from .worker_process import Worker, WorkerNotStarted

log = logging.getLogger(__name__)

WATCH = 0.1
"""Seconds between two looks for workers that died where nobody was listening to them."""

LONGEST_STALL = 1.0
"""Seconds a client may take no bytes before its worker is given to one who waits."""


class Pool:
    """Workers over one release, for any number of threads to ask."""

    def __init__(
        self,
        settings: Settings,
        workers: int = 4,
        is_slow: Callable[[str], bool] = nobody,
        start: Callable[[], Worker] | None = None,
    ) -> None:
        """Start the workers and wait for them; raises WorkerNotStarted when one cannot.

        All clients together of whom `is_slow` says so hold at most half of the workers. `start`
        gives a worker of another kind.
        """
        self.settings = settings
        self.size = workers
        self._new_worker = start or partial(Worker, settings)
        self._turns = Turns(max(workers - 1, 1), max(workers // 2, 1), is_slow)
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._closed = threading.Event()
        try:
            starting = [self._start() for _ in range(workers)]
            self.jail = min(worker.wait_until_ready() for worker in starting)
        except WorkerNotStarted:
            self.close()
            raise
        for worker in starting:
            self._turns.put(worker)
        self._say_jail()
        threading.Thread(target=self._watch, daemon=True).start()

    def answer(
        self,
        request: Request,
        patience: float | None = None,
        client: str = "",
        gone: Callable[[], bool] = never,
        stay: Callable[[], bool] = always,
        wait: Wait = in_thread,
    ) -> Answer:
        """Give the answer to a query, begun: what goes wrong before its first bytes is raised.

        Waits for an idle worker at most `patience` seconds (else the deadline), in turn with
        other clients, and gives up when the client is `gone`, or when the query has become slow
        and may not `stay`. `wait` is how to wait for the first bytes, not for a worker. Raises
        Busy, NobodyWaits, DeadlinePassed, TooManySlow, WorkerLost, or what REFUSALS makes of
        the worker's word.
        """
        worker = self._take(client, self.settings.deadline if patience is None else patience)
        answer = Answer(worker, self._give_back, stay)
        answer.begin(request, gone, wait)
        return answer

    def ask(self, request: Request, patience: float | None = None) -> bytes:
        """Give the whole serialised result of a query; raises as `answer` does.

        An answer that breaks off is raised as the problem that broke it.
        """
        return self.answer(request, patience).whole()

    @property
    def idle(self) -> int:
        """Give how many workers wait for a query."""
        return self._turns.idle

    def close(self) -> None:
        """End all workers; the pool answers nothing after that."""
        self._closed.set()
        self._turns.close()
        with self._lock:
            for worker in self._workers:
                worker.kill()
            for worker in self._workers:
                worker.end()
            self._workers.clear()

    def _take(self, client: str, patience: float) -> Worker:
        until = time.monotonic() + patience
        while True:
            worker = self._turns.take(client, until - time.monotonic())
            if worker.is_alive():
                return worker
            self._give_back(worker, sound=False)

    def _give_back(self, worker: Worker, sound: bool) -> None:
        """Take back a worker after an answer; one in the middle of an answer is not reused."""
        worker.rest()
        if sound and not worker.is_worn:
            self._turns.done(worker)
            self._turns.put(worker)
        else:
            self._replace(worker)

    def _replace(self, worker: Worker) -> None:
        """End a worker and start another in its place; of several calls only the first counts."""
        self._turns.done(worker)
        with self._lock:
            if worker not in self._workers:
                return
            self._workers.discard(worker)
        worker.kill()
        threading.Thread(target=self._restart, args=(worker,), daemon=True).start()

    def _restart(self, ended: Worker) -> None:
        ended.end()
        while not self._closed.is_set():
            try:
                return self._turns.put(self._started())
            except (WorkerNotStarted, OSError) as error:
                if self._closed.is_set():
                    return
                log.error("no new worker: %s; the next attempt is in a second", error)
                self._closed.wait(1.0)

    def _watch(self) -> None:
        """Replace workers that died or are overdue where nobody listens, until we are closed.

        Whoever waits for an answer sees to its deadline, but nobody does while a client takes no
        bytes.
        """
        while not self._closed.wait(WATCH):
            with self._lock:
                workers = tuple(self._workers)
            # One that is starting is waited for by whoever starts it, and by nobody else: two who
            # replaced it would make two of one, and those four.
            for worker in (one for one in workers if one.is_ready):
                # While others wait, nobody keeps a worker without taking its bytes.
                stalled = worker.stalls_for > LONGEST_STALL and self._turns.is_waited_for
                if stalled or worker.is_overdue or not worker.is_alive():
                    log.warning("a worker was lost, overdue or stalled; another takes its place")
                    self._replace(worker)

    def _started(self) -> Worker:
        """Start a worker and wait for it; one that does not come up leaves no trace."""
        worker = self._start()
        try:
            worker.wait_until_ready()
        except BaseException:
            with self._lock:
                self._workers.discard(worker)
            raise
        return worker

    def _start(self) -> Worker:
        with self._lock:
            if self._closed.is_set():
                raise WorkerNotStarted("the pool is closed")
            worker = self._new_worker()
            self._workers.add(worker)
            return worker

    def _say_jail(self) -> None:
        if self.jail:
            log.info("workers have no network (%s)", self.jail)
        elif self.settings.jailed:
            log.warning(
                "this system lets no worker give up its network; "
                "SERVICE is refused by reading the query alone"
            )
