"""One request and its answer, by HTTP/1.1, after at most five redirects (RFC 9110, section 15.4).

One request at a time, and a moment between two to the same host. Nothing of the environment is
sent: no cookies, no credentials, no proxy.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException, HTTPResponse
from urllib.error import URLError
from urllib.request import OpenerDirector
from urllib.request import Request as HttpRequest

from ...network.addresses import Resolve
from ...network.transport import opener_to
from .clock import Clock
from .deadline import Deadline
from .destination import Destination, destination, redirected
from .fault import Fault
from .query import asked
from .request import Request

MOST_REDIRECTS = 5
LONGEST_HEADER = 1_000
INTERVAL = 0.2
"""Seconds between the end of a request and the next one to the same host."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITH_ITS_BODY = frozenset({307, 308})
"""Redirects that repeat a POST as it is (RFC 9110, sections 15.4.8 and 15.4.9)."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose headers are read: where it came from in the end, and its deadline."""

    url: str
    http: HTTPResponse
    deadline: Deadline

    def header(self, name: str) -> str:
        """Give a header without blanks around it, nothing when it is absent or no plain text.

        Nor when it is so long that a server would not take it back as a condition.
        """
        text = (self.http.headers.get(name) or "").strip()
        return text if _is_plain(text) and len(text) <= LONGEST_HEADER else ""


@dataclass(slots=True)
class Line:
    """The line to other machines: as whom it asks, what it may ask, and when it last did."""

    agent: str
    clock: Clock
    private: bool = False
    resolve: Resolve | None = None
    interval: float = INTERVAL
    _asked: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def exchange(self, request: Request, headers: Mapping[str, str]) -> Iterator[Response]:
        """Give the answer to a request; raises Fault, also for what breaks while it is read."""
        with Deadline(request.seconds) as deadline:
            response = None
            try:
                response = self._answer(request, headers, deadline)
                yield response
                if deadline.passed:  # A body that nothing ends but the connection looks whole.
                    raise _too_slow(request)
            except (OSError, HTTPException, Fault) as error:
                # Whatever broke after the deadline broke because the connection was shut down.
                if deadline.passed:
                    raise _too_slow(request) from error
                if isinstance(error, Fault):
                    raise
                raise _broken(request, error) from error
            finally:
                if response:
                    response.http.close()

    def _answer(self, request: Request, headers: Mapping[str, str], deadline: Deadline) -> Response:
        first = here = destination(request.url)
        for _ in range(MOST_REDIRECTS + 1):
            self._wait_turn(here.host)
            # A redirect is from a stranger, so it leads to no private net but its own place.
            private = self.private and here.place == first.place
            connect = partial(here.connect, deadline, private, self.resolve)
            http = self._sent(opener_to(connect), here, request, headers)
            self._asked[here.host] = self.clock.monotonic()
            if http.status not in (_WITH_ITS_BODY if request.sparql else _REDIRECTS):
                return Response(here.url, http, deadline)
            http.close()
            here = redirected(here, http.headers.get("Location"))
        raise Fault(
            f"{request.url} leads on and on, more than {MOST_REDIRECTS} times; it is not followed: "
            "name the file's own address",
            f"{request.url} leder videre og videre, mer enn {MOST_REDIRECTS} ganger; det følges "
            "ikke: oppgi filens egen adresse",
        )

    def _sent(
        self,
        opener: OpenerDirector,
        here: Destination,
        request: Request,
        headers: Mapping[str, str],
    ) -> HTTPResponse:
        if request.sparql:
            return asked(opener, here.url, request.sparql, self.agent)
        accept = ", ".join((*request.media_types, "*/*;q=0.1"))
        own = {"User-Agent": self.agent, "Accept": accept, "Accept-Encoding": "identity"}
        sent = {name: text for name, text in {**own, **headers}.items() if _is_plain(text)}
        found = opener.open(HttpRequest(here.url, headers=sent))
        assert isinstance(found, HTTPResponse)
        return found

    def _wait_turn(self, host: str) -> None:
        last = self._asked.get(host)
        if last is not None and (left := last + self.interval - self.clock.monotonic()) > 0:
            self.clock.sleep(left)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _too_slow(request: Request) -> Fault:
    return Fault(
        f"{request.url} was not whole after {request.seconds:,g} seconds; try again later",
        f"{request.url} var ikke hel etter {request.seconds:,g} sekunder; prøv igjen senere",
        everywhere=True,
    )


def _broken(request: Request, error: OSError | HTTPException) -> Fault:
    """Say that a connection failed, in words of the system and none of the other side."""
    cause = error.reason if isinstance(error, URLError) else error
    said = getattr(cause, "strerror", None) or type(cause).__name__
    certificate = isinstance(cause, ssl.SSLCertVerificationError)
    return Fault(
        f"no whole answer from {request.url}: {said}; try again later",
        f"fikk ikke noe helt svar fra {request.url}: {said}; prøv igjen senere",
        again=not certificate,
        everywhere=True,
    )
