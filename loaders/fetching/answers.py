"""What an answer's status and headers say: taken, unchanged, not there, or a fault.

Statuses are those of RFC 9110, section 15, and RFC 6585, section 4 (429). Only what may pass is
tried again; a server that says when to come back is believed up to a bound.
"""

from __future__ import annotations

import datetime
from email.utils import parsedate_to_datetime

from .clock import Clock
from .exchange import Response
from .fault import Fault
from .part import too_large
from .request import Request

LONGEST_WAIT = 120.0
"""Seconds that are waited because a server asks for it; beyond it the fetch ends, and says so."""

NOT_MODIFIED, RANGE_NOT_SATISFIABLE = 304, 416
NOT_THERE = frozenset({404, 410})
_BUSY = frozenset({429, 503})
_PASSING = frozenset({500, 502, 504})
_ANY_BYTES = ("application/octet-stream", "binary/octet-stream")


def check(response: Response, request: Request, clock: Clock) -> None:
    """Raise Fault for an answer whose body is not to be taken."""
    status = response.http.status
    if status in _BUSY:
        raise _busy(response, request, clock)
    if status not in {200, 206}:
        raise Fault(
            f"{request.url} answers with the status {status}; expected 200"
            f"{'; try again later' if status in _PASSING else ': correct the address'}",
            f"{request.url} svarer med status {status}; forventet 200"
            f"{'; prøv igjen senere' if status in _PASSING else ': rett adressen'}",
            again=status in _PASSING,
        )
    coding = response.header("Content-Encoding").lower()
    if coding not in {"", "identity"}:
        raise Fault(
            f"{request.url} is sent packed as {coding[:40]!r}, though it was asked not to be; its "
            "size could not be bounded: it is not taken",
            f"{request.url} sendes pakket som {coding[:40]!r}, selv om det ble bedt om å la være; "
            "størrelsen kunne ikke begrenses: den tas ikke imot",
        )
    _check_media_type(response.http.headers.get_content_type(), response, request)
    _check_length(response, request)


def _check_media_type(found: str, response: Response, request: Request) -> None:
    if any(_fits(found, wanted) for wanted in request.media_types) or not request.media_types:
        return
    expected = ", ".join(request.media_types)
    named = found[:80] if response.header("Content-Type") else "nothing"
    raise Fault(
        f"{request.url} says that it is {named}; expected {expected}: look at the address in a "
        "browser, it may be a page and not the file",
        f"{request.url} sier at den er {named}; forventet {expected}: se på adressen i en "
        "nettleser, den kan være en side og ikke filen",
    )


def _fits(found: str, wanted: str) -> bool:
    """Tell whether a media type is the wanted one, or one that is built on it (RFC 6839)."""
    return found == wanted or found.endswith(f"+{wanted.rpartition('/')[2]}")


def _check_length(response: Response, request: Request) -> None:
    length = response.http.length
    if length is None and not response.http.chunked:
        raise Fault(
            f"{request.url} says neither how long the file is nor where it ends, so that nobody "
            "could tell a part from the whole; it is not taken",
            f"{request.url} sier verken hvor lang filen er eller hvor den slutter, så ingen kunne "
            "skille en del fra det hele; den tas ikke imot",
        )
    if (length or 0) > request.most:
        raise too_large(request, length or 0)


def _busy(response: Response, request: Request, clock: Clock) -> Fault:
    status, wait = response.http.status, _retry_after(response.header("Retry-After"), clock)
    if wait <= LONGEST_WAIT:
        return Fault(
            f"{request.url} answers with the status {status}: it is busy; try again later",
            f"{request.url} svarer med status {status}: den er opptatt; prøv igjen senere",
            again=True,
            wait=wait,
        )
    back = _after(clock, wait)
    return Fault(
        f"{request.url} answers with the status {status} and asks to come back after {back}; "
        "fetch again then",
        f"{request.url} svarer med status {status} og ber om å komme tilbake etter {back}; hent "
        "på nytt da",
        everywhere=True,
    )


def _after(clock: Clock, wait: float) -> str:
    try:
        return f"{clock.now() + datetime.timedelta(seconds=wait):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return f"{wait:.0f} s"


def _retry_after(text: str, clock: Clock) -> float:
    """Give the seconds that a server asks to wait (RFC 9110, section 10.2.3), 0 for none."""
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max((until - clock.now()).total_seconds(), 0.0)


def last_modified(response: Response, clock: Clock) -> str:
    """Give the time that a file says it is of, nothing for one that cannot be.

    One to come would be asked about for good, and "not modified" be answered until then (RFC 9110,
    section 8.8.2.1).
    """
    text = response.header("Last-Modified")
    try:
        return text if parsedate_to_datetime(text) <= clock.now() else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def packed_types(packed: str) -> tuple[str, ...]:
    """Give the media types that a file packed so may be said to have, none for one that is not."""
    if not packed:
        return ()
    names = {"gzip": ("application/gzip", "application/x-gzip"),
             "zip": ("application/zip", "application/x-zip-compressed")}  # fmt: skip
    return (*names.get(packed, (f"application/{packed}",)), *_ANY_BYTES)
