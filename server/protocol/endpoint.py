"""The SPARQL endpoint as plain WSGI: what most requests ask, without a web framework in the way.

It answers queries to `/sparql` (SPARQL 1.1 Protocol, section 2.1). Everything else goes on to the
application behind it, which also says what is wrong with a query, as with any other request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.http import parse_options_header
from werkzeug.sansio.utils import host_is_trusted

from ..pool.wire import Request
from ..problems import BadParameter, BodyTooLarge, Fault, NotAcceptable, Problem
from ..responses.coded_reply import in_coding
from ..responses.connection import Environ, MustBlock, cooperation_of
from ..responses.negotiation import FEATURES, GRAPHS, SOLUTIONS, Format, choose_format, named_format
from ..responses.reply import Reply
from ..sharing.traffic import KEPT, Inquiry
from ..site import FRESH, Site, knows
from .operations import LARGEST_BODY, Message, Operation, read_operation
from .screen import Screened, screen

log = logging.getLogger(__name__)

PATH = "/sparql"

PROBLEM = "klynge.problem"
"""Where in a request the application behind finds what is wrong with it."""

_METHODS = frozenset({"GET", "HEAD", "POST"})


class Endpoint:
    """Answers queries over a site, and leaves the rest to the application `behind`."""

    def __init__(
        self,
        site: Site,
        behind: WSGIApplication,
        headers: Mapping[str, str],
        trusted_hosts: Sequence[str] | None,
    ) -> None:
        """Keep the site; `headers` are those of every answer."""
        self._site = site
        self._behind = behind
        self._headers = tuple(headers.items())
        self._trusted_hosts = list(trusted_hosts or ())

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request; raises MustBlock where a greenlet cannot."""
        reply = self._reply(environ)
        if reply is not None:
            return reply.send(environ["REQUEST_METHOD"], self._headers, start)
        if cooperation_of(environ):
            raise MustBlock
        return self._behind(environ, start)

    def _reply(self, environ: WSGIEnvironment) -> Reply | None:
        """Give the answer to a query, None for any other request, or one with a problem."""
        if environ.get("PATH_INFO") != PATH or PROBLEM in environ or not self._is_ours(environ):
            return None
        try:
            operation = read_operation(_message(environ))
            return None if operation is None else self._answer(operation, environ)
        except Problem as problem:
            environ[PROBLEM] = problem
        except MustBlock:
            raise
        except Exception:
            log.exception("a query could not be answered")
            environ[PROBLEM] = Fault()
        return None

    def _is_ours(self, environ: Environ) -> bool:
        host = environ.get("HTTP_HOST", "")
        trusted = not self._trusted_hosts or host_is_trusted(host, self._trusted_hosts)
        return trusted and environ["REQUEST_METHOD"] in _METHODS

    def _answer(self, operation: Operation, environ: Environ) -> Reply:
        inquiry = self._site.counter.inquiry(operation.query, environ)
        try:
            seen = screen(operation.query, self._site.federates)
            if operation.explain:
                return self._explained(operation, seen, environ)
            reply = self._answered(operation, seen, inquiry, environ)
        except Problem as problem:
            inquiry.end(problem.code)  # Unless it has been ended already.
            raise
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        return in_coding(reply, accepted, self._site.counter.answers, cooperation_of(environ))

    def _answered(
        self, operation: Operation, seen: Screened, inquiry: Inquiry, environ: Environ
    ) -> Reply:
        format_ = result_format(seen.form, operation.format, environ.get("HTTP_ACCEPT", ""))
        tag = self._site.entity_tag(
            operation.query, operation.default_graphs, operation.named_graphs, format_.media_type
        )
        if not seen.volatile and knows(environ, tag):
            inquiry.end(KEPT)
            return Reply(304, _kept(tag))
        query = self._request(operation, format_.media_type, seen)
        key = "" if seen.volatile else tag
        reply = self._site.counter.reply(query, format_, inquiry, environ, key)
        if seen.volatile or environ["REQUEST_METHOD"] == "POST":
            reply.headers |= {"Cache-Control": "no-store", "Vary": "Accept"}
        else:
            reply.headers |= _kept(tag)
        return reply

    def _explained(self, operation: Operation, seen: Screened, environ: Environ) -> Reply:
        """Say which rewrites a query gets and what is then evaluated, as JSON."""
        if cooperation_of(environ):
            raise MustBlock
        query = self._request(operation, "application/json", seen, explain=True)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return Reply(200, headers, self._site.counter.pool_for(query).ask(query))

    def _request(
        self, operation: Operation, media_type: str, seen: Screened, explain: bool = False
    ) -> Request:
        return Request(
            query=operation.query,
            media_type=media_type,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            union=not seen.has_dataset,
            # RFC 3986, section 5.1.3: what was asked is the base, when the query names none.
            base=f"{self._site.public_url}sparql",
            prefixed=True,
            explain=explain,
            federated=seen.federated,
        )


def _kept(tag: str) -> dict[str, str]:
    """Give the headers of an answer that may be kept."""
    return {"ETag": f'"{tag}"', "Cache-Control": FRESH, "Vary": "Accept"}


def _message(environ: WSGIEnvironment) -> Message:
    method, address = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "").encode("latin-1")
    if method != "POST":
        return Message(method, address)
    media_type, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    return Message(method, address, media_type.lower(), options.get("charset", ""), _body(environ))


def _body(environ: WSGIEnvironment) -> bytes:
    """Give the body of a request, whose length both fronts know; raises BodyTooLarge."""
    told = environ.get("CONTENT_LENGTH") or "0"
    length = int(told) if told.isdecimal() else 0
    if length > LARGEST_BODY:
        raise BodyTooLarge(most=LARGEST_BODY)
    return cast(bytes, environ["wsgi.input"].read(length))


@lru_cache(maxsize=256)
def result_format(form: str, name: str, accept: str) -> Format:
    """Give the format for the result of a query of a form: the one named, else as accepted.

    Raises BadParameter for a name that belongs to another form, and NotAcceptable.
    """
    formats = formats_of(form)
    format_ = named_format(name, formats)
    if format_ is not None:
        return format_
    if named_format(name, (*SOLUTIONS, FEATURES, *GRAPHS)):
        offered = ", ".join(format_.name for format_ in formats)
        raise BadParameter(name="format", problem=f"{name!r} is none of {offered}")
    # Client libraries send names of their own in this parameter; their Accept then decides.
    format_ = choose_format(accept, formats)
    if format_ is None:
        raise NotAcceptable(offered=", ".join(format_.media_type for format_ in formats))
    return format_


def formats_of(form: str) -> tuple[Format, ...]:
    """Give the formats in which a query of this form is answered, the usual one first."""
    if form in {"CONSTRUCT", "DESCRIBE"}:
        return GRAPHS
    return SOLUTIONS if form == "ASK" else (*SOLUTIONS, FEATURES)
