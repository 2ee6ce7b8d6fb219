"""Content codings: chosen as the standard says, undone by the clients' own decoders."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from klynge.server.responses.encoding import (
    CODINGS,
    choose_coding,
    coded,
    coded_stream,
    is_compressible,
)

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().stream_reader(body).read(),
}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("zstd;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0, *", "zstd"),
        ("*;q=0", ""),
        ("identity", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("deflate, compress", ""),
        ("gzip;q=word", "gzip"),
        (" , ;q=1,", ""),
    ],
)
def test_the_coding_a_client_likes_best_is_chosen(header: str, coding: str) -> None:
    assert choose_coding(header) == coding


@pytest.mark.parametrize("coding", CODINGS)
@given(body=st.binary(max_size=5_000))
def test_a_coded_body_decodes_to_itself(coding: str, body: bytes) -> None:
    assert DECODERS[coding](coded(body, coding)) == body


@pytest.mark.parametrize("coding", CODINGS)
@given(chunks=st.lists(st.binary(max_size=500), max_size=20))
def test_a_coded_stream_decodes_to_its_chunks(coding: str, chunks: list[bytes]) -> None:
    assert DECODERS[coding](b"".join(coded_stream(chunks, coding))) == b"".join(chunks)


DECODED_SO_FAR: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda part: zlib.decompressobj(31).decompress(part),
    "br": lambda part: brotli.Decompressor().process(part),
    "zstd": lambda part: zstandard.ZstdDecompressor().decompressobj().decompress(part),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_the_first_rows_of_a_stream_are_not_held_back(coding: str) -> None:
    rows = (f"row {n}\n".encode() for n in range(3))

    first = next(iter(coded_stream(rows, coding)))

    assert DECODED_SO_FAR[coding](first) == b"row 0\n"


@pytest.mark.parametrize("coding", CODINGS)
def test_a_stream_that_breaks_is_not_given_an_end(coding: str) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"a row\n"
        raise ConnectionError("the worker was killed")

    sent = b""
    with pytest.raises(ConnectionError):
        for part in coded_stream(breaking(), coding):
            sent += part

    whole = b"".join(coded_stream([b"a row\n"], coding))
    assert sent and sent != whole and whole.startswith(sent)


def test_text_is_worth_coding_and_pictures_are_not() -> None:
    assert is_compressible("application/sparql-results+json")
    assert is_compressible("text/csv") and is_compressible("image/svg+xml")
    assert is_compressible("application/n-triples")
    assert not is_compressible("image/png") and not is_compressible("application/zip")
