"""A front by waitress: a thread per request. It runs wherever Python does."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType

import waitress

from ..editions import ClosableApplication

THREADS = 8
LARGEST_HEADER = 96 * 1024
"""A GET carries its query in the first line: 16 KB, percent-encoded, and the other headers."""
LARGEST_UPLOAD = 1024 * 1024
"""What is taken in before the application says that a body is too large, in its own words."""
LOOKAHEAD = 1
"""Requests read ahead on a connection; with none, waitress does not see a client leave."""


def run(
    listener: socket.socket,
    open_application: Callable[[], ClosableApplication],
    on_ready: Callable[[], None],
) -> None:
    """Serve until the process is told to stop (SIGINT or SIGTERM)."""
    with _ended_by_sigterm(), closing(open_application()) as application:
        server = waitress.create_server(
            application,
            sockets=[listener],
            threads=THREADS,
            ident="klynge",
            max_request_header_size=LARGEST_HEADER,
            max_request_body_size=LARGEST_UPLOAD,
            channel_request_lookahead=LOOKAHEAD,
        )
        on_ready()
        server.run()
        server.close()


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end what runs as an exit does, so that everything is closed on the way out."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Only the main thread may handle signals; whoever called us there does.
        return
    before = signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _exit(signal_number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
