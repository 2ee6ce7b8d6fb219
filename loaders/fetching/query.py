"""A SPARQL query to an endpoint, asked by SPARQLWrapper over the line of a fetch.

The library writes the request (SPARQL 1.1 Protocol, section 2.1.2) and opens it by `urlopen`, which
follows redirects and opens files; for that one call `urlopen` is our opener, as in the endpoint's
own federation. The deadline, the checks and the bounds are those of every other request.
"""

from __future__ import annotations

import urllib.request
from http.client import HTTPResponse
from pathlib import Path

import msgspec
from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

from .fault import Fault

RESULTS = "application/sparql-results+json"
MEDIA_TYPES = (RESULTS, "application/json")
MOST = 256 * 1024 * 1024
"""Bytes of an answer, which is read at once."""


class Head(msgspec.Struct):
    """The variables of a result."""

    vars: list[str]


class Bindings(msgspec.Struct):
    """The solutions of a result, each with its terms by variable."""

    bindings: list[dict[str, dict[str, str]]]


class Results(msgspec.Struct):
    """The result of a SELECT query (SPARQL 1.1 Query Results JSON Format, section 3)."""

    head: Head
    results: Bindings


def asked(opener: urllib.request.OpenerDirector, url: str, query: str, agent: str) -> HTTPResponse:
    """Ask an endpoint and give its answer, whatever its status; raises OSError."""
    wrapper = SPARQLWrapper(url, returnFormat=JSON, agent=agent)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", f"{RESULTS}, application/json;q=0.5")
    wrapper.addCustomHttpHeader("Accept-Encoding", "identity")
    # Not `setQuery`, which looks for the form of the query by regular expressions.
    wrapper.queryString, wrapper.queryType = query, SELECT
    before = urllib.request._opener  # type: ignore[attr-defined]  # there is no other way
    urllib.request.install_opener(opener)
    try:
        response = wrapper.query().response
    finally:
        urllib.request._opener = before  # type: ignore[attr-defined]  # as above
    assert isinstance(response, HTTPResponse)
    return response


def settle(path: Path) -> None:
    """Write a result over itself in one form, so that equal results are equal bytes.

    Solutions are a multiset (SPARQL 1.1 Query, section 18.1.9) that endpoints give in any order:
    they are sorted, so that no reader may build on an order. Raises Fault for what is no result.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Results)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Fault(
            f"the answer is no result of a SELECT query in JSON ({error}); try again later, or "
            "tell us if the endpoint has changed",
            f"svaret er ikke resultatet av en SELECT-spørring i JSON ({error}); prøv igjen senere, "
            "eller si fra hvis endepunktet er endret",
        ) from None
    encode = msgspec.json.Encoder(order="sorted").encode
    rows = sorted(encode(binding) for binding in found.results.bindings)
    head = encode(found.head)
    body = b",\n".join(rows)
    path.write_bytes(b'{"head":%b,"results":{"bindings":[\n%b\n]}}\n' % (head, body))
