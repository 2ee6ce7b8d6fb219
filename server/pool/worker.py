"""The process that answers queries: one at a time, from a release opened read-only.

Started by `workers.py` as `python -m klynge.server.pool.worker`, with its socket as standard input.
It may be killed at any moment, and a hostile query may well kill it; nothing is lost by that.
It imports no web framework, so that it starts fast and stays small.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import IO, Any, Protocol, TypeVar, cast

import pyoxigraph as ox

from ...ontology.terms import PREFIXES
from ..rewriting.datasets import MOST, DatasetTooLarge
from ..rewriting.evaluation import Answer, SortedRows, evaluator
from . import jail
from .features import Value, features
from .outlet import Outlet, Refused
from .wire import Failure, Kind, Request, Settings, receive, send

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
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
"""The serialisers for CONSTRUCT and DESCRIBE."""

FEATURES = "application/geo+json"
"""Written here for SELECT, since the engine has no serialiser for it."""

STACK = 512 * 1024 * 1024
"""The stack for parsing and planning: with 8 MB, 4096 braces end the process."""

SMALL_GRAPH = 10_000
"""A graph of fewer triples is held whole, to leave out the prefixes it does not use."""

LONGEST_MESSAGE = 1_000

Item = TypeVar("Item")


class Store(Protocol):
    """What answers the queries of a worker.

    `is_merged` tells whether the default graph of the store holds the merge of all others.
    """

    is_merged: bool

    def query(self, query: str, whole: bool, **dataset: Any) -> Answer:
        """Evaluate a query; raises what `Store.query` of the engine does, and Refused."""

    def explain(self, query: str, whole: bool) -> dict[str, object]:
        """Say what would be evaluated for a query, and why; raises as `query`."""


def main(argument: str) -> None:
    """Give up what a worker may not have, open the store, and answer until the front is gone."""
    settings = Settings.from_argument(argument)
    run(settings, lambda channel: evaluator(settings.store, settings.rewrites))


def run(settings: Settings, open_store: Callable[[socket.socket], Store]) -> None:
    """Do what `main` says with a store that is opened once the jail is closed."""
    means = jail.close_network() if settings.jailed else ""
    jail.limit_memory(settings.memory + STACK)
    threading.stack_size(STACK)
    thread = threading.Thread(target=_serve, args=(settings, means, open_store))
    thread.start()
    thread.join()


def _serve(settings: Settings, means: str, open_store: Callable[[socket.socket], Store]) -> None:
    with socket.socket(fileno=0) as channel:
        store = open_store(channel)
        send(channel, Kind.READY, means.encode())
        try:
            while True:
                kind, body = receive(channel)
                if kind is Kind.QUERY:
                    jail.limit_time(int(settings.deadline) + 2)
                    _answer(store, Request.from_bytes(body), channel, settings)
        except (EOFError, OSError):
            return  # The front is gone: nobody is left to answer.


def _answer(store: Store, request: Request, channel: socket.socket, settings: Settings) -> None:
    outlet = Outlet(channel, request, settings)
    failure = None
    try:
        _evaluate(store, request, outlet, settings.rows)
    except Refused as refused:
        failure = refused.failure
    except DatasetTooLarge:
        failure = Failure("dataset", str(MOST))
    except SyntaxError as error:
        failure = Failure("syntax", str(error)[:LONGEST_MESSAGE])
    except (ValueError, RuntimeError, OSError) as error:
        failure = Failure("evaluation", str(error)[:LONGEST_MESSAGE])
    if failure is None:
        outlet.end()
    else:
        send(channel, Kind.FAILED, failure.to_bytes())


def _evaluate(store: Store, request: Request, outlet: Outlet, most: int) -> None:
    # The serialisers only call `write` and `flush`, and that is all an outlet has.
    output = cast(IO[bytes], outlet)
    if request.explain:
        output.write(json.dumps(store.explain(request.query, _is_whole(request))).encode())
        return
    union = request.union and request.default_graphs is None
    result = store.query(
        request.query,
        whole=_is_whole(request),
        base_iri=request.base or None,
        use_default_graph_as_union=union and not store.is_merged,
        default_graph=_nodes(request.default_graphs),
        named_graphs=_nodes(request.named_graphs),
    )
    if isinstance(result, ox.QueryTriples):
        format_ = TRIPLES.get(request.media_type)
        if format_ is None:
            raise Refused(Failure("form", ", ".join(TRIPLES)))
        _write_graph(_at_most(result, most), output, format_, request.prefixed)
    elif request.media_type == FEATURES and not isinstance(result, ox.QueryBoolean):
        for part in _features(result, most):
            output.write(part)
    else:
        results_format = SOLUTIONS.get(request.media_type)
        if results_format is None:
            raise Refused(Failure("form", ", ".join(SOLUTIONS)))
        result.serialize(output=output, format=results_format)


def _features(result: ox.QuerySolutions | SortedRows, most: int) -> Iterator[bytes]:
    if isinstance(result, SortedRows):
        sorted_rows = _at_most(iter(result.rows), most)
        return features(result.variables, (tuple(map(_value, row)) for row in sorted_rows))
    names = tuple(variable.value for variable in result.variables)
    return features(names, (tuple(map(_value, row)) for row in _at_most(result, most)))


def _is_whole(request: Request) -> bool:
    """Tell whether the default graph is all of the release; a FROM is for the rewriter to see."""
    return request.union and request.default_graphs is None and request.named_graphs is None


def _write_graph(
    triples: Iterator[ox.Triple], output: IO[bytes], format_: ox.RdfFormat, prefixed: bool
) -> None:
    """Serialise a graph, with just the prefixes that occur where the graph is small enough."""
    first = list(islice(triples, SMALL_GRAPH))
    prefixes = dict(PREFIXES) if prefixed else {}
    if prefixes and len(first) < SMALL_GRAPH:
        iris = {t.value for triple in first for t in _terms(triple) if isinstance(t, ox.NamedNode)}
        prefixes = {p: ns for p, ns in PREFIXES.items() if any(iri.startswith(ns) for iri in iris)}
    ox.serialize(chain(first, triples), output=output, format=format_, prefixes=prefixes)


def _at_most(items: Iterator[Item], most: int) -> Iterator[Item]:
    """Give triples or solutions; raises Refused when there is one more than may be."""
    yield from islice(items, most)
    if next(items, None) is not None:
        raise Refused(Failure("rows", str(most)))


def _value(term: object) -> Value:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return term.value, term.datatype.value
    return (term.value if isinstance(term, ox.NamedNode) else str(term)), ""


def _terms(triple: ox.Triple) -> Iterator[object]:
    yield from (triple.subject, triple.predicate, triple.object)
    if isinstance(triple.object, ox.Literal):
        yield triple.object.datatype


def _nodes(graphs: tuple[str, ...] | None) -> list[Any] | None:
    # Any: the engine's lists of graphs are invariant, and a different one for each parameter.
    return None if graphs is None else [ox.NamedNode(graph) for graph in graphs]


if __name__ == "__main__":
    main(sys.argv[1])
