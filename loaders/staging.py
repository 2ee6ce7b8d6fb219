"""Quads before they are a release: an in-memory store for inference, and plain sorted lines.

Lines are N-Quads. Sorting them is what makes the same input give the same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypedDict, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)
from rdflib import Graph

from ..ontology.rules import derive
from .merging import Merged

Lines = tuple[str, ...]
"""N-Quads lines of one named graph, sorted, each once."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a variable is bound to, without its type: an IRI or a literal with its language."""

    value: str
    language: str = ""


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


def graph_lines(graph: Graph, name: str) -> Lines:
    """Give an rdflib graph as lines of the graph of a name.

    Of what Unicode ends lines with only a line feed does in N-Triples, and it stands escaped in
    literals (RDF 1.1 N-Triples, section 2).
    """
    triples = graph.serialize(format="nt").split("\n")
    return sorted_lines(f"{line[:-1].rstrip()} <{name}> .\n" for line in triples if line)


def stored(graphs: Mapping[str, Sequence[str]]) -> Store:
    """Give all graphs together as a store in memory."""
    store = Store()
    for lines in graphs.values():
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    return store


def inferred_lines(
    graphs: Mapping[str, Sequence[str]], graph: str, as_of: datetime.date
) -> dict[str, Lines]:
    """Apply the rules to all graphs together and give what follows, as lines of `graph`.

    The lines come by the name of the rule they follow from.
    """
    store = stored(graphs)
    tail = f" <{graph}> .\n"
    found: dict[str, list[str]] = {}
    for rule, triples in derive(store, graph, as_of):
        of_rule = found.setdefault(rule, [])
        of_rule += (f"{t.subject} {t.predicate} {t.object}{tail}" for t in triples)
    return {rule: sorted_lines(lines) for rule, lines in found.items()}


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


def solutions(path: Path, query: str) -> Iterator[Mapping[str, Text]]:
    """Give the rows of a SELECT over all graphs of a store together, without unbound variables."""
    found = _rows(Store.read_only(str(path)), query)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: _text(row[name]) for name in names if row[name] is not None}


def _text(term: object) -> Text:
    if isinstance(term, Literal):
        return Text(term.value, term.language or "")
    return Text(term.value if isinstance(term, NamedNode) else str(term))


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
