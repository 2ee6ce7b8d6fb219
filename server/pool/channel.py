"""The front's end of the socket to a worker: frames, read ahead, and waited for as the caller can.

A small answer is two frames that were sent together, and one system call takes both. Who waits
in a thread waits with `poll`; a front whose clients are greenlets passes a way of its own, by
which the others go on meanwhile.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from time import monotonic

from .wire import HEADER, Kind, frame

Wait = Callable[[socket.socket, float], bool]
"""Waits until a socket can be read, at most so many seconds, and tells whether it can."""

READ_AHEAD = 65_536

LONGEST_WAIT = 0.1
"""Seconds between two looks at the socket itself: no wait is told that another thread closed it."""


def in_thread(end: socket.socket, seconds: float) -> bool:
    """Wait as a thread does that has nothing else to do."""
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([end], [], [], seconds)[0])
    poll = select.poll()
    poll.register(end, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


class Channel:
    """One end of a socket whose other end speaks in frames; for one thread at a time."""

    def __init__(self, end: socket.socket) -> None:
        """Take over a socket; nothing here ever blocks but by a `Wait`."""
        end.setblocking(False)
        self._end = end
        self._held = b""

    def send(self, kind: Kind, body: bytes, within: float) -> None:
        """Send one frame; raises OSError when the other end is gone or takes nothing."""
        data = frame(kind, body)
        try:
            sent = self._end.send(data)
        except BlockingIOError:
            sent = 0
        if sent < len(data):
            # More than the system holds for a socket, to one who reads.
            self._end.settimeout(within)
            self._end.sendall(data[sent:])
            self._end.setblocking(False)

    def has_more(self, within: float, wait: Wait) -> bool:
        """Tell whether bytes, or the end of them, have come within so many seconds."""
        return bool(self._held) or self._wait(max(within, 0.0), wait)

    def next_kind(self, until: float, wait: Wait) -> Kind:
        """Wait for the beginning of a frame and tell what it is; raises as `receive`."""
        while not self._held:
            self._held += self._next(until, wait)
        return Kind(self._held[:1])

    def receive(self, until: float, wait: Wait, largest: int | None = None) -> tuple[Kind, bytes]:
        """Wait for one frame; raises EOFError or OSError when the other end is gone.

        `until` is when to give up, by the monotonic clock, with TimeoutError. An end that
        announces more than `largest` bytes is none to listen to, and counts as gone.
        """
        while len(self._held) < HEADER.size:
            self._held += self._next(until, wait)
        letter, length = HEADER.unpack_from(self._held)
        if largest is not None and length > largest:
            raise EOFError(f"a frame of {length} bytes, where {largest} are the most")
        end = HEADER.size + length
        if len(self._held) >= end:
            body, self._held = self._held[HEADER.size : end], self._held[end:]
            return Kind(letter), body
        parts, missing = [self._held[HEADER.size :]], end - len(self._held)
        self._held = b""
        while missing > 0:
            part = self._next(until, wait, missing)
            parts.append(part)
            missing -= len(part)
        return Kind(letter), b"".join(parts)

    def close(self) -> None:
        """Close the socket."""
        self._end.close()

    def _next(self, until: float, wait: Wait, most: int = READ_AHEAD) -> bytes:
        while True:
            try:
                part = self._end.recv(most)
            except BlockingIOError:
                left = until - monotonic()
                if left <= 0:
                    raise TimeoutError("no frame in time") from None
                self._wait(min(left, LONGEST_WAIT), wait)
                continue
            if not part:
                raise EOFError("the other end of the socket is gone")
            return part

    def _wait(self, seconds: float, wait: Wait) -> bool:
        """Wait for the socket; one that a thread has closed can be read, and then says so."""
        return self._end.fileno() < 0 or wait(self._end, seconds)
