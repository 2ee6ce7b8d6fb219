"""The process that asks one endpoint one query and then ends; it evaluates nothing.

Started by `exchange.py` as `python -m klynge.server.federation.fetcher`, with its socket as
standard input. SPARQLWrapper writes the request, over an opener of ours (`transport.py`), since its
own follows redirects and opens files. It has no deadline that holds, so the process has one: its
parent kills it, and if that is dead the kernel does. Once connected it gives up the network, so
that whatever the endpoint sends it can lead nowhere else.
"""

from __future__ import annotations

import re
import signal
import socket
import sys
from collections.abc import Iterator
from functools import partial
from http.client import HTTPException, HTTPResponse
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import install_opener

from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

from ... import __version__
from ...network.addresses import AddressRefused, addresses_of
from ...network.transport import connected, opener_to
from ...ontology.iris import BASE
from ..pool import jail
from ..pool.wire import LARGEST_DATA, Failure, Kind, receive, send
from ..problems import Problem
from ..service_problems import (
    ServiceAddressRefused,
    ServiceAnswerTooLarge,
    ServiceStatus,
    ServiceUnreachable,
    ServiceUnreadable,
    facts_of,
)
from .call import Call
from .services import Services

AGENT = f"klynge/{__version__} (+{BASE})"
ACCEPT = "application/sparql-results+json, application/json;q=0.5"
READ = frozenset({"application/sparql-results+json", "application/json"})
"""XML is not read at all: each endpoint offers JSON, and JSON has no entities."""

MEMORY = 256 * 1024 * 1024
PORTS = {"http": 80, "https": 443}
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")


class Unanswered(Exception):
    """A call without a result; carries what went wrong."""

    def __init__(self, kind: type[Problem], **facts: object) -> None:
        """Keep the kind of problem and its facts."""
        super().__init__(kind.code)
        self.kind = kind
        self.facts = facts


def main(argument: str) -> None:
    """Read a call from the socket and send its result, or what went wrong, as a worker would."""
    services = Services.from_argument(argument)
    jail.limit_memory(MEMORY)
    with socket.socket(fileno=0) as channel:
        send(channel, Kind.READY)
        try:
            call = Call.from_bytes(receive(channel)[1])
        except EOFError:
            return  # The front has no need of it any more.
        signal.setitimer(signal.ITIMER_REAL, services.call + 1)
        jail.limit_time(int(services.call) + 2)
        try:
            for part in answer(call, services):
                send(channel, Kind.DATA, part)
        except Unanswered as fault:
            facts = facts_of(endpoint=call.endpoint, **fault.facts)
            send(channel, Kind.FAILED, Failure(fault.kind.code, facts).to_bytes())
        else:
            send(channel, Kind.END)


def answer(call: Call, services: Services) -> Iterator[bytes]:
    """Give the bytes of an endpoint's answer as they come; raises Unanswered."""
    install_opener(opener_to(partial(_connected, call.endpoint, services)))
    try:
        response = _asked(call)
        _check(response, services.answer)
        yield from _body(response, services.answer)
    except AddressRefused as error:
        raise Unanswered(ServiceAddressRefused) from error
    except (OSError, HTTPException) as error:
        raise Unanswered(ServiceUnreachable, problem=_reason(error)) from error


def _asked(call: Call) -> HTTPResponse:
    wrapper = SPARQLWrapper(call.endpoint, returnFormat=JSON, agent=AGENT)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", ACCEPT)
    wrapper.addCustomHttpHeader("Accept-Encoding", "identity")
    # Not `setQuery`, which looks for the form of the query by regular expressions that a hostile
    # prefix can mislead, or hold up.
    wrapper.queryString, wrapper.queryType = call.query, SELECT
    return wrapper.query().response


def _connected(endpoint: str, services: Services) -> socket.socket:
    """Give a connection to an endpoint, and let it be the last one of this process."""
    parts = urlsplit(endpoint)
    port = parts.port or PORTS[parts.scheme]
    addresses = addresses_of(parts.hostname or "", port, services.private)
    found = connected(addresses, services.call)
    jail.close_network()
    return found


def _check(response: HTTPResponse, most: int) -> None:
    """Raise Unanswered for a response that is no result, or says that it is too large."""
    if response.status != 200:
        raise Unanswered(ServiceStatus, status=response.status)
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"", "identity"}:
        raise Unanswered(ServiceUnreadable, problem="compressed, though it was asked not to be")
    media_type = response.headers.get_content_type()
    if media_type not in READ:
        named = media_type if _MEDIA_TYPE.fullmatch(media_type) else "another media type"
        raise Unanswered(ServiceUnreadable, problem=named)
    if (response.length or 0) > most:
        raise Unanswered(ServiceAnswerTooLarge, most=most)


def _body(response: HTTPResponse, most: int) -> Iterator[bytes]:
    size = 0
    while part := response.read(LARGEST_DATA):
        size += len(part)
        if size > most:
            raise Unanswered(ServiceAnswerTooLarge, most=most)
        yield part
    if response.length:
        raise Unanswered(ServiceUnreachable, problem="it broke off")


def _reason(error: OSError | HTTPException) -> str:
    """Give why there is no answer, in words of the system and none of the endpoint."""
    if isinstance(error, URLError) and isinstance(error.reason, OSError):
        error = error.reason
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


if __name__ == "__main__":
    main(sys.argv[1])
