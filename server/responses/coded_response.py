"""Responses of the web framework in a content coding that their client takes."""

from __future__ import annotations

from flask import Response, request

from .encoding import SMALLEST, choose_coding, coded, is_compressible
from .reply import CodedStream


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
        response.response = CodedStream(response.iter_encoded(), response.response, coding)
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(coded(response.get_data(), coding))
    response.headers["Content-Encoding"] = coding
    return response


def _pays(response: Response) -> bool:
    length = response.content_length
    is_small = length is not None and length < SMALLEST
    return response.status_code == 304 or not (is_small or "Content-Encoding" in response.headers)


def _name(response: Response, coding: str) -> None:
    """Give the response the entity tag of this coding."""
    tag, is_weak = response.get_etag()
    if tag:
        response.set_etag(f"{tag}-{coding}", weak=bool(is_weak))
