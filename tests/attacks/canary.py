"""The canary: a server on this machine that nothing must reach, and a file that nothing must read.

Each vector has an address of its own, so that a hit names its vector.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Canary:
    """A listening server, a file, and the secret that both give away."""

    port: int
    file: Path
    secret: str
    hits: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, token: str) -> str:
        return f"http://{self.host}/{token}"

    def filled(self, payload: str, token: str) -> str:
        """Give a payload with its addresses: of the server and of its files."""
        values = {
            "{URL}": self.url(token),
            "{FILE}": self.file.as_uri(),
            "{PATH}": str(self.file),
            "{CONTEXT}": self.file.with_suffix(".jsonld").as_uri(),
            "{CONTEXT_PATH}": str(self.file.with_suffix(".jsonld")),
            "{HOST}": self.host,
            "{PORT}": str(self.port),
            "{TOKEN}": token,
        }
        for name, value in values.items():
            payload = payload.replace(name, value)
        return payload

    def was_reached(self, token: str, output: str = "") -> bool:
        """Tell whether anything came to the address of a vector, or the secret went out."""
        return any(token in hit for hit in tuple(self.hits)) or self.secret in output


@contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """Let the canary listen on a free port, with its file in a folder."""
    secret = secrets.token_hex(16)
    triple = f'<urn:x:s> <urn:x:p> "{secret}" .\n'
    file = folder / "secret.nt"
    file.write_text(triple, encoding="utf-8")
    context = json.dumps({"@context": {"a": f"urn:x:{secret}"}})
    file.with_suffix(".jsonld").write_text(context, encoding="utf-8")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            watched.hits.append(f"{self.path} {self.headers.get('Host', '')}")
            length = int(self.headers.get("Content-Length") or 0)
            watched.hits.append(self.rfile.read(length).decode("utf-8", "replace"))
            body = triple.encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/n-triples")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the hits are the log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        watched = Canary(server.server_port, file, secret)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield watched
        finally:
            server.shutdown()
            thread.join()
