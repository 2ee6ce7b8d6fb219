"""The pool: worker processes that each answer one query at a time and may be killed.

A query inside the engine cannot be stopped by anything short of ending its process, and a few
bytes can crash it. So the processes are kept warm, are killed at the deadline, and are replaced
at once; nothing of that reaches the process that serves HTTP.
"""

from __future__ import annotations

import logging
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from ..ontology.errors import KlyngeError
from .problems import (
    AnswerTooLarge,
    Busy,
    DeadlinePassed,
    NotAcceptable,
    NotRepresentable,
    Problem,
    QueryNotEvaluated,
    QuerySyntax,
    WorkerLost,
)
from .wire import Failure, Kind, Request, Settings, receive, send

log = logging.getLogger(__name__)

START_LIMIT = 30.0
"""How many seconds a worker may take to open the store."""

REFUSALS: dict[str, Callable[[str], Problem]] = {
    "syntax": lambda message: QuerySyntax(message=message),
    "evaluation": lambda message: QueryNotEvaluated(message=message),
    "form": lambda message: NotAcceptable(offered=message),
    "characters": lambda message: NotRepresentable(),
    "size": lambda message: AnswerTooLarge(),
}
"""What a worker's failure becomes; the worker itself is sound and goes on."""


class WorkerNotStarted(KlyngeError):
    """A worker process ended, or hung, before it had opened the store."""


class Worker:
    """One worker process and the socket to it."""

    def __init__(self, settings: Settings) -> None:
        """Start the process; it opens the store while the caller goes on."""
        self._deadline = settings.deadline
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                # -P: no module is ever taken from the folder that the server was started in.
                [sys.executable, "-P", "-m", f"{__package__}.worker", settings.to_argument()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # A terminal's Ctrl-C is for the front, which then ends its workers itself.
                start_new_session=True,
            )

    def wait_until_ready(self) -> str:
        """Wait for the store to be open; give the means by which the network is closed."""
        self._channel.settimeout(START_LIMIT)
        try:
            _, body = receive(self._channel)
        except (EOFError, OSError) as error:
            self.end()
            raise WorkerNotStarted(
                f"a worker could not open the store ({error or type(error).__name__}); "
                "its own message is above, on standard error"
            ) from error
        return body.decode()

    def ask(self, request: Request) -> bytes | Failure:
        """Give the whole serialised result, or why there is none.

        Raises DeadlinePassed or WorkerLost; the worker is then of no more use.
        """
        until = time.monotonic() + self._deadline
        try:
            self._channel.settimeout(self._deadline)
            send(self._channel, Kind.QUERY, request.to_bytes())
            parts: list[bytes] = []
            while True:
                # Never below a moment: zero would mean "do not wait" to a socket.
                self._channel.settimeout(max(until - time.monotonic(), 0.001))
                kind, body = receive(self._channel)
                if kind is Kind.FAILED:
                    return Failure.from_bytes(body)
                if kind is Kind.END:
                    return b"".join(parts)
                parts.append(body)
        except TimeoutError:
            raise DeadlinePassed(seconds=f"{self._deadline:g}") from None
        except (EOFError, OSError) as error:
            raise WorkerLost() from error

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process at once and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._channel.close()


class Pool:
    """Workers over one release, for any number of threads to ask."""

    def __init__(self, settings: Settings, workers: int = 4) -> None:
        """Start the workers and wait for them; raises WorkerNotStarted when one cannot."""
        self.settings = settings
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
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
            self._idle.put(worker)
        self._say_jail()

    def ask(self, request: Request, patience: float | None = None) -> bytes:
        """Give the serialised result of a query.

        Waits for an idle worker at most `patience` seconds (else the deadline). Raises Busy,
        DeadlinePassed, WorkerLost, or what REFUSALS makes of the worker's word.
        """
        worker = self._take(self.settings.deadline if patience is None else patience)
        sound = False
        try:
            answer = worker.ask(request)
            sound = True
        finally:
            # Whatever interrupted the exchange, a worker in the middle of an answer is not reused.
            if sound:
                self._idle.put(worker)
            else:
                self._replace(worker)
        if isinstance(answer, Failure):
            raise REFUSALS[answer.kind](answer.message)
        return answer

    def close(self) -> None:
        """End all workers; the pool answers nothing after that."""
        self._closed.set()
        with self._lock:
            for worker in self._workers:
                worker.end()
            self._workers.clear()

    def _take(self, patience: float) -> Worker:
        until = time.monotonic() + patience
        while True:
            try:
                worker = self._idle.get(timeout=max(until - time.monotonic(), 0.001))
            except queue.Empty:
                raise Busy() from None
            if self._closed.is_set():
                raise Busy()
            if worker.is_alive():
                return worker
            self._replace(worker)

    def _replace(self, worker: Worker) -> None:
        log.warning("a worker was lost or killed; another takes its place")
        with self._lock:
            worker.end()
            self._workers.discard(worker)
        threading.Thread(target=self._restart, daemon=True).start()

    def _restart(self) -> None:
        while not self._closed.is_set():
            try:
                worker = self._start()
                worker.wait_until_ready()
                self._idle.put(worker)
                return
            except (WorkerNotStarted, OSError) as error:
                if self._closed.is_set():
                    return
                log.error("no new worker: %s; the next attempt is in a second", error)
                self._closed.wait(1.0)

    def _start(self) -> Worker:
        with self._lock:
            if self._closed.is_set():
                raise WorkerNotStarted("the pool is closed")
            worker = Worker(self.settings)
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
