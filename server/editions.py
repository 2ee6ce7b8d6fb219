"""Releases as they follow one another, with no request lost or answered from two of them.

Each request is answered from one release from its first byte to its last, and a release that is
no longer current is closed when its last request is done.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..ontology.errors import KlyngeError
from .pool.workers import Pool

log = logging.getLogger(__name__)

LOOK = 0.2
"""Seconds between two looks at which release is the current one."""

PATIENCE = 60.0
"""Seconds a release that is no longer current is kept for requests that do not end."""


class ClosableApplication(Protocol):
    """A WSGI application that holds something open."""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse, /) -> Iterable[bytes]:
        """Answer a request."""

    def close(self) -> None:
        """Let go of what is held."""


class Edition:
    """One release being served: its application, its workers, and how many use it now."""

    def __init__(self, folder: Path, application: WSGIApplication, *pools: Pool) -> None:
        """Hold an open release; `close` ends its workers."""
        self.folder = folder
        self.application = application
        self.uses = 0
        self.until = 0.0
        self._pools = pools

    def close(self) -> None:
        """End the workers."""
        for pool in self._pools:
            pool.close()


class Editions:
    """The WSGI application over whatever release is current when a request begins."""

    def __init__(self, find: Callable[[], Path], open_edition: Callable[[Path], Edition]) -> None:
        """Open the release that `find` gives, and from then on the ones it comes to give.

        Raises what the two raise; later on that is logged, and the release in hand stays.
        """
        self._find = find
        self._open = open_edition
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._current = open_edition(find())
        self._old: list[Edition] = []
        self._failed: Path | None = None
        self._told = ""
        threading.Thread(target=self._follow, daemon=True).start()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request from the current release."""
        edition = self._lease()
        try:
            body = edition.application(environ, start)
        except BaseException:
            self._give_back(edition)
            raise
        file = environ.get("wsgi.file_wrapper")
        if isinstance(body, list) or (isinstance(file, type) and isinstance(body, file)):
            # Neither needs a worker any more, and a server sends best what it sees to be whole.
            self._give_back(edition)
            return body
        return _Leased(body, lambda: self._give_back(edition))

    def close(self) -> None:
        """Close all releases."""
        self._closed.set()
        for edition in (self._current, *self._old):
            edition.close()

    def _lease(self) -> Edition:
        with self._lock:
            self._current.uses += 1
            return self._current

    def _give_back(self, edition: Edition) -> None:
        with self._lock:
            edition.uses -= 1

    def _follow(self) -> None:
        while not self._closed.wait(LOOK):
            try:
                self._look()
            except Exception:  # The thread must outlive whatever one look meets.
                log.exception("the current release could not be looked for")
            self._close_unused()

    def _look(self) -> None:
        try:
            folder = self._find()
            if folder in (self._current.folder, self._failed):
                return  # What failed is tried again on SIGHUP, not five times a second.
            self._failed = folder
            edition = self._open(folder)
        except (KlyngeError, OSError) as error:
            if str(error) != self._told:
                log.error("%s; the release %s stays", error, self._current.folder.name)
            self._told = str(error)
            return
        self._failed, self._told = None, ""
        with self._lock:
            before, self._current = self._current, edition
        before.until = time.monotonic() + PATIENCE
        self._old.append(before)
        log.info("the release %s is served in place of %s", folder.name, before.folder.name)

    def _close_unused(self) -> None:
        for edition in tuple(self._old):
            if not edition.uses or time.monotonic() > edition.until:
                self._old.remove(edition)
                edition.close()


class _Leased:
    """A response whose end gives back the release it comes from."""

    def __init__(self, body: Iterable[bytes], done: Callable[[], None]) -> None:
        self._body = body
        self._done = done

    def __iter__(self) -> Iterator[bytes]:
        yield from self._body

    def close(self) -> None:
        """End the response; WSGI servers call this once, whatever happened (PEP 3333)."""
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            self._done()
