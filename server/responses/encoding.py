"""Content codings: zstd, Brotli and gzip, for whole bodies and for streams (RFC 9110, 8.4).

A stream is flushed after each chunk that comes in, so that its first rows are not held back.
What is cut off on the way stays cut off: a coding is ended only when the body has ended well.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli
import zstandard

CODINGS = ("zstd", "br", "gzip")
"""What is offered, the best first."""

SMALLEST = 1_000
"""Below so many bytes (about one packet) nothing is won."""

_COMPRESSIBLE = ("+json", "+xml", "/json", "/xml", "/n-triples", "/n-quads", "/trig", "javascript")


class _Coder(Protocol):
    """Takes bytes and gives coded ones; `flush` gives all so far, `finish` the end."""

    def feed(self, data: bytes) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._coder = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def feed(self, data: bytes) -> bytes:
        return self._coder.compress(data) + self._coder.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._coder.flush()


class _Brotli:
    def __init__(self) -> None:
        self._coder = brotli.Compressor(quality=4)

    def feed(self, data: bytes) -> bytes:
        coded: bytes = self._coder.process(data) + self._coder.flush()
        return coded

    def finish(self) -> bytes:
        end: bytes = self._coder.finish()
        return end


class _Zstd:
    def __init__(self) -> None:
        # 8 MiB is the largest window that a client must take (RFC 8878, section 3.1.1.1.2;
        # RFC 9659); the default of level 3 is 2 MiB.
        self._coder = zstandard.ZstdCompressor(level=3).compressobj()

    def feed(self, data: bytes) -> bytes:
        return self._coder.compress(data) + self._coder.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def finish(self) -> bytes:
        return self._coder.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH)


_CODERS: dict[str, type[_Gzip] | type[_Brotli] | type[_Zstd]] = {
    "gzip": _Gzip,
    "br": _Brotli,
    "zstd": _Zstd,
}


def choose_coding(accept_encoding: str) -> str:
    """Give the coding that a client likes best among ours, or the empty text for none.

    RFC 9110, section 12.5.3: `;q=0` refuses, `*` stands for all not named, no header asks for
    nothing.

    >>> choose_coding("gzip, deflate, br")
    'br'
    >>> choose_coding("gzip;q=0, identity")
    ''
    """
    qualities = dict(_quality(part) for part in accept_encoding.lower().split(",") if part.strip())
    other = qualities.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: qualities.get(coding, other))
    quality = qualities.get(best, other)
    return best if quality > 0 and quality >= qualities.get("identity", 0.0) else ""


def coded_tags(tag: str) -> tuple[str, ...]:
    """Give the entity tags of an answer in each coding (RFC 9110, section 8.8.3.3)."""
    return tuple(f"{tag}-{coding}" for coding in CODINGS)


def is_compressible(media_type: str) -> bool:
    """Tell whether a body of this media type is text of some kind, so that coding it pays."""
    return media_type.startswith("text/") or media_type.endswith(_COMPRESSIBLE)


def coded(body: bytes, coding: str) -> bytes:
    """Give a whole body in a coding."""
    coder = _CODERS[coding]()
    return coder.feed(body) + coder.finish()


def coded_stream(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Give a stream in a coding; an exception in the stream goes through, and no end is written."""
    coder = _CODERS[coding]()
    for chunk in chunks:
        yield coder.feed(chunk)
    yield coder.finish()


def _quality(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    key, _, value = parameter.strip().partition("=")
    try:
        quality = float(value) if key.strip() == "q" else 1.0
    except ValueError:
        quality = 1.0
    return name.strip(), quality
