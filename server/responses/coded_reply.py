"""Replies in a content coding that their client takes; the coding itself is in `encoding.py`."""

from __future__ import annotations

from collections.abc import Callable

from ..sharing.kept_answers import KeptAnswers
from .connection import Cooperation
from .encoding import SMALLEST, choose_coding, coded, is_compressible
from .reply import CodedStream, Reply

LONG = 32_768
"""Coding more bytes than this takes milliseconds, in which no other greenlet would go on."""


def in_coding(
    reply: Reply, accept_encoding: str, kept: KeptAnswers, cooperation: Cooperation | None
) -> Reply:
    """Give a reply in the coding its client likes best, where that pays.

    Another coding is another representation: it has its own entity tag, under which the coded
    body of a kept answer is kept too, and is told in Vary (RFC 9110, section 8.8.3.3).
    """
    media_type = reply.headers.get("Content-Type", "text/plain").partition(";")[0]
    if not is_compressible(media_type):
        return reply
    vary = reply.headers.get("Vary")
    headers = reply.headers | {"Vary": f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"}
    coding, body = choose_coding(accept_encoding), reply.body
    is_short = isinstance(body, bytes) and len(body) < SMALLEST and reply.status != 304
    if not coding or is_short:
        return Reply(reply.status, headers, body)
    if "ETag" in headers:
        headers["ETag"] = f'{headers["ETag"][:-1]}-{coding}"'
    if reply.status == 304:
        return Reply(304, headers)
    headers["Content-Encoding"] = coding
    if not isinstance(body, bytes):
        return Reply(reply.status, headers, CodedStream(body, body, coding))
    key = headers["ETag"] if reply.is_kept else ""
    found = kept.get(key) if key else None
    if found is None:
        aside = cooperation.aside if cooperation and len(body) > LONG else _here
        found = aside(coded, body, coding)
        if key:
            kept.keep(key, found)
    return Reply(reply.status, headers, found)


def _here(work: Callable[..., bytes], *arguments: object) -> bytes:
    return work(*arguments)
