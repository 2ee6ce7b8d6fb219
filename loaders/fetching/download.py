"""One file from its address into the shelf's folder of parts, whole, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from . import answers, query
from .exchange import Line, Response
from .fault import Fault
from .part import Part
from .receipt import Fetched
from .request import Request
from .retrying import patiently
from .shelf import described


def download(request: Request, kept: Fetched | None, part: Part, line: Line) -> Fetched:
    """Ask for a file and give what is then known of it; raises Fault.

    `kept` is what is there and as its receipt says, None for nothing. New bytes are in the part;
    where there is none, what is kept is still what is published, or there is no such thing.
    """
    if request.sparql:
        most = min(request.most, query.MOST)
        types = request.media_types or query.MEDIA_TYPES
        request = replace(request, media_types=types, most=most)
    return patiently(lambda: _attempt(request, kept, part, line), line.clock)


def _attempt(request: Request, kept: Fetched | None, part: Part, line: Line) -> Fetched:
    started = line.clock.moment()
    headers = {**_conditions(kept), **part.asked_for(request)}
    with line.exchange(request, headers) as response:
        status = response.http.status
        if status == answers.NOT_MODIFIED and kept and not request.sparql:
            part.drop()
            now = line.clock.moment()
            return replace(kept, status=status, checked=now, final_url=response.url)
        if status in answers.NOT_THERE and request.optional:
            part.drop()
            return _absent(request, response, started, line)
        if status == answers.RANGE_NOT_SATISFIABLE and "Range" in headers:
            part.drop()
            raise Fault(
                f"{request.url} has no such part any more; it is begun anew",
                f"{request.url} har ikke den delen lenger; det begynnes på nytt",
                again=True,
            )
        answers.check(response, request, line.clock)
        part.take(response, request)
        found = _fetched(request, response, started, line)
    return _settled(found, request, part)


def _conditions(kept: Fetched | None) -> Mapping[str, str]:
    """Give the headers that ask only for what has changed (RFC 9110, section 13.1)."""
    headers = {}
    if kept and kept.etag:
        headers["If-None-Match"] = kept.etag
    if kept and kept.last_modified:
        headers["If-Modified-Since"] = kept.last_modified
    return headers


def _fetched(request: Request, response: Response, started: str, line: Line) -> Fetched:
    now = line.clock.moment()
    return Fetched(
        name=request.name,
        url=request.url,
        final_url=response.url,
        status=response.http.status,
        started=started,
        retrieved=now,
        checked=now,
        media_type=response.http.headers.get_content_type(),
        etag=response.header("ETag"),
        last_modified=answers.last_modified(response, line.clock),
        sparql=request.sparql,
    )


def _absent(request: Request, response: Response, started: str, line: Line) -> Fetched:
    return replace(_fetched(request, response, started, line), media_type="", etag="",
                   last_modified="")  # fmt: skip


def _settled(found: Fetched, request: Request, part: Part) -> Fetched:
    """Give a file with its digest; that of a query's answer is of its one form."""
    if request.sparql:
        try:
            query.settle(part.path)
        except Fault:
            part.drop()
            raise
    file = described(part.path)
    return replace(found, bytes=file.bytes, sha256=file.sha256)
