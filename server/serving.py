"""A release over HTTP, from the folder to the last answered request."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import waitress

from ..ontology.errors import KlyngeError
from .app import create_app
from .store import open_release
from .wire import Settings
from .workers import Pool

THREADS = 8
LARGEST_HEADER = 96 * 1024
"""A GET carries its query in the first line: 16 KB, percent-encoded, and the other headers."""
LARGEST_UPLOAD = 1024 * 1024
"""What is taken in before the application says that a body is too large, in its own words."""


class AddressNotFree(KlyngeError):
    """The host and port cannot be listened on."""


def serve(
    path: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    on_ready: Callable[[str], None] = lambda address: None,
    public_url: str = "",
    trusted_hosts: Sequence[str] | None = None,
    workers: int | None = None,
    deadline: float = 10.0,
) -> None:
    """Serve the release in a folder until the process is told to stop (SIGINT or SIGTERM).

    `on_ready` gets the address once it answers; port 0 takes a free one. Without `public_url`
    clients are taken to use that address. Raises NotARelease, WorkerNotStarted, AddressNotFree.
    """
    with _ended_by_sigterm(), _listening(host, port) as listener:
        address = f"http://{_in_url(host)}:{listener.getsockname()[1]}/"
        release = open_release(path)
        settings = Settings(str(release.store.resolve()), deadline=deadline)
        # A worker per core and a spare that is warm while another is being replaced.
        pool = Pool(settings, workers or (os.cpu_count() or 1) + 1)
        try:
            url = public_url or address
            app = create_app(
                release, pool, public_url=url, trusted_hosts=trusted_hosts, prepare=True
            )
            server = waitress.create_server(
                app,
                sockets=[listener],
                threads=THREADS,
                ident="klynge",
                max_request_header_size=LARGEST_HEADER,
                max_request_body_size=LARGEST_UPLOAD,
            )
            on_ready(address)
            server.run()
            server.close()
        finally:
            pool.close()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Give a socket that is bound to an address and already queues connections."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise AddressNotFree(
            f"cannot listen on {host} port {port}: {error.strerror or error}; "
            "choose another port, or end what uses this one"
        ) from error
    with listener:
        yield listener


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


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
