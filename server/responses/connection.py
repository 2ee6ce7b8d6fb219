"""The client's end of a request, as far as the server that runs us shows it.

gunicorn hands out the socket of the client; waitress tells only whether the client has left. A
front whose clients are greenlets hands out its ways to wait, and then nothing may block.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from ..pool.channel import Wait

Environ = Mapping[str, Any]
"""A request as WSGI has it (PEP 3333)."""

COOPERATION = "klynge.cooperation"
"""Where in a request the `Cooperation` is, if it is worked on in a greenlet."""


class MustBlock(Exception):
    """A request cannot be answered in a greenlet; nothing has been sent of its answer."""


class Cooperation(Protocol):
    """How one greenlet lets the others go on."""

    wait: Wait

    def aside(self, work: Callable[..., bytes], *arguments: object) -> bytes:
        """Do some work in a thread."""


def cooperation_of(environ: Environ) -> Cooperation | None:
    """Give how a request waits that is worked on in a greenlet, None for one in a thread."""
    return environ.get(COOPERATION)


# `struct linger`: on, zero seconds. Closing then resets the connection.
_AT_ONCE = struct.pack("ii", 1, 0)


def is_gone(environ: Environ) -> bool:
    """Tell whether the client has left, as far as can be known without reading from it.

    A client that closes only its sending half is taken to have left.
    """
    if "waitress.client_disconnected" in environ:
        return cast(Callable[[], bool], environ["waitress.client_disconnected"])()
    client = _socket(environ)
    if client is None:
        return False
    before = client.gettimeout()
    client.settimeout(0)
    try:
        return client.recv(1, socket.MSG_PEEK) == b""
    except (BlockingIOError, TimeoutError):
        return False  # Nothing to read, and nothing wrong: it is waiting.
    except OSError:
        return True
    finally:
        client.settimeout(before)


def marks_its_end(environ: Environ) -> bool:
    """Tell whether a client can see if an answer of unknown length is whole.

    HTTP/1.1 ends it with an empty chunk (RFC 9112, section 7.1). HTTP/1.0 ends it by closing the
    connection, so that there only a reset tells a broken answer from a whole one.
    """
    return environ.get("SERVER_PROTOCOL") != "HTTP/1.0" or _socket(environ) is not None


def break_off(environ: Environ) -> None:
    """Prepare the connection so that its closing tells that the answer is not whole."""
    client = _socket(environ)
    if client is not None and environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)


def _socket(environ: Environ) -> socket.socket | None:
    return environ.get("gunicorn.socket")
