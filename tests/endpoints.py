"""SPARQL endpoints on this machine for tests, sound ones and others, on ports of their own."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


@dataclass(frozen=True)
class Asked:
    """A request that came to an endpoint: its first line, its headers, the query in it."""

    line: str
    headers: dict[str, str]
    query: str


@dataclass
class Endpoint:
    """A running endpoint: where it is, what it was asked, and what lets it go on."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


class Handler(BaseHTTPRequestHandler):
    """One request; what is answered is for a behaviour to say."""

    def send(self, body: bytes, media_type: str = JSON, status: int = 200, **headers: str) -> None:
        """Send a whole answer with its length."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Serves, and says nothing of those who break off."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


Behaviour = Callable[[Handler, str, Endpoint], None]
"""Answers a query at an endpoint."""


@contextmanager
def endpoint(behave: Behaviour, context: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    """Let an endpoint that behaves so listen on a free port, with a context over TLS."""

    class Own(Handler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            if self.headers.get_content_type() == "application/sparql-query":
                query = body
            else:
                form = parse_qs(body or self.path.partition("?")[2])
                query = form.get("query", [""])[0]
            here.asked.append(Asked(self.requestline, dict(self.headers), query))
            try:
                behave(self, query, here)
            except (BrokenPipeError, ConnectionResetError):
                return  # Whoever asked did not want to hear the rest.

        do_GET = do_POST

    with _Server(("127.0.0.1", 0), Own) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        here = Endpoint(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield here
        finally:
            here.let_go.set()
            server.shutdown()
            thread.join()


def over(turtle: str) -> Behaviour:
    """Answer as a SPARQL endpoint over some data."""
    store = ox.Store()
    store.load(f"@prefix : <http://example.org/> . {turtle}".encode(), format=ox.RdfFormat.TURTLE)
    return over_store(store)


def over_store(store: ox.Store) -> Behaviour:
    """Answer as a SPARQL endpoint over a store, SERVICE in a query included."""

    def behave(handler: Handler, query: str, here: Endpoint) -> None:
        try:
            found = store.query(query)
        except SyntaxError as error:
            handler.send(str(error).encode(), "text/plain", 400)
        else:
            assert isinstance(found, ox.QuerySolutions)
            handler.send(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    return behave


def saying(body: bytes, media_type: str = JSON, status: int = 200, **headers: str) -> Behaviour:
    """Answer always this."""
    return lambda handler, query, here: handler.send(body, media_type, status, **headers)


def silent(handler: Handler, query: str, here: Endpoint) -> None:
    """Answer nothing until let go."""
    here.let_go.wait(60)


def dripping(handler: Handler, query: str, here: Endpoint) -> None:
    """Answer a byte at a time, each soon enough for whoever looks at single reads."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    while not here.let_go.wait(0.1):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def dripping_headers(handler: Handler, query: str, here: Endpoint) -> None:
    """Send headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not here.let_go.wait(0.1):
        handler.wfile.write(b"X-More: yes\r\n")
        handler.wfile.flush()


def endless(handler: Handler, query: str, here: Endpoint) -> None:
    """Send solutions without end, and without saying how many there will be."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[{}')
    while not here.let_go.is_set():
        handler.wfile.write(b',{"s":{"type":"uri","value":"http://example.org/s"}}' * 1000)


def breaking_off(handler: Handler, query: str, here: Endpoint) -> None:
    """Send less than was said, and end where the document could."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(EMPTY) + 1))
    handler.end_headers()
    handler.wfile.write(EMPTY)
