"""One call to an endpoint as the front sees it: a fetcher process, listened to, ended in time.

A process makes one call, so that nothing of one is there in the next. It is started before it is
needed, since it takes a tenth of a CPU second to start.
"""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from math import inf

from ..pool.wire import LARGEST_DATA, Failure, Kind, receive, send
from ..pool.worker_process import lower_priority
from ..problems import Problem
from ..service_problems import (
    ServiceAnswerTooLarge,
    ServiceTimeout,
    ServiceUnreachable,
    facts_of,
)
from .call import Call
from .services import Services

log = logging.getLogger(__name__)

_MOMENT = 0.001
"""Zero would mean "do not wait" to a socket."""

_MOST = 60.0
"""Seconds for one frame; a frame is small, and its writer dies at the deadline of the call."""

_PARTS = frozenset({Kind.DATA, Kind.END, Kind.FAILED})


class Exchange:
    """A fetcher process and the socket to it; whoever has it must end it."""

    def __init__(self, services: Services) -> None:
        """Start the process, which waits for its call."""
        self._services = services
        self._call = Call("", "")
        self._until = inf
        self._size = 0
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", f"{__package__}.fetcher", services.to_argument()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # What it might print, a traceback, would hold words of the endpoint.
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        lower_priority(self._process.pid)

    def begin(self, call: Call) -> None:
        """Have a call made as soon as the process is ready; its time runs from then."""
        self._call = call

    def next(self, within: float) -> tuple[Kind, bytes] | None:
        """Give the next frame of the answer, None when none comes within so many seconds.

        After END or FAILED there is none. Time that is over, and a process that is gone, are told
        as FAILED.
        """
        left = self._until - time.monotonic()
        try:
            self._channel.settimeout(max(min(within, left), _MOMENT))
            self._channel.recv(1, socket.MSG_PEEK)
            self._channel.settimeout(max(min(self._until - time.monotonic(), _MOST), _MOMENT))
            kind, body = receive(self._channel, LARGEST_DATA)
            if kind is not Kind.READY:
                return self._checked(kind, body)
            self._hand_over()
            return None
        except TimeoutError:
            if time.monotonic() < self._until:
                return None
            return self._failed(ServiceTimeout, seconds=f"{self._services.call:g}")
        except (EOFError, OSError, ValueError) as error:
            log.warning("the process that asked %s ended: %r", self._call.endpoint, error)
            return self._failed(ServiceUnreachable, problem="the process that asked it ended")

    def kill(self) -> None:
        """End the process at once; `end` is still to be called."""
        self._process.kill()

    def end(self) -> None:
        """End the process at once and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._channel.close()

    def _hand_over(self) -> None:
        self._until = time.monotonic() + self._services.call
        self._channel.settimeout(self._services.call)
        send(self._channel, Kind.CALL, self._call.to_bytes())

    def _checked(self, kind: Kind, body: bytes) -> tuple[Kind, bytes]:
        """Give a frame as it is when it may be one; the fetcher reads what strangers send."""
        if kind not in _PARTS:
            raise ValueError(f"a fetcher may not send {kind}")
        self._size += len(body)
        if self._size > self._services.answer:
            return self._failed(ServiceAnswerTooLarge, most=self._services.answer)
        return kind, body

    def _failed(self, kind: type[Problem], **facts: object) -> tuple[Kind, bytes]:
        message = facts_of(endpoint=self._call.endpoint, **facts)
        return Kind.FAILED, Failure(kind.code, message).to_bytes()
