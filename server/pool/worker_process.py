"""One worker process as the front sees it: started, spoken to over a socket, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from math import inf

from ...ontology.errors import KlyngeError
from ..problems import DeadlinePassed, WorkerLost
from .channel import Channel, Wait, in_thread
from .wire import Kind, Request, Settings

START_LIMIT = 30.0
"""How many seconds a worker may take to open the store."""

_NEARLY = 0.05
"""Seconds before the deadline from which the end of a worker is taken for the deadline's doing."""


_LOW = 10
"""The nice value of a slow query: about a tenth of the time when others want it, else all."""


class WorkerNotStarted(KlyngeError):
    """A worker process ended, or hung, before it had opened the store."""


class Worker:
    """One worker process and the socket to it."""

    module = f"{__package__}.worker"
    """What the process runs."""

    def __init__(self, settings: Settings) -> None:
        """Start the process; it opens the store while the caller goes on."""
        self._deadline = settings.deadline
        self.is_ready = False
        self._began = 0.0
        self._until = self._handed_on = inf
        self._left = settings.queries
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        with theirs:
            self._process = subprocess.Popen(
                # -P: no module is ever taken from the folder that the server was started in.
                [sys.executable, "-P", "-m", self.module, settings.to_argument()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # A terminal's Ctrl-C is for the front, which then ends its workers itself.
                start_new_session=True,
            )

    def wait_until_ready(self) -> str:
        """Wait for the store to be open; give the means by which the network is closed."""
        try:
            _, body = self._channel.receive(time.monotonic() + START_LIMIT, in_thread)
        except (EOFError, OSError) as error:
            self.end()
            raise WorkerNotStarted(
                f"a worker could not open the store ({error or type(error).__name__}); "
                "its own message is above, on standard error"
            ) from error
        self.is_ready = True
        return body.decode()

    @property
    def is_worn(self) -> bool:
        """Tell whether the process has answered as many queries as one may."""
        return self._left <= 0

    @property
    def is_overdue(self) -> bool:
        """Tell whether the deadline of the query in hand has passed."""
        return time.monotonic() >= self._until

    @property
    def age(self) -> float:
        """Give the seconds since the query in hand was handed over."""
        return time.monotonic() - self._began

    @property
    def stalls_for(self) -> float:
        """Give for how many seconds the bytes handed on last have been all that was wanted."""
        return time.monotonic() - self._handed_on

    def make_way(self) -> None:
        """Let all other processes go first from now on, and take no further query.

        A process may not raise its own priority again (setpriority(2)), so it is worn then.
        """
        if self._left > 0 and hasattr(os, "setpriority"):
            self._left = 0
            lower_priority(self._process.pid)

    def rest(self) -> None:
        """Note that no query is in hand."""
        self._until = self._handed_on = inf

    def start(self, request: Request) -> None:
        """Hand over a query; its deadline runs from now. Raises WorkerLost."""
        self._left -= 1
        self._began = time.monotonic()
        self._until = self._began + self._deadline
        try:
            self._channel.send(Kind.QUERY, request.to_bytes(), self._deadline)
        except OSError as error:
            raise self._gone() from error

    def has_more(self, within: float, wait: Wait) -> bool:
        """Tell whether a frame, or the end of the worker, has come within so many seconds."""
        return self._channel.has_more(min(within, self._until - time.monotonic()), wait)

    def receive(self, wait: Wait) -> tuple[Kind, bytes]:
        """Wait for the next frame of the answer.

        Raises DeadlinePassed or WorkerLost; the worker is then of no more use.
        """
        self._handed_on = inf
        try:
            return self._channel.receive(self._until, wait)
        except (EOFError, OSError) as error:
            raise self._gone() from error
        finally:
            self._handed_on = time.monotonic()

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once; `end` is still to be called."""
        self._process.kill()

    def end(self) -> None:
        """End the process at once and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._channel.close()

    @property
    def _time_left(self) -> float:
        """Give the seconds to the deadline; never zero, "do not wait" to a socket."""
        return max(self._until - time.monotonic(), 0.001)

    def _gone(self) -> DeadlinePassed | WorkerLost:
        """Give what the end of the exchange means: at its deadline a worker is killed."""
        if time.monotonic() >= self._until - _NEARLY:
            return DeadlinePassed(seconds=f"{self._deadline:g}")
        return WorkerLost()


def lower_priority(pid: int) -> None:
    """Give a process of a session of its own a low priority, all its threads included."""
    try:
        os.setpriority(os.PRIO_PGRP, pid, _LOW)
        # Where Linux shares the processor among sessions first (sched(7), autogroup), the
        # priority within one session would not count.
        with open(f"/proc/{pid}/autogroup", "w", encoding="ascii") as group:
            group.write(str(_LOW))
    except OSError:
        return  # It ended just now, or this system has no such thing.
