"""Quads before they are a release: an in-memory store for inference, and plain sorted lines.

Lines are N-Quads. Sorting them is what makes the same input give the same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TypedDict, cast

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from ..ontology.rules import infer
from .merging import Merged

Lines = tuple[str, ...]
"""N-Quads lines of one named graph, sorted, each once."""


def sorted_lines(lines: Iterable[str]) -> Lines:
    """Sort lines and drop repetitions."""
    return tuple(sorted(set(lines)))


def turtle_lines(paths: Iterable[Path], graph: str) -> Lines:
    """Read Turtle files as lines of one graph, leaving out statements with blank nodes.

    Blank nodes (OWL restrictions) have no stable name; the Turtle files keep them and are
    published beside the store.
    """
    tail = f" <{graph}> .\n"
    return sorted_lines(
        f"{quad.subject} {quad.predicate} {quad.object}{tail}"
        for path in paths
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    )


def inferred_lines(graphs: Mapping[str, Sequence[str]], graph: str, as_of: datetime.date) -> Lines:
    """Apply the rules to all graphs together and give what follows, as lines of `graph`."""
    store = Store()
    for lines in graphs.values():
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    infer(store, graph, as_of)
    tail = f" <{graph}> .\n"
    return sorted_lines(
        f"{quad.subject} {quad.predicate} {quad.object}{tail}"
        for quad in store.quads_for_pattern(None, None, None, NamedNode(graph))
    )


def turtle(lines: Sequence[str], prefixes: Mapping[str, str]) -> bytes:
    """Give the lines of one graph as Turtle."""
    return _serialized(lines, RdfFormat.TURTLE, prefixes)


def json_ld(lines: Sequence[str], prefixes: Mapping[str, str]) -> bytes:
    """Give the lines of one graph as JSON-LD."""
    return _serialized(lines, RdfFormat.JSON_LD, prefixes)


def _serialized(lines: Sequence[str], format: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    quads = parse("".join(lines).encode(), format=RdfFormat.N_QUADS)
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    made = serialize(triples, format=format, prefixes=dict(prefixes))
    return made or b""  # None only where an output file is named


class PropertyCounts(TypedDict):
    """The triples of one property: how many, with how many subjects and objects."""

    triples: int
    subjects: int
    objects: int


class Statistics(TypedDict):
    """What a release holds, by the IRIs of properties and of classes."""

    triples: int
    properties: dict[str, PropertyCounts]
    classes: dict[str, int]


def statistics(path: Path) -> Statistics:
    """Count what the default graph of a store holds: the server plans and answers from it.

    One property at a time, so that memory is bounded by the largest of them.
    """
    store = Store.read_only(str(path))
    properties = _counts(store, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    return {
        "triples": sum(properties.values()),
        "properties": {
            iri: {
                "triples": count,
                "subjects": _distinct(store, "?s", iri),
                "objects": _distinct(store, "?o", iri),
            }
            for iri, count in properties.items()
        },
        "classes": _counts(store, "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c"),
    }


def _counts(store: Store, query: str) -> dict[str, int]:
    rows = _rows(store, query)
    return {key.value: int(n.value) for key, n in rows if isinstance(key, NamedNode)}


def _distinct(store: Store, variable: str, iri: str) -> int:
    query = f"SELECT (COUNT(DISTINCT {variable}) AS ?n) {{ ?s <{iri}> ?o }}"
    return sum(int(row["n"].value) for row in _rows(store, query))


def _rows(store: Store, query: str) -> QuerySolutions:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return found


def write_store(path: Path, quads: Path) -> None:
    """Load an N-Quads file of named graphs, and their merge, into a new Oxigraph store on disk.

    The default graph becomes the merge of all graphs (`merging.py`). The store is flushed and
    closed, so that it can be opened read-only wherever it is moved.
    """
    store = Store(path)
    with quads.open("rb") as file:
        # The engine only calls `read`.
        store.bulk_load(input=cast(IO[bytes], Merged(file)), format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
