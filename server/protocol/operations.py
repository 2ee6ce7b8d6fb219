"""What a request to the SPARQL endpoint asks for (SPARQL 1.1 Protocol, section 2.1).

Three ways to send one query: GET with parameters, POST of a form, POST of the query itself.
Parameters are read here from the bytes, once and strictly: a wrong byte is an error, never a
question mark in the middle of a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ..links import is_iri
from ..problems import BadParameter, NotOneQuery, UnknownMediaType, UpdateRefused

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

LARGEST_BODY = 64 * 1024
"""A query of the largest size, percent-encoded, with room for the other parameters."""

MOST_PARAMETERS = 200

_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
"""The parameters of update operations (section 2.2)."""

Parameters = Mapping[str, tuple[str, ...]]
"""The values of each parameter, in order."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation: the query, its dataset if the protocol gives one, the wanted format.

    `explain` asks how the query would be evaluated, instead of its result.
    """

    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What an HTTP request says: its method, the query string of its address, its body."""

    method: str
    query_string: bytes
    media_type: str = ""
    charset: str = ""
    body: bytes = b""


def read_operation(message: Message) -> Operation | None:
    """Give the operation a request asks for, None for a GET without any query.

    Raises BadParameter, NotOneQuery, UpdateRefused, or UnknownMediaType.
    """
    parameters = read_parameters(message.query_string)
    if message.method == "POST":
        if message.charset.lower() not in {"", "utf-8", "utf8", "us-ascii"}:
            raise UnknownMediaType(found=f"charset={message.charset}")
        if message.media_type == FORM:
            parameters = _joined(parameters, read_parameters(message.body))
        elif message.media_type == QUERY:
            parameters = _joined(parameters, {"query": (_text(message.body),)})
        elif message.media_type == UPDATE:
            raise UpdateRefused(word="application/sparql-update")
        else:
            raise UnknownMediaType(found=message.media_type or "none")
    return _operation(parameters, optional=message.method != "POST")


def read_parameters(encoded: bytes) -> Parameters:
    """Give the parameters of an address or a form; raises BadParameter for what is not UTF-8."""
    try:
        pairs = parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError as error:
        raise BadParameter(name="?", problem=str(error)) from error
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


def _joined(first: Parameters, second: Parameters) -> Parameters:
    return {n: (*first.get(n, ()), *second.get(n, ())) for n in {**first, **second}}


def _operation(parameters: Parameters, optional: bool) -> Operation | None:
    for name in _OF_UPDATES:
        if name in parameters:
            raise UpdateRefused(word=f"{name}=")
    queries = parameters.get("query", ())
    if not queries and optional:
        return None
    if len(queries) != 1:
        raise NotOneQuery(found=len(queries))
    default = _graphs(parameters, "default-graph-uri")
    named = _graphs(parameters, "named-graph-uri")
    format_, explain = _last(parameters, "format"), _last(parameters, "explain") == "1"
    if default or named:
        # Section 2.1.4: a dataset of the protocol is the whole dataset; what it lacks is empty.
        return Operation(queries[0], default, named, format_, explain)
    return Operation(queries[0], None, None, format_, explain)


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    graphs = parameters.get(name, ())
    for graph in graphs:
        if not is_iri(graph):
            raise BadParameter(name=name, problem=f"{graph!r} is not an absolute IRI")
    return graphs


def _last(parameters: Parameters, name: str) -> str:
    return parameters.get(name, ("",))[-1]


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadParameter(name="query", problem=str(error)) from error
