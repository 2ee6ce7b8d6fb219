"""A deadline that holds whatever the other side does.

A timeout of a socket is for one read, and a server that sends a byte now and then never meets it.
Here a timer shuts the connection down, so that whoever reads or writes is done at once, in a TLS
handshake, in the headers or in the body. Looking a name up is bounded by the system's resolver.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType


class Deadline:
    """So many seconds from now for all connections that it holds, one after another."""

    def __init__(self, seconds: float) -> None:
        """Let the time run from `with`."""
        self.passed = False
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def hold(self, sock: socket.socket) -> None:
        """Shut this connection down when the time is over; raises TimeoutError when it is.

        What is kept is a duplicate: TLS takes the socket itself over.
        """
        with self._lock:
            self._let_go()
            if self.passed:
                raise TimeoutError
            self._held = sock.dup()

    def __enter__(self) -> Deadline:
        """Begin."""
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End; what is held is let go and no more shut down."""
        self._timer.cancel()
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _pass(self) -> None:
        with self._lock:
            self.passed = True
            if self._held is not None:
                with suppress(OSError):  # The other side may have closed it first.
                    self._held.shutdown(socket.SHUT_RDWR)
