"""What the front and a worker say to each other: frames on a socket.

A frame is one letter, four bytes of length (big-endian) and that many bytes. The front sends
`QUERY`; the worker answers with any number of `DATA` and then `END`, or with `FAILED` at any
moment, which voids the data before it. A socket that ends before `END` is a broken answer.
"""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import asdict, dataclass, fields
from enum import Enum

LARGEST_DATA = 262_144
"""The size of a full `DATA` frame in bytes."""

HEADER = struct.Struct(">cI")
"""How a frame begins: its letter and the length of its body."""


class Kind(Enum):
    """What a frame is."""

    READY = b"R"
    """The store is open; the body is a `Ready`."""
    QUERY = b"Q"
    """A `Request`."""
    DATA = b"D"
    """The next bytes of a serialised result."""
    END = b"E"
    """The result is complete."""
    FAILED = b"X"
    """A `Failure` instead of a result."""
    CALL = b"C"
    """What another endpoint is to be asked (`federation/`); answered as a `QUERY` is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker is started with: the folder of the store, and its limits.

    `deadline` is in seconds and covers a whole answer, to the last byte a client takes; `memory`
    and `answer` are in bytes, `rows` counts the rows or triples of one answer; after `queries`
    queries a process is replaced by a fresh one. `jailed` takes the network away, which only a
    test would leave to it. `rewrites` lets queries be written anew where that is equal and faster
    (`rewriting/`).
    """

    store: str
    deadline: float = 10.0
    memory: int = 1024 * 1024 * 1024
    answer: int = 512 * 1024 * 1024
    rows: int = 5_000_000
    queries: int = 10_000
    jailed: bool = True
    rewrites: bool = True

    def to_argument(self) -> str:
        """Give the settings as one argument of a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_argument(cls, argument: str) -> Settings:
        """Read the settings from the argument."""
        return cls(**json.loads(argument))


@dataclass(frozen=True, slots=True)
class Request:
    """One query and how its result is wanted.

    `default_graphs` and `named_graphs` are the dataset of the protocol (SPARQL 1.1 Protocol,
    section 2.1.4), which goes before the query's own; None leaves the dataset to the query.
    `union` makes the merge of all named graphs the default graph where nothing else is said.
    `base` is what relative IRIs in the query are resolved against. `prefixed` lets the output
    be written with our prefixes. `explain` asks what would be evaluated, as JSON, instead of the
    result. `federated` tells that other endpoints are to be asked, which only workers of that
    kind can have done.
    """

    query: str
    media_type: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    union: bool = True
    base: str = ""
    prefixed: bool = False
    explain: bool = False
    federated: bool = False

    def to_bytes(self) -> bytes:
        """Give the request as the body of a frame, without what is as usual."""
        values = {
            name: value
            for name, usual in _USUAL.items()
            if (value := getattr(self, name)) is not usual
        }
        return json.dumps(values).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Request:
        """Read the body of a `QUERY` frame."""
        values = json.loads(body)
        for name in ("default_graphs", "named_graphs"):
            if name in values:
                values[name] = tuple(values[name])
        return cls(**values)


_USUAL = {field.name: field.default for field in fields(Request)}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a query has no result: a word of `answer.REFUSALS`, the engine's message or a limit."""

    kind: str
    message: str = ""

    def to_bytes(self) -> bytes:
        """Give the failure as the body of a frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Failure:
        """Read the body of a `FAILED` frame."""
        return cls(**json.loads(body))


def frame(kind: Kind, body: bytes = b"") -> bytes:
    """Give one frame as bytes."""
    return HEADER.pack(kind.value, len(body)) + body


def send(channel: socket.socket, kind: Kind, body: bytes = b"") -> None:
    """Send one frame whole; raises OSError when the other end is gone."""
    channel.sendall(frame(kind, body))


def receive(channel: socket.socket, most: int | None = None) -> tuple[Kind, bytes]:
    """Wait for one frame; raises EOFError when the other end is gone, TimeoutError in time.

    An end that announces more than `most` bytes is none to listen to, and counts as gone.
    """
    letter, length = HEADER.unpack(_exactly(channel, HEADER.size))
    if most is not None and length > most:
        raise EOFError(f"a frame of {length} bytes, where {most} are the most")
    return Kind(letter), _exactly(channel, length)


def _exactly(channel: socket.socket, length: int) -> bytes:
    body = bytearray(length)
    view, filled = memoryview(body), 0
    while filled < length:
        count = channel.recv_into(view[filled:])
        if not count:
            raise EOFError("the other end of the socket is gone")
        filled += count
    return bytes(body)
