"""The way to one endpoint, for libraries that open addresses by `urllib.request.urlopen`.

An opener that goes to addresses found and checked before, and nowhere else: it knows no other
scheme than http and https, follows no redirect, reads no proxy from the environment, keeps no
cookie, and looks no name up.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.request import AbstractHTTPHandler, OpenerDirector, Request

from .addresses import Address

Connect = Callable[[], socket.socket]
"""Gives a socket that is connected to the endpoint."""


class BrokenChunk(HTTPException):
    """A chunk of a body has a size that is none."""


class _Response(HTTPResponse):
    """A response whose chunks have sizes of RFC 9112, section 7.1.

    The library takes a size of -1 too, and reads all that comes at once, and fails on -2.
    """

    def _read_next_chunk_size(self) -> int:
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]  # typeshed lacks it
        if size < 0:
            raise BrokenChunk(size)
        return size


class _PlainConnection(HTTPConnection):
    """A connection that does not choose where it goes."""

    response_class = _Response

    def __init__(self, host: str, *, connect: Connect, **settings: Any) -> None:
        super().__init__(host, **settings)
        self._connect = connect

    def connect(self) -> None:
        self.sock = self._connect()


class _SecureConnection(HTTPSConnection):
    """The same with TLS; the certificate must be that of the endpoint's host name."""

    response_class = _Response

    def __init__(self, host: str, *, connect: Connect, **settings: Any) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, context=self._tls, **settings)
        self._connect = connect

    def connect(self) -> None:
        self.sock = self._tls.wrap_socket(self._connect(), server_hostname=self.host)


class _Handler(AbstractHTTPHandler):
    """Opens http and https by our connections."""

    def __init__(self, connect: Connect) -> None:
        super().__init__()
        self._connect = connect

    def http_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_PlainConnection, connect=self._connect), request)

    def https_open(self, request: Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, connect=self._connect), request)

    http_request = https_request = AbstractHTTPHandler.do_request_


def opener_to(connect: Connect) -> OpenerDirector:
    """Give an opener over a way to connect; whatever its status, a response is given as it is."""
    opener = OpenerDirector()
    # Without OpenerDirector's own name in it: what we say of ourselves says the client.
    opener.addheaders = []
    opener.add_handler(_Handler(connect))
    return opener


def connected(addresses: tuple[Address, ...], seconds: float) -> socket.socket:
    """Give a socket connected to the first address that answers; raises OSError."""
    fault = OSError("the name has no address")
    for address in addresses:
        sock = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            sock.settimeout(seconds)
            sock.connect(address.place)
            return sock
        except OSError as error:
            sock.close()
            fault = error
    raise fault
