"""The answer to a query of the public as a page shows it: a table, a boolean, or a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ...ontology.terms import PREFIXES, expand
from ..links import href_of
from ..pool.wire import Request
from ..protocol.endpoint import formats_of
from ..protocol.screen import Screened
from ..responses.negotiation import TRIPLES
from ..site import Site
from .numbers import grouped
from .rows import JSON, Table, Term, read_table
from .values import Value

MOST_ROWS = 500
"""The page shows so many rows of a result; the raw result has them all."""

MOST_CHARACTERS = 100_000
"""The page shows so much of a graph."""

_WKT = expand("geosparql:wktLiteral")
_SHORTEST = 80
"""So much of an outline stands in a table; the raw answer has all of it."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as shown: a table, a boolean, or a graph as text; and where it is raw."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    count: int = 0
    boolean: bool | None = None
    graph: str = ""
    is_cut: bool = False
    raw: tuple[tuple[str, str], ...] = ()


def asked(site: Site, query: str, seen: Screened) -> Request:
    """Give the request for the result of a query that a page is to show."""
    is_graph = seen.form in {"CONSTRUCT", "DESCRIBE"}
    return Request(
        query,
        TRIPLES[0].media_type if is_graph else JSON,
        union=not seen.has_dataset,
        base=f"{site.public_url}sparql",
        prefixed=True,
        federated=seen.federated,
    )


def table_of(body: bytes, seen: Screened) -> Table:
    """Give the result as a table; a graph is a table without columns."""
    is_graph = seen.form in {"CONSTRUCT", "DESCRIBE"}
    return Table((), ()) if is_graph else read_table(body)


def result_of(
    site: Site, query: str, seen: Screened, body: bytes, table: Table, language: str
) -> Result:
    """Give a result as it is shown to readers of a language."""
    raw = tuple(
        (format_.name, "/sparql?" + urlencode({"query": query, "format": format_.name}))
        for format_ in formats_of(seen.form)
    )
    if seen.form in {"CONSTRUCT", "DESCRIBE"}:
        text = body.decode("utf-8")
        cut = len(text) > MOST_CHARACTERS
        return Result(graph=text[:MOST_CHARACTERS], is_cut=cut, raw=raw)
    return Result(
        columns=table.variables,
        rows=tuple(
            tuple(_value(site, row.get(name), language) for name in table.variables)
            for row in table.rows[:MOST_ROWS]
        ),
        count=len(table.rows),
        boolean=table.boolean,
        is_cut=len(table.rows) > MOST_ROWS,
        raw=raw,
    )


def _value(site: Site, term: Term | None, language: str) -> Value:
    if term is None:
        return Value("")
    if term.is_iri:
        return Value(_compact(term.value, PREFIXES), href_of(site.release.base, term.value))
    if term.datatype == _WKT and len(term.value) > _SHORTEST:
        # An outline of thousands of corners would be most of the page.
        return Value(f"{term.value[:_SHORTEST]}…")
    return Value(grouped(term, language), None, term.language)


def _compact(iri: str, prefixes: Mapping[str, str]) -> str:
    """Give an IRI with the longest prefix that fits it, for reading only."""
    fitting = [item for item in prefixes.items() if iri.startswith(item[1]) and iri != item[1]]
    if not fitting:
        return iri
    prefix, namespace = max(fitting, key=lambda item: len(item[1]))
    return f"{prefix}:{iri.removeprefix(namespace)}"
