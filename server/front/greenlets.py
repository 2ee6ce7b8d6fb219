"""A front by gunicorn and gevent: connections are greenlets, the application runs in threads.

A slow or silent client costs a greenlet and holds up nobody. The application runs in ordinary
threads, so that nothing has to be patched into cooperating: what computes for a while (a page
of the ontology) shares the processor with the others, and a thread is never kept by a client.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIApplication

from gevent.socket import socket as CooperativeSocket
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import message
from gunicorn.workers.ggevent import GeventWorker

from ...ontology.errors import KlyngeError
from ..editions import ClosableApplication
from .gateway import Gateway

log = logging.getLogger(__name__)

CONNECTIONS = 1000
LARGEST_LINE = 64 * 1024
"""A GET carries its query in the first line: 16 KB, percent-encoded."""
HEADERS_WITHIN = 10
"""Seconds for the headers of a request, and for the wait between two on a connection."""
ENDING = 30
"""Seconds a front that is to end gives to the requests in hand."""


class FrontNotStarted(KlyngeError):
    """The process that serves HTTP could not open the release."""


def run(
    listener: socket.socket,
    open_application: Callable[[], ClosableApplication],
    on_ready: Callable[[], None],
) -> None:
    """Serve until the process is told to stop; SIGHUP opens everything anew.

    The application is opened in a process of its own. Raises FrontNotStarted.
    """
    options = {
        # gunicorn closes the number it is given, and keeps a copy.
        "bind": f"fd://{listener.detach()}",
        "worker_class": _Process,
        "worker_connections": CONNECTIONS,
        "keepalive": HEADERS_WITHIN,
        "graceful_timeout": ENDING,
        "limit_request_line": LARGEST_LINE,
        "control_socket_disable": True,
        "loglevel": "warning",
        "post_worker_init": lambda worker: on_ready() if worker.age == 1 else None,
        "worker_exit": _leave,
    }
    here = os.getpid()
    try:
        Arbiter(_Application(options, open_application)).run()
    except SystemExit as ending:
        # The process that serves leaves by this door too; only the first one may speak.
        if os.getpid() == here and ending.code == Arbiter.WORKER_BOOT_ERROR:
            raise FrontNotStarted(
                "the release could not be opened for serving; the reason is above"
            ) from None
        raise


def _leave(arbiter: Arbiter, worker: GeventWorker) -> None:
    """Close everything and end the process that serves, without what Python does at an exit.

    The process was forked, perhaps from one that has built a release: the engine would then
    wait at the exit for its threads, which only the other process has.
    """
    ending = sys.exception()
    worker.app.close()
    sys.stdout.flush()
    sys.stderr.flush()
    status = ending.code if isinstance(ending, SystemExit) else 1
    os._exit(status if isinstance(status, int) else 0)


class _Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The application as gunicorn wants it: its settings, and a way to open it after the fork."""

    def __init__(
        self, options: dict[str, Any], open_application: Callable[[], ClosableApplication]
    ) -> None:
        self._options = options
        self._open = open_application
        self._opened: ClosableApplication | None = None
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        try:
            self._opened = self._open()
        except KlyngeError as error:
            log.error("%s", error)
            sys.exit(Arbiter.WORKER_BOOT_ERROR)
        return Gateway(self._opened)

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()


class _Process(GeventWorker):  # type: ignore[misc]  # gunicorn has no types
    """The process that serves: gevent for the sockets of clients, and for nothing else."""

    def patch(self) -> None:
        # A thread that reads the vocabulary of a new release gives way after half a millisecond,
        # not after five: the slowest 1 % of requests in that time took 160 ms and take 63.
        sys.setswitchinterval(0.0005)
        # gunicorn would replace threads, sockets and processes all over Python here.
        self.sockets: list[Any] = [_cooperative(listener) for listener in self.sockets]
        # A constant of gunicorn that no setting exceeds, though a longer line does no harm.
        message.MAX_REQUEST_LINE = LARGEST_LINE
        self.log.error_log.addFilter(_is_news)


def _cooperative(listener: Any) -> CooperativeSocket:
    # Any: gunicorn wraps a socket in a class of its own.
    fileno = listener.sock.detach()
    return CooperativeSocket(listener.FAMILY, socket.SOCK_STREAM, fileno=fileno)


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether gunicorn reports more than a client that took no bytes for too long."""
    return not (record.exc_info and isinstance(record.exc_info[1], TimeoutError))
