"""A server that sends bytes as they are: answers that no HTTP library would write."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Sent = Iterable[bytes]


@dataclass
class Raw:
    """A running server: what it sends whatever it is asked, and the heads of what it was asked."""

    port: int
    answers: dict[str, Sent] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    sent: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, connection: socket.socket) -> None:
        """Read the head of a request and send what belongs to its path until nobody listens."""
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and (some := connection.recv(65536)):
                head += some
            self.asked.append(head)
            path = head.split(b" ")[1].decode("latin-1") if head.count(b" ") > 1 else ""
            for part in self.answers.get(path, ()):
                connection.sendall(part)
                self.sent += len(part)


@contextmanager
def raw(answers: Mapping[str, Sent] | None = None) -> Iterator[Raw]:
    """Let a server of these bytes listen on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = Raw(server.getsockname()[1], dict(answers or {}))

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=here.answer, args=(connection,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield here
        finally:
            server.shutdown(socket.SHUT_RDWR)
