"""A server of recorded answers on this machine: what it answers, well or badly, is data."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """What is answered at a path: a body with its headers, and how it is sent.

    With an `etag` or `last_modified` conditional requests are answered by 304, with `ranges` those
    for a part by 206. `cut` breaks the connection off after so many bytes of the body, `drip` sends
    a byte of the body (or of a header, `drip_headers`) now and then. `length` is what is said of
    the length, where that is not true.
    """

    body: bytes = b""
    media_type: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    ranges: bool = False
    chunked: bool = False
    unsized: bool = False
    cut: int | None = None
    drip: bool = False
    drip_headers: bool = False
    length: int | None = None


NOT_FOUND = Answer(b"nothing here", "text/plain", 404)


@dataclass(frozen=True)
class Asked:
    """A request that came: its method, its path with its query, its headers, its body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Recording:
    """A running server: where it is, what it answers by path and what it was asked.

    `answers` may be changed while it runs; of several answers at a path each is given once, in
    their order, and the last for good.
    """

    port: int
    answers: dict[str, Sequence[Answer]]
    asked: list[Asked] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, *answers: Answer) -> None:
        """Answer so from now on."""
        self.answers[path] = answers

    def next(self, path: str) -> Answer:
        answers = self.answers.get(path, self.answers.get(path.partition("?")[0], (NOT_FOUND,)))
        if len(answers) > 1:
            self.answers[path] = answers[1:]
        return answers[0]


class _Handler(BaseHTTPRequestHandler):
    """One request to a recording."""

    protocol_version = "HTTP/1.1"
    here: Recording

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        headers = {name.lower(): text for name, text in self.headers.items()}
        self.here.asked.append(Asked(self.command, self.path, headers, body))
        self.close_connection = True
        self._answer(self.here.next(self.path))

    do_POST = do_GET

    def _answer(self, answer: Answer) -> None:
        if answer.status == 200 and self._is_known(answer):
            self._head(answer, 304)
            self.end_headers()
            return
        start = self._start(answer)
        if start is not None and start >= len(answer.body):
            self._head(answer, 416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._head(answer, answer.status if start is None else 206)
        if start is not None:
            last = len(answer.body) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{last + 1}")
        self._body(answer, answer.body[start or 0 :])

    def _is_known(self, answer: Answer) -> bool:
        tags = self.headers.get("If-None-Match")
        if answer.etag and tags is not None:
            return answer.etag.removeprefix("W/") in tags
        since = self.headers.get("If-Modified-Since")
        return bool(answer.last_modified) and since == answer.last_modified

    def _start(self, answer: Answer) -> int | None:
        """Give where the part begins that is asked for, None for the whole."""
        found = re.fullmatch(r"bytes=([0-9]+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", answer.etag) == answer.etag
        return int(found.group(1)) if found and same and answer.ranges else None

    def _head(self, answer: Answer, status: int) -> None:
        self.send_response(status)
        self.send_header("Connection", "close")
        if answer.media_type and status in {200, 206} or status >= 400:
            self.send_header("Content-Type", answer.media_type)
        known = {"ETag": answer.etag, "Last-Modified": answer.last_modified}
        for name, text in {**known, **answer.headers}.items():
            if text:
                self.send_header(name, text)

    def _body(self, answer: Answer, body: bytes) -> None:
        if answer.drip_headers:
            self._drip(b"X-More: yes\r\n")
            return
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif not answer.unsized:
            length = len(body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if answer.drip:
            self._drip(b" ")
            return
        sent = body if answer.cut is None else body[: answer.cut]
        if not answer.chunked:
            self.wfile.write(sent)
            return
        half = len(sent) // 2
        for part in filter(None, (sent[:half], sent[half:])):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        if answer.cut is None:
            self.wfile.write(b"0\r\n\r\n")

    def _drip(self, some: bytes) -> None:
        self.flush_headers()
        while not self.here.let_go.wait(0.05):
            self.wfile.write(some)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Serves, and says nothing of those who break off."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def recorded(answers: Mapping[str, Answer] | None = None) -> Iterator[Recording]:
    """Let a server of these answers listen on a free port of this machine."""

    class Own(_Handler):
        pass

    with _Server(("127.0.0.1", 0), Own) as server:
        given: dict[str, Sequence[Answer]] = {
            path: (answer,) for path, answer in (answers or {}).items()
        }
        Own.here = here = Recording(server.server_port, given)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            here.let_go.set()
            server.shutdown()
            thread.join()
