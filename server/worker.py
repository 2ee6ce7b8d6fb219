"""The process that answers queries: one at a time, from a release opened read-only.

Started by `workers.py` as `python -m klynge.server.worker`, with its socket as standard input.
It may be killed at any moment, and a hostile query may well kill it; nothing is lost by that.
It imports no web framework, so that it starts fast and stays small.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import IO, Any, cast

import pyoxigraph as ox

from . import jail
from .rewriting.evaluation import Evaluator, evaluator
from .wire import LARGEST_DATA, Failure, Kind, Request, Settings, receive, send

SOLUTIONS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""The serialisers for SELECT and ASK."""

TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""The serialisers for CONSTRUCT and DESCRIBE."""

STACK = 512 * 1024 * 1024
"""The stack for parsing and planning: with 8 MB, 4096 braces end the process."""

SMALL_GRAPH = 10_000
"""A graph of fewer triples is held whole, to leave out the prefixes it does not use."""

LONGEST_MESSAGE = 1_000

# The characters that no XML 1.0 document may hold (section 2.2), in UTF-8.
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class _Refused(Exception):
    """The result cannot be sent as asked; carries the failure to send instead."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind)
        self.failure = failure


class _Outlet:
    """Takes the serialised result and sends it on in frames, within the limits.

    The serialisers write eight kilobytes at a time and, after an error, once more: so an
    outlet that has refused goes on refusing.
    """

    def __init__(self, channel: socket.socket, largest: int, xml: bool) -> None:
        self._channel = channel
        self._left = largest
        self._xml = xml
        self._tail = b""
        self._buffer = bytearray()
        self._refusal: _Refused | None = None

    def write(self, data: bytes) -> int:
        """Take the next bytes; raises _Refused when they may not be sent."""
        self._left -= len(data)
        if self._left < 0:
            self._refuse("size")
        if self._xml and _NOT_IN_XML.search(self._tail + data):
            self._refuse("characters")
        if self._refusal:
            raise self._refusal
        self._tail = data[-2:]
        self._buffer += data
        if len(self._buffer) >= LARGEST_DATA:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what has been taken so far."""
        if self._buffer and not self._refusal:
            send(self._channel, Kind.DATA, bytes(self._buffer))
            self._buffer.clear()

    def _refuse(self, kind: str) -> None:
        self._refusal = self._refusal or _Refused(Failure(kind))


def main(argument: str) -> None:
    """Give up what a worker may not have, open the store, and answer until the front is gone."""
    settings = Settings.from_argument(argument)
    means = jail.close_network() if settings.jailed else ""
    jail.limit_memory(settings.memory + STACK)
    threading.stack_size(STACK)
    thread = threading.Thread(target=_serve, args=(settings, means))
    thread.start()
    thread.join()


def _serve(settings: Settings, means: str) -> None:
    with socket.socket(fileno=0) as channel:
        store = evaluator(settings.store, settings.rewrites)
        send(channel, Kind.READY, means.encode())
        try:
            while True:
                kind, body = receive(channel)
                if kind is Kind.QUERY:
                    jail.limit_time(int(settings.deadline) + 2)
                    _answer(store, Request.from_bytes(body), channel, settings.answer)
        except (EOFError, OSError):
            return  # The front is gone: nobody is left to answer.


def _answer(store: Evaluator, request: Request, channel: socket.socket, largest: int) -> None:
    outlet = _Outlet(channel, largest, request.media_type.endswith("+xml"))
    failure = None
    try:
        _evaluate(store, request, outlet)
    except _Refused as refused:
        failure = refused.failure
    except SyntaxError as error:
        failure = Failure("syntax", str(error)[:LONGEST_MESSAGE])
    except (ValueError, RuntimeError, OSError) as error:
        failure = Failure("evaluation", str(error)[:LONGEST_MESSAGE])
    if failure is None:
        send(channel, Kind.END)
    else:
        send(channel, Kind.FAILED, failure.to_bytes())


def _evaluate(store: Evaluator, request: Request, outlet: _Outlet) -> None:
    # The serialisers only call `write` and `flush`, and that is all an outlet has.
    output = cast(IO[bytes], outlet)
    if request.explain:
        output.write(json.dumps(store.explain(request.query, _is_whole(request))).encode())
        return outlet.flush()
    result = store.query(
        request.query,
        whole=_is_whole(request),
        use_default_graph_as_union=request.union and request.default_graphs is None,
        default_graph=_nodes(request.default_graphs),
        named_graphs=_nodes(request.named_graphs),
    )
    if isinstance(result, ox.QueryTriples):
        format_ = TRIPLES.get(request.media_type)
        if format_ is None:
            raise _Refused(Failure("form", ", ".join(TRIPLES)))
        _write_graph(result, output, format_, request.prefixes)
    else:
        results_format = SOLUTIONS.get(request.media_type)
        if results_format is None:
            raise _Refused(Failure("form", ", ".join(SOLUTIONS)))
        result.serialize(output=output, format=results_format)
    outlet.flush()


def _is_whole(request: Request) -> bool:
    """Tell whether the default graph is all of the release; a FROM is for the rewriter to see."""
    return request.union and request.default_graphs is None and request.named_graphs is None


def _write_graph(
    triples: ox.QueryTriples, output: IO[bytes], format_: ox.RdfFormat, known: Mapping[str, str]
) -> None:
    """Serialise a graph, with just the prefixes that occur where the graph is small enough."""
    first = list(islice(triples, SMALL_GRAPH))
    prefixes = dict(known)
    if len(first) < SMALL_GRAPH:
        iris = {t.value for triple in first for t in _terms(triple) if isinstance(t, ox.NamedNode)}
        prefixes = {p: ns for p, ns in known.items() if any(iri.startswith(ns) for iri in iris)}
    ox.serialize(chain(first, triples), output=output, format=format_, prefixes=prefixes)


def _terms(triple: ox.Triple) -> Iterator[object]:
    yield from (triple.subject, triple.predicate, triple.object)
    if isinstance(triple.object, ox.Literal):
        yield triple.object.datatype


def _nodes(graphs: tuple[str, ...] | None) -> list[Any] | None:
    # Any: the engine's lists of graphs are invariant, and a different one for each parameter.
    return None if graphs is None else [ox.NamedNode(graph) for graph in graphs]


if __name__ == "__main__":
    main(sys.argv[1])
