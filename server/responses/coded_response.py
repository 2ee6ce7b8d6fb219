"""Responses in a content coding that their client takes; the coding itself is in `encoding.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, request

from .encoding import SMALLEST, choose_coding, coded, coded_stream, is_compressible


def with_coding(response: Response) -> Response:
    """Give a response in the coding the client likes best, where that pays.

    Another coding is another representation: it has its own entity tag and is told in Vary.
    """
    if response.direct_passthrough or not is_compressible(response.mimetype or ""):
        return response
    response.vary.add("Accept-Encoding")
    coding = choose_coding(request.headers.get("Accept-Encoding", ""))
    if not coding or not _pays(response):
        return response
    _name(response, coding)
    if response.status_code == 304:
        return response
    if response.is_streamed:
        response.response = _Coded(response.iter_encoded(), response.response, coding)
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(coded(response.get_data(), coding))
    response.headers["Content-Encoding"] = coding
    return response


class _Coded:
    """A stream in a coding, closed with the stream it comes from (PEP 3333)."""

    def __init__(self, chunks: Iterable[bytes], source: object, coding: str) -> None:
        self._chunks = chunks
        self._source = source
        self._coding = coding

    def __iter__(self) -> Iterator[bytes]:
        return coded_stream(self._chunks, self._coding)

    def close(self) -> None:
        close = getattr(self._source, "close", None)
        if close is not None:
            close()


def _pays(response: Response) -> bool:
    length = response.content_length
    is_small = length is not None and length < SMALLEST
    return response.status_code == 304 or not (is_small or "Content-Encoding" in response.headers)


def _name(response: Response, coding: str) -> None:
    """Give the response the entity tag of this coding."""
    tag, is_weak = response.get_etag()
    if tag:
        response.set_etag(f"{tag}-{coding}", weak=bool(is_weak))
