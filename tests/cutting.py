"""A relay before a real server that kills the workers after so many bytes of an answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psutil
from asking import Client
from served import workers_below

STEP = 4096


@dataclass
class Cutter:
    """Where to send requests so that their answers are cut, and after how many bytes."""

    server: Client
    listener: socket.socket
    after: int = 0
    cuts: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def url(self) -> str:
        host, port = self.listener.getsockname()[:2]
        return f"http://{host}:{port}/sparql"

    def run(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self.listener.accept()
                thread = threading.Thread(target=self._pass_on, args=(ours,))
                thread.start()
                self._threads.append(thread)

    def end(self) -> None:
        for thread in self._threads:
            thread.join()

    def _pass_on(self, ours: socket.socket) -> None:
        address = urlsplit(self.server.url)
        theirs = socket.create_connection((address.hostname, address.port), timeout=60)
        with closing(ours), closing(theirs), suppress(ConnectionError):
            asking = threading.Thread(target=_copy, args=(ours, theirs), daemon=True)
            asking.start()
            passed = 0
            while passed < self.after and (data := theirs.recv(min(STEP, self.after - passed))):
                ours.sendall(data)
                passed += len(data)
            if passed >= self.after:
                self._cut()
                _copy(theirs, ours)
            with suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)

    def _cut(self) -> None:
        workers = workers_below(self.server.pid)
        for worker in workers:
            with suppress(psutil.NoSuchProcess):
                worker.kill()
        psutil.wait_procs(workers, timeout=20)
        self.cuts += 1


@contextmanager
def cutting(server: Client) -> Iterator[Cutter]:
    """Run a relay in front of a server."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        cutter = Cutter(server, listener)
        thread = threading.Thread(target=cutter.run)
        thread.start()
        try:
            yield cutter
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            cutter.end()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
