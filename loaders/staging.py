"""Quads before they are a release: an in-memory store for inference, and plain sorted lines.

Lines are N-Quads. Sorting them is what makes the same input give the same bytes.
"""

from __future__ import annotations

import datetime
import io
import mmap
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import islice
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

from ..ontology.rules import derive, mentioned, rule_files
from ..ontology.terms import expand
from .merging import Merged
from .spooling.line_file import RUN, LineFile
from .spooling.lines import Lines, sorted_lines
from .spooling.spool import Spool

_OF_RULE = 50_000
"""Lines of one rule that are sorted at once: many rules are applied side by side."""

PIECE = 64 << 20
"""Bytes that are loaded into a store at once: the engine holds what it loads in memory, eight
times as much. 520 MB cost the same CPU in such pieces (55 s), and 0.6 GB instead of 1.9."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a variable is bound to, without its type: an IRI or a literal with its language."""

    value: str
    language: str = ""


def turtle_lines(paths: Iterable[Path], graph: str) -> tuple[str, ...]:
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


def graph_lines(graph: Graph, name: str) -> tuple[str, ...]:
    """Give an rdflib graph as lines of the graph of a name.

    Of what Unicode ends lines with only a line feed does in N-Triples, and it stands escaped in
    literals (RDF 1.1 N-Triples, section 2).
    """
    triples = graph.serialize(format="nt").split("\n")
    return sorted_lines(f"{line[:-1].rstrip()} <{name}> .\n" for line in triples if line)


def stored(graphs: Mapping[str, Lines]) -> Store:
    """Give all graphs together as a store in memory."""
    store = Store()
    for lines in graphs.values():
        store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    return store


def stored_of(graphs: Mapping[str, Lines], terms: Set[str], spool: Spool) -> Store:
    """Give as a store what some IRIs are enough to ask for: the lines with these properties.

    Of types, those of these classes. The store is on disk where a graph is.
    """
    if not any(isinstance(lines, LineFile) for lines in graphs.values()):
        return stored({graph: tuple(_asked(lines, terms)) for graph, lines in graphs.items()})
    store = Store(spool.path("store"))
    for lines in graphs.values():
        asked = _asked(lines, terms)
        while some := "".join(islice(asked, RUN)):
            store.bulk_load(some.encode(), format=RdfFormat.N_QUADS)
    return store


def _asked(lines: Iterable[str], terms: Set[str]) -> Iterator[str]:
    properties = frozenset(f"<{term}>" for term in terms)
    typing = f"<{expand('rdf:type')}>"
    for line in lines:
        _, predicate, rest = line.split(" ", 2)
        if predicate in properties and (
            predicate != typing or rest[: rest.index(" ")] in properties
        ):
            yield line


def inferred_lines(
    graphs: Mapping[str, Lines], graph: str, as_of: datetime.date, spool: Spool
) -> dict[str, Lines]:
    """Apply the rules to all graphs together and give what follows, as lines of `graph`.

    The lines come by the name of the rule they follow from.
    """
    store = stored_of(graphs, mentioned(), spool)
    tail = f" <{graph}> .\n"
    found = {path.stem: spool.sorter(_OF_RULE) for path in rule_files()}
    for rule, triples in derive(store, graph, as_of):
        found[rule].extend(f"{t.subject} {t.predicate} {t.object}{tail}" for t in triples)
    return {rule: of_rule.sorted() for rule, of_rule in found.items()}


def turtle(lines: Lines, prefixes: Mapping[str, str]) -> bytes:
    """Give the lines of one graph as Turtle."""
    made = serialize(_triples(lines), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    return made or b""  # None only where an output file is named


def write_faces(lines: Lines, prefixes: Mapping[str, str], path: Path) -> None:
    """Write the lines of one graph as Turtle and JSON-LD, beside `path` with their endings."""
    for ending, format in ((".ttl", RdfFormat.TURTLE), (".jsonld", RdfFormat.JSON_LD)):
        with path.with_name(path.name + ending).open("wb") as file:
            serialize(_triples(lines), file, format, prefixes=dict(prefixes))


def _triples(lines: Lines) -> Iterator[Triple]:
    if isinstance(lines, LineFile):
        quads = parse(path=lines.path, format=RdfFormat.N_QUADS)
    else:
        quads = parse("".join(lines).encode(), format=RdfFormat.N_QUADS)
    return (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


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
        merged = Merged(file)
        if _may_have_blank_nodes(file):  # these are the same node within one document only
            # The engine only calls `read`.
            store.bulk_load(input=cast(IO[bytes], merged), format=RdfFormat.N_QUADS)
        else:
            for piece in _pieces(merged):
                store.bulk_load(piece, format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()


def _may_have_blank_nodes(quads: IO[bytes]) -> bool:
    """Tell whether a file has what may be a blank node, be it within a text."""
    if not quads.seek(0, io.SEEK_END):
        return False
    quads.seek(0)
    with mmap.mmap(quads.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        return mapped.find(b"_:") >= 0


def _pieces(lines: io.RawIOBase) -> Iterator[bytes]:
    """Give pieces of whole lines."""
    buffered = io.BufferedReader(lines, 1 << 20)
    while piece := buffered.read(PIECE):
        yield piece + buffered.readline()
