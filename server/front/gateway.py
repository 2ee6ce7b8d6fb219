"""Between the greenlets that speak with clients and the threads in which the application runs.

A greenlet takes in the whole request and sends the response; what lies between it does itself
where the application can do it without blocking, which is most queries, and else in a thread. So
a client that is slow, or silent, or does not read keeps a greenlet waiting and no thread.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO
from types import TracebackType
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import gevent
from gevent.socket import wait_read
from gevent.threadpool import ThreadPool

from ..responses.connection import COOPERATION, MustBlock

THREADS = 256
"""Requests that are worked on or wait for a worker at one time; others wait for them."""
LARGEST_UPLOAD = 1024 * 1024
"""What is taken in before the application says that a body is too large, in its own words."""
BODY_WITHIN = 10.0
"""Seconds for the body of a request."""
STALL = 30.0
"""Seconds in which a client must take some bytes."""
_STEP = 65_536


class Gateway:
    """The application as greenlets may call it."""

    def __init__(self, application: WSGIApplication) -> None:
        """Make the threads; must be called in the process, and the thread, that serves."""
        self._application = application
        self._threads = ThreadPool(THREADS)
        self._cooperation = _Cooperation(self._threads)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request; raises ConnectionResetError when the client leaves before its end."""
        environ["gunicorn.socket"].settimeout(STALL)
        try:
            _take_in(environ)
        except TimeoutError:
            start("408 Request Timeout", [("Content-Length", "0"), ("Cache-Control", "no-store")])
            return ()
        environ[COOPERATION] = self._cooperation
        try:
            body = self._application(environ, start)
        except MustBlock:
            del environ[COOPERATION]
            environ["wsgi.input"].seek(0)
            body = _in_thread(self._threads, self._respond, environ, start)
        if isinstance(body, list | environ["wsgi.file_wrapper"]):
            return body
        return _Passed(body, self._threads)

    def _respond(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Run the application; what it has whole in hand is given as a list."""
        started = _Started(start)
        body = self._application(environ, started)
        if isinstance(body, environ["wsgi.file_wrapper"]) or not started.has_length:
            return body
        try:
            return list(body)
        finally:
            _close(body)


class _Cooperation:
    """How a greenlet lets the others go on; see `Cooperation`."""

    def __init__(self, threads: ThreadPool) -> None:
        self._threads = threads

    def wait(self, end: socket.socket, seconds: float) -> bool:
        """Wait until a socket can be read, at most so many seconds."""
        try:
            wait_read(end.fileno(), seconds, TimeoutError())
        except TimeoutError:
            return False
        return True

    def aside(self, work: Callable[..., bytes], *arguments: object) -> bytes:
        """Do some work in a thread."""
        result: bytes = _in_thread(self._threads, work, *arguments)
        return result


class _Started:
    """Passes a response's head on, and keeps whether its length is known."""

    def __init__(self, start: StartResponse) -> None:
        self._start = start
        self.has_length = False

    def __call__(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: tuple[type[BaseException], BaseException, TracebackType]
        | tuple[None, None, None]
        | None = None,
        /,
    ) -> Callable[[bytes], object]:
        self.has_length = any(name.lower() == "content-length" for name, _ in headers)
        return self._start(status, headers, exc_info)


class _Passed:
    """A response whose bytes are made in threads and sent by a greenlet."""

    def __init__(self, body: Iterable[bytes], threads: ThreadPool) -> None:
        self._body = body
        self._threads = threads

    def __iter__(self) -> Iterator[bytes]:
        parts = iter(self._body)
        while (part := _in_thread(self._threads, next, parts, None)) is not None:
            yield part

    def close(self) -> None:
        """End the response, also when the client has left in the middle of it."""
        _in_thread(self._threads, _close, self._body)


def _in_thread(threads: ThreadPool, work: Callable[..., Any], *arguments: object) -> Any:
    """Do some work in a thread; gevent would print what it raises there, also a mere break."""
    result, error = threads.apply(_outcome, (work, arguments))
    if error is not None:
        raise error
    return result


def _outcome(
    work: Callable[..., Any], arguments: tuple[object, ...]
) -> tuple[Any, BaseException | None]:
    try:
        return work(*arguments), None
    except BaseException as error:
        return None, error


def _take_in(environ: WSGIEnvironment) -> None:
    """Read the body of a request as far as anyone would, and put it in place of the stream."""
    if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
        environ["wsgi.input"] = BytesIO()  # RFC 9112, section 6.3: then there is none.
        return
    with gevent.Timeout(BODY_WITHIN, TimeoutError):
        _read_in(environ)


def _read_in(environ: WSGIEnvironment) -> None:
    read: Callable[[int], bytes] = environ["wsgi.input"].read
    body = b"".join(_steps(read))
    declared = int(environ.get("CONTENT_LENGTH") or len(body))
    if len(body) < min(declared, LARGEST_UPLOAD):
        raise ConnectionResetError("the client left before the end of its request")
    # A body that goes on is told by its length alone, which is more than the application takes.
    environ["CONTENT_LENGTH"] = str(max(declared, len(body)))
    environ["wsgi.input"] = BytesIO(body)


def _steps(read: Callable[[int], bytes]) -> Iterator[bytes]:
    size = 0
    for part in iter(partial(read, _STEP), b""):
        size += len(part)
        yield part
        if size > LARGEST_UPLOAD:
            return


def _close(body: Any) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
